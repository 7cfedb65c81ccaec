//! Dates written in a text: found once per article and shared by all date rules and by the `date-before` context.
//! Only what is written is read here; which day is meant is `resolve`'s, whether that makes sense the rules'.

use std::sync::LazyLock;

use jiff::civil::Date;
use memchr::memmem::Finder;
use regex::{Captures, Regex};

use super::Article;
use crate::span::{Span, Text, offset};

/// How much of a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    Year,
    Month,
    Day,
}

/// A date as written. The numbers are not checked: `month` may be 13.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    pub span: Span<Text>,
    pub year: Option<i16>,
    pub month: Option<i16>,
    pub day: Option<i16>,
    /// Written in Chinese numerals.
    pub chinese: bool,
    /// Of another calendar: 农历…, 闰…, 正月…, a reign year.
    pub lunar: bool,
}

impl DateMention {
    pub fn precision(&self) -> Precision {
        match (self.month, self.day) {
            (_, Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            (None, None) => Precision::Year,
        }
    }

    /// The first day that the mention can mean; `None` without a year or where there is no such day.
    pub fn first_day(&self) -> Option<Date> {
        let part = |value: Option<i16>| i8::try_from(value.unwrap_or(1)).ok();
        Date::new(self.year?, part(self.month)?, part(self.day)?).ok()
    }

    /// The date itself where day, month and year are written and there is such a day.
    pub fn date(&self) -> Option<Date> {
        self.first_day().filter(|_| self.precision() == Precision::Day && !self.lunar)
    }
}

/// A date as Chinese text writes it: 2024年9月20日.
pub fn written(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Chinese numerals: year digit by digit (二〇二四), month and day as numbers (十二, 三十一).
static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:(?:([〇○零一二三四五六七八九]{4})年)?(?:([正一二三四五六七八九十]{1,2})月)(?:([一二三四五六七八九十]{1,3})日)?|([〇○零一二三四五六七八九]{4})年)";
    Regex::new(pattern).expect("constant pattern")
});

static ARABIC: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:(?:([0-9]{4,})年)(?:([0-9]{1,2})月(?:([0-9]{1,2})[日号])?)?|([0-9]{1,2})月(?:([0-9]{1,2})[日号])|([0-9]{4,})[-/.]([0-9]{1,2})[-/.]([0-9]{1,}))";
    Regex::new(pattern).expect("constant pattern")
});

pub(super) fn find(article: &Article) -> Vec<DateMention> {
    let text = article.text.as_str();
    let mut dates: Vec<DateMention> = Vec::new();
    // The patterns are tried only where a number begins: going through the whole text with them costs ten times more.
    let marks = marks(text);
    for start in arabic_starts(text, &marks) {
        let behind = dates.last().is_none_or(|last| last.span.end as usize <= start);
        dates.extend(
            behind.then(|| ARABIC.captures(&text[start..])).flatten().and_then(|found| arabic(text, start, &found)),
        );
    }
    let mut end = 0;
    for start in chinese_starts(text, &marks) {
        let found = if start < end { None } else { CHINESE.captures(&text[start..]) };
        if let Some(found) = found {
            end = start + found[0].len();
            dates.extend(chinese(start, &found));
        }
    }
    dates.sort_by_key(|date| date.span);
    for date in &mut dates {
        date.lunar = is_lunar(text, date);
    }
    dates
}

/// Places of the marks that dates are written with, in order: 年 and 月, and `-`, `/`, `.` for numbers alone. Searching
/// for the few marks is far cheaper than looking at every character.
fn marks(text: &str) -> Vec<usize> {
    static YEAR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("年"));
    static MONTH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("月"));
    let bytes = text.as_bytes();
    let mut marks: Vec<usize> = YEAR.find_iter(bytes).chain(MONTH.find_iter(bytes)).collect();
    let after_digit = |at: &usize| *at > 0 && bytes[at - 1].is_ascii_digit();
    marks.extend(memchr::memchr3_iter(b'-', b'/', b'.', bytes).filter(after_digit));
    marks.sort_unstable();
    marks
}

/// Where the runs of digits before marks begin.
fn arabic_starts(text: &str, marks: &[usize]) -> impl Iterator<Item = usize> {
    marks.iter().filter_map(|mark| {
        let digits = text.as_bytes()[..*mark].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        (digits > 0).then_some(mark - digits)
    })
}

/// Where the Chinese numerals before marks begin.
fn chinese_starts(text: &str, marks: &[usize]) -> impl Iterator<Item = usize> {
    const NUMERALS: &str = "正〇○零一二三四五六七八九十";
    let starts = marks.iter().filter_map(move |mark| {
        let numerals = text[..*mark].chars().rev().take(5).take_while(|c| NUMERALS.contains(*c));
        let length: usize = numerals.map(char::len_utf8).sum();
        (length > 0).then_some(mark - length)
    });
    // A fifth numeral belongs to no date; the four behind it may.
    starts.flat_map(move |start| {
        let skip = text[start..].chars().next().map_or(0, char::len_utf8);
        [start, start + skip]
    })
}

fn number(found: &Captures<'_>, group: usize) -> Option<i16> {
    found.get(group)?.as_str().parse().ok()
}

