//! Dates written in a text: found once per article and shared by all date rules and by the `date-before` context.
//! Only what is written is read here; which day is meant is `resolve`'s, whether that makes sense the rules'.

use std::sync::LazyLock;

use jiff::civil::Date;
use memchr::memmem::Finder;

use super::{Article, Number};
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
    /// Of another calendar: 农历…, 闰…, 正月…, a reign year.
    pub lunar: bool,
    /// The characters right before and right behind it; a line feed at either end of the block. Most rules tell by
    /// them that a date is none of theirs.
    pub before: char,
    pub behind: char,
    /// Whether it lies in prose.
    pub is_prose: bool,
}

impl DateMention {
    /// What a stretch says, where it lies and among what still to be looked at.
    fn new(span: Span<Text>, [year, month, day]: [Option<i16>; 3], chinese: bool) -> Self {
        Self { span, year, month, day, chinese, lunar: false, before: '\n', behind: '\n', is_prose: false }
    }

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

/// Numerals of years, months and days in Chinese dates: years digit by digit (二〇二四), the others as numbers (三十一).
const YEAR_NUMERALS: &str = "〇○零一二三四五六七八九";
const MONTH_NUMERALS: &str = "正一二三四五六七八九十";
const DAY_NUMERALS: &str = "一二三四五六七八九十";
/// The shortest date in numbers alone: 2024.7.1.
const SHORTEST_NUMERIC: u32 = 8;

pub(super) fn find(article: &Article) -> Vec<DateMention> {
    let text = article.text.as_str();
    let mut dates: Vec<DateMention> = Vec::new();
    let mut end = 0;
    // Every Arabic date begins with a number; those are known already.
    for start in article.numbers().iter().flat_map(|number| arabic_starts(text, number)) {
        if let Some(date) = Some(start).filter(|start| *start >= end).and_then(|start| arabic(text, start)) {
            end = date.span.end as usize;
            dates.push(date);
        }
    }
    let arabic = dates.len();
    end = 0;
    for start in chinese_starts(text) {
        if let Some((length, date)) = Some(start).filter(|start| *start >= end).and_then(|start| chinese(text, start)) {
            end = start + length;
            dates.extend(date);
        }
    }
    if arabic < dates.len() {
        dates.sort_by_key(|date| date.span);
    }
    let mut blocks = article.blocks.iter().peekable();
    for date in &mut dates {
        while blocks.next_if(|block| block.text.end < date.span.end).is_some() {}
        date.is_prose = blocks.peek().is_some_and(|block| block.region.is_prose());
        let (before, behind) = (&text[..date.span.start as usize], &text[date.span.end as usize..]);
        date.before = before.chars().next_back().unwrap_or('\n');
        date.behind = behind.chars().next().unwrap_or('\n');
        date.lunar = is_lunar(text, date);
    }
    dates
}

/// Where the digits begin that a mark of dates follows: the last ones of a number, and those before a point in it
/// (2024.7.18).
fn arabic_starts<'a>(text: &'a str, number: &Number) -> impl Iterator<Item = usize> + use<'a> {
    let (bytes, span) = (text.as_bytes(), number.span.range());
    let inside = if number.span.len() >= SHORTEST_NUMERIC { span.clone() } else { span.end..span.end };
    let points = inside.filter(move |at| bytes[*at] == b'.');
    let last = matches!(number.behind, '年' | '月' | '-' | '/').then_some(span.end);
    points
        .chain(last)
        .map(move |mark| mark - bytes[span.start..mark].iter().rev().take_while(|byte| byte.is_ascii_digit()).count())
}

/// Where Chinese numerals before 年 and 月 begin. Searching for the two is far cheaper than looking at every character.
fn chinese_starts(text: &str) -> impl Iterator<Item = usize> {
    static YEAR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("年"));
    static MONTH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("月"));
    let is_numeral = |c: &char| *c == '正' || *c == '十' || YEAR_NUMERALS.contains(*c);
    let numerals = |mark: usize| text[..mark].chars().rev().take(5).take_while(is_numeral).map(char::len_utf8).sum();
    let marks = YEAR.find_iter(text.as_bytes()).chain(MONTH.find_iter(text.as_bytes()));
    let lengths = marks.map(|mark| (mark, numerals(mark)));
    let mut starts: Vec<usize> =
        lengths.filter(|(_, length)| *length > 0).map(|(mark, length): (usize, usize)| mark - length).collect();
    starts.sort_unstable();
    // A fifth numeral belongs to no date; the four behind it may.
    let skip = |start: usize| text[start..].chars().next().map_or(0, char::len_utf8);
    starts.into_iter().flat_map(move |start| [start, start + skip(start)])
}

/// The digits at a place.
fn digits_at(text: &str, at: usize) -> &str {
    let length = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    &text[at..at + length]
}

