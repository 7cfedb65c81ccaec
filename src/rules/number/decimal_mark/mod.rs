//! Decimals whose point or leading zero is wrong: .5%, 3。5%, 12,5 with two signs of per cent.

use std::sync::LazyLock;

use super::{EachNumber, head, stands_alone, tail};
use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/decimal-mark",
        "小数写法错误",
        Severity::Error,
        "小数点用句号或丢了前面的0，数值会被读错。",
        "GB/T 15835—2011《出版物上数字用法》：纯小数必须写出小数点前定位的“0”，小数点用齐阿拉伯数字底线的实心点",
        include_str!("rule.md"),
    )
});

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits: |number| number.before == '.' || number.behind == '。', look })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let (before, after) = (tail(article, number.span.start), head(article, number.span.end));
    if let Some(lead) = before.strip_suffix('.') {
        let counted = number.percent || number.span != number.digits || after.starts_with("个百分点");
        let bare = lead.is_empty() || lead.ends_with(|c: char| matches!(c, '\u{4e00}'..='\u{9fff}'));
        if counted && bare {
            let span = Span::new(number.span.start - 1, number.digits.end);
            let right = vec![format!("0.{}", article.slice(number.digits))];
            context.report(context.finding(span, "小数点前的“0”不能省").suggest(right, Applicability::Unsafe));
        }
        return;
    }
    if number.span != number.digits || !after.starts_with('。') {
        return;
    }
    let point = number.span.end + "。".len() as u32;
    let Some(fraction) = article.number_from(point).filter(|fraction| fraction.span.len() <= 6) else {
        return;
    };
    let counted = fraction.percent || head(article, fraction.span.end).starts_with("个百分点");
    if counted && fraction.digits.len() <= 2 && number.digits.len() <= 3 && stands_alone(article, number) {
        let right = vec![format!("{}.{}", article.slice(number.digits), article.slice(fraction.digits))];
        let span = Span::new(number.digits.start, fraction.digits.end);
        context.report(context.finding(span, "小数点写成了句号").suggest(right, Applicability::Unsafe));
    }
}
