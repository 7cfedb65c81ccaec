//! Ranges of dates or of times of day whose end lies before their beginning. Ranges of years alone are left: they
//! descend in rankings and reviews.

use std::sync::LazyLock;

use crate::rules::date::reading::{skip, skip_bracket, skip_clock, strip_connector, two_digits};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, DateMention, Number, Precision};
use crate::finding::Severity;
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/reversed-range",
        "起止时间颠倒",
        Severity::Error,
        "结束早于开始，读者无法知道真正的起止时间。",
        "公历历法",
        include_str!("rule.md"),
    )
});

/// Sentences that mean to count backwards.
const BACKWARDS: [&str; 12] =
    ["倒序", "降序", "倒推", "回溯", "追溯", "提前", "前移", "倒查", "对比", "相比", "排名", "倒计时"];
/// A range that goes further back, in days, is taken to end in the next year (heating seasons, school years).
const LONGEST_BACK: i32 = 32;
/// Has every day that may be meant.
const LEAP_YEAR: i16 = 2000;
/// From the 24th to the 8th may mean the next month.
const WRAPS_FROM: i16 = 24;
const WRAPS_TO: i16 = 8;
/// An opening time that wraps midnight lasts at most so long; in minutes.
const LONGEST_NIGHT: u32 = 21 * 60;
/// How far apart, in bytes, the ends of a range stand.
const LONGEST_GAP: u32 = 96;

struct ReversedRange;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ReversedRange)
}

impl Rule for ReversedRange {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let dates: Vec<&DateMention> = article.prose_dates().collect();
        for pair in dates.windows(2) {
            check_pair(article, context, pair[0], pair[1]);
        }
        for mention in dates {
            check_bare_day(article, context, mention);
        }
        for number in article.prose_numbers().filter(|number| number.behind == '月') {
            check_thirds(article, context, number);
        }
        let mut done = 0;
        for number in article.prose_numbers().filter(|number| matches!(number.behind, ':' | '：' | '时')) {
            if let Some(times) = times(article, number).filter(|times| times.span.start >= done) {
                done = times.span.end;
                check_times(article, context, &times);
            }
        }
    }
}

fn counts_backwards(article: &Article, span: Span<Text>) -> bool {
    let sentence = article.slice(article.sentence(span));
    BACKWARDS.iter().any(|word| sentence.contains(word))
}

fn check_pair(article: &Article, context: &mut Context<'_>, first: &DateMention, second: &DateMention) {
    let gap = Span::new(first.span.end, second.span.start);
    if second.span.start <= first.span.end || gap.len() > LONGEST_GAP {
        return;
    }
    let Some(severity) = reversal(first, second).filter(|_| connects(article.slice(gap))) else {
        return;
    };
    let span = first.span.join(second.span);
    if !counts_backwards(article, span) {
        let message = format!("起止颠倒：{}在{}之前", article.slice(second.span), article.slice(first.span));
        context.report(context.finding(span, message).severity(severity));
    }
}

/// Whether a text stands between the two ends of a range: a bracket, a time of day, the connector.
fn connects(gap: &str) -> bool {
    let part = skip(skip_bracket(gap, 16), &["上午", "下午", "凌晨", "中午", "晚上", "晚"]);
    let rest = skip(skip_clock(part), &["整"]);
    let behind = strip_connector(skip(rest, &["起"]));
    behind.is_some_and(|behind| matches!(behind, "" | "同年"))
}

/// Whether a range is reversed, and how surely.
fn reversal(first: &DateMention, second: &DateMention) -> Option<Severity> {
    if first.precision() == Precision::Year || first.precision() != second.precision() || first.lunar || second.lunar {
        return None;
    }
    if second.year.is_some() {
        return (second.first_day()? < first.first_day()?).then_some(Severity::Error);
    }
    // 11月15日至3月15日 ends in the next year, 5月3日至5月1日 hardly.
    let year = first.year.unwrap_or(LEAP_YEAR);
    let back = (first.day_in(year)? - second.day_in(year)?).get_days();
    // A day back makes a whole year: 5月1日至4月30日.
    (2..LONGEST_BACK).contains(&back).then_some(match first.month == second.month {
        true => Severity::Error,
        false => Severity::Warning,
    })
}

