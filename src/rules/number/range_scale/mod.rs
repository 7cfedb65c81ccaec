//! Ranges whose first number lacks the 万 or 亿 of the second: 3～5万.

use std::sync::LazyLock;

use super::{EachNumber, range};
use crate::document::{Article, Number, ONE};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/range-scale",
        "数值范围漏写“万”“亿”",
        Severity::Warning,
        "“3～5万”可以读成从3到5万，前一个数的“万”“亿”不能省。",
        "GB/T 15835—2011《出版物上数字用法》：“万”“亿”的数值范围，前一个“万”“亿”不省略",
        include_str!("rule.md"),
    )
});

/// What the names of scales multiply by.
const SCALES: [(&str, i128); 7] = [
    ("万亿", 1_000_000_000_000),
    ("千亿", 100_000_000_000),
    ("百亿", 10_000_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("亿", 100_000_000),
    ("万", 10_000),
];
/// A first number of so many and more may stand for itself.
const OWN: i128 = 10_000 * ONE;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits: range::is_lower, look })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let Some((upper, end)) = range::upper(article, number).and_then(|upper| Some((upper, upper.value?))) else {
        return;
    };
    let written = article.slice(Span::new(upper.digits.end, upper.span.end));
    let (Some((name, scale)), Some(value)) = (SCALES.iter().find(|(name, _)| *name == written), number.value) else {
        return;
    };
    // 5000至1万 means what it says: with the scale it would be the greater one.
    let ordered = value.amount < OWN && value.amount * scale <= end.amount;
    if ordered && range::is_plain_lower(article, number) {
        let right = format!("{}{name}", article.slice(number.span));
        let message = format!("范围的两个数都要写“{name}”：{right}");
        context.report(context.finding(number.span, message).suggest(vec![right], Applicability::Unsafe));
    }
}
