//! Numbers written in Arabic digits: found once per article, in one pass over its bytes, and shared by all rules that
//! look at numbers. Values are exact: no floating point. Chinese numerals are read only where a rule asks for one.

use std::cmp::Reverse;
use std::sync::LazyLock;

use super::Article;
use crate::span::{Span, Text};

/// One, in the millionths that values are counted in.
pub const ONE: i128 = 1_000_000;

/// Longer numbers are codes, or mean nothing to a rule.
const LONGEST_INTEGER: usize = 12;
const LONGEST_FRACTION: usize = 6;
/// What one in the last digit is, by the digits behind the point.
const STEPS: [i128; LONGEST_FRACTION + 1] = [ONE, 100_000, 10_000, 1000, 100, 10, 1];
/// Chinese numerals are read up to so many characters.
const LONGEST_NUMERAL: usize = 12;

/// What a number says, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    pub amount: i128,
    /// What one more in the last digit shown would add: 10,000 for 3万, 1,000 for 3.5万.
    pub step: i128,
}

/// A number as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// With what scales it: 3.5万, 10亿817万, 12%.
    pub span: Span<Text>,
    /// The first digits with their point and separators.
    pub digits: Span<Text>,
    /// `None`: too long, or of several points (2.13.30). A per cent sign does not change it.
    pub value: Option<Value>,
    pub percent: bool,
    /// The characters right before and right behind it; a line feed at either end of the block. Most rules tell by
    /// them that a number is none of theirs.
    pub before: char,
    pub behind: char,
    /// Whether it lies in prose.
    pub is_prose: bool,
}

impl Number {
    /// The value of a number without point and scale.
    pub fn integer(&self) -> Option<u64> {
        let value = self.value.filter(|value| value.step == ONE && self.span == self.digits)?;
        u64::try_from(value.amount / ONE).ok()
    }
}

/// Scales that values know, longest first.
const SCALES: [(&str, i128); 7] = [
    ("万亿", 1_000_000_000_000),
    ("千亿", 100_000_000_000),
    ("百亿", 10_000_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("亿", 100_000_000),
    ("万", 10_000),
];

/// 千 and 百 scale a number only where what follows counts: 5千克 and 3百分点 do not.
const SMALL_SCALES: [(&str, i128); 2] = [("千", 1000), ("百", 100)];
const COUNTED: &str =
    "个人名户家元多余天年吨亩公里斤件次位头只株棵套台辆字篇张本部所座条份批支块间句页盏口匹艘架枚颗粒瓶箱袋桶盒平";

/// Measure words and units, for what is counted. A word that begins another one is found as the longer one.
const UNITS: &[&str] = &[
    "个",
    "人",
    "名",
    "户",
    "家",
    "元",
    "件",
    "次",
    "项",
    "位",
    "条",
    "篇",
    "起",
    "场",
    "期",
    "批",
    "套",
    "台",
    "辆",
    "架",
    "艘",
    "座",
    "栋",
    "幢",
    "间",
    "处",
    "所",
    "只",
    "头",
    "匹",
    "株",
    "棵",
    "亩",
    "公顷",
    "平方米",
    "平方公里",
    "立方米",
    "米",
    "公里",
    "千米",
    "厘米",
    "毫米",
    "里",
    "吨",
    "公斤",
    "千克",
    "克",
    "斤",
    "袋",
    "箱",
    "瓶",
    "盒",
    "包",
    "桶",
    "支",
    "枚",
    "张",
    "份",
    "册",
    "本",
    "部",
    "幅",
    "块",
    "片",
    "面",
    "盏",
    "根",
    "把",
    "天",
    "日",
    "月",
    "年",
    "小时",
    "分钟",
    "秒",
    "岁",
    "周",
    "倍",
    "度",
    "种",
    "类",
    "门",
    "例",
    "宗",
    "笔",
    "单",
    "票",
    "组",
    "队",
    "支队",
    "对",
    "双",
    "班",
    "节",
    "课时",
    "学时",
    "人次",
    "户次",
    "家次",
    "车次",
    "台次",
    "班次",
    "件次",
    "场次",
    "批次",
    "架次",
    "辆次",
    "美元",
    "欧元",
    "港元",
    "亩次",
    "村",
    "社区",
    "镇",
    "乡",
    "县",
    "市",
    "区",
    "省",
    "国",
    "校",
    "千瓦时",
    "千瓦",
];

impl Article {
    /// The numbers written in Arabic digits, in order. Found once, when first asked for.
    pub fn numbers(&self) -> &[Number] {
        self.numbers.get_or_init(|| {
            let mut numbers = find(&self.text);
            let mut blocks = self.blocks.iter().peekable();
            for number in &mut numbers {
                while blocks.next_if(|block| block.text.end < number.span.end).is_some() {}
                number.is_prose = blocks.peek().is_some_and(|block| block.region.is_prose());
            }
            numbers
        })
    }

    /// Those in prose.
    pub fn prose_numbers(&self) -> impl Iterator<Item = &Number> {
        self.numbers().iter().filter(|number| number.is_prose)
    }

    /// The number that begins at a place.
    pub fn number_from(&self, at: u32) -> Option<&Number> {
        let numbers = self.numbers();
        let place = numbers.binary_search_by_key(&at, |number| number.span.start).ok()?;
        numbers.get(place)
    }

    /// The unit or measure word right behind a number; empty where none is known.
    pub fn unit(&self, number: &Number) -> &str {
        let after = self.text.get(number.span.end as usize..).unwrap_or_default();
        unit_at(after)
    }
}

/// The unit that a text begins with, blank before it allowed.
pub fn unit_at(text: &str) -> &str {
    /// The units, longest first, by the last bits of the code of their first character.
    static UNITS_BY_FIRST: LazyLock<[Vec<&'static str>; 256]> = LazyLock::new(|| {
        let mut by_first = [const { Vec::new() }; 256];
        for unit in UNITS {
            by_first[unit.chars().next().map_or(0, bucket)].push(*unit);
        }
        by_first.iter_mut().for_each(|units| units.sort_by_key(|unit| Reverse(unit.len())));
        by_first
    });
    let text = text.strip_prefix(' ').unwrap_or(text);
    let units = text.chars().next().map_or(&[][..], |first| &UNITS_BY_FIRST[bucket(first)]);
    let unit = units.iter().find(|unit| text.starts_with(**unit));
    &text[..unit.map_or(0, |unit| unit.len())]
}

