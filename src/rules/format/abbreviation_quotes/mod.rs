//! A short name defined without quotation marks.

use std::sync::LazyLock;

use super::abbreviation;
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/abbreviation-quotes",
        "“以下简称”后的简称没加引号",
        Severity::Info,
        "给简称加上引号，读者一眼就能看出后文用的是哪几个字。",
        "《标点符号用法》（GB/T 15834—2011）关于引号标示特指内容的用法",
        include_str!("rule.md"),
    )
});

struct AbbreviationQuotes;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AbbreviationQuotes)
}

impl Rule for AbbreviationQuotes {
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
        for definition in abbreviation::definitions(article).iter().filter(|definition| !definition.quoted) {
            let right = format!("“{}”", definition.short);
            let message = format!("简称宜加引号：{right}");
            let finding = context.finding(definition.place, message).confidence(0.7);
            context.report(finding.suggest(vec![right], Applicability::Unsafe));
        }
    }
}
