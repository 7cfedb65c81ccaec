//! The events of a text, which give the place of everything, written as blocks of an article.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use regex::Regex;

use super::{plain, shortcode};
use crate::document::{ArticleBuilder, Region};
use crate::input::signature::TAIL_BLOCKS;
use crate::input::{html, text};
use crate::span::{Decoded, Span};

/// Stands inside a sentence for what is not prose: code, a URL, an image (U+FFFC, as Unicode has it).
const STAND_IN: &str = "\u{fffc}";

/// Without brackets, so that what stands in brackets behind a link's target does not seem a part of it.
static URL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(?:https?|ftp)://|www\.)[a-z0-9_.~:/?#@!$&'*+,;=%-]*[a-z0-9_/#=&%-]").expect("constant pattern")
});

/// Writes `markdown`, which lies at `base`. `title` is put first if the text has no heading of the first level.
pub fn write(markdown: &str, base: u32, title: Option<(&str, Span<Decoded>)>, builder: &mut ArticleBuilder) {
    let shortcodes = shortcode::find(markdown);
    let masked = mask(markdown, &shortcodes);
    builder.reserve(masked.len());
    let events = plain::events(&masked);
    let is_title = |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
    let titled = events.iter().any(|(event, _)| is_title(event));
    if let Some((title, span)) = title.filter(|_| !titled) {
        builder.block(Region::Title);
        builder.push_from(title, span);
    }
    let starts = events.iter().filter(|(event, _)| matches!(event, Event::Start(tag) if is_paragraph(tag))).count();
    let gaps = gaps(&masked, &shortcodes);
    let mut writer = Writer {
        text: &masked,
        base,
        builder,
        shortcodes,
        gaps,
        gap: None,
        title_done: false,
        in_title: false,
        in_table: false,
        quotes: 0,
        skipping: 0,
        images: 0,
        alts: Vec::new(),
        links: Vec::new(),
        has_text: false,
        html: None,
        paragraphs_left: starts,
        paragraphs: 0,
    };
    for (event, range) in events {
        writer.event(event, range);
    }
    writer.end_block();
}

/// The text with its shortcodes made one harmless word each, every offset as before.
fn mask<'a>(text: &'a str, shortcodes: &[Range<usize>]) -> Cow<'a, str> {
    if shortcodes.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    for range in shortcodes {
        masked.push_str(&text[masked.len()..range.start]);
        masked.extend(std::iter::repeat_n('x', range.len()));
    }
    masked.push_str(&text[masked.len()..]);
    Cow::Owned(masked)
}

/// Shortcodes and URLs in order, what overlaps made one.
fn gaps(masked: &str, shortcodes: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut gaps: Vec<Range<usize>> = shortcodes.to_vec();
    if !may_hold_url(masked.as_bytes()) {
        return gaps;
    }
    gaps.extend(URL.find_iter(masked).map(|url| url.range()));
    gaps.sort_by_key(|gap| gap.start);
    gaps.dedup_by(|next, gap| {
        let overlaps = next.start < gap.end;
        gap.end = if overlaps { gap.end.max(next.end) } else { gap.end };
        overlaps
    });
    gaps
}

/// Whether [`URL`] is worth asking: nearly no text of Chinese prose has what each of its branches begins with.
fn may_hold_url(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"://").is_some()
        || memchr::memchr2_iter(b'w', b'W', text)
            .any(|at| text[at..].get(..4).is_some_and(|head| head.eq_ignore_ascii_case(b"www.")))
}

/// Whether a tag begins what readers take for a paragraph.
fn is_paragraph(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::Item)
}

struct OpenLink {
    target: String,
    /// Where its text begins.
    start: u32,
    /// The text is the target.
    automatic: bool,
}

