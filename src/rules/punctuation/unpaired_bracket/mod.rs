//! A bracket without its partner, or one closed by a bracket of another shape. The single bracket behind a list number
//! is no fault.

use std::sync::LazyLock;

use super::pairs::{Lone, Phrases, is_bracket, lone, mismatched, report_mismatch, report_missing};
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/unpaired-bracket",
        "括号不成对",
        Severity::Error,
        "括号缺了一半，读者看不出注释的话到哪里为止。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct UnpairedBracket;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(UnpairedBracket)
}

impl Rule for UnpairedBracket {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let alone = lone(article, is_bracket);
        if alone.is_empty() {
            return;
        }
        let phrases = Phrases::of(article, is_bracket);
        let mut rest: &[Lone<'_>] = &alone;
        while let [first, tail @ ..] = rest {
            rest = tail;
            match tail {
                [second, others @ ..] if mismatched(first, second) => {
                    report_mismatch(article, context, first.mark, second.mark, "括号");
                    rest = others;
                }
                _ => report_missing(article, context, first, &phrases, "括号"),
            }
        }
    }
}
