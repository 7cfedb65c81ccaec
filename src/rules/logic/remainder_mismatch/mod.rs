//! A remainder that the whole and the part before it do not leave: 受理18件，当场办结12件，其余5件转办. Sums without
//! a word for the rest are `sum_mismatch`'s.

use std::sync::LazyLock;

use super::quantity::{is_vague, written};
use crate::document::{Article, Number, ONE};
use crate::finding::Severity;
use crate::rules::number::{EachNumber, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/remainder-mismatch",
        "余数与总数不符",
        Severity::Error,
        "总数减去前面说过的，剩下的不是这里写的数，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What says that all the rest follows; nothing else is left out behind it.
const REST: [&str; 11] = ["其余", "剩余", "剩下", "余下", "尚在", "尚未", "还未", "仍在", "缺席", "缺勤", "请假"];
/// What says that the numbers are no whole with its parts: compared, overlapping, of several times.
const OTHER: [&str; 18] =
    ["同比", "比上年", "去年", "上年", "每", "平均", "人均", "累计", "不含", "另有", "新增", "以来", "含", "占", "原有", "此前", "增加", "分别"];
/// Bytes between the word and its number.
const NEAR: usize = 24;
const MOST_PARTS: usize = 20;
/// A sentence with more numbers is a table.
const MOST_NUMBERS: usize = 40;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &REST, fits: |number| number.value.is_some() && !number.percent, look })
}

fn look(article: &Article, rest: &Number, context: &mut Context<'_>) {
    let unit = article.unit(rest);
    if unit.is_empty() || matches!(unit, "年" | "月" | "日" | "天") || !is_rest(tail(article, rest.span.start)) {
        return;
    }
    let Some(parts) = whole_and_parts(article, rest, unit) else {
        return;
    };
    let amounts: Vec<i128> = parts.iter().filter_map(|part| part.value).map(|value| value.amount).collect();
    let (Some(whole), Some(value)) = (amounts.first(), rest.value) else {
        return;
    };
    let left = whole - amounts[1..].iter().sum::<i128>();
    // The last part alone may be what the rest is of: 检查60家，发现问题20处，整改15处，其余5处….
    let nested = amounts.windows(2).any(|pair| pair[0] - pair[1] == value.amount);
    if left == value.amount || nested || left < 0 {
        return;
    }
    let message = format!("总数减去前面的数剩{}{unit}，这里写的是{}{unit}，请核对", written(left), article.slice(rest.span));
    context.report(context.finding(rest.span, message).confidence(0.92));
}

/// Whether what stands before a number says that it is all the rest.
fn is_rest(before: &str) -> bool {
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..];
    let clause = near.rsplit(['，', '。', '；', '、', ',', '：']).next().unwrap_or(near);
    REST.iter().any(|word| clause.contains(word))
}

/// The numbers of the same unit before a remainder in its sentence: a whole and its parts. A whole of several parts
/// must say that they are its parts.
fn whole_and_parts<'a>(article: &'a Article, rest: &Number, unit: &str) -> Option<Vec<&'a Number>> {
    let sentence = article.sentence(rest.span);
    let numbers = article.numbers();
    let from = numbers.partition_point(|number| number.span.start < sentence.start);
    let to = numbers.partition_point(|number| number.span.start < rest.span.start);
    if to - from > MOST_NUMBERS {
        return None;
    }
    let parts: Vec<&Number> = numbers[from..to].iter().filter(|number| article.unit(number) == unit).collect();
    let (first, last) = (parts.first()?, parts.last()?);
    let row = article.slice(Span::new(first.span.start, rest.span.start));
    let whole_first = parts.iter().all(|part| part.value.is_some_and(|value| value.step == ONE && Some(value.amount) <= first.value.map(|first| first.amount)));
    let told = parts.len() == 2 || row.contains("其中");
    let plain = parts.iter().chain([&rest]).all(|part| !part.percent && !is_vague(article, part));
    let doubtful = OTHER.iter().any(|word| row.contains(word));
    let near = last.span.end + 90 > rest.span.start;
    (parts.len() > 1 && parts.len() <= MOST_PARTS && whole_first && told && plain && !doubtful && near).then_some(parts)
}
