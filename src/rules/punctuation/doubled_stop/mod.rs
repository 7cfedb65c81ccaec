//! A full stop on both sides of a closing quotation mark: “……。”。

use std::sync::LazyLock;

use crate::document::{Article, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/doubled-stop",
        "引号内外都用了句末标点",
        Severity::Warning,
        "引文独立成句，句末标点放在引号里面；引文是句子的一部分，放在外面。两边都用就重复了。",
        super::NORM,
        include_str!("rule.md"),
    )
});

const WORDS: [&str; 3] = ["。”。", "！”。", "？”。"];

struct DoubledStop;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DoubledStop)
}

impl Rule for DoubledStop {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let told = article.block_at(*place).is_some_and(|block| matches!(block.region, Region::Body | Region::Summary));
            // A question or an exclamation may be a part of what ends behind it.
            let severity = if article.after(Span::point(*place)).starts_with('。') { Severity::Warning } else { Severity::Info };
            if told {
                let start = *place + offset("。”".len());
                let span = Span::new(start, start + offset("。".len()));
                let message = "引号里面已经有句末标点，外面这个句号多余";
                let finding = context.finding(span, message).severity(severity).confidence(0.85);
                super::report(context, finding.suggest(vec![String::new()], Applicability::Unsafe));
            }
        }
    }
}
