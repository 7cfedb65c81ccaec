//! One unit under two names in one article: 公里 and km, 公斤 and 千克.

use std::sync::LazyLock;

use super::head;
use super::words::pairs;
use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/mixed-unit",
        "同一单位前后写法不一",
        Severity::Info,
        "同一篇文章里一个单位用两种写法，读者要停下来换算。",
        "GB 3100—1993《国际单位制及其应用》",
        include_str!("rule.md"),
    )
});

/// Names of one unit.
const UNITS: [&[&str]; 8] = [
    &["公里", "千米", "km"],
    &["公斤", "千克", "kg"],
    &["平方公里", "平方千米", "km²"],
    &["平方米", "㎡", "m²"],
    &["立方米", "m³"],
    &["厘米", "cm"],
    &["毫米", "mm"],
    &["千瓦", "kW"],
];

struct MixedUnit;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MixedUnit)
}

impl Rule for MixedUnit {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        // Behind what ends a number: words of a single character would have to be looked for by themselves.
        static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
            let names = ["千米", "千克", "km", "kg", "m²", "m³", "cm", "mm", "kW"];
            [pairs("0123456789万亿%‰ ", "㎡").as_slice(), &names].concat()
        });
        &NAMES
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut first: [Option<&str>; UNITS.len()] = [None; UNITS.len()];
        for number in article.prose_numbers().filter(|number| fits(number)) {
            let Some((unit, name, span)) = unit(article, number) else {
                continue;
            };
            let known = *first[unit].get_or_insert(name);
            if known != name && !known.is_empty() {
                context.report(context.finding(span, format!("前文写“{known}”，这里写“{name}”，全文宜统一")));
                first[unit] = Some("");
            }
        }
    }
}

/// Whether one of the names may stand behind a number.
fn fits(number: &Number) -> bool {
    matches!(number.behind, ' ' | '公' | '千' | '平' | '立' | '厘' | '毫' | 'k' | 'c' | 'm' | '㎡')
}

/// The unit behind a number: which one, its name and its place.
fn unit(article: &Article, number: &Number) -> Option<(usize, &'static str, Span<crate::span::Text>)> {
    let after = head(article, number.span.end);
    let unit = after.strip_prefix(' ').unwrap_or(after);
    let (place, name) = UNITS.iter().enumerate().find_map(|(place, names)| {
        let name = names.iter().find(|name| unit.starts_with(**name))?;
        let goes_on = unit[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || "²³/·时/".contains(c));
        (!goes_on).then_some((place, *name))
    })?;
    let start = number.span.end + (after.len() - unit.len()) as u32;
    Some((place, name, Span::new(start, start + name.len() as u32)))
}