/// Thirds of one month: 3月下旬至3月上旬, 5月中旬至上旬.
fn check_thirds(article: &Article, context: &mut Context<'_>, number: &Number) {
    const THIRDS: [&str; 3] = ["上旬", "中旬", "下旬"];
    let third = |text: &str| THIRDS.iter().position(|third| text.starts_with(third));
    let month = Span::new(number.span.start, number.span.end + "月".len() as u32);
    let after = article.after(month);
    let Some(first) = third(after) else {
        return;
    };
    let Some(rest) = strip_connector(&after[THIRDS[first].len()..]) else {
        return;
    };
    let rest = rest.strip_prefix(article.slice(number.span)).and_then(|rest| rest.strip_prefix('月')).unwrap_or(rest);
    if let Some(second) = third(rest).filter(|second| *second < first) {
        let end = month.end as usize + after.len() - rest.len() + THIRDS[second].len();
        let span = Span::of(month.start as usize..end);
        if !counts_backwards(article, span) {
            let message = format!("起止颠倒：{}在{}之前", THIRDS[second], THIRDS[first]);
            context.report(context.finding(span, message).severity(Severity::Error));
        }
    }
}

fn check_bare_day(article: &Article, context: &mut Context<'_>, mention: &DateMention) {
    let (Some(first), false) = (mention.day, mention.lunar) else {
        return;
    };
    if !"至到-—–－―~～（(".contains(mention.behind) {
        return;
    }
    let after = article.after(mention.span);
    let Some((second, rest)) = strip_connector(skip_bracket(after, 16)).and_then(two_digits) else {
        return;
    };
    let Some(behind) = rest.strip_prefix(['日', '号']).filter(|_| second < first) else {
        return;
    };
    let wraps = first >= WRAPS_FROM && second <= WRAPS_TO;
    // 3月15日至10日内: a length of time.
    let length = behind.starts_with(['内', '龄', '均']);
    let span = Span::new(mention.span.start, mention.span.end + (after.len() - behind.len()) as u32);
    if !wraps && !length && !counts_backwards(article, span) {
        context.report(context.finding(span, format!("起止颠倒：{second}日在{first}日之前")));
    }
}

/// Two times of day with a connector between them.
struct Times<'a> {
    span: Span<Text>,
    /// In minutes.
    from: u32,
    to: u32,
    hours: [&'a str; 2],
}

/// The times that begin with a number: 9:00—17:00, 9时至17时30分.
fn times<'a>(article: &'a Article, first: &Number) -> Option<Times<'a>> {
    let text = Some(&article.text[first.span.start as usize..]).filter(|_| first.span.len() <= 2)?;
    let (from, rest) = time(text)?;
    let second = strip_connector(rest)?;
    let (to, rest) = time(second)?;
    let hour = |text: &'a str| &text[..text.bytes().take_while(u8::is_ascii_digit).count()];
    let span = Span::new(first.span.start, first.span.start + (text.len() - rest.len()) as u32);
    Some(Times { span, from, to, hours: [hour(text), hour(second)] })
}

/// The time of day that a text begins with, in minutes, and the rest: 9:00, 9时, 9时30分.
fn time(text: &str) -> Option<(u32, &str)> {
    let (hour, rest) = two_digits(text)?;
    let minutes = |minute: i16| u32::try_from(hour * 60 + minute).ok();
    if let Some(minute) = rest.strip_prefix([':', '：']) {
        let (minute, rest) = two_digits(minute).filter(|(_, rest)| minute.len() - rest.len() == 2)?;
        return Some((minutes(minute)?, rest));
    }
    let rest = rest.strip_prefix('时')?;
    match two_digits(rest).and_then(|(minute, rest)| Some((minute, rest.strip_prefix('分')?))) {
        Some((minute, rest)) => Some((minutes(minute)?, rest)),
        None => Some((minutes(0)?, rest)),
    }
}

fn check_times(article: &Article, context: &mut Context<'_>, times: &Times<'_>) {
    let Times { span, from, to, hours } = *times;
    let joins = |c: char| c.is_ascii_digit() || ".:：".contains(c);
    let alone = || !article.before(span).ends_with(joins) && !article.after(span).starts_with(joins);
    let same_day = from <= 24 * 60 && to < from && 24 * 60 + to - from > LONGEST_NIGHT;
    // 10:00—9:00 may be from ten in the morning to nine in the evening.
    let half_day = article.text[..span.start as usize].ends_with("午");
    let certain = half_day || from >= 13 * 60 || (hours[0].len() == 2 && hours[1].starts_with('0'));
    if same_day && certain && alone() {
        let message = "起止颠倒：结束时刻早于开始时刻；如到第二天结束，应写明“次日”";
        context.report(context.finding(span, message).severity(Severity::Warning).confidence(0.85));
    }
}
