//! What the fold dropped between two characters that the reader sees: blanks and invisible characters.

use super::neighbours::is_han;
use crate::document::{Article, Block, Class};
use crate::span::{Shown, Span, Text};

/// A run of dropped characters between two visible ones, one of which is Chinese.
pub struct Dropped {
    /// Where it would stand in the text.
    pub at: u32,
    /// The characters on either side, in the text.
    pub around: Span<Text>,
    pub left: char,
    pub right: char,
    pub blank: bool,
    pub invisible: bool,
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Characters that no text needs between Chinese ones. Joiners and form selectors are none of them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn is_chinese(c: char) -> bool {
    is_han(c) || ('\u{3001}'..='\u{301f}').contains(&c) || ('\u{ff01}'..='\u{ff5e}').contains(&c) || matches!(c, '“' | '”' | '‘' | '’' | '…')
}

/// The runs of blanks that were dropped from an article, in order.
pub fn blanks(article: &Article) -> Vec<Dropped> {
    let mut found = dropped(article, is_blank);
    found.retain(|one| one.blank);
    found
}

/// The runs of dropped characters, in order, with an invisible one in them.
pub fn invisible(article: &Article) -> Vec<Dropped> {
    let mut found = dropped(article, is_invisible);
    found.retain(|one| one.invisible);
    found
}

/// The runs of dropped characters of an article, where one of some kind was dropped.
fn dropped(article: &Article, of: fn(char) -> bool) -> Vec<Dropped> {
    let mut found = Vec::new();
    for hole in article.dropped() {
        if article.shown.get(hole.range()).is_some_and(|hole| hole.contains(of)) {
            between_visible(article, hole, &mut found);
        }
    }
    found
}

/// Adds the runs in a stretch that the fold dropped: some of what the fold drops is neither blank nor invisible here.
fn between_visible(article: &Article, hole: Span<Shown>, found: &mut Vec<Dropped>) {
    let shown = article.shown.as_str();
    let left = shown[..hole.start as usize].chars().next_back().map_or(0, char::len_utf8);
    let right = shown[hole.end as usize..].chars().next().map_or(0, char::len_utf8);
    let start = hole.start as usize - left;
    let mut last: Option<(usize, char)> = None;
    let (mut blank, mut invisible, mut broken) = (false, false, false);
    for (at, c) in shown[start..hole.end as usize + right].char_indices() {
        match c {
            _ if is_blank(c) => blank = true,
            _ if is_invisible(c) => invisible = true,
            '\n' | '\r' | '\t' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => broken = true,
            _ => {
                if (blank || invisible)
                    && !broken
                    && let Some((left_at, left)) = last
                    && is_chinese(left) | is_chinese(c)
                {
                    let around = article.folded(Span::of(start + left_at..start + at + c.len_utf8()));
                    let right = article.slice(around).chars().next_back().map_or(0, char::len_utf8) as u32;
                    found.push(Dropped { at: around.end - right, around, left, right: c, blank, invisible });
                }
                (blank, invisible, broken) = (false, false, false);
                last = Some((at, c));
            }
        }
    }
}

/// Whether a blank stands in running text: behind the first clause of its paragraph, where no heading or label stands
/// any more, and outside quotation marks, titles and brackets, where slogans keep theirs.
pub fn is_running(article: &Article, block: &Block, one: &Dropped) -> bool {
    let (mut depth, mut clauses, mut last) = (0usize, 0usize, block.text.start);
    for mark in article.marks().of(block).iter().take_while(|mark| mark.at < one.at) {
        match mark.class() {
            Class::Open => depth += 1,
            Class::Close => depth = depth.saturating_sub(1),
            Class::Point | Class::HalfPoint => {
                // What a colon or 、 ends may still be a heading.
                clauses += usize::from(!matches!(mark.character, '：' | ':' | '、'));
                last = mark.end();
            }
            _ => {}
        }
    }
    let lead = article.slice(Span::new(last, one.at));
    // A name of two characters is spread over three; 第三条 stands apart from its text.
    depth == 0 && clauses > 0 && lead.chars().nth(LEAD).is_some() && !lead.starts_with('第')
}

/// Characters of a clause before a blank that is no layout.
const LEAD: usize = 2;
