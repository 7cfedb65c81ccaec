//! A measure in Chinese numerals in an article that writes the same unit with Arabic digits: 五平方公里 beside
//! 12平方公里.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/mixed-numeral",
        "计量数值有的用汉字",
        Severity::Info,
        "计量的数值应用阿拉伯数字，同一篇里不应有的用汉字、有的用数字。",
        "GB/T 15835—2011《出版物上数字用法》：用于计量的数字应采用阿拉伯数字",
        include_str!("rule.md"),
    )
});

const UNITS: [&str; 11] =
    ["平方公里", "平方千米", "平方米", "立方米", "公里", "千米", "公斤", "千克", "公顷", "毫米", "厘米"];

/// What is part of a number: a numeral behind any of these is not whole.
const PARTS: &str = "几数第〇一二三四五六七八九十百千万亿两零多余0123456789";
/// Characters of a numeral at most.
const LONGEST: usize = 9;

struct MixedNumeral;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MixedNumeral)
}

impl Rule for MixedNumeral {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &UNITS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let Some(unit) = UNITS.into_iter().find(|unit| article.text[*place as usize..].starts_with(unit)) else {
                continue;
            };
            let Some(numeral) = numeral(super::tail(article, *place)) else {
                continue;
            };
            // 一公里 is said; 三四公里 is about so many.
            let exact = crate::document::count_at(numeral).is_some_and(|(count, _)| count > 2);
            let span = Span::new(*place - numeral.len() as u32, *place);
            let in_digits = || article.prose_numbers().any(|number| article.unit(number) == unit);
            if exact && article.is_prose(span.start) && in_digits() && !article.is_inside(span, Enclosure::Quote) {
                let message = format!("本文别处“{unit}”前用阿拉伯数字，这里也应用阿拉伯数字");
                context.report(context.finding(span, message));
            }
        }
    }
}

/// The whole numeral that a text ends with.
fn numeral(before: &str) -> Option<&str> {
    let numeral = &before[before.trim_end_matches(|c| PARTS.contains(c)).len()..];
    let mut characters = numeral.chars();
    let starts = characters.next().is_some_and(|c| "一二三四五六七八九十两".contains(c));
    let whole = characters.all(|c| "一二三四五六七八九十百千万零".contains(c));
    (starts && whole && numeral.chars().count() <= LONGEST).then_some(numeral)
}
