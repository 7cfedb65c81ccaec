//! A day of the week in Arabic digits: 星期5.

use std::sync::LazyLock;

use super::{EachNumber, head, tail};
use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/weekday-digit",
        "星期几用了阿拉伯数字",
        Severity::Warning,
        "星期几是固定的词，用汉字。",
        "GB/T 15835—2011《出版物上数字用法》：含有数字的词语应采用汉字数字",
        include_str!("rule.md"),
    )
});

const DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
/// 周 is a week as well: 每周5天 is no Friday.
const SHORT: [&str; 5] = ["本周", "下周", "上周", "逢周", "每周"];
const ENDS: &str = "，。、；）)（(上下晚早至到-—～前";

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits, look })
}

fn fits(number: &Number) -> bool {
    number.span.len() == 1 && matches!(number.before, '期' | '拜' | '周')
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let Some(day) = number.integer().filter(|_| number.span.len() == 1).and_then(|day| day.checked_sub(1)) else {
        return;
    };
    let (before, after) = (tail(article, number.span.start), head(article, number.span.end));
    let long = before.ends_with("星期") || before.ends_with("礼拜");
    let short = SHORT.iter().any(|word| before.ends_with(word));
    let ends = after.is_empty() || after.starts_with(|c| ENDS.contains(c));
    // 每星期3天, 2个星期5次
    let counted = !ends && (!article.unit(number).is_empty() || before.ends_with("每星期"));
    let (Some(right), true) = (DAYS.get(day as usize), (long || short && ends) && !counted) else {
        return;
    };
    let finding = context.finding(number.span, format!("星期几用汉字：星期{right}"));
    context.report(finding.suggest(vec![(*right).to_string()], Applicability::Safe));
}
