//! What a line is by its beginning and its end: numbered, a label, a contact line, a caption. Read by the rules about
//! the ends of paragraphs.

use super::neighbours::{is_chinese_numeral, is_closing, is_han};

/// How a line is numbered; the lines of one list have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Numbering {
    /// 一、
    Chinese,
    /// （一）
    ChineseBracketed,
    /// 1. 1、 1．
    Arabic,
    /// （1） 1）
    ArabicBracketed,
    /// ①
    Circled,
    /// 第一条, 第一，
    Ordinal,
    /// 一是
    Counted,
    /// ● ■ - —
    Bullet,
}

/// The numbering that a line begins with, and its length in bytes.
pub fn numbering(line: &str) -> Option<(Numbering, usize)> {
    let first = line.chars().next()?;
    match first {
        '①'..='⑳' => return Some((Numbering::Circled, first.len_utf8())),
        '●' | '■' | '◆' | '★' | '▲' | '•' | '·' | '-' | '*' | '—' => return Some((Numbering::Bullet, first.len_utf8())),
        '（' | '(' | '第' | '0'..='9' => {}
        _ if is_chinese_numeral(first) => {}
        _ => return None,
    }
    let inner = line.trim_start_matches(['（', '(', '第']);
    let lead = line.len() - inner.len();
    let rest = inner.trim_start_matches(|c: char| is_chinese_numeral(c) || c.is_ascii_digit());
    let number = &inner[..inner.len() - rest.len()];
    if number.is_empty() || number.len() > 15 {
        return None;
    }
    let chinese = number.chars().all(is_chinese_numeral);
    let next = rest.chars().next()?;
    let kind = match (first, next) {
        ('（' | '(', '）' | ')') if chinese => Numbering::ChineseBracketed,
        ('（' | '(', '）' | ')') => Numbering::ArabicBracketed,
        ('（' | '(', _) => return None,
        ('第', _) => Numbering::Ordinal,
        (_, '是') if chinese => Numbering::Counted,
        (_, '、' | '.' | '．') if chinese => Numbering::Chinese,
        (_, '、' | '.' | '．') => Numbering::Arabic,
        (_, '）' | ')') => Numbering::ArabicBracketed,
        _ => return None,
    };
    Some((kind, lead + number.len() + next.len_utf8()))
}

/// The last character that is not a closing mark.
pub fn last_inside(line: &str) -> Option<char> {
    line.trim_end().chars().rev().find(|c| !is_closing(*c) && !matches!(c, '"' | '\''))
}

/// Words by which a line gives addresses, dates, names, not a sentence.
const LABELS: [&str; 34] = [
    "电话", "邮编", "邮箱", "地址", "网址", "传真", "联系人", "联系方式", "附件", "来源", "记者", "通讯员", "编辑", "作者", "摄影",
    "供稿", "图片", "图为", "链接", "扫码", "二维码", "原标题", "时间", "地点", "抄送", "主办", "http",
    "热线", "专线", "举报", "咨询", "微信号", "公众号", "邮政编码",
];

/// Whether a line gives contacts, names or places rather than saying something.
pub fn is_label(line: &str) -> bool {
    let is_behind = |c: char| matches!(c, '：' | ':' | ' ' | '/' | '（' | 's');
    let named = |text: &str| {
        let mut behind = text.match_indices(is_behind);
        behind.any(|(at, _)| LABELS.iter().any(|label| text[..at].ends_with(label)))
    };
    let tail = &line[line.ceil_char_boundary(line.len().saturating_sub(LABEL_REACH))..];
    named(tail) || named(&line[..line.floor_char_boundary(HEAD_REACH)])
}

/// Bytes from the end and from the beginning in which a label stands.
const LABEL_REACH: usize = 180;
const HEAD_REACH: usize = 36;

/// Whether a line may end as a sentence does: on a Han character, a letter or a digit, closing marks aside.
pub fn ends_in_word(line: &str) -> bool {
    last_inside(line).is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric() || c == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_is_read() {
        for (line, kind, length) in [
            ("一、总体要求", Numbering::Chinese, 6),
            ("（十二）加强领导", Numbering::ChineseBracketed, 12),
            ("1.加强", Numbering::Arabic, 2),
            ("（3）加强", Numbering::ArabicBracketed, 7),
            ("3）加强", Numbering::ArabicBracketed, 4),
            ("一是加强", Numbering::Counted, 6),
            ("③加强", Numbering::Circled, 3),
        ] {
            assert_eq!(numbering(line), Some((kind, length)), "{line}");
        }
        for line in ["", "一般", "（试行）", "2024年", "第", "(", "一"] {
            assert_eq!(numbering(line), None, "{line}");
        }
    }
}
