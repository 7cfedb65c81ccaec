//! A date with a weekday beside it that is not its own. Only direct neighbours are compared.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use regex::Regex;

use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, DateMention, Resolved};
use crate::finding::{Applicability, Severity};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/weekday-mismatch",
        "日期与星期不符",
        Severity::Error,
        "日期和星期对不上，读者不知道该信哪一个，容易跑错时间。",
        "公历历法",
        include_str!("rule.md"),
    )
});

/// A weekday right behind a date, in brackets or not. What follows it is looked at apart.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^ ?(?:[上下]午|晚上?)?(?P<open>[（(](?:农历[^，,、；;（）()]{2,12}[，,、；;])?[本下这即当]?)?[，,]?(?P<kind>星期|礼拜|周)(?P<day>[一二三四五六日天])";
    Regex::new(pattern).expect("constant pattern")
});

/// A weekday whose bracket holds the date: 本周五（7月18日）.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<lead>[^，。；：]?)(?P<kind>星期|礼拜|周)(?P<day>[一二三四五六日天])[（(]$").expect("constant pattern")
});

/// What may follow 周五 that stands without brackets; a name (周一鸣) goes on otherwise.
const FOLLOWS_WEEK: &str = "上下早晚中午凌晨傍夜全起前后举召开在（() 在，。；：、至到";
/// What makes a weekday one of several: 星期六、星期日.
const LISTS: [char; 12] = ['、', '和', '至', '到', '及', '与', '-', '—', '–', '－', '~', '～'];
/// The calendar of earlier years may be another.
const FIRST_YEAR: i16 = 1912;
/// Characters before a date in which its weekday may stand.
const LEAD_REACH: usize = 6;

struct WeekdayMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(WeekdayMismatch)
}

/// A weekday as written beside a date.
struct Written<'a> {
    span: Span<Text>,
    kind: &'a str,
    weekday: Weekday,
}

impl Rule for WeekdayMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for mention in article.prose_dates() {
            let Some(written) = behind(article, mention).or_else(|| before(article, mention)) else {
                continue;
            };
            let Some(resolved) = article.resolve(mention, context.published) else {
                continue;
            };
            if resolved.date.year() >= FIRST_YEAR && resolved.date.weekday() != written.weekday {
                report(article, context, mention, resolved, &written);
            }
        }
    }
}

fn report(article: &Article, context: &mut Context<'_>, mention: &DateMention, resolved: Resolved, written: &Written<'_>) {
    let right = format!("{}{}", written.kind, character(resolved.date));
    let assumed = if resolved.assumed { format!("（按{}年推算）", resolved.date.year()) } else { String::new() };
    let message = format!("{}{assumed}是{right}，不是{}", article.slice(mention.span), article.slice(written.span));
    let severity = if resolved.assumed { Severity::Warning } else { Severity::Error };
    let finding = context.finding(written.span, message).severity(severity);
    let finding = finding.confidence(if resolved.assumed { 0.8 } else { 0.97 });
    // The date may be the wrong one of the two.
    context.report(finding.suggest(vec![right], Applicability::Manual));
}

fn behind<'a>(article: &'a Article, mention: &DateMention) -> Option<Written<'a>> {
    let after = article.after(mention.span);
    let found = BEHIND.captures(after)?;
    let (kind, day) = (found.name("kind")?, found.name("day")?);
    let rest = &after[day.end()..];
    let is_bare_week = found.name("open").is_none() && kind.as_str() == "周";
    let is_name = is_bare_week && rest.starts_with(|c: char| c.is_alphanumeric() && !FOLLOWS_WEEK.contains(c));
    if is_name || rest.starts_with(LISTS) {
        return None;
    }
    let span = Span::of(kind.start()..day.end()).shifted(mention.span.end);
    Some(Written { span, kind: kind.as_str(), weekday: weekday(day.as_str())? })
}

fn before<'a>(article: &'a Article, mention: &DateMention) -> Option<Written<'a>> {
    if !article.after(mention.span).starts_with(['）', ')']) {
        return None;
    }
    let before = article.before(mention.span);
    let from = before.char_indices().rev().take(LEAD_REACH).last().map_or(before.len(), |(at, _)| at);
    let found = BEFORE.captures(&before[from..])?;
    let (kind, day) = (found.name("kind")?, found.name("day")?);
    if found.name("lead").is_some_and(|lead| lead.as_str().ends_with(LISTS) || lead.as_str() == "每") {
        return None;
    }
    let start = mention.span.start - (before.len() - from) as u32;
    let span = Span::of(kind.start()..day.end()).shifted(start);
    Some(Written { span, kind: kind.as_str(), weekday: weekday(day.as_str())? })
}

fn weekday(character: &str) -> Option<Weekday> {
    let number = match character {
        "日" | "天" => 7,
        _ => "一二三四五六".chars().position(|c| character.starts_with(c))? as i8 + 1,
    };
    Weekday::from_monday_one_offset(number).ok()
}

fn character(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    }
}
