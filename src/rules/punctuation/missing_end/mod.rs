//! A paragraph of running text without a mark at its end. Evidence is asked for: the paragraph has sentences in it and
//! the others of its kind end in marks. Titles, lists, labels, contact lines, captions are left.

use std::ops::Range;
use std::sync::LazyLock;

use super::line::{ends_in_word, is_label, last_inside, numbering};
use super::neighbours::{is_end, is_point};
use crate::document::{Article, Block, Region};
use crate::finding::{Applicability, Severity};
use crate::span::{Span, Text};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/missing-end",
        "段末缺少标点",
        Severity::Warning,
        "一段话说完要有句末标点；没有，读者会以为后面缺了字。",
        super::NORM,
        include_str!("rule.md"),
    )
});

/// Characters of a line that is compared with others.
const LONG: usize = 20;
/// Characters of a line of two clauses that is no heading.
const WIDE: usize = 36;
/// Of the other lines, one in so many may lack its mark.
const EXCEPTIONS: usize = 5;
/// A text is wrapped where more than one block in so many holds several lines.
const WRAPPED: usize = 4;
/// Lines without a mark that are reported at most.
const MOST: usize = 20;

struct MissingEnd;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MissingEnd)
}

/// A line of running text: a paragraph, or one of the lines that were joined to it because no mark ended them.
struct Line<'a> {
    text: &'a str,
    /// What the reader sees of it.
    shown: &'a str,
    span: Span<Text>,
    /// The last line of its block.
    last: bool,
}

impl Rule for MissingEnd {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let is_split = is_split(article);
        let mut lacking: Vec<Line<'_>> = Vec::new();
        each_line(article, is_split, |line| {
            if lacks_end(line.text) && is_long(line.text) {
                lacking.push(line);
            }
        });
        if lacking.is_empty() {
            return;
        }
        let mut ended = 0;
        each_line(article, is_split, |line| ended += usize::from(!lacks_end(line.text) && is_long(line.text)));
        if lacking.len() > 1 + ended / EXCEPTIONS {
            return;
        }
        let prose = lacking.iter().filter(|line| is_prose(line) && (ended > 0 || line.text.contains(is_end)));
        for line in prose.take(MOST) {
            report(article, context, line);
        }
    }
}

fn body(article: &Article) -> impl Iterator<Item = &Block> {
    article.blocks.iter().filter(|block| block.region == Region::Body)
}

/// Whether blocks of several lines hold paragraphs. Where there are many such blocks, lines are wrapped and say nothing.
fn is_split(article: &Article) -> bool {
    let breaks = memchr::memchr_iter(b'\n', article.shown.as_bytes()).count();
    if breaks < article.blocks.len() {
        return false; // those between the blocks
    }
    let shown = |block: &Block| article.shown.get(block.shown.range()).unwrap_or_default();
    let joined = body(article).filter(|block| memchr::memchr(b'\n', shown(block).as_bytes()).is_some()).count();
    joined * WRAPPED <= body(article).count()
}

/// Calls `each` with the lines of body text.
fn each_line<'a>(article: &'a Article, is_split: bool, mut each: impl FnMut(Line<'a>)) {
    for block in body(article) {
        let mut start = 0;
        if is_split {
            for end in memchr::memchr_iter(b'\n', article.shown[block.shown.range()].as_bytes()) {
                each(line(article, block, start..end));
                start = end + 1;
            }
        }
        each(line(article, block, start..block.shown.len() as usize));
    }
}

/// The line of a block that is a part of what the reader sees of it.
fn line<'a>(article: &'a Article, block: &Block, part: Range<usize>) -> Line<'a> {
    let last = part.end == block.shown.len() as usize;
    let shown = block.shown.part(part.clone());
    let span = if last && part.start == 0 { block.text } else { article.folded(shown) };
    let text = article.slice(span).trim_end();
    let span = Span::new(span.start, span.start + text.len() as u32);
    Line { text, shown: article.shown.get(shown.range()).unwrap_or_default(), span, last }
}

/// Whether a line is long enough to hold a sentence, and has clauses.
fn is_long(text: &str) -> bool {
    text.chars().nth(LONG).is_some() && text.contains(['，', '。', ',', '；'])
}

fn is_pausing(text: &str) -> bool {
    text.ends_with(['，', '、', ','])
}

fn lacks_end(text: &str) -> bool {
    !text.ends_with(is_end) && (is_pausing(text) || (ends_in_word(text) && !has_end_behind_bracket(text)))
}

/// A line without the bracket at its end, which may well hold labels.
fn without_bracket(text: &str) -> &str {
    let opening = text.ends_with(['）', ')']).then(|| text.rfind(['（', '('])).flatten();
    opening.map_or(text, |at| &text[..at])
}

/// Whether a bracket stands behind the end of the sentence: …。（记者张三）
fn has_end_behind_bracket(text: &str) -> bool {
    let opening = match text.chars().next_back() {
        Some('）' | ')') => text.rfind(['（', '(']),
        Some('】') => text.rfind('【'),
        _ => None,
    };
    opening.is_some_and(|at| last_inside(&text[..at]).is_none_or(|c| is_point(c) || c == '…'))
}

/// Whether a line has a sentence in it and is no heading, item, label, verse or row of a table.
fn is_prose(line: &Line<'_>) -> bool {
    let text = line.text;
    let finished = text.rfind(is_end);
    let item = numbering(text).is_some() && finished.is_none();
    let clauses = text.matches(['，', ',', '；', ';']).count();
    // Behind the last full stop a headline may have been set: it has blanks around or in it.
    let shown = line.shown.trim();
    let tail = shown.rfind(is_end).map_or(shown, |at| &shown[at..]);
    let spaced = tail.contains([' ', '\u{3000}', '\u{a0}']) || shown.matches([' ', '\u{3000}']).count() > 2;
    // A line that another was joined to may be wrapped: only a finished sentence in it shows that it is a paragraph.
    let wide = clauses > 0 && numbering(text).is_none() && !text.ends_with('》') && text.chars().nth(WIDE).is_some();
    let enough = if line.last { finished.is_some() || clauses > 1 || wide } else { finished.is_some() && !is_pausing(text) };
    enough && !item && !spaced && !is_label(without_bracket(text))
}

fn report(article: &Article, context: &mut Context<'_>, line: &Line<'_>) {
    let last = line.text.chars().next_back().map_or(0, char::len_utf8) as u32;
    let span = Span::new(line.span.end - last, line.span.end);
    let shown = article.slice(span);
    let (message, right) = if is_pausing(line.text) {
        (format!("这一段以“{shown}”结束：话没有说完，或者应改为“。”"), "。".to_string())
    } else {
        ("段末缺少句末标点，一般应加“。”".to_string(), format!("{shown}。"))
    };
    let finding = context.finding(span, message).confidence(0.85);
    super::report(context, finding.suggest(vec![right], Applicability::Unsafe));
}
