//! 第 in a document number: 〔2024〕第12号. Orders and announcements have it by right.

use std::sync::LazyLock;

use super::number;
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

/// Kinds whose numbers are written with 第.
const NUMBERED: [&str; 6] = ["令", "公告", "通告", "公报", "纪要", "议"];

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/document-number-ordinal",
        "发文字号里多了“第”字",
        Severity::Warning,
        "发文顺序号前不加“第”字，只有命令（令）和单独编号的公告才写“第×号”。",
        "《党政机关公文格式》（GB/T 9704—2012）7.2.5",
        include_str!("rule.md"),
    )
});

struct DocumentNumberOrdinal;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DocumentNumberOrdinal)
}

impl Rule for DocumentNumberOrdinal {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["〕第", "]第", ")第", "）第", "】第", "］第", "﹞第"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for found in number::find(article, context).into_iter().filter(|found| !NUMBERED.iter().any(|kind| found.code.ends_with(kind))) {
            if let Some(ordinal) = found.ordinal {
                let message = format!("发文顺序号前不加“第”字，应写作“{}”", found.written(article));
                let finding = context.finding(ordinal, message);
                context.report(finding.suggest(vec![String::new()], Applicability::Safe));
            }
        }
    }
}
