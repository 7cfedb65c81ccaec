//! A quotation mark without its partner. Long quotations whose paragraphs each open with a mark are right; marks that
//! are turned the wrong way are `quote-direction`'s.

use std::sync::LazyLock;

use super::pairs::{Phrases, is_quote, lone, report_missing, split_swapped};
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/unpaired-quote",
        "引号不成对",
        Severity::Error,
        "引号缺了一半，读者看不出引用的话从哪里开始、到哪里结束。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct UnpairedQuote;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(UnpairedQuote)
}

impl Rule for UnpairedQuote {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let (_, single) = split_swapped(article, &lone(article, is_quote));
        if single.is_empty() {
            return;
        }
        let phrases = Phrases::of(article, is_quote);
        for lone in &single {
            report_missing(article, context, lone, &phrases, "引号");
        }
    }
}
