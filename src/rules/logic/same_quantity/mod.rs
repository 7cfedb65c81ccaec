//! The same quantity with two values in one article: where the words before the number, from the beginning of the
//! clause, and its unit are the same.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::quantity::is_vague;
use crate::document::{Article, Number, Region};
use crate::finding::Severity;
use crate::rules::number::{near_triggers, tail};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/same-quantity",
        "同一数量前后不一",
        Severity::Info,
        "同一篇文章里同一个数量写了两个值，请核对以哪个为准。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// Words before a number that name what is counted only once in an article.
const NAMES: [&str; 14] = [
    "总投资", "总人口", "户籍人口", "常住人口", "总面积", "建筑面积", "占地面积", "总户数", "参会人数", "参赛人数",
    "招聘人数", "招录人数", "总里程", "党员总数",
];
/// What makes a clause one of several of its kind.
const SEVERAL: [&str; 12] = ["年", "月", "期", "其中", "各", "每", "另", "增", "减", "分别", "原", "后"];
/// A name of fewer bytes, with what stands before it in its clause, does not say what is meant.
const SHORTEST: usize = 18;

struct SameQuantity;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SameQuantity)
}

impl Rule for SameQuantity {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &NAMES
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut known: HashMap<(&str, &str), &Number> = HashMap::new();
        for number in near_triggers(article, context) {
            let Some(key) = key(article, number) else {
                continue;
            };
            let first = *known.entry(key).or_insert(number);
            let differs = first.value.zip(number.value).is_some_and(|(a, b)| {
                // 1.2亿 and 11980万 say the same in other digits.
                (a.amount - b.amount).abs() >= a.step.max(b.step)
            });
            if differs {
                let (name, unit) = key;
                let message = format!("前文“{name}{}{unit}”，这里是{}{unit}，请核对", article.slice(first.span), article.slice(number.span));
                context.report(context.finding(number.span, message).confidence(0.7));
            }
        }
    }
}

/// The words before a number in its clause, and its unit, where they name a quantity.
fn key<'a>(article: &'a Article, number: &Number) -> Option<(&'a str, &'a str)> {
    let before = tail(article, number.span.start);
    let clause = before.rsplit(['，', '。', '；', '：', '、', ',', '（']).next().unwrap_or(before);
    let name = clause.trim_end_matches(['为', '达', '约']);
    let named = NAMES.iter().any(|word| name.ends_with(word)) && name.len() >= SHORTEST;
    let several = SEVERAL.iter().any(|word| name.contains(word)) || name.contains(|c: char| c.is_ascii_digit());
    let in_text = article.block_at(number.span.start).is_some_and(|block| block.region != Region::Table);
    let unit = article.unit(number);
    (named && !several && in_text && !unit.is_empty() && !is_vague(article, number)).then_some((name, unit))
}
