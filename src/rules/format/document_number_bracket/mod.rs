//! The year of a document number in other brackets than 〔 〕.

use std::sync::LazyLock;

use super::number;
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/document-number-bracket",
        "发文字号的括号不对",
        Severity::Warning,
        "发文字号的年份要用六角括号“〔〕”括起来；用方括号、圆括号的字号不规范，也不便检索。",
        "《党政机关公文格式》（GB/T 9704—2012）7.2.5",
        include_str!("rule.md"),
    )
});

struct DocumentNumberBracket;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DocumentNumberBracket)
}

impl Rule for DocumentNumberBracket {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        number::TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let wrong = |found: &number::DocumentNumber<'_>| found.open != "〔" || found.close != "〕";
        for found in number::find(article, context).into_iter().filter(wrong) {
            // （24）3号 may number anything; a full year or a plain code says what it is.
            if found.year.len() == 2 && !found.is_sure() {
                continue;
            }
            let right = format!("〔{}〕", article.slice(found.inside).trim());
            let message = format!("发文字号的年份用六角括号，“{}”应写作“{right}”", article.slice(found.bracketed));
            let finding = context.finding(found.bracketed, message);
            context.report(finding.suggest(vec![right], Applicability::Safe));
        }
    }
}
