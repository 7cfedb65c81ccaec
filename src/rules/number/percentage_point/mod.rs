//! Percentage points written wrong: 3%个百分点, 3个百分比, 3百分点.

use std::sync::LazyLock;

use super::{EachNumber, head};
use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/percentage-point",
        "百分点写法错误",
        Severity::Error,
        "百分数之差用“个百分点”，不带百分号，也不叫“百分比”。",
        "国家统计局统计术语解释：百分点",
        include_str!("rule.md"),
    )
});

/// Wrong forms behind a number, and what belongs there.
const FORMS: [(&str, &str); 4] = [("个百分点点", "个百分点"), ("个百分比", "个百分点"), ("百分点", "个百分点"), ("个点的百分点", "个百分点")];

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits: |number| matches!(number.behind, '个' | '百'), look })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let after = head(article, number.span.end);
    if number.percent && after.starts_with("个百分点") {
        let right = article.slice(number.span).trim_end_matches(['%', '‰']).to_string();
        let finding = context.finding(number.span, "“个百分点”前不再加百分号");
        context.report(finding.suggest(vec![right], Applicability::Safe));
        return;
    }
    let found = FORMS.iter().find(|(wrong, _)| after.starts_with(wrong));
    if let Some((wrong, right)) = found.filter(|_| !after.starts_with("个百分比例")) {
        let span = Span::new(number.span.end, number.span.end + wrong.len() as u32);
        let finding = context.finding(span, format!("应写作“{right}”"));
        context.report(finding.suggest(vec![(*right).to_string()], Applicability::Safe));
    }
}
