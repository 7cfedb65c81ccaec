//! A date with a weekday beside it that is not its own. Only direct neighbours are compared.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};

use crate::rules::date::reading::{dates, skip};
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

/// What may follow 周五 that stands without brackets; a name (周一鸣) goes on otherwise.
const FOLLOWS_WEEK: &str = "上下早晚中午凌晨傍夜全起前后举召开在（() 在，。；：、至到";
/// What makes a weekday one of several: 星期六、星期日.
const LISTS: [char; 12] = ['、', '和', '至', '到', '及', '与', '-', '—', '–', '－', '~', '～'];
/// The calendar of earlier years may be another.
const FIRST_YEAR: i16 = 1912;
/// Names for a day of the week, and the days.
const KINDS: [&str; 3] = ["星期", "礼拜", "周"];
const DAYS: &str = "一二三四五六日天";
/// Characters of a lunar day in brackets, at most.
const LONGEST_LUNAR: usize = 12;

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
        for mention in dates(article, fits) {
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

fn fits(mention: &DateMention) -> bool {
    matches!(mention.behind, ' ' | '上' | '下' | '晚' | '（' | '(' | '，' | ',' | '星' | '礼' | '周' | '）' | ')')
}

/// A weekday that a text begins with: its name for the day, and the character of the day.
fn weekday_at(text: &str) -> Option<(&str, char)> {
    let kind = KINDS.iter().find(|kind| text.starts_with(**kind))?;
    let (kind, day) = text.split_at(kind.len());
    day.chars().next().filter(|day| DAYS.contains(*day)).map(|day| (kind, day))
}

/// A weekday right behind a date, in brackets or not.
fn behind<'a>(article: &'a Article, mention: &DateMention) -> Option<Written<'a>> {
    let after = article.after(mention.span);
    let rest = skip(skip(after, &[" "]), &["上午", "下午", "晚上", "晚"]);
    let inside = rest.strip_prefix(['（', '(']);
    let rest = inside.map_or(rest, |inside| {
        let inside = skip_lunar(inside);
        inside.strip_prefix(['本', '下', '这', '即', '当']).unwrap_or(inside)
    });
    let rest = rest.strip_prefix(['，', ',']).unwrap_or(rest);
    let (kind, day) = weekday_at(rest)?;
    let behind = &rest[kind.len() + day.len_utf8()..];
    let is_bare_week = inside.is_none() && kind == "周";
    let is_name = is_bare_week && behind.starts_with(|c: char| c.is_alphanumeric() && !FOLLOWS_WEEK.contains(c));
    if is_name || behind.starts_with(LISTS) {
        return None;
    }
    let span = Span::of(after.len() - rest.len()..after.len() - behind.len()).shifted(mention.span.end);
    Some(Written { span, kind, weekday: weekday(day)? })
}

/// What a bracket goes on with behind the lunar day that it begins with: （农历八月十五，星期二）.
fn skip_lunar(inside: &str) -> &str {
    let Some(day) = inside.strip_prefix("农历") else {
        return inside;
    };
    let end = day.char_indices().enumerate().take(LONGEST_LUNAR + 1).find(|(_, (_, c))| "，,、；;（）()".contains(*c));
    match end {
        Some((count, (at, mark))) if count >= 2 && !"（）()".contains(mark) => &day[at + mark.len_utf8()..],
        _ => inside,
    }
}

/// A weekday whose bracket holds the date: 本周五（7月18日）.
fn before<'a>(article: &'a Article, mention: &DateMention) -> Option<Written<'a>> {
    if !matches!(mention.behind, '）' | ')') {
        return None;
    }
    let before = article.before(mention.span).strip_suffix(['（', '('])?;
    let day = before.chars().next_back().filter(|day| DAYS.contains(*day))?;
    let kind = KINDS.iter().find(|kind| before[..before.len() - day.len_utf8()].ends_with(**kind))?;
    let start = before.len() - day.len_utf8() - kind.len();
    if before[..start].ends_with(LISTS) || before[..start].ends_with('每') {
        return None;
    }
    let bracket = mention.before.len_utf8() as u32;
    let span = Span::new(mention.span.start - bracket - (before.len() - start) as u32, mention.span.start - bracket);
    Some(Written { span, kind, weekday: weekday(day)? })
}

fn weekday(day: char) -> Option<Weekday> {
    let number = match day {
        '日' | '天' => 7,
        _ => "一二三四五六".chars().position(|c| day == c)? as i8 + 1,
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
