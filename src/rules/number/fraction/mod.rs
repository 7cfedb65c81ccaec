//! A fraction with a slash in running text: 2/3以上. Dates and ratios of counts are left.

use super::{EachNumber, head, stands_alone};
use crate::document::{Article, Number, numeral};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;
use std::sync::LazyLock;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/fraction",
        "行文中的斜线分数",
        Severity::Info,
        "公文行文里的分数宜用汉字，“2/3”容易与日期、编号混淆。",
        "GB/T 15835—2011《出版物上数字用法》",
        include_str!("rule.md"),
    )
});

/// What follows a share.
const SHARES: [&str; 8] = ["以上", "以下", "左右", "的", "多数", "强", "弱", "，"];

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits: |number| number.behind == '/', look })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let Some(whole) = article.number_from(number.span.end + 1) else {
        return;
    };
    let (Some(part), Some(of)) = (number.integer(), whole.integer()) else {
        return;
    };
    let after = head(article, whole.span.end);
    let share = SHARES.iter().any(|word| after.starts_with(word));
    if (1..of).contains(&part) && of <= 10 && share && stands_alone(article, number) {
        let span = Span::new(number.span.start, whole.span.end);
        let right = numeral(of).zip(numeral(part)).map(|(of, part)| format!("{of}分之{part}"));
        let finding = context.finding(span, "行文中的分数宜用汉字");
        context.report(finding.suggest(right.into_iter().collect(), Applicability::Manual));
    }
}
