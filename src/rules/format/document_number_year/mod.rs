//! The year of a document number cut short, spelt in Chinese numerals or followed by 年.

use std::sync::LazyLock;

use super::number::{self, DocumentNumber};
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/document-number-year",
        "发文字号的年份不规范",
        Severity::Warning,
        "发文字号的年份要用阿拉伯数字写四位全称，不缩写，也不带“年”字。",
        "《党政机关公文格式》（GB/T 9704—2012）7.2.5",
        include_str!("rule.md"),
    )
});

struct DocumentNumberYear;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DocumentNumberYear)
}

impl Rule for DocumentNumberYear {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        number::TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for found in number::find(article, context) {
            let inside = article.slice(found.inside);
            let Some(right) = full_year(&found, context.as_of_year()).filter(|right| right != inside.trim()) else {
                continue;
            };
            let message = format!("发文字号的年份写四位阿拉伯数字，“{inside}”应写作“{right}”");
            let finding = context.finding(found.inside, message);
            context.report(finding.suggest(vec![right], Applicability::Unsafe));
        }
    }
}

/// The year as it should be written; `None` where a short number may be something else.
fn full_year(found: &DocumentNumber<'_>, latest: i16) -> Option<String> {
    let year = found.year;
    if !year.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = year.chars().map(|c| "零一二三四五六七八九".chars().position(|digit| digit == c).unwrap_or(0));
        return Some(digits.map(|digit| digit.to_string()).collect());
    }
    if year.len() == 4 {
        return Some(year.to_string());
    }
    let short: i16 = year.parse().ok()?;
    let century = if 2000 + short <= latest { 2000 } else { 1900 };
    let bracket = matches!(found.open, "〔" | "[" | "［" | "﹝" | "【");
    (bracket || found.is_sure()).then(|| (century + short).to_string())
}
