//! A short name used before it is defined.

use std::sync::LazyLock;

use super::abbreviation;
use crate::document::{Article, Enclosure, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/abbreviation-early",
        "简称先用后说明",
        Severity::Info,
        "简称要在第一次出现时说明全称；先用了简称、后面才说明，读者前面看不懂。",
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）第十九条关于规范使用简称的要求",
        include_str!("rule.md"),
    )
});

/// Characters of a short name that means nothing else.
const TELLING: usize = 4;

struct AbbreviationEarly;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AbbreviationEarly)
}

impl Rule for AbbreviationEarly {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        abbreviation::TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if abbreviation::is_statute(article) {
            return;
        }
        for definition in abbreviation::definitions(article) {
            let short = definition.short;
            let telling = short.chars().count() >= TELLING && !short.starts_with('本');
            // 生态环境局 stands in 市生态环境局, its full name.
            let near = article.before(definition.whole);
            if !telling || near.contains(short) || definition.full.is_some_and(|full| full.contains(short)) {
                continue;
            }
            let before = &article.text[..definition.whole.start as usize];
            let early = before.match_indices(short).map(|(at, _)| Span::of(at..at + short.len())).find(|span| {
                // A heading may use the short form.
                let body = article.block_at(span.start).filter(|block| block.region == Region::Body);
                body.is_some_and(|block| article.block_text(block).ends_with('。'))
                    && !article.is_inside(*span, Enclosure::Book)
            });
            if let Some(span) = early {
                let message = format!("“{short}”在这里就用了，后面才说明全称；请在第一次出现时说明");
                context.report(context.finding(span, message).confidence(0.7));
            }
        }
    }
}
