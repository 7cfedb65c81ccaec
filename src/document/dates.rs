//! Dates written in a text: found once per article and shared by all date rules and by the `date-before` context.
//! Only what is written is read here; whether a date exists or makes sense is for the rules to say.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::Article;
use crate::span::{Span, Text};

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

    /// The last day that the mention can mean.
    pub fn last_day(&self) -> Option<Date> {
        let first = self.first_day()?;
        Some(match self.precision() {
            Precision::Day => first,
            Precision::Month => first.last_of_month(),
            Precision::Year => first.last_of_year(),
        })
    }

    /// The date itself where day, month and year are written and there is such a day.
    pub fn date(&self) -> Option<Date> {
        self.first_day().filter(|_| self.precision() == Precision::Day)
    }
}

/// Chinese numerals: year digit by digit (二〇二四), month and day as numbers (十二, 三十一).
static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:([〇○零一二三四五六七八九]{4})年)?(?:([正一二三四五六七八九十]{1,2})月)(?:([一二三四五六七八九十]{1,3})日)?|([〇○零一二三四五六七八九]{4})年";
    Regex::new(pattern).expect("constant pattern")
});

static ARABIC: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:([0-9]{4,})年)(?:([0-9]{1,2})月(?:([0-9]{1,2})[日号])?)?|([0-9]{1,2})月(?:([0-9]{1,2})[日号])|([0-9]{4,})[-/.]([0-9]{1,2})[-/.]([0-9]{1,})";
    Regex::new(pattern).expect("constant pattern")
});

pub(super) fn find(article: &Article) -> Vec<DateMention> {
    let text = article.text.as_str();
    let mut dates: Vec<DateMention> = Vec::new();
    if text.contains('年') || text.contains('月') || text.bytes().any(|byte| byte.is_ascii_digit()) {
        dates.extend(ARABIC.captures_iter(text).filter_map(|found| arabic(text, &found)));
        dates.extend(CHINESE.captures_iter(text).filter_map(|found| chinese(&found)));
        dates.sort_by_key(|date| date.span);
    }
    dates
}

fn number(found: &Captures<'_>, group: usize) -> Option<i16> {
    found.get(group)?.as_str().parse().ok()
}

fn arabic(text: &str, found: &Captures<'_>) -> Option<DateMention> {
    let whole = found.get(0)?;
    // A longer number (an index number, a phone number) holds no date.
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    if digit(bytes.get(whole.start().wrapping_sub(1))) {
        return None;
    }
    let (year, month, day) = match () {
        () if found.get(1).is_some() => (number(found, 1), number(found, 2), number(found, 3)),
        () if found.get(4).is_some() => (None, number(found, 4), number(found, 5)),
        () => {
            if found.get(8)?.len() > 2 || matches!(bytes.get(whole.end()), Some(b'.' | b'-' | b'/')) {
                return None;
            }
            (number(found, 6), number(found, 7), number(found, 8))
        }
    };
    if found.get(1).or(found.get(6)).is_some() && !year.is_some_and(|year| (1000..=9999).contains(&year)) {
        return None;
    }
    Some(DateMention { span: Span::of(whole.range()), year, month, day, chinese: false })
}

fn chinese(found: &Captures<'_>) -> Option<DateMention> {
    let year = found.get(1).or(found.get(4)).map(|digits| numeral_digits(digits.as_str()));
    let month = found.get(2).map(|text| numeral(text.as_str()));
    let day = found.get(3).map(|text| numeral(text.as_str()));
    // 一月 alone is a word as often as a date (一月之内).
    if year.is_none() && day.is_none() {
        return None;
    }
    Some(DateMention { span: Span::of(found.get(0)?.range()), year, month, day, chinese: true })
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

/// 十, 十二, 二十, 三十一.
fn numeral(text: &str) -> i16 {
    match text.split_once('十') {
        None => numeral_digits(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { numeral_digits(tens) };
            tens * 10 + numeral_digits(ones)
        }
    }
}
