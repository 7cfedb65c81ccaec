//! The widths of an article's marks: which stand in Chinese text in half width, which in full. Shared by the two rules
//! about widths. Brackets count when they hold Chinese and number nothing.

use super::neighbours::{after, before, is_closing, is_han, is_opening, paragraphs};
use super::line::numbering;
use crate::document::{Article, Block, Class, Mark};

/// The marks of either width that could as well have the other.
#[derive(Default)]
pub struct Widths {
    pub half: Vec<Mark>,
    pub full: Vec<Mark>,
}

pub fn widths(article: &Article) -> Widths {
    let mut widths = Widths::default();
    if !article.marks().has(Class::HalfPoint) && !article.text.contains(['(', ')', '.']) {
        return widths;
    }
    for block in paragraphs(article) {
        let text = article.block_text(block);
        let behind_number = block.text.start + numbering(text).map_or(0, |(_, length)| length as u32);
        for mark in article.marks().of(block).iter().filter(|mark| mark.at >= behind_number) {
            match mark.character {
                '，' | '；' | '：' | '？' | '！' => widths.full.push(*mark),
                ',' | ';' | ':' | '?' | '!' | '.' if in_chinese(article, block, *mark) => widths.half.push(*mark),
                '(' | ')' if holds_chinese(article, *mark) => widths.half.push(*mark),
                '（' | '）' if holds_chinese(article, *mark) => widths.full.push(*mark),
                _ => {}
            }
        }
    }
    widths
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

fn in_chinese(article: &Article, block: &Block, mark: Mark) -> bool {
    let text = article.text.as_str();
    let (left, right) = (before(text, mark.at), after(text, mark.end()));
    let wide = |c: char| is_han(c) || ((is_closing(c) || is_opening(c)) && !c.is_ascii());
    let (left_wide, right_wide) = (left.is_some_and(wide), right.is_some_and(wide));
    let number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '%' | '℃'));
    match mark.character {
        // A full stop only where nothing else can be meant: names and numbers have dots too.
        '.' => left_wide && right.is_none() && block.text.len() > 45 && !article.block_text(block).ends_with(".."),
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
