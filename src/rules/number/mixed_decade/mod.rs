//! A century in Chinese numerals with a decade in Arabic digits, or the reverse: 二十世纪80年代.

use std::sync::LazyLock;

use super::{EachNumber, head, stands_alone, tail};
use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/mixed-decade",
        "世纪和年代混用两种数字",
        Severity::Warning,
        "世纪和年代连写时数字写法要一致，写作20世纪80年代或二十世纪八十年代。",
        "GB/T 15835—2011《出版物上数字用法》：同类别同形式原则",
        include_str!("rule.md"),
    )
});

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &["世纪"], fits, look })
}

fn fits(number: &Number) -> bool {
    number.span.len() == 2 && (number.before == '纪' && number.behind == '年' || number.behind == '世')
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let (before, after) = (tail(article, number.span.start), head(article, number.span.end));
    let (start, end) = match (century(before), decade(after)) {
        (Some(length), _) if after.starts_with("年代") => {
            (number.span.start - length as u32, number.span.end + "年代".len() as u32)
        }
        (_, Some(length)) => (number.span.start, number.span.end + length as u32),
        _ => return,
    };
    if stands_alone(article, number) {
        let span = Span::new(start, end);
        let right = arabic(article.slice(span));
        let finding = context.finding(span, "世纪和年代的数字写法要一致，宜都用阿拉伯数字");
        context.report(finding.suggest(right.into_iter().collect(), Applicability::Safe));
    }
}

/// The length of the century that a text ends with: 十九世纪, 二十一世纪.
fn century(before: &str) -> Option<usize> {
    let number = before.strip_suffix("世纪")?;
    let tens = number.strip_suffix(|c| "一二三四五六七八九".contains(c)).unwrap_or(number).strip_suffix('十')?;
    Some(before.len() - tens.strip_suffix('二').unwrap_or(tens).len())
}

/// The length of the decade that a text begins with: 世纪八十年代.
fn decade(after: &str) -> Option<usize> {
    let rest = after.strip_prefix("世纪")?.strip_prefix(|c| "二三四五六七八九".contains(c))?.strip_prefix("十年代")?;
    Some(after.len() - rest.len())
}

/// Both parts in digits.
fn arabic(written: &str) -> Option<String> {
    let (century, decade) = written.split_once("世纪")?;
    let number = |text: &str| crate::document::count_at(text).map(|(count, _)| count);
    Some(format!("{}世纪{}年代", number(century)?, number(decade)?))
}
