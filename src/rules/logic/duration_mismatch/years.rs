//! Years and months against the years and months that they run from and to.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::{Fault, LATELY};
use crate::document::{Article, count_at};
use crate::span::{Span, Text};

/// Bytes of the count that may stand between the word and its unit: 已有三十五.
const COUNT: usize = 24;
/// What years are called.
const YEARS: [&str; 5] = ["年", "个春秋", "个年头", "载", "个寒暑"];
/// Bytes in which the years stand before a length.
const REACH: u32 = 120;
const CENTURIES: RangeInclusive<i32> = 1840..=2099;
/// What is more is a year and no number of years: 至今，1988年….
const LONGEST: u32 = 150;
/// Years of one kind that are looked at around a word.
const MOST: usize = 3;

/// 2019年开工，2022年竣工，历时5年.
pub(super) fn lasted(article: &Article, place: u32, word: &str) -> Option<Fault> {
    let (span, said) = count(article, place + word.len() as u32)?;
    let [from, to] = years(article, place)[..] else {
        return None;
    };
    judge(article, span, said, to - from, from <= to)
}

/// 成立于2010年，至今已有20年, as of the day of publication.
pub(super) fn since(article: &Article, place: u32, word: &str, published: Option<Date>) -> Option<Fault> {
    let (span, said) = count(article, place + word.len() as u32)?;
    let [from] = years(article, place)[..] else {
        return None;
    };
    let now = i32::from(published?.year());
    judge(article, span, said, now - from, from <= now)
}

/// 近五年（2020—2023年）.
pub(super) fn bracketed(article: &Article, place: u32, word: &str) -> Option<Fault> {
    let before = article.before(Span::point(place));
    let (number, said) = count_before(before)?;
    let lead = &before[..before.len() - number];
    let inside = article.after(Span::point(place + word.len() as u32));
    let (from, to) = ends(inside, "年", 4)?;
    let named = LATELY.iter().any(|word| lead.ends_with(word));
    let span = Span::new(place - number as u32, place + "年".len() as u32);
    let fits = CENTURIES.contains(&from) && CENTURIES.contains(&to);
    (named && fits && said <= 30).then(|| judge_closed(article, span, said, to - from + 1)).flatten()
}

/// 三个月（5月至6月）.
pub(super) fn months(article: &Article, place: u32, word: &str) -> Option<Fault> {
    let before = article.before(Span::point(place));
    let (number, said) = count_before(before)?;
    let lead = &before[..before.len() - number];
    let inside = article.after(Span::point(place + word.len() as u32));
    let (from, to) = ends(inside, "月", 2)?;
    // From a day of one month to a day of another the months are not counted like that.
    let days = inside[..inside.find(['）', ')']).unwrap_or(0)].contains(['日', '旬', '年']);
    let span = Span::new(place - number as u32, place + "个月".len() as u32);
    let ordinal = lead.ends_with(['第', '前', '后']) && !lead.ends_with("前");
    let fits = (1..=12).contains(&from) && (from..=12).contains(&to) && !days && !ordinal;
    fits.then(|| judge_closed(article, span, said, to - from + 1)).flatten()
}

/// 总工期18个月，2024年10月开工，2026年10月完工.
pub(super) fn term(article: &Article, place: u32, word: &str) -> Option<Fault> {
    let text = article.after(Span::point(place + word.len() as u32));
    let lead = text.len() - text.trim_start_matches(['为', '共', '：']).len();
    let (said, length) = count_at(&text[lead..])?;
    let rest = text[lead + length..].strip_prefix("个月")?;
    let start = place as usize + word.len() + lead;
    let span = Span::of(start..start + length + "个月".len());
    let sentence = article.sentence(span);
    let dates: Vec<_> = article.dates().iter().filter(|date| sentence.start <= date.span.start && date.span.end <= sentence.end).take(MOST).collect();
    let [from, to] = dates[..] else {
        return None;
    };
    let month = |date: &crate::document::DateMention| Some(i32::from(date.year?) * 12 + i32::from(date.month?));
    let counted = month(to)? - month(from)?;
    let (said, vague) = (i32::try_from(said).ok()?, rest.starts_with(['多', '余', '左', '以']));
    let told = ["开工", "动工", "启动", "开始"].iter().any(|word| article.slice(sentence).contains(word));
    (told && !vague && counted > 0 && (said - counted).abs() > 1).then(|| (span, format!("按写明的起止时间是{counted}个月左右，与“{}”不符，请核对", article.slice(span))))
}

