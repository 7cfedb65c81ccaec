//! An average or a share of each that its total and its count do not give: 总产16万吨，面积40万亩，亩产460公斤. Only where
//! just one total and one count can be meant; `product_mismatch` looks at sums paid to each.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::quantity::{is_plain, is_vague, scale, written};
use crate::document::{Article, Number, ONE, Value, count_at};
use crate::finding::Severity;
use crate::rules::number::head;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/average-mismatch",
        "平均数与总数、数量不符",
        Severity::Warning,
        "总数、数量和平均数都写了，除一除却对不上，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What leads to an average, and the unit of what it is of.
const AVERAGES: [(&str, &str); 19] = [
    ("平均亩产", "亩"),
    ("亩均产", "亩"),
    ("每亩产", "亩"),
    ("平均每亩", "亩"),
    ("亩均", "亩"),
    ("平均单产", "亩"),
    ("人均产", "人"),
    ("平均每人", "人"),
    ("人均捐", "人"),
    ("户均", "户"),
    ("平均每户", "户"),
    ("平均每公里", "公里"),
    ("每公里造价", "公里"),
    ("单方造价", "平方米"),
    ("平均每平方米", "平方米"),
    ("平均每家", "家"),
    ("平均每村", "村"),
    ("村均", "村"),
    ("平均每台", "台"),
];
/// What leads to the share of each day of a range of days: 10月1日至4日接待12.8万人次，日均3.2万人次.
const DAILY: [&str; 3] = ["日均", "平均每天", "平均每日"];
/// Units of one kind, and how many of the first one a unit is.
const UNITS: [&[(&str, i128)]; 2] = [&[("公斤", 1), ("千克", 1), ("吨", 1000)], &[("元", 1)]];
/// What makes figures no plain ones of one thing.
const DOUBTFUL: [&str; 14] = ["增", "减", "比", "其中", "最高", "目标", "每年", "每月", "计划", "以上", "力争", "不低于", "纯收入", "可支配"];
/// Bytes between the word and its figure, and around it in which total and count stand.
const NEAR: u32 = 30;
/// A year with a 29th of February, for days without a year.
const LEAP: i16 = 2000;

struct AverageMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AverageMismatch)
}

impl Rule for AverageMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| AVERAGES.iter().map(|(word, _)| *word).chain(DAILY).collect());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let text = article.after(Span::point(*place));
            if DAILY.iter().any(|word| text.starts_with(word)) {
                daily(article, *place, context);
                continue;
            }
            let Some((_, of)) = AVERAGES.iter().find(|(word, _)| text.starts_with(word)) else {
                continue;
            };
            if let Some((total, count, each)) = told(article, *place, of) {
                judge(article, total, count, each, context);
            }
        }
    }
}

/// Total, count and average around the word at a place.
fn told<'a>(article: &'a Article, place: u32, of: &str) -> Option<(&'a Number, &'a Number, &'a Number)> {
    let sentence = article.sentence(Span::point(place));
    let numbers = article.numbers();
    let from = numbers.partition_point(|number| number.span.start < sentence.start);
    let to = numbers.partition_point(|number| number.span.end <= sentence.end);
    let numbers: Vec<&Number> = numbers.get(from..to)?.iter().filter(|number| !matches!(article.unit(number), "年" | "月" | "日")).collect();
    let each = *numbers.iter().find(|number| number.span.start > place && number.span.start - place <= NEAR)?;
    let (kind, _) = base(article.unit(each))?;
    let is_total = |number: &&&Number| **number != each && base(article.unit(number)).is_some_and(|(other, _)| std::ptr::eq(other, kind));
    let is_count = |number: &&&Number| article.unit(number) == of || of == "村" && head(article, number.span.end).starts_with("个村");
    let totals: Vec<_> = numbers.iter().filter(is_total).collect();
    let counts: Vec<_> = numbers.iter().filter(is_count).collect();
    let ([total], [count]) = (&totals[..], &counts[..]) else {
        return None;
    };
    let plain = [**total, **count, each].into_iter().all(|number| is_plain(number) && !number.percent && !is_vague(article, number));
    let text = article.slice(sentence);
    (plain && !DOUBTFUL.iter().any(|word| text.contains(word))).then_some((**total, **count, each))
}

