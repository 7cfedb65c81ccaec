//! Arabic digits and Chinese numerals mixed in one date: 8月十五日, 2024年七月十八日, 二〇二四年7月18日.

use std::sync::LazyLock;

use regex::Regex;

use super::{EachNumber, head, stands_alone, tail};
use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/mixed-date",
        "一个日期里混用两种数字",
        Severity::Warning,
        "一个日期要么全用阿拉伯数字，要么全用汉字。",
        "GB/T 15835—2011《出版物上数字用法》：同类别同形式原则",
        include_str!("rule.md"),
    )
});

/// The rest of a date that began in digits.
static REST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十0-9]{1,3}[日号]|月[一二三四五六七八九十]{1,3}[日号])")
        .expect("constant pattern")
});

/// The beginning of a date that goes on in digits.
static BEGINNING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[一二][〇○零一二三四五六七八九]{3}年|(?:^|[^正闰腊冬第一二三四五六七八九十])[一二三四五六七八九十]{1,2}月)$").expect("constant pattern")
});

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &["月"], look })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let after = head(article, number.span.end);
    let year = after.starts_with('年') && number.digits.len() == 4;
    let (month, day) = (after.starts_with('月'), after.starts_with('日'));
    if !(year || (month || day) && number.span.len() <= 2) {
        return;
    }
    let before = tail(article, number.span.start);
    let span = match () {
        () if (year || month) && REST.is_match(after) => {
            let length = REST.find(after).map_or(0, |rest| rest.len());
            Some(Span::new(number.span.start, number.span.end + length as u32))
        }
        () if !year => BEGINNING.find(before).map(|found| {
            let start = number.span.start - (before.len() - found.start()) as u32;
            let lead = article.text[start as usize..].chars().next().filter(|c| !"一二三四五六七八九十".contains(*c));
            let start = start + lead.map_or(0, |c| c.len_utf8() as u32);
            Span::new(start, number.span.end + "日".len() as u32)
        }),
        () => None,
    };
    let lunar = ["农历", "阴历", "旧历", "夏历"].iter().any(|name| before.contains(name));
    if let Some(span) = span.filter(|_| !lunar && stands_alone(article, number)) {
        context.report(context.finding(span, "一个日期里的数字写法要统一，公历日期宜全用阿拉伯数字"));
    }
}
