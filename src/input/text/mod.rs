//! Plain text. A paragraph ends at a blank line, at an indented line, or where a line closes its sentence; other
//! line breaks are wrapping and do not break a word.

use super::{Claim, Input, Outcome, Probe, ReadContext, signature};
use crate::document::{ArticleBuilder, Region};
use crate::source::Source;
use crate::span::offset;

struct PlainText;

pub const FORMAT: &dyn Input = &PlainText;

impl Input for PlainText {
    fn name(&self) -> &'static str {
        "纯文本"
    }

    fn claims(&self, probe: &Probe<'_>) -> Claim {
        if matches!(probe.extension, "txt" | "text") { Claim::Name } else { Claim::Fallback }
    }

    fn read(&self, source: &Source, _context: &ReadContext<'_>) -> Outcome {
        let mut builder = ArticleBuilder::new();
        push(source.text(), 0, true, &mut builder);
        Outcome::of(builder.finish(None))
    }
}

/// A line with its place.
struct Line<'a> {
    text: &'a str,
    at: u32,
}

/// Pushes plain text that lies at `base` of the decoded file. `titled`: the first line may be the title.
pub fn push(text: &str, base: u32, titled: bool, builder: &mut ArticleBuilder) {
    let paragraphs = paragraphs(text, base);
    let count = paragraphs.len();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let first = paragraph[0].text.trim();
        let region = if titled && number == 0 && count > 1 && paragraph.len() == 1 && is_title(first) {
            Region::Title
        } else if number + signature::TAIL_BLOCKS >= count && paragraph.len() == 1 && number > 0 {
            tail_region(first, builder)
        } else {
            Region::Body
        };
        builder.block(region);
        for (at, line) in paragraph.iter().enumerate() {
            if at > 0 {
                // The line break itself, so that the text stays as the reader sees it.
                let end = paragraph[at - 1].at + offset(paragraph[at - 1].text.len());
                builder.push_from("\n", crate::span::Span::new(end, line.at));
            }
            builder.push(line.text, line.at);
        }
    }
}

/// The region of a short line near the end; reviewers named there go into the metadata.
pub fn tail_region(line: &str, builder: &mut ArticleBuilder) -> Region {
    let credits = signature::credits(line);
    if !credits.is_empty() {
        signature::apply(&credits, &mut builder.meta);
        Region::Reviewer
    } else if signature::is_signature(line) {
        Region::Signature
    } else {
        Region::Body
    }
}

/// Finds signature and reviewers among the last blocks of an article whose first block is the `first`-th: for formats
/// that push their blocks before they know which are the last.
pub fn mark_tail(first: usize, builder: &mut ArticleBuilder) {
    let from = builder.blocks().saturating_sub(signature::TAIL_BLOCKS).max(first + 1);
    for number in from..builder.blocks() {
        if let Some((Region::Body, text)) = builder.block_at(number) {
            let line = text.trim().to_string();
            let region = tail_region(&line, builder);
            builder.set_region_at(number, region);
        }
    }
}

fn is_title(line: &str) -> bool {
    line.chars().count() <= 60 && !line.ends_with(['。', '！', '？', '；', '，', '、', '：', ':', '.', ';', ','])
}

fn paragraphs(text: &str, base: u32) -> Vec<Vec<Line<'_>>> {
    let mut paragraphs: Vec<Vec<Line<'_>>> = Vec::new();
    let mut open = false;
    let mut first_done = false;
    for line in lines(text, base) {
        let trimmed = line.text.trim();
        if trimmed.is_empty() {
            open = false;
            continue;
        }
        let indented = line.text.starts_with(['\u{3000}', '\t']) || line.text.starts_with("  ");
        match paragraphs.last_mut() {
            Some(paragraph) if open && !indented && !starts_item(trimmed) => paragraph.push(line),
            _ => paragraphs.push(vec![line]),
        }
        // A heading that names its kind stands alone even if nothing separates it.
        let heading = !first_done && is_title(trimmed) && ["通知", "公告", "通告", "意见", "方案", "报告", "办法", "决定", "公示"].iter().any(|kind| trimmed.ends_with(kind));
        first_done = true;
        open = !heading && !closes_paragraph(trimmed);
    }
    paragraphs
}

/// Whether a line ends its paragraph by itself: it closes its sentence or belongs to the tail of the article.
pub fn closes_paragraph(line: &str) -> bool {
    line.ends_with(['。', '！', '？', '；', '：', '”', '!', '?', ';', ':']) || is_tail_line(line)
}

/// Whether a line is of the tail: a signature, a date under it, people named.
pub fn is_tail_line(line: &str) -> bool {
    signature::is_signature(line) || !signature::credits(line).is_empty()
}

/// Whether a line begins a list item or a numbered paragraph, or is part of the tail.
pub fn starts_item(line: &str) -> bool {
    let mut characters = line.chars();
    let numbered = match characters.next() {
        Some('（' | '(') => line.find(['）', ')']).is_some_and(|end| end <= 16),
        Some(c) if "一二三四五六七八九十".contains(c) => line.find('、').is_some_and(|end| end <= 9),
        Some(c) if c.is_ascii_digit() => line.find(['.', '、', '．']).is_some_and(|end| end <= 3),
        Some('-' | '*' | '•' | '●' | '■' | '①'..='⑳') => true,
        _ => false,
    };
    numbered || is_tail_line(line)
}

/// Lines without their ends (LF, CRLF, CR).
fn lines(text: &str, base: u32) -> Vec<Line<'_>> {
    let bytes = text.as_bytes();
    let (mut lines, mut at) = (Vec::new(), 0);
    for end in memchr::memchr2_iter(b'\n', b'\r', bytes).chain([text.len()]) {
        if end < at {
            continue; // the LF of a CRLF
        }
        lines.push(Line { text: &text[at..end], at: base + offset(at) });
        let crlf = bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n');
        at = end + if crlf { 2 } else { 1 };
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> crate::document::Article {
        let source = Source::new("a.txt", text.as_bytes().to_vec()).unwrap();
        FORMAT.read(&source, &ReadContext::default()).articles.remove(0)
    }

    #[test]
    fn wrapped_lines_join_and_paragraphs_do_not() {
        let article = read("关于开展检查的通知\r\n\r\n　　各单位要按\r\n耐不住\n寂寞。\n下一段\n\n某县人民政府\n2023年2月1日\n编辑：张三　初审：李四\n");
        let blocks: Vec<(&str, Region)> =
            article.blocks.iter().map(|block| (article.block_text(block), block.region)).collect();
        assert_eq!(
            blocks,
            [
                ("关于开展检查的通知", Region::Title),
                ("各单位要按耐不住寂寞。", Region::Body),
                ("下一段", Region::Body),
                ("某县人民政府", Region::Signature),
                ("2023年2月1日", Region::Signature),
                ("编辑：张三初审：李四", Region::Reviewer),
            ]
        );
        assert_eq!(article.meta.reviews.len(), 2);
    }
}
