//! A serial number of a document padded with zeros: 〔2024〕012号.

use std::sync::LazyLock;

use super::number;
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/document-number-zero",
        "发文顺序号编了虚位",
        Severity::Warning,
        "发文顺序号不编虚位，1不写作01、001。",
        "《党政机关公文格式》（GB/T 9704—2012）7.2.5",
        include_str!("rule.md"),
    )
});

struct DocumentNumberZero;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DocumentNumberZero)
}

impl Rule for DocumentNumberZero {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        number::TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for found in number::find(article, context) {
            let serial = article.slice(found.serial);
            let right = serial.trim_start_matches('0');
            if right.len() < serial.len() && !right.is_empty() {
                let message = format!("发文顺序号不编虚位，“{serial}号”应写作“{right}号”");
                let finding = context.finding(found.serial, message);
                context.report(finding.suggest(vec![right.to_string()], Applicability::Safe));
            }
        }
    }
}
