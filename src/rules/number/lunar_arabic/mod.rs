//! Dates of the old calendar in Arabic digits: 1月初5, 正月15, 农历8月15日.

use std::sync::LazyLock;

use regex::Regex;

use super::{EachNumber, head, tail};
use crate::document::{Article, Number, numeral};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/lunar-arabic",
        "农历日期用了阿拉伯数字",
        Severity::Warning,
        "农历日期用阿拉伯数字容易被当成公历。",
        "GB/T 15835—2011《出版物上数字用法》：干支纪年、农历月日等非公历纪年应采用汉字数字",
        include_str!("rule.md"),
    )
});

/// What stands before a day or month of the old calendar.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:(?P<name>[正腊冬]月初?)|(?P<early>[0-9一二三四五六七八九十]月初)|(?P<lunar>农历|阴历|旧历)(?:[一-龥]{2}年)?的?|(?:农历|阴历|旧历)[一二三四五六七八九十0-9]{1,2}月初?)$";
    Regex::new(pattern).expect("constant pattern")
});

/// What stands behind such a day, and not behind what happens at the beginning of a month.
const ENDS: &str = "，。、；：）)（(日是为的起至到—-～当这前晚早上中下端春举迎";

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &["正月", "腊月", "冬月", "月初", "农历", "阴历", "旧历"], fits, look })
}

fn fits(number: &Number) -> bool {
    number.span.len() <= 2 && matches!(number.before, '月' | '初' | '历' | '年' | '的')
}

/// Whether what stands before a number can be of the old calendar.
fn is_old(before: &str) -> bool {
    ["正月", "腊月", "冬月", "初"].iter().any(|word| before.ends_with(word)) || before.contains('历')
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let (before, after) = (tail(article, number.span.start), head(article, number.span.end));
    let Some(value) = number.integer().filter(|value| (1..=30).contains(value)) else {
        return;
    };
    let Some(found) = Some(before).filter(|before| is_old(before)).and_then(|before| BEFORE.captures(before)) else {
        return;
    };
    let as_month = found.name("lunar").is_some();
    let ends = after.is_empty() || after.starts_with(|c| ENDS.contains(c));
    let fits = match () {
        () if as_month => after.starts_with('月') && value <= 12,
        () if found.name("name").is_some() => ends || article.unit(number).is_empty(),
        () if found.name("early").is_some() => value <= 10 && ends,
        () => ends,
    };
    if fits {
        let right = numeral(value).into_iter().collect();
        let finding = context.finding(number.span, "农历的月和日要用汉字数字");
        context.report(finding.suggest(right, Applicability::Safe));
    }
}
