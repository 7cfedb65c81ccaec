//! A century in Chinese numerals with a decade in Arabic digits, or the reverse: 二十世纪80年代.

use std::sync::LazyLock;

use regex::Regex;

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

static CENTURY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?P<number>二?十[一二三四五六七八九]?)世纪$").expect("constant pattern"));

static DECADE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^世纪[二三四五六七八九]十年代").expect("constant pattern"));

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &["世纪"], look })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    if number.span.len() != 2 {
        return;
    }
    let (before, after) = (tail(article, number.span.start), head(article, number.span.end));
    let (start, end) = match (CENTURY.captures(before), DECADE.find(after)) {
        (Some(found), _) if after.starts_with("年代") => {
            (number.span.start - found[0].len() as u32, number.span.end + "年代".len() as u32)
        }
        (_, Some(found)) => (number.span.start, number.span.end + found.len() as u32),
        _ => return,
    };
    if stands_alone(article, number) {
        let span = Span::new(start, end);
        let right = arabic(article.slice(span));
        let finding = context.finding(span, "世纪和年代的数字写法要一致，宜都用阿拉伯数字");
        context.report(finding.suggest(right.into_iter().collect(), Applicability::Safe));
    }
}

/// Both parts in digits.
fn arabic(written: &str) -> Option<String> {
    let (century, decade) = written.split_once("世纪")?;
    let number = |text: &str| crate::document::count_at(text).map(|(count, _)| count);
    Some(format!("{}世纪{}年代", number(century)?, number(decade)?))
}
