//! A book-title mark without its partner, or one closed by something that only looks like it.

use std::sync::LazyLock;

use super::pairs::{Lone, Phrases, is_book, lone, mismatched, report_mismatch, report_missing};
use crate::document::{Article, Class, Mark};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/unpaired-book-title",
        "书名号不成对",
        Severity::Error,
        "书名号缺了一半，文件名、书名的起止就不清楚，也影响检索。",
        super::NORM,
        include_str!("rule.md"),
    )
});

/// Bytes of a title at most.
const TITLE: u32 = 240;

struct UnpairedBookTitle;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(UnpairedBookTitle)
}

impl Rule for UnpairedBookTitle {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let alone = lone(article, is_book);
        if alone.is_empty() {
            return;
        }
        let phrases = Phrases::of(article, is_book);
        let mut rest: &[Lone<'_>] = &alone;
        while let [first, tail @ ..] = rest {
            rest = tail;
            match (angle(article, first), tail) {
                (Some(angle), _) => report_mismatch(article, context, first.mark, angle, "书名号"),
                (None, [second, others @ ..]) if mismatched(first, second) => {
                    report_mismatch(article, context, first.mark, second.mark, "书名号");
                    rest = others;
                }
                _ => report_missing(article, context, first, &phrases, "书名号"),
            }
        }
    }
}

/// The > that closes what a lone 《 opened.
fn angle(article: &Article, lone: &Lone<'_>) -> Option<Mark> {
    let marks = article.marks();
    if !lone.opens() || !marks.has(Class::Angle) {
        return None;
    }
    let reach = crate::span::Span::new(lone.mark.end(), lone.block.text.end.min(lone.mark.end() + TITLE));
    let first = marks.between(reach).iter().find(|mark| mark.class() == Class::Angle || mark.character == '《')?;
    matches!(first.character, '>' | '＞').then_some(*first)
}
