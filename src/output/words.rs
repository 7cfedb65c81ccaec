//! Words that several formats say to people, and what makes text from a file safe to show. Not about any format.

use crate::document::Place;
use crate::finding::LocatedFinding;

/// Where an article lies inside its file.
pub(super) fn place(place: &Place) -> String {
    match place {
        Place::Pointer { pointer } => format!("JSON 指针 {pointer}"),
        Place::Row { row, column } => format!("第 {row} 行“{column}”栏"),
        Place::Cell { sheet, cell } => format!("工作表“{sheet}”{cell} 单元格"),
        Place::Paragraph { paragraph } => format!("第 {paragraph} 段"),
        Place::Member { member } => format!("包内 {member}"),
        Place::Record { record } => format!("记录 {record}"),
    }
}

/// What is suggested instead of the flagged text; `None` where nothing is.
pub(super) fn suggestion(finding: &LocatedFinding) -> Option<String> {
    let quoted: Vec<String> = finding.suggestions.iter().map(|one| quoted(one)).collect();
    let verb = match finding.suggestions.first()? {
        _ if finding.text.is_empty() => "补上",
        first if first.is_empty() => return Some("删去".to_string()),
        _ => "改为",
    };
    Some(format!("{verb}{}", quoted.join("或")))
}

/// In quotation marks; in other ones where the text is or has such marks itself.
fn quoted(text: &str) -> String {
    if text.contains(['“', '”', '‘', '’']) { format!("「{text}」") } else { format!("“{text}”") }
}

/// In how many articles the same finding stands; `None` where it is one.
pub(super) fn repetition(finding: &LocatedFinding) -> Option<String> {
    let articles = finding.repeated.filter(|articles| *articles > 1)?;
    Some(format!("同样的问题在 {articles} 篇文章里重复出现"))
}

/// The text with every character that could steer a terminal or a log replaced by a visible one, character by
/// character: line breaks, escapes, C1 controls, and the marks that reorder text (Unicode Standard Annex 9).
pub(super) fn visible(text: &str) -> String {
    text.chars().map(visible_character).collect()
}

/// See [`visible`].
pub(super) fn visible_character(c: char) -> char {
    match c {
        '\t' => ' ',
        '\n' | '\u{2028}' | '\u{2029}' => '⏎',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}' => char::REPLACEMENT_CHARACTER,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            char::REPLACEMENT_CHARACTER
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_becomes_visible() {
        assert_eq!(visible("甲\u{1b}[31m乙\r\n\u{9b}2J\u{202e}丙\u{7f}\t丁"), "甲␛[31m乙␍⏎\u{fffd}2J\u{fffd}丙␡ 丁");
        assert_eq!(visible("“引号”——２０２４\u{3000}𠮷"), "“引号”——２０２４\u{3000}𠮷");
    }

    #[test]
    fn places_are_said_in_words() {
        assert_eq!(place(&Place::Pointer { pointer: "/0/content".to_string() }), "JSON 指针 /0/content");
        assert_eq!(place(&Place::Row { row: 3, column: "正文".to_string() }), "第 3 行“正文”栏");
    }
}
