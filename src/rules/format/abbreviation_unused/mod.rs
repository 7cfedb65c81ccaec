//! A short name that is defined and never used.

use std::sync::LazyLock;

use super::abbreviation;
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/abbreviation-unused",
        "说明了简称却没有用",
        Severity::Info,
        "后文没有再用的简称不必说明；说明了又没用，往往是后文写成了别的叫法。",
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）关于文字精练的要求",
        include_str!("rule.md"),
    )
});

struct AbbreviationUnused;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AbbreviationUnused)
}

impl Rule for AbbreviationUnused {
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
            let bracket = article.slice(definition.whole);
            let behind = &article.text[definition.whole.end as usize..];
            // 简称 without 以下 tells the reader a name; it promises nothing.
            // News give the short form of a title, 《办法》, by custom.
            let promised = bracket.contains("以下") && bracket.contains(['“', '"']) && definition.full.is_none();
            if promised && !behind.contains(definition.short) {
                let message = format!("简称“{}”后文没有再用，不必说明，或者核对后文用的名称", definition.short);
                context.report(context.finding(definition.place, message).confidence(0.7));
            }
        }
    }
}
