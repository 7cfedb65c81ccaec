//! Month or day padded with a zero in a date written with 年月日: 2024年07月18日.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

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

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?P<year>(?:19|20)[0-9]{2})年(?P<month>[01]?[0-9])月(?P<day>[0-3]?[0-9])日";
    Regex::new(pattern).expect("constant pattern")
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
        for found in DATE.captures_iter(&article.text) {
            let span = Span::of(found.get(0).map_or(0..0, |all| all.range()));
            let Some(block) = article.block_at(span.start) else {
                continue;
            };
            let [month, day] = [&found["month"], &found["day"]].map(|part| part.trim_start_matches('0'));
            let right = format!("{}年{month}月{day}日", &found["year"]);
            let whole = article.block_text(block).trim_matches(['（', '）', '(', ')', ' ']) == article.slice(span);
            let severity = match block.region {
                Region::Signature => Severity::Warning,
                Region::Body if whole => Severity::Warning,
                Region::Body | Region::Summary | Region::Title => Severity::Info,
                _ => continue,
            };
            if right != article.slice(span) && !month.is_empty() && !day.is_empty() {
                let message = format!("月、日不编虚位，应写作“{right}”");
                let finding = context.finding(span, message).severity(severity);
                context.report(finding.suggest(vec![right], Applicability::Safe));
            }
        }
    }
}
