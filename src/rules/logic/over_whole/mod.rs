//! Rates that are more than everything: 合格率103%. Rates that may be (毛入学率, 完成率, 参保率) are not looked at.

use std::sync::LazyLock;

use super::quantity::is_plain;
use crate::document::{Article, Number, ONE};
use crate::finding::Severity;
use crate::rules::number::{EachNumber, tail};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/over-whole",
        "比率超过百分之百",
        Severity::Warning,
        "合格率、满意率、占总数的比例最多是100%，超过了必有错。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// Rates of a part in its whole.
const RATES: [&str; 25] = [
    "合格率", "满意率", "满意度", "出勤率", "到会率", "及格率", "优良率", "优秀率", "知晓率", "办结率", "治愈率", "正确率", "准确率", "绿化率",
    "绿化覆盖率", "森林覆盖率", "入住率", "命中率", "好评率", "达标率", "占总数的", "占总人口的", "占总人数的", "占全部的", "降幅",
];
/// What may stand between a rate and its figure.
const LINKS: [&str; 8] = ["达到", "高达", "均为", "均达", "为", "达", "是", "均达到"];

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &RATES, fits: |number| number.percent && number.span.len() > 3, look })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let over = number.value.is_some_and(|value| value.amount > 100 * ONE && value.amount < 1000 * ONE);
    let before = tail(article, number.span.start);
    let rate = LINKS.iter().find_map(|link| before.strip_suffix(link)).unwrap_or(before);
    let named = RATES.iter().any(|name| rate.ends_with(name));
    if over && named && is_plain(number) && !article.slice(number.span).ends_with('‰') {
        let message = format!("这项比率最多是100%，不会是{}，请核对", article.slice(number.span));
        context.report(context.finding(number.span, message).confidence(0.85));
    }
}
