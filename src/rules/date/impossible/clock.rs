//! Times of day that no clock shows: 25时, 24:61. Scores, ratios, verses and lengths of time are written alike, so a
//! number counts as a time of day only where the words around it say so.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::rules::Context;
use crate::document::{Article, Number};
use crate::span::Span;

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([0-9]{1,2})(?:[:：]([0-9]{2})(?:[:：]([0-9]{2}))?|[时点]([0-9]{1,2})分|时)").expect("constant pattern")
});

/// Ends of what stands before a time of day.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:[0-9]{1,2}[日号]|今日|明日|次日|当日|每日|每天|凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间|[当今明昨每]晚|(?:星期|周)[一二三四五六日天]|时间(?:为|是|定于)?[:：]?|[将定拟已]于)[（()）]{0,2}$";
    Regex::new(pattern).expect("constant pattern")
});

static RANGE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9:：.])(?:[01]?[0-9]|2[0-4])(?:[:：][0-5][0-9]|时(?:[0-5]?[0-9]分)?)(?:至|到|[-—–－~～]{1,2})$").expect("constant pattern")
});

static RANGE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:至|到|[-—–－~～]{1,2})(?:[01]?[0-9]|2[0-4])(?:[:：][0-5][0-9]|时)(?:[^0-9:：]|$)").expect("constant pattern")
});

/// Bytes of a time at most.
const LONGEST: usize = 16;
/// Characters before a time that are looked at.
const LEAD_REACH: usize = 12;

pub(super) fn check(article: &Article, context: &mut Context<'_>) {
    for number in article.numbers().iter().filter(|number| fits(number)) {
        let start = number.span.start as usize;
        let end = article.text.floor_char_boundary(start + LONGEST);
        let Some(found) = TIME.captures(&article.text[start..end]) else {
            continue;
        };
        let Some(message) = fault(&found) else {
            continue;
        };
        let span = Span::of(found.get(0).map_or(0..0, |whole| whole.range())).shifted(number.span.start);
        if article.is_prose(span.start) && is_time_of_day(article.before(span), &found, article.after(span)) {
            context.report(context.finding(span, message).confidence(0.95));
        }
    }
}

/// Whether a number may be the hour of a time: none that is shown on a clock has minutes behind it, or it is too great.
fn fits(number: &Number) -> bool {
    number.span.len() <= 2 && matches!(number.behind, ':' | '：' | '时' | '点')
}

fn number(found: &Captures<'_>, group: usize) -> u32 {
    found.get(group).and_then(|digits| digits.as_str().parse().ok()).unwrap_or(0)
}

fn fault(found: &Captures<'_>) -> Option<String> {
    let (hour, minute, second) = (number(found, 1), number(found, 2) + number(found, 4), number(found, 3));
    match (hour, minute, second) {
        (_, _, 60..) => Some(format!("一分钟只有60秒，没有{second}秒")),
        (_, 60.., _) => Some(format!("一小时只有60分钟，没有{minute}分")),
        (25.., _, _) => Some(format!("一天只有24小时，没有{hour}时")),
        (24, 1.., _) | (24, _, 1..) => Some("一天到24时为止，之后应写作次日0时".to_string()),
        _ => None,
    }
}

fn is_time_of_day(before: &str, found: &Captures<'_>, after: &str) -> bool {
    let joins = |c: char| c.is_ascii_digit() || ".:：".contains(c);
    if before.ends_with(joins) || after.starts_with(|c: char| c.is_ascii_digit() || "段长速辰代常:：".contains(c)) {
        return false;
    }
    let from = before.char_indices().rev().take(LEAD_REACH).last().map_or(before.len(), |(at, _)| at);
    let near = &before[from..];
    let written = &found[0];
    // 10时61分 is no length of time either.
    let minutes = written.contains('时') && number(found, 4) >= 60 && number(found, 1) <= 24;
    let in_range = RANGE_BEFORE.is_match(near) || RANGE_AFTER.is_match(after);
    minutes || in_range || LEAD.is_match(near)
}
