//! Ranges of dates or of times of day whose end lies before their beginning. Ranges of years alone are left: they
//! descend in rankings and reviews.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, DateMention, Precision};
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

/// What stands between the two ends: a bracket, a time of day, the connector.
static CONNECTOR: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:[（(][^（）()]{1,16}[）)])?(?:[上下]午|凌晨|中午|晚上?)?(?:[0-9]{1,2}[时点:：](?:[0-9]{1,2}分?|整)?)?起?(?:至|到|[-—–－―~～]{1,2})(?:同年)?$";
    Regex::new(pattern).expect("constant pattern")
});

/// The second day of 5月20日至15日.
static BARE_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[（(][^（）()]{1,16}[）)])?(?:至|到|[-—–－―~～]{1,2})([0-9]{1,2})[日号](?P<next>.?)").expect("constant pattern")
});

static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"([0-9]{1,2})(?:[:：]([0-9]{2})|时(?:([0-9]{1,2})分)?)(?:至|到|[-—–－―~～]{1,2})([0-9]{1,2})(?:[:：]([0-9]{2})|时(?:([0-9]{1,2})分)?)";
    Regex::new(pattern).expect("constant pattern")
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
        for found in TIMES.captures_iter(&article.text) {
            check_times(article, context, &found);
        }
    }
}

fn counts_backwards(article: &Article, span: Span<Text>) -> bool {
    let sentence = article.slice(article.sentence(span));
    BACKWARDS.iter().any(|word| sentence.contains(word))
}

fn check_pair(article: &Article, context: &mut Context<'_>, first: &DateMention, second: &DateMention) {
    let gap = Span::new(first.span.end, second.span.start);
    if second.span.start <= first.span.end || gap.len() > LONGEST_GAP || !CONNECTOR.is_match(article.slice(gap)) {
        return;
    }
    let Some(severity) = reversal(first, second) else {
        return;
    };
    let span = first.span.join(second.span);
    if !counts_backwards(article, span) {
        let message = format!("起止颠倒：{}在{}之前", article.slice(second.span), article.slice(first.span));
        context.report(context.finding(span, message).severity(severity));
    }
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

fn check_bare_day(article: &Article, context: &mut Context<'_>, mention: &DateMention) {
    let (Some(first), false) = (mention.day, mention.lunar) else {
        return;
    };
    let Some(found) = BARE_DAY.captures(article.after(mention.span)) else {
        return;
    };
    let Some((digits, second)) = found.get(1).and_then(|digits| Some((digits, digits.as_str().parse::<i16>().ok()?))) else {
        return;
    };
    let wraps = first >= WRAPS_FROM && second <= WRAPS_TO;
    // 3月15日至10日内: a length of time.
    let length = matches!(&found["next"], "内" | "龄" | "均");
    let span = Span::new(mention.span.start, mention.span.end + digits.end() as u32 + "日".len() as u32);
    if second < first && !wraps && !length && !counts_backwards(article, span) {
        context.report(context.finding(span, format!("起止颠倒：{second}日在{first}日之前")));
    }
}

fn check_times(article: &Article, context: &mut Context<'_>, found: &Captures<'_>) {
    let span = Span::of(found.get(0).map_or(0..0, |whole| whole.range()));
    let number = |group: usize| found.get(group).and_then(|digits| digits.as_str().parse::<u32>().ok());
    let minutes = |hour, colon, written| Some(number(hour)? * 60 + number(colon).or(number(written)).unwrap_or(0));
    let (Some(from), Some(to)) = (minutes(1, 2, 3), minutes(4, 5, 6)) else {
        return;
    };
    let joins = |c: char| c.is_ascii_digit() || ".:：".contains(c);
    let alone = !article.before(span).ends_with(joins) && !article.after(span).starts_with(joins);
    let is_prose = article.block_at(span.start).is_some_and(|block| block.region.is_prose());
    let same_day = from <= 24 * 60 && to < from && 24 * 60 + to - from > LONGEST_NIGHT;
    // 10:00—9:00 may be from ten in the morning to nine in the evening.
    let hour = |group: usize| found.get(group).map_or("", |digits| digits.as_str());
    let half_day = article.before(span).ends_with("午");
    let certain = half_day || from >= 13 * 60 || (hour(1).len() == 2 && hour(4).starts_with('0'));
    if alone && is_prose && same_day && certain {
        let message = "起止颠倒：结束时刻早于开始时刻；如到第二天结束，应写明“次日”";
        context.report(context.finding(span, message).severity(Severity::Warning).confidence(0.85));
    }
}