struct Writer<'a, 'b> {
    text: &'a str,
    base: u32,
    builder: &'b mut ArticleBuilder,
    shortcodes: Vec<Range<usize>>,
    gaps: Vec<Range<usize>>,
    /// The gap that was passed last: events may cut it in pieces.
    gap: Option<usize>,
    title_done: bool,
    in_title: bool,
    in_table: bool,
    quotes: u32,
    /// Inside so many elements whose text is not prose.
    skipping: u32,
    images: u32,
    /// Texts of the images of this block, written behind it.
    alts: Vec<Vec<(String, Span<Decoded>)>>,
    links: Vec<OpenLink>,
    /// The block has something to be seen.
    has_text: bool,
    /// The stretch of HTML so far, inside a block of it.
    html: Option<Range<usize>>,
    paragraphs_left: usize,
    paragraphs: usize,
}

impl Writer<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if self.skipping == 0 => self.prose(&text, range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) if self.skipping == 0 => self.stand_in(range),
            Event::Html(_) => self.html_line(range),
            Event::InlineHtml(tag) => self.inline_html(&tag, range),
            Event::SoftBreak => self.soft_break(range),
            Event::HardBreak if self.images == 0 => self.next_block(),
            Event::Rule => self.next_block(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if is_paragraph(&tag) {
            self.paragraphs += 1;
            self.paragraphs_left = self.paragraphs_left.saturating_sub(1);
        }
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Subscript => return,
            Tag::Strikethrough => return self.tilde(range.start),
            Tag::Link { link_type, dest_url, .. } => return self.link(link_type, &dest_url, range),
            Tag::Image { .. } => {
                self.images += 1;
                self.alts.push(Vec::new());
                return;
            }
            Tag::Heading { level: HeadingLevel::H1, .. } if !self.title_done => {
                self.title_done = true;
                self.in_title = true;
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::Table(_) => self.builder.table(),
            Tag::TableHead | Tag::TableRow => self.builder.row(),
            Tag::TableCell => {
                self.builder.cell(1);
                self.in_table = true;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) | Tag::MetadataBlock(_) => {
                self.skipping += 1;
            }
            _ => {}
        }
        self.next_block();
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Subscript => return,
            TagEnd::Strikethrough => return self.tilde(range.end.saturating_sub(1)),
            TagEnd::Link => return self.end_link(range),
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                return self.stand_in(range);
            }
            TagEnd::HtmlBlock => self.flush_html(),
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.skipping = self.skipping.saturating_sub(1),
            _ => {}
        }
        self.end_block();
        match tag {
            TagEnd::Heading(_) => self.in_title = false,
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::TableCell => self.in_table = false,
            _ => {}
        }
        self.begin_block();
    }

    fn begin_block(&mut self) {
        self.has_text = false;
        self.builder.block(self.region());
    }

    fn region(&self) -> Region {
        match self {
            Self { in_title: true, .. } => Region::Title,
            Self { in_table: true, .. } => Region::Table,
            Self { quotes: 1.., .. } => Region::Quote,
            _ => Region::Body,
        }
    }

    fn next_block(&mut self) {
        self.end_block();
        self.begin_block();
    }

    /// Sees whether the block belongs to the tail, and writes the texts of its images.
    fn end_block(&mut self) {
        if self.is_tail() {
            let line = self.builder.current().trim().to_string();
            if !line.is_empty() {
                let region = text::tail_region(&line, self.builder);
                self.builder.set_region(region);
            }
        }
        if self.alts.is_empty() {
            return;
        }
        for alt in std::mem::take(&mut self.alts) {
            self.builder.block(Region::Attribute);
            for (text, span) in alt {
                self.builder.push_from(&text, span);
            }
        }
    }

    fn is_tail(&self) -> bool {
        self.paragraphs > 1 && self.paragraphs_left < TAIL_BLOCKS && self.region() == Region::Body
    }

    fn span(&self, range: Range<usize>) -> Span<Decoded> {
        Span::of(range).shifted(self.base)
    }

    /// Text of a paragraph or of an image: as it stands there, or a reference or escape as a whole.
    fn prose(&mut self, text: &str, range: Range<usize>) {
        if self.images > 0 {
            let span = self.span(range);
            if let Some(alt) = self.alts.last_mut() {
                alt.push((text.to_string(), span));
            }
            return;
        }
        let unchanged = self.text.get(range.clone()) == Some(text);
        let mut at = range.start;
        let mut next = self.gaps.partition_point(|gap| gap.end <= range.start);
        while let Some(gap) = self.gaps.get(next).cloned().filter(|gap| gap.start < range.end) {
            if unchanged {
                self.push(at..gap.start.max(at));
            }
            if self.gap.replace(next) != Some(next) {
                self.stand_in(gap.clone());
            }
            at = gap.end;
            next += 1;
        }
        if unchanged {
            self.push(at..range.end.max(at));
        } else if at == range.start {
            self.has_text |= !text.trim().is_empty();
            self.builder.push_from(text, self.span(range));
        }
    }

    fn push(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        self.has_text |= !text.trim_start().is_empty();
        self.builder.push(text, self.span(range).start);
    }

    /// Puts something that is not prose into the sentence, or ends the block where it has a line of its own.
    fn stand_in(&mut self, range: Range<usize>) {
        if self.images > 0 {
            return;
        }
        let before = self.text[..range.start].trim_end_matches([' ', '\t']);
        let after = self.text[range.end..].trim_start_matches([' ', '\t']);
        let alone = (before.is_empty() || before.ends_with(['\n', '\r']))
            && (after.is_empty() || after.starts_with(['\n', '\r']));
        if alone {
            self.next_block();
        } else if self.has_text {
            self.builder.push_from(STAND_IN, self.span(range));
        }
    }

    /// `~text~` is taken for deleted text, but in Chinese a single tilde is a range mark: it is kept.
    fn tilde(&mut self, at: usize) {
        let bytes = self.text.as_bytes();
        let single = bytes.get(at) == Some(&b'~')
            && bytes.get(at + 1) != Some(&b'~')
            && at.checked_sub(1).is_none_or(|before| bytes.get(before) != Some(&b'~'));
        if single {
            self.prose("~", at..at + 1);
        }
    }

    fn link(&mut self, kind: LinkType, target: &str, range: Range<usize>) {
        let automatic = matches!(kind, LinkType::Autolink | LinkType::Email);
        if automatic {
            self.stand_in(range);
            self.skipping += 1;
        }
        self.links.push(OpenLink { target: target.to_string(), start: self.builder.here(), automatic });
    }

    fn end_link(&mut self, range: Range<usize>) {
        let Some(link) = self.links.pop() else {
            return;
        };
        self.skipping = self.skipping.saturating_sub(u32::from(link.automatic));
        let next = self.shortcodes.partition_point(|shortcode| shortcode.end <= range.start);
        let masked = self.shortcodes.get(next).is_some_and(|shortcode| shortcode.start < range.end);
        if !masked {
            self.builder.link(link.target, link.start, false);
        }
    }

    /// A line break inside a paragraph, which shows as a blank or nothing; but the lines of the tail stay lines.
    fn soft_break(&mut self, range: Range<usize>) {
        if self.images > 0 {
            return self.prose(" ", range);
        }
        let next_line = self.text[range.end..].lines().next().unwrap_or_default();
        let tail = self.is_tail() && (is_tail_line(self.builder.current()) || is_tail_line(next_line));
        if tail {
            self.next_block();
        } else if self.has_text {
            self.builder.push_from("\n", self.span(range));
        }
    }

    fn inline_html(&mut self, tag: &str, range: Range<usize>) {
        let name = tag.trim_start_matches(['<', '/']).to_ascii_lowercase();
        if let Some(comment) = tag.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) {
            self.builder.comment(comment, self.span(range));
        } else if name.strip_prefix("br").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())) {
            self.next_block();
        }
    }

    /// Lines of HTML that lie behind one another go together; marks of quotes and lists may stand between.
    fn html_line(&mut self, range: Range<usize>) {
        match &mut self.html {
            Some(html) if html.end == range.start => html.end = range.end,
            _ => {
                self.flush_html();
                self.html = Some(range);
            }
        }
    }

    fn flush_html(&mut self) {
        if let Some(range) = self.html.take() {
            let base = self.span(range.clone()).start;
            html::push(&self.text[range], base, self.builder);
            self.begin_block();
        }
    }
}

fn is_tail_line(line: &str) -> bool {
    text::is_tail_line(line.trim())
}
