//! A date that is written in two kinds of numerals: 2024年七月18日.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, DateMention, Precision};
use crate::finding::Severity;
use crate::rules::date::reading::{head, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/mixed-numerals",
        "一个日期混用两种数字",
        Severity::Warning,
        "同一个日期里汉字数字和阿拉伯数字混用，不符合数字用法的规定，也不便检索。",
        "GB/T 15835—2011《出版物上数字用法》",
        include_str!("rule.md"),
    )
});

/// The rest of a date in the other script. A Chinese month and day behind an Arabic year may be lunar without 日.
static REST: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        r"^(?:[一二三四五六七八九十]{1,2}月(?:[0-9]{1,2}[日号]|[一二三四五六七八九十]{1,3}日))",
        r"^[一二三四五六七八九十]{1,3}日",
        r"^[0-9]{1,2}月(?:[0-9]{1,2}[日号])?",
    ]
    .map(|pattern| Regex::new(pattern).expect("constant pattern"))
});

/// A Chinese month right before an Arabic day, and an Arabic month before a Chinese day, without a year.
static DAY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[0-9]{1,2}日").expect("constant pattern"));

struct MixedNumerals;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MixedNumerals)
}

impl Rule for MixedNumerals {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for mention in article.prose_dates().filter(|mention| !mention.lunar && mention.year.is_some()) {
            let Some(rest) = rest(article, mention) else {
                continue;
            };
            let span = Span::new(mention.span.start, mention.span.end + rest as u32);
            let text = article.slice(span);
            let message = format!("“{text}”混用了汉字和阿拉伯数字，公历日期应全用阿拉伯数字");
            context.report(context.finding(span, message).confidence(0.9));
        }
    }
}

/// The length of what goes on in the other script.
fn rest(article: &Article, mention: &DateMention) -> Option<usize> {
    let after = head(article.after(mention.span), 8);
    if !after.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)) {
        return None;
    }
    let reign = tail(article.before(mention.span), 4);
    if ["农历", "阴历", "藏历"].iter().any(|name| reign.contains(name)) || after.contains(['初', '廿', '正', '闰', '腊']) {
        return None;
    }
    let pattern = match (mention.chinese, mention.precision()) {
        (false, Precision::Year) => &REST[0],
        (false, Precision::Month) => &REST[1],
        (true, Precision::Year) => &REST[2],
        (true, Precision::Month) => &DAY,
        (_, Precision::Day) => return None,
    };
    pattern.find(after).map(|found| found.end())
}