/// Looks at the share of each day behind the word at a place, where the sentence gives one total of the unit and how many
/// days it took.
fn daily(article: &Article, place: u32, context: &mut Context<'_>) {
    let sentence = article.sentence(Span::point(place));
    let all = article.numbers();
    let from = all.partition_point(|number| number.span.start < sentence.start);
    let to = all.partition_point(|number| number.span.end <= sentence.end);
    let Some(each) = all[from..to].iter().find(|number| number.span.start > place && number.span.start - place <= NEAR) else {
        return;
    };
    let text = article.slice(Span::new(sentence.start, each.span.start));
    let unit = article.unit(each);
    let before: Vec<&Number> = all[from..to].iter().filter(|number| number.span.end <= place).collect();
    let totals: Vec<_> = before.iter().filter(|number| is_same_unit(article.unit(number), unit)).collect();
    let [total] = totals[..] else {
        return;
    };
    let Some(days) = days(article, Span::new(sentence.start, place), &before) else {
        return;
    };
    let plain = [*total, each].into_iter().all(|number| is_plain(number) && !number.percent && !is_vague(article, number));
    let doubtful = DOUBTFUL.iter().any(|word| text.contains(word)) || text.contains("工作日");
    let count = Number { value: Some(Value { amount: i128::from(days) * ONE, step: 0 }), ..**total };
    if !unit.is_empty()
        && plain
        && !doubtful
        && let Some(shown) = fault(total.value, count.value, each.value)
    {
        let shown = written(shown / scale(article, each).1 / (ONE / 10) * (ONE / 10));
        let (name, said) = (scale(article, each).0, article.slice(each.span));
        let message = format!("{}÷{days}约为{shown}{name}{unit}，不是{said}{unit}，请核对", article.slice(total.span));
        context.report(context.finding(each.span, message).confidence(0.8));
    }
}

/// Whether two units count the same: 人 and 人次 of one sentence.
fn is_same_unit(one: &str, other: &str) -> bool {
    one == other || !one.is_empty() && !other.is_empty() && (one.trim_end_matches('次') == other.trim_end_matches('次'))
}

/// How many days a stretch gives, in just one way: 10月1日至4日, 5天.
fn days(article: &Article, stretch: Span<Text>, numbers: &[&Number]) -> Option<i64> {
    let counted: Vec<i64> = numbers.iter().filter(|number| article.unit(number) == "天").filter_map(|number| i64::try_from(number.integer()?).ok()).collect();
    let dates = article.dates();
    let from = dates.partition_point(|date| date.span.start < stretch.start);
    let to = dates.partition_point(|date| date.span.end <= stretch.end);
    match (&counted[..], dates.get(from..to)?) {
        ([days], []) => Some(*days),
        ([], [first, rest @ ..]) if rest.len() < 2 => {
            let behind = article.after(first.span);
            let last = behind.strip_prefix(["至", "到", "—", "-", "～", "－", "–", "~"].iter().find(|mark| behind.starts_with(**mark))?)?;
            // The last day is of the same month or a date of its own.
            let year = first.year.unwrap_or(LEAP);
            let start = first.day_in(year)?;
            let end = match rest {
                [end] if last.len() == article.after(end.span).len() + end.span.len() as usize => end.day_in(end.year.unwrap_or(year))?,
                [] => {
                    let (day, length) = count_at(last)?;
                    last[length..].starts_with('日').then_some(())?;
                    Date::new(year, i8::try_from(first.month?).ok()?, i8::try_from(day).ok()?).ok()?
                }
                _ => return None,
            };
            let days = i64::from(start.until(end).ok()?.get_days()) + 1;
            (days > 1).then_some(days)
        }
        _ => None,
    }
}

/// The units of its kind, and how many of the first a unit is.
fn base(unit: &str) -> Option<(&'static [(&'static str, i128)], i128)> {
    UNITS.iter().find_map(|kind| Some((*kind, kind.iter().find(|(name, _)| *name == unit)?.1)))
}

fn judge(article: &Article, total: &Number, count: &Number, each: &Number, context: &mut Context<'_>) {
    let scaled = |number: &Number, factor: i128| number.value.map(|value| Value { amount: value.amount * factor, step: value.step * factor });
    let factor = |number: &Number| base(article.unit(number)).map_or(1, |(_, factor)| factor);
    if let Some(computed) = fault(scaled(total, factor(total)), count.value, scaled(each, factor(each))) {
        let unit = article.unit(each);
        let shown = written(computed / factor(each) / (ONE / 10) * (ONE / 10));
        let message = format!("{}÷{}约为{shown}{unit}，不是{}{unit}，请核对", article.slice(total.span), article.slice(count.span), article.slice(each.span));
        context.report(context.finding(each.span, message).confidence(0.8));
    }
}

/// What a total and a count give for each, where that is not what is said and yet not so far from it that something else
/// must be meant.
fn fault(total: Option<Value>, count: Option<Value>, each: Option<Value>) -> Option<i128> {
    let (all, of, said) = (total?, count?, each?);
    if of.amount <= 0 || all.amount >= ONE * ONE * 1_000_000 {
        return None;
    }
    // One in the last digit of each, and a hundredth for what is averaged elsewise.
    let least = (all.amount - all.step) * ONE / (of.amount + of.step) - said.step;
    let greatest = (all.amount + all.step) * ONE / (of.amount - of.step).max(1) + said.step;
    let (computed, said) = (all.amount * ONE / of.amount, said.amount);
    let off = (computed - said).abs() * 50 > said;
    let alike = computed < said * 3 && said < computed * 3 || (computed * 10 - said).abs() * 50 < said || (said * 10 - computed).abs() * 50 < computed;
    (off && alike && !(least..=greatest).contains(&said)).then_some(computed)
}
