//! The widths of an article's marks: which stand in Chinese text in half width, which in full. Shared by the two rules
//! about widths. Brackets count when they hold Chinese and number nothing.

use super::neighbours::{after, before, is_closing, is_han, is_opening, paragraph_of};
use super::line::numbering;
use crate::document::{Article, Block, Class, Mark};

/// The marks of half width in Chinese text that could as well be full.
pub fn half(article: &Article) -> Vec<Mark> {
    let marks = article.marks();
    if !marks.has(Class::HalfPoint) && !marks.has_any("().") {
        return Vec::new();
    }
    let half = marks.all().iter().filter(|mark| mark.character.is_ascii());
    let in_chinese = half.filter(|mark| match mark.character {
        ',' | ';' | ':' | '?' | '!' | '.' => in_chinese(article, **mark),
        '(' | ')' => holds_chinese(article, **mark),
        _ => false,
    });
    in_chinese.filter(|mark| is_running(article, **mark)).copied().collect()
}

/// The marks of full width that could as well be half.
pub fn full(article: &Article) -> Vec<Mark> {
    let full = article.marks().all().iter().filter(|mark| match mark.character {
        '，' | '；' | '：' | '？' | '！' => true,
        '（' | '）' => holds_chinese(article, **mark),
        _ => false,
    });
    full.filter(|mark| is_running(article, **mark)).copied().collect()
}

/// Whether a mark stands in a paragraph, behind its number.
fn is_running(article: &Article, mark: Mark) -> bool {
    paragraph_of(article, mark.at).is_some_and(|block| {
        let number = numbering(article.block_text(block)).map_or(0, |(_, length)| length as u32);
        mark.at >= block.text.start + number
    })
}

/// The same mark in the other width.
pub fn counterpart_width(c: char) -> Option<char> {
    const WIDTHS: [(char, char); 8] =
        [(',', '，'), (';', '；'), (':', '：'), ('?', '？'), ('!', '！'), ('(', '（'), (')', '）'), ('.', '。')];
    let found = WIDTHS.iter().find_map(|(half, full)| match c {
        _ if c == *half => Some(*full),
        _ if c == *full => Some(*half),
        _ => None,
    });
    found.or(match c {
        '[' => Some('［'),
        ']' => Some('］'),
        _ => None,
    })
}

fn in_chinese(article: &Article, mark: Mark) -> bool {
    let text = article.text.as_str();
    let (left, right) = (before(text, mark.at), after(text, mark.end()));
    let wide = |c: char| is_han(c) || ((is_closing(c) || is_opening(c)) && !c.is_ascii());
    let (left_wide, right_wide) = (left.is_some_and(wide), right.is_some_and(wide));
    let number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '%' | '℃'));
    let ends_sentence = |block: &Block| block.text.len() > 45 && !article.block_text(block).ends_with("..");
    match mark.character {
        // A full stop only where nothing else can be meant: names and numbers have dots too.
        '.' => left_wide && right.is_none() && article.block_at(mark.at).is_some_and(ends_sentence),
        ':' => left_wide && (right_wide || right.is_none()),
        ',' | ';' => (left_wide && (right_wide || number(right) || right.is_none_or(|c| c.is_ascii_alphabetic()))) || (number(left) && right_wide),
        _ => left_wide && (right_wide || right.is_none()),
    }
}

/// Whether a bracket stands at Chinese text, inside and outside.
fn holds_chinese(article: &Article, mark: Mark) -> bool {
    let Some(partner) = article.marks().partner(mark) else {
        return false;
    };
    let (open, close) = if partner.at < mark.at { (partner, mark) } else { (mark, partner) };
    let text = article.text.as_str();
    let inside = (after(text, open.end()), before(text, close.at));
    let chinese = |c: Option<char>| c.is_some_and(|c| is_han(c) || matches!(c, '《' | '》' | '“' | '”'));
    open.character.is_ascii() == close.character.is_ascii() && chinese(before(text, open.at)) && chinese(inside.0) && chinese(inside.1)
}
