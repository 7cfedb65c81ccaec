//! Arabic digits mixed with Chinese numerals other than 万 and 亿 in one number: 3万5千, 5百人, 二十5个.

use std::sync::LazyLock;

use regex::Regex;

use super::{EachNumber, head, stands_alone, tail};
use crate::document::{Article, Number, ONE};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/mixed-scale",
        "一个数里混用阿拉伯数字和汉字数字",
        Severity::Warning,
        "除“万”“亿”外，阿拉伯数字不与汉字数位词连用，混写不便阅读和核对。",
        "GB/T 15835—2011《出版物上数字用法》：阿拉伯数字与汉字数字同时使用的规定",
        include_str!("rule.md"),
    )
});

/// 十 counts only where the number goes on or something is counted: 3十多人, not 2024十佳.
static TENS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^十(?:[一二三四五六七八九1-9]|[多余]?[个人名户家元天位次]|[万亿])").expect("constant pattern")
});

/// A Chinese numeral that digits go on.
static NUMERAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^、一二三四五六七八九])(?P<numeral>[一二三四五六七八九]百零?|[一二三四五六七八九]千零?|[二三四五六七八九]十)$").expect("constant pattern")
});

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits, look })
}

fn fits(number: &Number) -> bool {
    let joined = number.behind == '十' || matches!(number.before, '十' | '百' | '千' | '零');
    number.span.len() == 1 && joined || number.span != number.digits && !number.percent
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let written = article.slice(number.span);
    if number.span.len() > 1 && !written.contains(['千', '百']) {
        return;
    }
    let (before, after) = (tail(article, number.span.start), head(article, number.span.end));
    let joined = before.ends_with(|c: char| "、—–-－~～".contains(c));
    let (span, right) = match () {
        () if written.contains(['千', '百']) && !number.percent => {
            let bare = written.ends_with(['千', '百']);
            (bare && !joined).then(|| (number.span, plain(number)))
        }
        () if number.span.len() == 1 && !joined && written != "0" && TENS.is_match(after) => {
            let end = number.span.end + "十".len() as u32;
            Some((Span::new(number.span.start, end), Vec::new()))
        }
        () if number.span.len() == 1 && !article.unit(number).is_empty() => NUMERAL
            .captures(before)
            .and_then(|found| found.name("numeral"))
            .map(|numeral| (Span::new(number.span.start - numeral.len() as u32, number.span.end), Vec::new())),
        () => None,
    }
    .unwrap_or((Span::point(0), Vec::new()));
    if !span.is_empty() && stands_alone(article, number) {
        let message = "一个数要么全用阿拉伯数字（只可带“万”“亿”），要么全用汉字";
        context.report(context.finding(span, message).suggest(right, Applicability::Unsafe));
    }
}

/// The number in digits alone, or with 万.
fn plain(number: &Number) -> Vec<String> {
    let Some(amount) = number.value.map(|value| value.amount).filter(|amount| amount % ONE == 0) else {
        return Vec::new();
    };
    let whole = amount / ONE;
    let right = match whole {
        0..10_000 => whole.to_string(),
        _ if whole % 1000 == 0 && whole < 100_000_000 => {
            let (tens, thousands) = (whole / 10_000, whole % 10_000 / 1000);
            if thousands == 0 { format!("{tens}万") } else { format!("{tens}.{thousands}万") }
        }
        _ => return Vec::new(),
    };
    vec![right]
}
