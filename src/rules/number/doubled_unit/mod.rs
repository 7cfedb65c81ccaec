//! A unit typed twice behind a number: 30%%, 100万元元; a stroke together with 每: 50毫米/每小时.

use std::sync::LazyLock;

use super::{EachNumber, head};
use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/doubled-unit",
        "单位重复",
        Severity::Error,
        "数量后面的单位多敲了一遍。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// Doubled units, with what makes the second one the beginning of a word (100元元件).
const DOUBLED: [(&str, &str); 13] = [
    ("元", "件器素宵旦月朝气老首帅代"),
    ("万元", ""),
    ("亿元", ""),
    ("公里", "数程处"),
    ("公斤", "数"),
    ("平方米", ""),
    ("立方米", ""),
    ("亩", "产均"),
    ("吨", "位"),
    ("小时", "工数"),
    ("万亩", ""),
    ("月份", ""),
    ("岁", ""),
];

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber {
        meta: &META,
        triggers: &["%%", "元元", "元万元", "元亿元", "里公里", "斤公斤", "米平方米", "米立方米", "亩亩", "吨吨", "时小时", "亩万亩", "月份月份", "岁岁", "/每"],
        fits: |_| true,
        look,
    })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let after = head(article, number.span.end);
    if let Some(found) = each(article, number, after) {
        let finding = context.finding(found, "“/”就是“每”，删去“每”");
        context.report(finding.suggest(vec!["/".to_string()], Applicability::Safe));
        return;
    }
    let repeated = match number.percent {
        true => after.starts_with('%').then_some("%"),
        false => DOUBLED.iter().find_map(|(unit, words)| {
            let rest = after.strip_prefix(unit)?.strip_prefix(unit)?;
            (!rest.starts_with(|c| words.contains(c))).then_some(*unit)
        }),
    };
    if let Some(unit) = repeated {
        let from = if number.percent { number.span.end - 1 } else { number.span.end };
        let span = Span::new(from, from + 2 * unit.len() as u32);
        let finding = context.finding(span, format!("单位“{unit}”重复，删去一个"));
        context.report(finding.suggest(vec![unit.to_string()], Applicability::Safe));
    }
}

/// The stroke and the 每 behind the unit of a number: 50毫米/每小时.
fn each(article: &Article, number: &Number, after: &str) -> Option<Span<Text>> {
    let rest = after.strip_prefix(article.unit(number)).filter(|rest| rest.starts_with("/每"))?;
    let start = number.span.end + (after.len() - rest.len()) as u32;
    Some(Span::new(start, start + "/每".len() as u32))
}