/// One or two digits at a place with one of the marks behind them: the number, and the end of the mark.
fn marked_at(text: &str, at: usize, marks: &[char]) -> Option<(i16, usize)> {
    let digits = digits_at(text, at);
    let end = at + digits.len();
    let mark = text[end..].chars().next().filter(|mark| digits.len() <= 2 && marks.contains(mark))?;
    Some((digits.parse().ok()?, end + mark.len_utf8()))
}

fn arabic(text: &str, start: usize) -> Option<DateMention> {
    let mention =
        |year, month, day, end: usize| Some(DateMention::new(Span::of(start..end), [year, month, day], false));
    let digits = digits_at(text, start);
    let end = start + digits.len();
    if text[end..].starts_with('月') {
        let (month, end) = marked_at(text, start, &['月'])?;
        let (day, end) = marked_at(text, end, &['日', '号'])?;
        return mention(None, Some(month), Some(day), end);
    }
    let year = Some(digits.parse().ok().filter(|year| (1000..=9999).contains(year) && digits.len() >= 4)?);
    let Some(rest) = text[end..].strip_prefix('年').map(|rest| text.len() - rest.len()) else {
        return numeric(text, end).and_then(|(month, day, end)| mention(year, Some(month), Some(day), end));
    };
    let Some((month, end)) = marked_at(text, rest, &['月']) else {
        return mention(year, None, None, rest);
    };
    match marked_at(text, end, &['日', '号']) {
        Some((day, end)) => mention(year, Some(month), Some(day), end),
        None => mention(year, Some(month), None, end),
    }
}

/// Month, day and end of a date in numbers alone, from the mark behind its year. 2.13.30.1 and 2024-01/02 are no
/// dates; 2024.12.30-2025.1.2 holds two.
fn numeric(text: &str, at: usize) -> Option<(i16, i16, usize)> {
    let mark = text[at..].chars().next().filter(|mark| matches!(mark, '-' | '/' | '.'))?;
    let (month, at) = marked_at(text, at + 1, &[mark])?;
    let day = digits_at(text, at);
    let end = at + day.len();
    let whole = day.len() <= 2 && !text[end..].starts_with(mark);
    whole.then(|| Some((month, day.parse().ok()?, end)))?
}

/// The date in Chinese numerals at a place, and its length; about so many (二三月) has a length and is no date.
fn chinese(text: &str, start: usize) -> Option<(usize, Option<DateMention>)> {
    let rest = &text[start..];
    let year = numerals_before(rest, YEAR_NUMERALS, 4, '年').filter(|year| year.chars().count() == 4);
    let mut length = year.map_or(0, |year| year.len() + '年'.len_utf8());
    let month = numerals_before(&rest[length..], MONTH_NUMERALS, 2, '月');
    length += month.map_or(0, |month| month.len() + '月'.len_utf8());
    let day = month.and_then(|_| numerals_before(&rest[length..], DAY_NUMERALS, 3, '日'));
    length += day.map_or(0, |day| day.len() + '日'.len_utf8());
    if length == 0 {
        return None;
    }
    let span = Span::of(start..start + length);
    let number = |part: Option<&str>| part.map_or(Some(None), |part| numeral(part).map(Some));
    // 二三月 is no month and 五六日 no day: about so many. 一月 alone is a word as often as a date (一月之内).
    let parts = number(month).zip(number(day)).filter(|_| year.or(day).is_some());
    let year = year.map(numeral_digits);
    let date = parts.map(|(month, day)| DateMention::new(span, [year, month, day], true));
    Some((length, date))
}

/// The one to so many numerals that a text begins with, if a mark follows them.
fn numerals_before<'a>(text: &'a str, numerals: &str, most: usize, mark: char) -> Option<&'a str> {
    let length = text.chars().take(most).take_while(|c| numerals.contains(*c)).map(char::len_utf8).sum();
    (length > 0 && text[length..].starts_with(mark)).then(|| &text[..length])
}

/// What stands before a date of another calendar.
const CALENDARS: [&str; 12] =
    ["农历", "阴历", "旧历", "夏历", "古历", "藏历", "傣历", "彝历", "回历", "佛历", "伊斯兰历", "闰"];

/// Bytes before a date in which the name of its calendar is looked for (农历癸卯年, 农历的).
const CALENDAR_REACH: usize = 24;

fn is_lunar(text: &str, date: &DateMention) -> bool {
    let before = &text[..date.span.start as usize];
    if date.chinese {
        // 光绪二十四年四月二十三日, 癸卯年二月三十日
        let other_year = date.year.is_none() && before.ends_with('年');
        if other_year || text[date.span.range()].contains("正月") {
            return true;
        }
    }
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(CALENDAR_REACH))..];
    if !near.contains(['历', '闰']) {
        return false;
    }
    let near = near.rsplit(['，', '。', '；', '、', '\n', ',', ';']).next().unwrap_or_default();
    CALENDARS.iter().any(|name| near.contains(name))
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
