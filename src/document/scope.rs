//! The stretches of text around a span that rules and dictionary contexts speak of: clause and sentence, and whether
//! a span stands inside quotation marks, a title or brackets. All are bounded by the block and by a fixed distance,
//! so that a block of ten megabytes costs no more than its share.

use super::Article;
use crate::span::{Span, Text};

/// How far, in bytes, a clause, a sentence or an opening mark is looked for.
const REACH: u32 = 1200;

/// Paired marks that a span can stand inside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enclosure {
    /// 《》〈〉
    Book,
    /// “”‘’「」『』
    Quote,
    /// （）()
    Paren,
}

impl Enclosure {
    fn marks(self) -> &'static [(char, char)] {
        match self {
            Self::Book => &[('《', '》'), ('〈', '〉')],
            Self::Quote => &[('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』')],
            Self::Paren => &[('（', '）'), ('(', ')')],
        }
    }
}

pub(crate) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '\n')
}

fn ends_clause(c: char) -> bool {
    ends_sentence(c) || matches!(c, '，' | ',' | '：' | ':')
}

impl Article {
    /// The block's stretch around `span` that is looked at.
    fn reach(&self, span: Span<Text>) -> Span<Text> {
        let Some(block) = self.block_at(span.start) else {
            return span;
        };
        let start = span.start.saturating_sub(REACH).max(block.text.start);
        let end = (span.end + REACH).min(block.text.end.max(span.end));
        let start = self.text.ceil_char_boundary(start as usize).min(span.start as usize);
        let end = self.text.floor_char_boundary(end as usize).max(span.end as usize);
        Span::of(start..end)
    }

    fn bounded(&self, span: Span<Text>, ends: fn(char) -> bool) -> Span<Text> {
        let reach = self.reach(span);
        let before = &self.text[reach.start as usize..span.start as usize];
        let after = &self.text[span.end as usize..reach.end as usize];
        let start = before.rfind(ends).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
        let end = after.find(ends).unwrap_or(after.len());
        Span::new(reach.start + start as u32, span.end + end as u32)
    }

    /// What stands before a span in its block, as far as is looked.
    pub fn before(&self, span: Span<Text>) -> &str {
        &self.text[self.reach(span).start as usize..span.start as usize]
    }

    /// What stands behind a span in its block, as far as is looked.
    pub fn after(&self, span: Span<Text>) -> &str {
        &self.text[span.end as usize..self.reach(span).end as usize]
    }

    /// The sentence around a span, without its end mark.
    pub fn sentence(&self, span: Span<Text>) -> Span<Text> {
        self.bounded(span, ends_sentence)
    }

    /// The clause around a span, without the mark that ends it.
    pub fn clause(&self, span: Span<Text>) -> Span<Text> {
        self.bounded(span, ends_clause)
    }

    /// Whether a span stands inside a pair of such marks of its block.
    pub fn is_inside(&self, span: Span<Text>, enclosure: Enclosure) -> bool {
        let reach = self.reach(span);
        let before = &self.text[reach.start as usize..span.start as usize];
        let after = &self.text[span.end as usize..reach.end as usize];
        enclosure.marks().iter().any(|(open, close)| {
            let mut closed = 0u32;
            let unclosed = before.chars().rev().any(|c| {
                if c == *close {
                    closed += 1;
                } else if c == *open {
                    if closed == 0 {
                        return true;
                    }
                    closed -= 1;
                }
                false
            });
            unclosed && after.contains(*close)
        })
    }
}
