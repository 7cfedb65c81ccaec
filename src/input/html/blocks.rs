//! Lays visible text into blocks: white space collapsed as browsers do it, `<br>` kept as a soft line break where the
//! sentence goes on, and each finished block judged for being furniture or naming editors.
//!
//! It knows nothing of elements: `flow` says where blocks end.

use super::furniture::is_furniture;
use super::reference::{self, Place};
use super::tokens::Tokens;
use crate::document::{ArticleBuilder, Region};
use crate::input::info_line::InfoLine;
use crate::input::{signature, text};
use crate::source::holds;
use crate::span::{Decoded, Span};

/// The longest block, in bytes, that may be a line of metadata or credits.
const MAX_CREDITS: usize = 600;

/// Where on a page the text stands that is being laid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    BeforeArticle,
    Article,
    AfterArticle,
    /// The article, on a page of which all is article: its line of metadata is in it.
    WholePage,
}

/// The block under construction.
#[derive(Default)]
struct Line {
    open: bool,
    /// White space that counts only if text follows.
    space: Option<Span<Decoded>>,
    /// A `<br>` that counts only if text follows, and the width of the indentation since then.
    line_break: Option<(Span<Decoded>, usize)>,
    /// Where the last line begins in the block.
    start: usize,
}

/// A link whose text is under way.
struct OpenLink {
    href: Span<Decoded>,
    /// Offset of its first text.
    start: Option<u32>,
    hidden: bool,
}

pub struct Blocks<'t, 'a, 'b> {
    tokens: &'t Tokens<'a>,
    pub builder: &'b mut ArticleBuilder,
    pub part: Part,
    line: Line,
    region: Region,
    link: Option<OpenLink>,
}

impl<'t, 'a, 'b> Blocks<'t, 'a, 'b> {
    pub fn new(tokens: &'t Tokens<'a>, part: Part, builder: &'b mut ArticleBuilder) -> Self {
        Self { tokens, builder, part, line: Line::default(), region: Region::Body, link: None }
    }

    /// Adds text to the block, which is begun in `region` if there is none.
    pub fn text(&mut self, source: Span<Decoded>, region: Region, preformatted: bool) {
        let html = self.tokens.slice(source);
        if is_solid(html.as_bytes()) {
            return self.put(html, source, region);
        }
        reference::runs(html, source.start, Place::Text, |run, from| {
            if run.len() == from.len() as usize {
                self.plain(run, from, region, preformatted);
            } else if run.bytes().all(is_space) {
                self.line.space = self.line.space.or(Some(from));
            } else {
                self.put(run, from, region);
            }
        });
    }

    /// Text that stands in the source as it is.
    fn plain(&mut self, run: &str, from: Span<Decoded>, region: Region, preformatted: bool) {
        let bytes = run.as_bytes();
        let mut at = 0;
        loop {
            let word = bytes[at..].iter().position(|byte| !is_space(*byte)).map_or(bytes.len(), |length| at + length);
            if at < word {
                let space = from.part(at..word);
                let lines = if preformatted { memchr::memchr_iter(b'\n', &bytes[at..word]).count() } else { 0 };
                (0..lines).for_each(|_| self.line_break(space));
                self.line.space = self.line.space.or(Some(space));
            }
            if word == bytes.len() {
                return;
            }
            at = next_space(&bytes[word..]).map_or(bytes.len(), |length| word + length);
            self.put(&run[word..at], from.part(word..at), region);
        }
    }

    /// Adds text without white space before or in it.
    fn put(&mut self, text: &str, from: Span<Decoded>, region: Region) {
        if let Some((line_break, indent)) = self.line.line_break {
            let indent = indent + indentation(text);
            if text.chars().all(|c| blank_width(c) > 0) {
                self.line.line_break = Some((line_break, indent));
                return;
            }
            if indent >= 2 || self.line_ends_paragraph() || text::starts_item(text) {
                self.end();
            } else {
                self.builder.push_from("\n", line_break);
                self.line = Line { open: true, start: self.builder.current().len(), ..Line::default() };
            }
        }
        if !self.line.open {
            self.begin(region);
        } else if let Some(space) = self.line.space.take() {
            self.builder.push_from(" ", space);
        }
        if let Some(link) = &mut self.link {
            link.start = link.start.or(Some(self.builder.here()));
        }
        self.builder.push_from(text, from);
    }