/// A length with both ends counted; where they are not, it is one less.
fn judge_closed(article: &Article, span: Span<Text>, said: i32, counted: i32) -> Option<Fault> {
    let fits = said == counted || said == counted - 1;
    (counted > 1 && !fits).then(|| (span, format!("按写明的起止时间是{counted}，与“{}”不符，请核对", article.slice(span))))
}

/// A length in years, in which the first or the last year may not be whole.
fn judge(article: &Article, span: Span<Text>, said: i32, counted: i32, in_order: bool) -> Option<Fault> {
    let fits = (said - counted).abs() <= 1;
    (in_order && !fits).then(|| (span, format!("按写明的年份是{counted}年左右，与“{}”不符，请核对", article.slice(span))))
}

/// The whole number of years that stands shortly behind a place, with its span.
fn count(article: &Article, place: u32) -> Option<(Span<Text>, i32)> {
    let text = article.after(Span::point(place));
    let near = &text[..text.floor_char_boundary(COUNT)];
    let lead = near.len() - near.trim_start_matches(['已', '有', '经', '整', '历', '达', '，', '过', '去', '走', '正', '好', '满', '了', '为', '是', '长']).len();
    let (count, length) = count_at(&near[lead..])?;
    let (unit, rest) = YEARS.iter().find_map(|unit| Some((unit, near[lead + length..].strip_prefix(unit)?)))?;
    let vague = rest.starts_with(['多', '余', '半', '左', '之']) || near[..lead].contains('近');
    let span = Span::of(place as usize + lead..place as usize + lead + length + unit.len());
    (!vague && (1..=LONGEST).contains(&count)).then_some((span, i32::try_from(count).ok()?))
}

/// The years in figures in the sentence before a place; `MOST` of them are no plain pair.
fn years(article: &Article, place: u32) -> Vec<i32> {
    let sentence = article.sentence(Span::point(place));
    let start = sentence.start.max(place.saturating_sub(REACH));
    let dates = article.dates();
    let from = dates.partition_point(|date| date.span.start < start);
    let dates = dates[from..].iter().take_while(|date| date.span.end <= place).take(MOST);
    let mut years: Vec<i32> = dates.filter_map(|date| date.year).map(i32::from).filter(|year| CENTURIES.contains(year)).collect();
    years.dedup();
    years
}

/// The count that a text ends with.
fn count_before(text: &str) -> Option<(usize, i32)> {
    let is_count = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(*c);
    let length: usize = text.chars().rev().take(3).take_while(is_count).map(char::len_utf8).sum();
    let (count, read) = count_at(&text[text.len() - length..])?;
    (read == length).then_some((length, i32::try_from(count).ok()?))
}

/// The two numbers of a range that fills the brackets which a text begins in: 2020—2023年）, 5月至6月）.
fn ends(text: &str, unit: &str, digits: usize) -> Option<(i32, i32)> {
    let number = |text: &str| {
        let length = text.bytes().take(digits + 1).take_while(u8::is_ascii_digit).count();
        (length <= digits).then(|| text[..length].parse::<i32>().ok().map(|value| (value, length))).flatten()
    };
    let text = text.strip_prefix('即').unwrap_or(text);
    let (from, length) = number(text)?;
    let rest = &text[length..];
    let rest = rest.strip_prefix(unit).unwrap_or(rest).trim_start_matches(['-', '—', '–', '－', '~', '～', '至', '到']);
    let (to, length) = number(rest)?;
    let rest = rest[length..].strip_prefix(unit)?;
    rest.trim_start_matches(['份', '底']).starts_with(['）', ')']).then_some((from, to))
}
