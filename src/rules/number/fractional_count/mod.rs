//! Parts of people and households: 23.5名干部. Averages and figures in 万 are none.

use std::sync::LazyLock;

use super::{EachNumber, head, stands_alone, tail};
use crate::document::{Article, Number, ONE};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/fractional-count",
        "人、户等不能有小数",
        Severity::Error,
        "人、户、家按整数计，带小数的不是漏了“万”，就是数字写错了。",
        "GB/T 15835—2011《出版物上数字用法》；《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What is counted in wholes only.
const WHOLES: &str = "名人户位家";
/// What says that a figure is an average, a rate, a unit of scale or an equivalent.
const AVERAGES: [&str; 24] = [
    "均", "每", "率", "比", "相当于", "折合", "单位", "万", "指数", "密度", "千人", "百人", "约合", "折算", "等于", "倍", "系数", "标准", "之", "负担", "抚养", "占", "一个",
    "拥有",
];

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits, look })
}

fn fits(number: &Number) -> bool {
    let whole = number.value.is_some_and(|value| value.step < ONE && value.amount % ONE != 0);
    // 13.2名干部…: a number of a list stands at the beginning of a line.
    whole && number.before != '\n' && number.span == number.digits && WHOLES.contains(number.behind)
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let before = tail(article, number.span.start);
    let sentence = article.slice(article.clause(number.span));
    let after = head(article, number.span.end);
    // 3.5人次 is a rate, 1.5人份 a portion, 23.5家/万人 too.
    let other = ["人次", "人份", "人·", "名/", "家/", "人/", "户/", "户均", "位数", "位置"].iter().any(|word| after.starts_with(word));
    let average = AVERAGES.iter().any(|word| sentence.contains(word) || before.contains(word));
    // The unit stands in the head of a table or of the article.
    let scaled = ["单位：", "单位:", "万人"].iter().any(|word| article.text.contains(word));
    if !other && !average && !scaled && stands_alone(article, number) && !number.before.is_ascii_alphanumeric() {
        let unit = number.behind;
        let message = format!("“{}{unit}”带有小数，请核对是不是漏了“万”", article.slice(number.span));
        context.report(context.finding(number.span, message).confidence(0.85));
    }
}
