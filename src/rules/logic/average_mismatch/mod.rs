//! An average or a share of each that its total and its count do not give: 总产16万吨，面积40万亩，亩产460公斤. Only where
//! just one total and one count can be meant; `product_mismatch` looks at sums paid to each.

use std::sync::LazyLock;

use super::quantity::{is_plain, is_vague, written};
use crate::document::{Article, Number, ONE};
use crate::finding::Severity;
use crate::rules::number::head;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

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
const AVERAGES: [(&str, &str); 20] = [
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
    ("平均每天", "天"),
    ("平均每台", "台"),
];
/// Units of one kind, and how many of the first one a unit is.
const UNITS: [&[(&str, i128)]; 2] = [&[("公斤", 1), ("千克", 1), ("吨", 1000)], &[("元", 1)]];
/// What makes figures no plain ones of one thing.
const DOUBTFUL: [&str; 14] = ["增", "减", "比", "其中", "最高", "目标", "每年", "每月", "计划", "以上", "力争", "不低于", "纯收入", "可支配"];
/// Bytes between the word and its figure, and around it in which total and count stand.
const NEAR: u32 = 30;

struct AverageMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AverageMismatch)
}

impl Rule for AverageMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| AVERAGES.map(|(word, _)| word).to_vec());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let text = article.after(Span::point(*place));
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

/// The units of its kind, and how many of the first a unit is.
fn base(unit: &str) -> Option<(&'static [(&'static str, i128)], i128)> {
    UNITS.iter().find_map(|kind| Some((*kind, kind.iter().find(|(name, _)| *name == unit)?.1)))
}

fn judge(article: &Article, total: &Number, count: &Number, each: &Number, context: &mut Context<'_>) {
    let amount = |number: &Number, factor: i128| number.value.map(|value| (value.amount * factor, value.step * factor));
    let factor = |number: &Number| base(article.unit(number)).map_or(1, |(_, factor)| factor);
    let (Some((all, all_step)), Some((of, of_step)), Some((said, step))) =
        (amount(total, factor(total)), amount(count, 1), amount(each, factor(each)))
    else {
        return;
    };
    if of <= 0 || all >= ONE * ONE * 1_000_000 {
        return;
    }
    // One in the last digit of each, and a hundredth for what is averaged elsewise.
    let least = (all - all_step) * ONE / (of + of_step) - step;
    let greatest = (all + all_step) * ONE / (of - of_step).max(1) + step;
    let computed = all * ONE / of;
    let off = (computed - said).abs() * 50 > said;
    let alike = computed < said * 3 && said < computed * 3 || (computed * 10 - said).abs() * 50 < said || (said * 10 - computed).abs() * 50 < computed;
    if off && alike && !(least..=greatest).contains(&said) {
        let unit = article.unit(each);
        let shown = written(computed / factor(each) / (ONE / 10) * (ONE / 10));
        let message = format!("{}÷{}约为{shown}{unit}，不是{}{unit}，请核对", article.slice(total.span), article.slice(count.span), article.slice(each.span));
        context.report(context.finding(each.span, message).confidence(0.8));
    }
}
