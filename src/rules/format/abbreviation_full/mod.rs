//! The full title of a document after its short form was defined.

use std::sync::LazyLock;

use super::abbreviation;
use crate::document::{Article, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/abbreviation-full",
        "说明简称后仍用全称",
        Severity::Info,
        "已经说明了简称，后面就统一用简称；一会儿全称一会儿简称，读者会以为是两份文件。",
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）第十九条关于规范使用简称的要求",
        include_str!("rule.md"),
    )
});

/// Characters of a title worth shortening.
const LONG: usize = 8;

struct AbbreviationFull;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AbbreviationFull)
}

impl Rule for AbbreviationFull {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        abbreviation::TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for definition in abbreviation::definitions(article) {
            let Some(full) = definition.full.filter(|full| full.chars().count() >= LONG) else {
                continue;
            };
            let from = definition.whole.end as usize;
            let again = article.text[from..].match_indices(full).map(|(at, _)| Span::of(from + at..from + at + full.len()));
            let body = |span: &Span<_>| {
                let block = article.block_at(span.start).filter(|block| block.region == Region::Body);
                // A heading and the list of attachments name the title in full.
                block.is_some_and(|block| {
                    let text = article.block_text(block);
                    text.ends_with(['。', '；']) && !text.starts_with("附件")
                })
            };
            if let Some(span) = again.into_iter().find(body) {
                let short = format!("《{}》", definition.short);
                let message = format!("前面已经说明简称“{}”，这里宜用简称", definition.short);
                let finding = context.finding(span, message).confidence(0.7);
                context.report(finding.suggest(vec![short], Applicability::Unsafe));
            }
        }
    }
}
