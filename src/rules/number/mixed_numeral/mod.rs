//! A measure in Chinese numerals in an article that writes the same unit with Arabic digits: 五平方公里 beside
//! 12平方公里.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

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

/// A whole numeral at the end.
static NUMERAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^几数第〇一二三四五六七八九十百千万亿两零多余0-9])(?P<numeral>[一二三四五六七八九十两][一二三四五六七八九十百千万零]{0,8})$").expect("constant pattern")
});

struct MixedNumeral;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MixedNumeral)
}

impl Rule for MixedNumeral {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["平方", "立方米", "公里", "千米", "公斤", "千克", "公顷", "毫米", "厘米"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let written: HashSet<&str> = article.prose_numbers().map(|number| article.unit(number)).collect();
        for unit in UNITS.into_iter().filter(|unit| written.contains(unit)) {
            for (at, _) in article.text.match_indices(unit) {
                let before = super::tail(article, at as u32);
                let Some(numeral) = NUMERAL.captures(before).and_then(|found| found.name("numeral")) else {
                    continue;
                };
                // 一公里 is said; 三四公里 is about so many.
                let exact = crate::document::count_at(numeral.as_str()).is_some_and(|(count, _)| count > 2);
                let span = Span::of(at - numeral.len()..at);
                let is_prose = article.block_at(span.start).is_some_and(|block| block.region.is_prose());
                if exact && is_prose && !article.is_inside(span, Enclosure::Quote) {
                    let message = format!("本文别处“{unit}”前用阿拉伯数字，这里也应用阿拉伯数字");
                    context.report(context.finding(span, message));
                }
            }
        }
    }
}
