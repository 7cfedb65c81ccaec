//! Ranges of per cent whose first number lacks the sign: 63～68%.

use std::sync::LazyLock;

use super::{EachNumber, range};
use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/range-percent",
        "百分数范围漏写百分号",
        Severity::Warning,
        "“63～68%”可以读成63到68%，前一个数的百分号不能省。",
        "GB/T 15835—2011《出版物上数字用法》：百分数的数值范围，前一个百分号不省略",
        include_str!("rule.md"),
    )
});

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits: range::is_lower, look })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let Some(upper) = range::upper(article, number).filter(|upper| upper.percent) else {
        return;
    };
    let ordered = number.value.zip(upper.value).is_some_and(|(lower, upper)| lower.amount <= upper.amount);
    if ordered && range::is_plain_lower(article, number) {
        let right = format!("{}%", article.slice(number.span));
        let message = format!("范围的两个数都要写百分号：{right}");
        context.report(context.finding(number.span, message).suggest(vec![right], Applicability::Safe));
    }
}
