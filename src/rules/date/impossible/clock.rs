//! Times of day that no clock shows: 25时, 24:61. Scores, ratios, verses and lengths of time are written alike, so a
//! number counts as a time of day only where the words around it say so.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules::Context;
use crate::rules::date::reading::two_digits;
use crate::document::{Article, Number};
use crate::finding::Applicability;
use crate::span::Span;

/// Ends of what stands before a time of day.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:[0-9]{1,2}[日号]|[今明昨当每次同][日天]|凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间|[当今明昨每]晚|(?:星期|周)[一二三四五六日天]|时间(?:为|是|定于)?[:：]?|(?:^|[^低高大小少多等当限属至短早晚])于)[（()）]{0,2}$";
    Regex::new(pattern).expect("constant pattern")
});

static RANGE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9:：.])(?:[01]?[0-9]|2[0-4])(?:[:：][0-5][0-9]|时(?:[0-5]?[0-9]分)?)(?:至|到|[-—–－~～]{1,2})$").expect("constant pattern")
});

static RANGE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:至|到|[-—–－~～]{1,2})(?:[01]?[0-9]|2[0-4])(?:[:：][0-5][0-9]|时)(?:[^0-9:：]|$)").expect("constant pattern")
});

/// Characters before a time that are looked at.
const LEAD_REACH: usize = 12;

/// What follows 时 where it is no time of day: 时间, 时段.
const NOT_HOURS: &str = "间段候期令节隔刻而常差速效";

/// 10月25时: an hour right behind a month is a day.
fn check_days(article: &Article, context: &mut Context<'_>) {
    for number in article.prose_numbers().filter(|number| number.before == '月' && number.behind == '时') {
        let (start, end) = (number.span.start, number.span.end + "时".len() as u32);
        let month = article.text[..start as usize].trim_end_matches('月');
        let dated = month.ends_with(|c: char| c.is_ascii_digit()) && number.integer().is_some_and(|day| (1..=31).contains(&day));
        if dated && !article.text[end as usize..].starts_with(|c| NOT_HOURS.contains(c)) {
            let written = article.slice(number.span);
            let span = Span::new(start, end);
            let finding = context.finding(span, format!("月份后面应是日期，“{written}时”疑为“{written}日”")).confidence(0.9);
            context.report(finding.suggest(vec![format!("{written}日")], Applicability::Unsafe));
        }
    }
}

pub(super) fn check(article: &Article, context: &mut Context<'_>) {
    check_days(article, context);
    for number in article.prose_numbers().filter(|number| fits(number)) {
        let text = &article.text[number.span.start as usize..];
        let Some((time, message)) = Time::at(text).and_then(|time| Some((time, fault(&time)?))) else {
            continue;
        };
        let span = Span::new(number.span.start, number.span.start + time.written.len() as u32);
        if is_time_of_day(article.before(span), &time, article.after(span)) {
            context.report(context.finding(span, message).confidence(0.95));
        }
    }
}

/// A time of day as written: 9:30, 9:30:00, 9时, 9时30分, 9点30分.
#[derive(Clone, Copy)]
struct Time<'a> {
    written: &'a str,
    hour: i16,
    minute: i16,
    second: i16,
}

impl<'a> Time<'a> {
    /// The time that a text begins with.
    fn at(text: &'a str) -> Option<Self> {
        let (hour, rest) = two_digits(text)?;
        let time = |minute, second, rest: &str| Some(Self { written: &text[..text.len() - rest.len()], hour, minute, second });
        if rest.starts_with([':', '：']) {
            let (minute, rest) = part(rest)?;
            let (second, rest) = part(rest).unwrap_or((0, rest));
            return time(minute, second, rest);
        }
        let minutes = rest.strip_prefix(['时', '点']).and_then(two_digits);
        match minutes.and_then(|(minute, rest)| Some((minute, rest.strip_prefix('分')?))) {
            Some((minute, rest)) => time(minute, 0, rest),
            None => time(0, 0, rest.strip_prefix('时')?),
        }
    }
}

/// Two digits behind a colon, and the rest.
fn part(text: &str) -> Option<(i16, &str)> {
    let digits = text.strip_prefix([':', '：'])?;
    two_digits(digits).filter(|(_, rest)| digits.len() - rest.len() == 2)
}

/// Whether a number may be the hour of a time: none that is shown on a clock has minutes behind it, or it is too great.
fn fits(number: &Number) -> bool {
    number.span.len() <= 2 && matches!(number.behind, ':' | '：' | '时' | '点')
}

fn fault(time: &Time<'_>) -> Option<String> {
    let Time { hour, minute, second, .. } = *time;
    match (hour, minute, second) {
        (_, _, 60..) => Some(format!("一分钟只有60秒，没有{second}秒")),
        (_, 60.., _) => Some(format!("一小时只有60分钟，没有{minute}分")),
        (25.., _, _) => Some(format!("一天只有24小时，没有{hour}时")),
        (24, 1.., _) | (24, _, 1..) => Some("一天到24时为止，之后应写作次日0时".to_string()),
        _ => None,
    }
}

fn is_time_of_day(before: &str, time: &Time<'_>, after: &str) -> bool {
    let joins = |c: char| c.is_ascii_digit() || ".:：".contains(c);
    if before.ends_with(joins) || after.starts_with(|c: char| c.is_ascii_digit() || "段长速辰代常:：".contains(c)) {
        return false;
    }
    let from = before.char_indices().rev().take(LEAD_REACH).last().map_or(before.len(), |(at, _)| at);
    let near = &before[from..];
    // 10时61分 is no length of time either.
    let minutes = time.written.contains('时') && time.minute >= 60 && time.hour <= 24;
    let in_range = RANGE_BEFORE.is_match(near) || RANGE_AFTER.is_match(after);
    minutes || in_range || LEAD.is_match(near)
}