fn bucket(first: char) -> usize {
    first as usize & 0xff
}

fn find(text: &str) -> Vec<Number> {
    // A number to two hundred bytes is usual.
    let mut numbers: Vec<Number> = Vec::with_capacity(text.len() / 256);
    let mut at = 0;
    while let Some(start) = next_digit(text.as_bytes(), at) {
        let number = read(text, start);
        at = (number.span.end as usize).max(start + 1);
        match numbers.last_mut() {
            // 10亿817万5288: the parts of one number touch.
            Some(last) if continues(last, &number) => merge(last, &number),
            _ => numbers.push(number),
        }
    }
    numbers
}

/// The first digit from a place on.
fn next_digit(bytes: &[u8], mut at: usize) -> Option<usize> {
    /// Bytes that are looked at together: digits are rare, and the compiler makes a few instructions of it.
    const WIDTH: usize = 32;
    let has_digit = |chunk: &[u8; WIDTH]| chunk.iter().fold(false, |found, byte| found | byte.is_ascii_digit());
    while bytes.get(at..).and_then(|rest| rest.first_chunk()).is_some_and(|chunk| !has_digit(chunk)) {
        at += WIDTH;
    }
    bytes.get(at..)?.iter().position(u8::is_ascii_digit).map(|skipped| at + skipped)
}

fn read(text: &str, start: usize) -> Number {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = start + run(start);
    if end - start <= 3 {
        while bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
            end += 4;
        }
        if end - start <= 3 && bytes[start] != b'0' {
            end = grouped(text, start, end);
        }
    }
    let integer = start..end;
    let (mut points, mut fraction) = (0, end..end);
    while bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        fraction = end + 1..end + 1 + run(end + 1);
        end = fraction.end;
        points += 1;
    }
    let digits = Span::of(start..end);
    let part = start > 0 && matches!(bytes[start - 1], b'.');
    let plain = if points > 1 || part { None } else { value(&bytes[integer], &bytes[fraction]) };
    let next = |at: usize| text[at..].chars().next().unwrap_or('\n');
    let (mut behind, mut scale) = (next(end), 1);
    if matches!(behind, '万' | '亿' | '千' | '百') {
        let (name, factor) = scale_at(&text[end..]);
        (end, scale) = (end + name.len(), factor);
        behind = next(end);
    }
    let percent = matches!(behind, '%' | '‰');
    if percent {
        end += behind.len_utf8();
        behind = next(end);
    }
    let scaled = |value: Value| Value { amount: value.amount * scale, step: value.step * scale };
    let value = if scale == 1 { plain } else { plain.map(scaled) };
    let before = text[..start].chars().next_back().unwrap_or('\n');
    Number { span: Span::of(start..end), digits, value, percent, before, behind, is_prose: false }
}

/// Where a number ends whose first digits end at `first`, if blanks part its thousands as GB/T 15835—2011, 5.1 wants:
/// 3 106户. Numbers beside each other (the columns of a table in plain text) are none.
fn grouped(text: &str, start: usize, first: usize) -> usize {
    let is_blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}');
    if text[..start].ends_with(is_blank) {
        return first;
    }
    let mut end = first;
    loop {
        let rest = &text[end..];
        let digits = rest.trim_start_matches(is_blank);
        let blank = rest[..rest.len() - digits.len()].chars().count();
        let run = digits.bytes().take(4).take_while(u8::is_ascii_digit).count();
        match (blank, run) {
            (0, _) | (_, 0) => return end,
            (1, 3) => end = text.len() - digits.len() + 3,
            _ => return first,
        }
    }
}

