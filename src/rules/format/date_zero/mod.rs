//! Month or day padded with a zero in a date written with 年月日: 2024年07月18日.

use std::sync::LazyLock;

use crate::document::{Article, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/date-zero",
        "年月日编了虚位",
        Severity::Warning,
        "成文日期用阿拉伯数字写全年、月、日，月、日不编虚位，1不写作01。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.5.4",
        include_str!("rule.md"),
    )
});

struct DateZero;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DateZero)
}

impl Rule for DateZero {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["年0", "月0"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for date in article.dates().iter().filter(|date| !date.chinese && is_padded(article.slice(date.span))) {
            let (span, Some(block)) = (date.span, article.block_at(date.span.start)) else {
                continue;
            };
            let (Some(year), Some(month @ 1..=19), Some(day @ 1..=39)) = (date.year, date.month, date.day) else {
                continue;
            };
            let right = format!("{year}年{month}月{day}日");
            let whole = article.block_text(block).trim_matches(['（', '）', '(', ')', ' ']) == article.slice(span);
            let severity = match block.region {
                Region::Signature => Severity::Warning,
                Region::Body if whole => Severity::Warning,
                Region::Body | Region::Summary | Region::Title => Severity::Info,
                _ => continue,
            };
            let message = format!("月、日不编虚位，应写作“{right}”");
            let finding = context.finding(span, message).severity(severity);
            context.report(finding.suggest(vec![right], Applicability::Safe));
        }
    }
}

/// Whether a date of this or the last century has a zero before its month or day.
fn is_padded(date: &str) -> bool {
    (date.starts_with("19") || date.starts_with("20")) && date.ends_with('日') && (date.contains("年0") || date.contains("月0"))
}