fn arabic(text: &str, start: usize, found: &Captures<'_>) -> Option<DateMention> {
    let end = start + found.get(0)?.end();
    let bytes = text.as_bytes();
    let (year, month, day) = match () {
        () if found.get(1).is_some() => (number(found, 1), number(found, 2), number(found, 3)),
        () if found.get(4).is_some() => (None, number(found, 4), number(found, 5)),
        () => {
            // 2.13.30.1 and 2024-01/02 are no dates; 2024.12.30-2025.1.2 holds two.
            let mark = bytes.get(start + found.get(6)?.end());
            let one_mark = mark == bytes.get(start + found.get(7)?.end()) && mark != bytes.get(end);
            if found.get(8)?.len() > 2 || !one_mark {
                return None;
            }
            (number(found, 6), number(found, 7), number(found, 8))
        }
    };
    if found.get(1).or(found.get(6)).is_some() && !year.is_some_and(|year| (1000..=9999).contains(&year)) {
        return None;
    }
    Some(DateMention { span: Span::of(start..end), year, month, day, chinese: false, lunar: false })
}

fn chinese(start: usize, found: &Captures<'_>) -> Option<DateMention> {
    let year = found.get(1).or(found.get(4)).map(|digits| numeral_digits(digits.as_str()));
    let number = |group: usize| match found.get(group) {
        Some(text) => numeral(text.as_str()).map(Some),
        None => Some(None),
    };
    // 二三月 is no month and 五六日 no day: about so many.
    let (month, day) = (number(2)?, number(3)?);
    // 一月 alone is a word as often as a date (一月之内).
    if year.is_none() && day.is_none() {
        return None;
    }
    Some(DateMention {
        span: Span::of(found.get(0)?.range()).shifted(offset(start)),
        year,
        month,
        day,
        chinese: true,
        lunar: false,
    })
}

/// What stands before a date of another calendar.
const CALENDARS: [&str; 12] =
    ["农历", "阴历", "旧历", "夏历", "古历", "藏历", "傣历", "彝历", "回历", "佛历", "伊斯兰历", "闰"];

/// Bytes before a date in which the name of its calendar is looked for (农历癸卯年, 农历的).
const CALENDAR_REACH: usize = 24;

fn is_lunar(text: &str, date: &DateMention) -> bool {
    let before = &text[..date.span.start as usize];
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(CALENDAR_REACH))..];
    let near = near.rsplit(['，', '。', '；', '、', '\n', ',', ';']).next().unwrap_or_default();
    let own = &text[date.span.range()];
    CALENDARS.iter().any(|name| near.contains(name) || own.contains(name))
        || own.contains("正月")
        // 光绪二十四年四月二十三日, 癸卯年二月三十日
        || date.chinese && date.year.is_none() && near.ends_with('年')
}

fn numeral_digit(c: char) -> i16 {
    match c {
        '正' => 1,
        '〇' | '○' | '零' => 0,
        _ => "一二三四五六七八九".chars().position(|digit| digit == c).map_or(0, |at| at as i16 + 1),
    }
}

fn numeral_digits(text: &str) -> i16 {
    text.chars().fold(0, |number, c| number * 10 + numeral_digit(c))
}

/// 十, 十二, 二十, 三十一; `None` for what is no number (五六, 十十).
fn numeral(text: &str) -> Option<i16> {
    let one = |text: &str| (text.chars().count() <= 1 && text != "十").then(|| numeral_digits(text));
    match text.split_once('十') {
        None => one(text),
        Some(("", ones)) => Some(10 + one(ones)?),
        Some((tens, ones)) => Some(one(tens)? * 10 + one(ones)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, Region};

    /// Text, year, month, day, of another calendar.
    type Row = (String, Option<i16>, Option<i16>, Option<i16>, bool);

    fn dates(text: &str) -> Vec<Row> {
        let mut builder = ArticleBuilder::new();
        builder.block(Region::Body);
        builder.push(text, 0);
        let article = builder.finish(None);
        let row =
            |date: &DateMention| (article.slice(date.span).to_string(), date.year, date.month, date.day, date.lunar);
        article.dates().iter().map(row).collect()
    }

    #[test]
    fn reads_the_notations() {
        let row = |text: &str, year, month, day| (text.to_string(), year, month, day, false);
        assert_eq!(dates("２０２４年7月18日"), [row("2024年7月18日", Some(2024), Some(7), Some(18))]);
        assert_eq!(dates("于13月5号"), [row("13月5号", None, Some(13), Some(5))]);
        assert_eq!(
            dates("二〇二四年十二月三十一日"),
            [row("二〇二四年十二月三十一日", Some(2024), Some(12), Some(31))]
        );
        assert_eq!(
            dates("2024.12.30-2025.1.2"),
            [row("2024.12.30", Some(2024), Some(12), Some(30)), row("2025.1.2", Some(2025), Some(1), Some(2))]
        );
    }

    #[test]
    fn longer_numbers_and_guesses_are_no_dates() {
        for text in [
            "20240718001",
            "版本2.13.30",
            "2024.7.18.1",
            "2024-7/18",
            "二三月五日",
            "五月三五日",
            "014046317/2024-04147",
        ] {
            assert_eq!(dates(text), [], "{text}");
        }
    }

    #[test]
    fn other_calendars_are_marked() {
        for text in ["农历二月三十日", "正月十五日", "闰二月三十日", "光绪二十四年四月二十三日", "农历癸卯年2月30日"]
        {
            assert!(dates(text).iter().all(|date| date.4) && !dates(text).is_empty(), "{text}");
        }
        assert!(dates("春节（农历初一），2月30日").iter().all(|date| !date.4));
    }
}