fn value(integer: &[u8], fraction: &[u8]) -> Option<Value> {
    if integer.len() > LONGEST_INTEGER || fraction.len() > LONGEST_FRACTION {
        return None;
    }
    let digits = integer.iter().chain(fraction).filter(|byte| byte.is_ascii_digit());
    // Eighteen digits at most.
    let amount = digits.fold(0u64, |amount, byte| amount * 10 + u64::from(byte - b'0'));
    let step = STEPS[fraction.len()];
    Some(Value { amount: i128::from(amount) * step, step })
}

fn scale_at(after: &str) -> (&'static str, i128) {
    if let Some(known) = SCALES.iter().find(|(name, _)| after.starts_with(name)) {
        return *known;
    }
    let counts = |name: &str| after.strip_prefix(name).is_some_and(|rest| rest.starts_with(|c| COUNTED.contains(c)));
    SMALL_SCALES.iter().find(|(name, _)| counts(name)).map_or(("", 1), |(name, scale)| (*name, *scale))
}

/// Whether a number goes on the one before it: it touches it and is smaller than its last digit.
fn continues(last: &Number, next: &Number) -> bool {
    let smaller = matches!((last.value, next.value), (Some(last), Some(next)) if next.amount < last.step);
    last.span.end == next.span.start && !last.percent && last.span != last.digits && smaller
}

fn merge(last: &mut Number, next: &Number) {
    last.value = last.value.zip(next.value).map(|(a, b)| Value { amount: a.amount + b.amount, step: b.step });
    last.span = last.span.join(next.span);
    last.percent = next.percent;
    last.behind = next.behind;
}

/// The count that a text begins with, in Arabic digits or as a Chinese numeral (十二, 两, 一百零五), with its length
/// in bytes. `None`: none, too long, or about so many (三四).
pub fn count_at(text: &str) -> Option<(u32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some((text[..digits].parse().ok()?, digits));
    }
    let (mut total, mut last, mut length) = (0u32, None, 0);
    for (place, c) in text.chars().enumerate() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '零' | '〇' => 0,
            _ => match digit(c) {
                Some(digit) if last.is_none() => {
                    last = Some(digit);
                    length += c.len_utf8();
                    continue;
                }
                Some(_) => return None,
                None => break,
            },
        };
        if place >= LONGEST_NUMERAL || (unit > 0 && total > 0 && total % 10 > 0) {
            return None;
        }
        total += if unit == 0 { 0 } else { last.take().unwrap_or(1) * unit };
        length += c.len_utf8();
    }
    let count = total + last.unwrap_or(0);
    (length > 0 && count > 0).then_some((count, length))
}

fn digit(c: char) -> Option<u32> {
    if c == '两' {
        return Some(2);
    }
    "一二三四五六七八九".chars().position(|digit| digit == c).map(|at| at as u32 + 1)
}

/// 1 to 99 as a Chinese numeral.
pub fn numeral(number: u64) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = ((number / 10) as usize, (number % 10) as usize);
    match tens {
        0 if ones > 0 => Some(DIGITS[ones].to_string()),
        1 => Some(format!("十{}", DIGITS[ones])),
        2..=9 => Some(format!("{}十{}", DIGITS[tens], DIGITS[ones])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<(&str, Option<i128>)> {
        let row = |number: &Number| (&text[number.span.range()], number.value.map(|value| value.amount * 100 / ONE));
        find(text).iter().map(row).collect()
    }

    #[test]
    fn reads_numbers() {
        assert_eq!(numbers("约3.5万人"), [("3.5万", Some(3_500_000))]);
        assert_eq!(numbers("1,234,567元"), [("1,234,567", Some(123_456_700))]);
        assert_eq!(numbers("登记3 106户，共1 234 567元"), [("3 106", Some(310_600)), ("1 234 567", Some(123_456_700))]);
        assert_eq!(numbers("电话400 123 4567").len(), 3);
        assert_eq!(numbers("甲 3 106 220").len(), 3);
        assert_eq!(numbers("占12.5%、8‰"), [("12.5%", Some(1250)), ("8‰", Some(800))]);
        assert_eq!(numbers("10亿817万5288人"), [("10亿817万5288", Some(100_817_528_800))]);
        assert_eq!(numbers("3万5千元"), [("3万5千", Some(3_500_000))]);
        assert_eq!(numbers("5千克2024年7月"), [("5", Some(500)), ("2024", Some(202_400)), ("7", Some(700))]);
        assert_eq!(numbers("2.13.30"), [("2.13.30", None)]);
        assert_eq!(numbers(&"1".repeat(100_000)).len(), 1);
    }

    #[test]
    fn reads_counts() {
        assert_eq!(count_at("四个"), Some((4, 3)));
        assert_eq!(count_at("十二项"), Some((12, 6)));
        assert_eq!(count_at("二十"), Some((20, 6)));
        assert_eq!(count_at("一百零五户"), Some((105, 12)));
        assert_eq!(count_at("15类"), Some((15, 2)));
        assert_eq!(count_at("三四个"), None);
        assert_eq!(count_at("个"), None);
        assert_eq!(count_at(&"十".repeat(100)), None);
    }

    #[test]
    fn the_longest_unit_counts() {
        assert_eq!(unit_at("人次"), "人次");
        assert_eq!(unit_at(" 千瓦时"), "千瓦时");
        assert_eq!(unit_at("，"), "");
    }
}
