//! Ranges of numbers whose first one is the greater: 50～30人. Dates, scores, temperatures and what goes from high to
//! low are told apart.

use std::sync::LazyLock;

use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::number::{EachNumber, head, is_lower, stands_alone, tail, upper};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/reversed-range",
        "数值范围颠倒",
        Severity::Warning,
        "范围先小后大，写反了读者不知道哪个数是错的。",
        "GB/T 15835—2011《出版物上数字用法》",
        include_str!("rule.md"),
    )
});

/// What is counted in ranges and does not go round (months, hours) or down (scores, ranks).
const UNITS: [&str; 32] = [
    "个", "人", "元", "户", "家", "吨", "公斤", "千克", "公里", "千米", "米", "平方米", "平方公里", "亩", "岁", "小时",
    "分钟", "天", "件", "名", "辆", "台", "套", "头", "株", "倍", "公顷", "立方米", "厘米", "毫米", "个月", "千瓦",
];
/// Clauses that count downwards.
const DOWNWARDS: [&str; 19] = ["领先", "落后", "比数",
    "从", "由", "降", "减", "缩", "倒", "比分", "战胜", "击败", "逐", "递", "高到低", "大到小", "缩短", "负", "零下",
];

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits: is_lower, look })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let Some(upper) = upper(article, number) else {
        return;
    };
    let (Some(first), Some(last)) = (number.value, upper.value) else {
        return;
    };
    // The scale of the second number may be meant for both: 50～3万 is not looked at.
    let alike = number.percent == upper.percent && number.span == number.digits || number.percent;
    let scaled = upper.span != upper.digits && !upper.percent;
    let counted = upper.percent || UNITS.contains(&article.unit(upper));
    let gap = article.slice(Span::new(number.span.end, upper.span.start));
    let hyphen = gap == "-" || gap == "到";
    if first.amount <= last.amount || last.amount == 0 || !alike || scaled || !counted || hyphen {
        return;
    }
    let before = tail(article, number.span.start);
    let goes_on = before.ends_with(|c: char| "第-—–－~～、:：∶.．年月日零下负".contains(c));
    let behind = head(article, upper.span.end);
    let joined = behind.starts_with(['-', '—', '～', '~', '至', ':', '：', '∶', '/', '.']);
    // 距机场100至50公里前: what is passed on the way.
    let passed = behind.strip_prefix(article.unit(upper)).is_some_and(|rest| rest.starts_with('前'));
    let clause = article.slice(article.clause(number.span));
    let downwards = DOWNWARDS.iter().any(|word| clause.contains(word));
    // 2024—15人 begins with a year.
    let year = number.integer().is_some_and(|value| (1900..2100).contains(&value));
    if goes_on || joined || passed || downwards || year || !stands_alone(article, number) {
        return;
    }
    let span = number.span.join(upper.span);
    let right = format!("{}{gap}{}", article.slice(upper.span), article.slice(number.span));
    let message = format!("范围颠倒：{}大于{}", article.slice(number.span), article.slice(upper.span));
    context.report(context.finding(span, message).suggest(vec![right], Applicability::Manual));
}