    /// The rule of plain text: a line that closes its sentence, or belongs to the tail, ends its paragraph.
    fn line_ends_paragraph(&self) -> bool {
        let line = self.builder.current().get(self.line.start..).unwrap_or_default().trim();
        text::closes_paragraph(line)
    }

    /// A line break; two of them end the block.
    pub fn line_break(&mut self, source: Span<Decoded>) {
        if self.line.line_break.is_some() {
            self.end();
        } else if self.line.open {
            self.line.line_break = Some((source, 0));
        }
    }

    /// Begins a block, whatever was before.
    pub fn begin(&mut self, region: Region) {
        self.builder.block(region);
        self.region = region;
        self.line = Line { open: true, ..Line::default() };
    }

    /// Ends the block.
    pub fn end(&mut self) {
        if self.line.open {
            self.judge();
        }
        self.line = Line::default();
    }

    /// An attribute's value as a block of its own.
    pub fn value(&mut self, value: Span<Decoded>, region: Region) {
        self.end();
        self.builder.block(region);
        let raw = self.tokens.slice(value);
        reference::runs(raw, value.start, Place::Attribute, |run, from| self.builder.push_from(run, from));
    }

    pub fn link_start(&mut self, href: Span<Decoded>, hidden: bool) {
        self.link_end();
        self.link = Some(OpenLink { href, start: None, hidden });
    }

    pub fn link_end(&mut self) {
        if let Some(link) = self.link.take() {
            let start = link.start.unwrap_or(self.builder.here());
            self.builder.link(self.tokens.decode(link.href).into_owned(), start, link.hidden);
        }
    }

    /// A link without text of its own: a frame.
    pub fn frame(&mut self, source: Span<Decoded>, hidden: bool) {
        let here = self.builder.here();
        self.builder.link(self.tokens.decode(source).into_owned(), here, hidden);
    }

    /// Looks at the block that is done: is it metadata, credits, furniture?
    fn judge(&mut self) {
        let line = self.builder.current();
        if line.len() > MAX_CREDITS {
            return;
        }
        let dated = || line.contains("发布时间") || line.contains("发布日期");
        match (self.part, self.region) {
            (Part::BeforeArticle, Region::Furniture) => {
                if let Some(info) = InfoLine::read(line) {
                    info.apply(&mut self.builder.meta);
                }
            }
            (Part::AfterArticle, Region::Furniture) => {
                let credits = signature::credits(line);
                if !credits.is_empty() {
                    signature::apply(&credits, &mut self.builder.meta);
                    self.builder.set_region(Region::Reviewer);
                }
            }
            (Part::WholePage, Region::Body) if dated() => {
                if let Some(info) = InfoLine::read(line) {
                    info.apply(&mut self.builder.meta);
                    self.builder.set_region(Region::Furniture);
                }
            }
            (_, Region::Body) if is_furniture(line) => self.builder.set_region(Region::Furniture),
            _ => {}
        }
    }
}

/// Whether a text has neither white space nor references, as most have.
fn is_solid(bytes: &[u8]) -> bool {
    !holds(bytes, |byte| (byte <= b' ') | (byte == b'&'))
}

/// The first white space: two vectorised searches, because nearly all of a run is Chinese text without any.
fn next_space(bytes: &[u8]) -> Option<usize> {
    let line = memchr::memchr3(b' ', b'\n', b'\t', bytes);
    let end = line.unwrap_or(bytes.len());
    memchr::memchr2(b'\r', 0xc, &bytes[..end]).or(line)
}

/// White space that browsers collapse.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// How much a blank that browsers keep indents; 0: it is none.
fn blank_width(c: char) -> usize {
    match c {
        '\u{3000}' | '\u{2003}' => 2,
        '\u{a0}' | '\u{2002}' => 1,
        _ => 0,
    }
}

fn indentation(text: &str) -> usize {
    text.chars().map(blank_width).take_while(|width| *width > 0).sum()
}
