//! Plain text. A paragraph ends at a blank line, at an indented line, or where a line closes its sentence; other
//! line breaks are wrapping and do not break a word. Lines with tabs in them are the rows of a table, as programs put it on
//! the clipboard.

use super::info_line::InfoLine;
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
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    at: u32,
}

/// What lines make.
enum Part<'a> {
    Paragraph(Vec<Line<'a>>),
    /// A row of a table: the first one or another.
    Row(Line<'a>, bool),
}

/// Pushes plain text that lies at `base` of the decoded file. `titled`: the first line may be the title.
pub fn push(text: &str, base: u32, titled: bool, builder: &mut ArticleBuilder) {
    let parts = parts(text, base);
    let count = parts.len();
    // Lines under the title that only say when and where the article was published.
    let mut head = 1;
    for (number, part) in parts.iter().enumerate() {
        let paragraph = match part {
            Part::Paragraph(lines) => lines,
            Part::Row(line, is_first) => {
                push_row(*line, *is_first, builder);
                continue;
            }
        };
        let first = paragraph[0].text.trim();
        let region = if titled && number == 0 && count > 1 && paragraph.len() == 1 && is_title(first) {
            Region::Title
        } else if titled && head == number && paragraph.len() == 1 && is_info(first, builder) {
            head += 1;
            Region::Furniture
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

/// How lines under the title begin that say when and where the article was published. Not 时间：, which notices of meetings
/// give.
const INFO: [&str; 7] = ["来源：", "来源:", "信息来源", "稿件来源", "发布时间", "发布日期", "发稿时间"];
/// Lines from the title on in which these are looked for.
const HEAD: usize = 4;

fn may_be_info(line: &str) -> bool {
    INFO.iter().any(|label| line.starts_with(label)) && is_title(line)
}

/// Whether a line under the title says when and where the article was published; it goes into the metadata.
fn is_info(line: &str, builder: &mut ArticleBuilder) -> bool {
    let info = if may_be_info(line) { InfoLine::read(line) } else { None };
    if let Some(info) = &info {
        info.apply(&mut builder.meta);
    }
    info.is_some()
}

/// Pushes the cells of a row, each a block.
fn push_row(line: Line<'_>, is_first: bool, builder: &mut ArticleBuilder) {
    if is_first {
        builder.table();
    }
    builder.row();
    let mut at = line.at;
    for cell in line.text.split('\t') {
        builder.cell(1);
        let text = cell.trim();
        if !text.is_empty() {
            builder.block(Region::Table);
            builder.push(text, at + offset(cell.len() - cell.trim_start().len()));
        }
        at += offset(cell.len() + 1);
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

fn parts(text: &str, base: u32) -> Vec<Part<'_>> {
    let lines = lines(text, base);
    let rows = if text.contains('\t') { rows(&lines) } else { Vec::new() };
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut open = false;
    let mut first_done = false;
    for (number, line) in lines.into_iter().enumerate() {
        let trimmed = line.text.trim();
        if trimmed.is_empty() {
            open = false;
            continue;
        }
        if let Some(is_first) = rows.get(number).copied().flatten() {
            parts.push(Part::Row(line, is_first));
            (open, first_done) = (false, true);
            continue;
        }
        let indented = line.text.starts_with(['\u{3000}', '\t']) || line.text.starts_with("  ");
        // Under the title such a line stands alone, and so does the title then.
        let info = (1..HEAD).contains(&parts.len()) && may_be_info(trimmed);
        match parts.last_mut() {
            Some(Part::Paragraph(paragraph)) if open && !info && !indented && !starts_item(trimmed) => paragraph.push(line),
            _ => parts.push(Part::Paragraph(vec![line])),
        }
        // A heading that names its kind stands alone even if nothing separates it.
        let heading = !first_done && is_title(trimmed) && ["通知", "公告", "通告", "意见", "方案", "报告", "办法", "决定", "公示"].iter().any(|kind| trimmed.ends_with(kind));
        first_done = true;
        open = !heading && !info && !closes_paragraph(trimmed);
    }
    parts
}

/// Which lines are rows, the first of a table or another. Nothing parts the rows of a table but a line of one cell that has
/// no tab; two of them at least have several cells.
fn rows(lines: &[Line<'_>]) -> Vec<Option<bool>> {
    let mut rows = vec![None; lines.len()];
    let is_row = |at: usize| lines.get(at).is_some_and(|line| has_cells(line.text) || has_one_cell(line.text));
    let is_text = |at: usize| lines.get(at).is_some_and(|line| !line.text.trim().is_empty());
    let mut at = 0;
    while at < lines.len() {
        let (first, mut last) = (at, at);
        at += 1;
        if !is_row(first) {
            continue;
        }
        while let Some(step) = (1..=2).find(|step| is_text(last + 1) && is_row(last + step)) {
            last += step;
        }
        at = last + 1;
        if lines[first..at].iter().filter(|line| has_cells(line.text)).count() > 1 {
            rows[first..at].fill(Some(false));
            rows[first] = Some(true);
        }
    }
    rows
}

/// Whether a line may be a row of which all cells but one are empty, and not a paragraph whose first line is indented.
fn has_one_cell(line: &str) -> bool {
    let text = line.trim();
    line.contains('\t') && !text.is_empty() && !text.contains('\t') && !closes_paragraph(text)
}

/// Whether a line has several cells. A tab behind the number of an item or among the names of the tail makes none.
fn has_cells(line: &str) -> bool {
    let line = line.trim();
    let Some((first, others)) = line.split_once('\t') else { return false };
    let is_numbered = !others.contains('\t') && starts_item(first) && !first.trim_end().ends_with(char::is_alphanumeric);
    !is_numbered && signature::credits(line).is_empty()
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
    fn lines_under_the_title_are_metadata() {
        let article = read("关于开展检查的通知\n来源：县水利局\n发布时间：2020-10-19\n各单位：\n时间：2020年10月20日。\n");
        assert_eq!(article.meta.source.as_deref(), Some("县水利局"));
        assert_eq!(article.meta.published.unwrap().date, jiff::civil::date(2020, 10, 19));
        let furniture: Vec<_> = article.blocks_in(Region::Furniture).map(|block| article.block_text(block)).collect();
        assert_eq!(furniture, ["来源：县水利局", "发布时间：2020-10-19"]);
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
    #[test]
    fn lines_with_tabs_are_rows() {
        let text = "情况如下：\n单位\t数量\t备注\n\t\t未报\n各乡镇\n甲乡 \t10\t\n合计\t\t\n全部完成。\n\n时间：上午\t地点：三楼\n\n1.\t布置工作\n2.\t检查工作\n初审：张三\t复审：李四\n";
        let article = read(text);
        let cells = article
            .blocks
            .iter()
            .map(|block| {
                let cell = block.cell.map(|cell| (cell.table, cell.row, cell.behind, cell.is_first));
                (article.block_text(block), cell)
            })
            .collect::<Vec<_>>();
        assert_eq!(
            cells,
            [
                ("情况如下：", None),
                ("单位", Some((1, 0, 2, true))),
                ("数量", Some((1, 0, 1, false))),
                ("备注", Some((1, 0, 0, false))),
                ("未报", Some((1, 1, 0, false))),
                ("各乡镇", Some((1, 2, 0, true))),
                ("甲乡", Some((1, 3, 2, true))),
                ("10", Some((1, 3, 1, false))),
                ("合计", Some((1, 4, 2, true))),
                ("全部完成。", None),
                ("时间：上午地点：三楼", None),
                ("1.布置工作", None),
                ("2.检查工作", None),
                ("初审：张三复审：李四", None),
            ]
        );
        for block in article.blocks.iter().filter(|block| block.cell.is_some()) {
            assert_eq!(block.region, Region::Table);
        }
    }
}
