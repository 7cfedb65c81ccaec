//! Dates and times of day that do not exist. Whether a possible date is the right one is for the other date rules.

mod clock;

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, DateMention};
use crate::finding::Severity;
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/impossible",
        "不存在的日期或时刻",
        Severity::Error,
        "日历上没有的日期、钟表上没有的时刻，读者无法照办，多半是录入时敲错了数字。",
        "GB/T 15835—2011《出版物上数字用法》、GB/T 7408《日期和时间的表示法》",
        include_str!("rule.md"),
    )
});

/// What makes a month without year and day one: 13月份, 13月底.
const MONTH_PARTS: [&str; 7] = ["月份", "月底", "月初", "月末", "月上旬", "月中旬", "月下旬"];

/// Years in which a date written as 2024-07-18 is taken for one.
const NUMERIC_YEARS: std::ops::RangeInclusive<i16> = 1949..=2100;
/// Before it, dates are often those of the old calendar, which has a 30th of the second month.
const GREGORIAN_SINCE: i16 = 1912;
/// Characters before a date in which the name of a number (编号, 版本) may stand.
const NUMBER_REACH: usize = 6;
/// What makes `5号` a number and no day: 号楼, 号文件.
const NUMBERED: [&str; 16] =
    ["楼", "文", "令", "公告", "通", "线", "院", "馆", "店", "门", "室", "机", "台", "井", "矿", "车"];
/// Sentences that speak of a wrong date.
const SPEAKS_OF_FAULT: [&str; 5] = ["误", "不存在", "没有", "错", "虚构"];

struct ImpossibleDate;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ImpossibleDate)
}

impl Rule for ImpossibleDate {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for mention in article.prose_dates() {
            let Some(message) = fault(mention).or_else(|| no_leap_day(article, mention)) else {
                continue;
            };
            if is_meant_as_date(article, mention) {
                context.report(context.finding(mention.span, message).confidence(0.96));
            }
        }
        check_bare_months(article, context);
        clock::check(article, context);
    }
}

/// Months without year and day count where a part of them is named.
fn check_bare_months(article: &Article, context: &mut Context<'_>) {
    for number in article.prose_numbers().filter(|number| number.behind == '月' && number.span.len() == 2) {
        let after = &article.text[number.span.end as usize..];
        let Some(month) = number.integer().filter(|month| *month > 12) else {
            continue;
        };
        let span = Span::new(number.span.start, number.span.end + "月".len() as u32);
        // 7至13月龄, 满18月 are lengths of time.
        let before = article.before(span);
        let counts = |text: &str| text.ends_with(|c: char| c.is_ascii_digit() || ".-—~～个满第年".contains(c));
        let joined = counts(before) || before.strip_suffix(['至', '到']).is_some_and(|from| counts(from) || from.ends_with('月'));
        let named = MONTH_PARTS.iter().any(|part| after.starts_with(part));
        if named && !joined {
            context.report(context.finding(span, format!("一年只有12个月，没有{month}月")));
        }
    }
}

/// What is impossible about a date, for the user.
fn fault(mention: &DateMention) -> Option<String> {
    let (month, day) = (mention.month?, mention.day);
    if !(1..=12).contains(&month) {
        return Some(format!("一年只有12个月，没有{month}月"));
    }
    let day = day?;
    if !(1..=31).contains(&day) {
        return Some(format!("一个月最多31天，没有{day}日"));
    }
    // Without a year, the 29th of February may be meant.
    let year = mention.year.unwrap_or(2000);
    if mention.day_in(year).is_some() {
        return None;
    }
    let length = Date::new(year, i8::try_from(month).ok()?, 1).ok()?.days_in_month();
    Some(match mention.year {
        Some(year) if month == 2 && day == 29 => format!("{year}年不是闰年，2月只有28天，没有29日"),
        _ => format!("{month}月只有{length}天，没有{day}日"),
    })
}

/// The 29th of February without a year, in a sentence that names one year, and that no leap year: 2025年2月的截止时间为2月29日.
fn no_leap_day(article: &Article, mention: &DateMention) -> Option<String> {
    if (mention.year, mention.month, mention.day) != (None, Some(2), Some(29)) || mention.lunar {
        return None;
    }
    let sentence = article.sentence(mention.span);
    let dates = article.dates();
    let from = dates.partition_point(|date| date.span.start < sentence.start);
    let inside = dates[from..].iter().take_while(|date| date.span.end <= sentence.end);
    let mut years: Vec<i16> = inside.filter_map(|date| date.year).collect();
    years.dedup();
    let [year] = years[..] else {
        return None;
    };
    // Only a month of that year beside it says that the day is of the same year, and not of the next one.
    let same = dates[from..].iter().any(|date| date.year == Some(year) && matches!(date.month, Some(1 | 2)));
    (same && mention.day_in(year).is_none()).then(|| format!("{year}年不是闰年，2月只有28天，没有29日"))
}

fn is_meant_as_date(article: &Article, mention: &DateMention) -> bool {
    let written = article.slice(mention.span);
    let (before, after) = (article.before(mention.span), article.after(mention.span));
    let old_calendar = mention.lunar
        || mention.year.is_some_and(|year| year < GREGORIAN_SINCE)
        || mention.chinese && mention.year.is_none() && mention.day.is_none_or(|day| day <= 30);
    // 刑期1年2月30日 and 40日龄 are lengths of time.
    let years = before.strip_suffix('年').is_some_and(|count| count.ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十几数".contains(c)));
    let length = mention.year.is_none() && (years || before.ends_with('第')) || after.starts_with(['龄', '内']);
    let numbered = written.ends_with('号') && NUMBERED.iter().any(|noun| after.starts_with(noun));
    let sentence = article.slice(article.sentence(mention.span));
    let spoken_of = SPEAKS_OF_FAULT.iter().any(|word| sentence.contains(word));
    !old_calendar && !length && !numbered && !spoken_of && (written.contains('月') || is_numeric_date(mention, before, written, after))
}

/// Whether 2024-13-05 stands for a date: not part of a number, a version, a link; not the season 2019/20/21.
fn is_numeric_date(mention: &DateMention, before: &str, written: &str, after: &str) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || "-/._#=〔[~&?".contains(c);
    let near: Vec<char> = before.chars().rev().take(NUMBER_REACH).collect();
    let numbered = near.iter().any(|c| "号码版第型".contains(*c)) || near.first().is_some_and(|c| joins(*c));
    // Only the day is wrong, or it is written as dates of that form are.
    let dated = mention.month.is_some_and(|month| month <= 12) && mention.day.is_some_and(|day| day <= 31)
        || written.len() == "2024-13-05".len() && !written.contains('/');
    let year = mention.year.is_some_and(|year| NUMERIC_YEARS.contains(&year));
    dated && year && !numbered && !after.starts_with(joins)
}
