//! Identity numbers of citizens that stand unmasked: eighteen characters with a province, a day of birth and the check
//! digit of ISO 7064. Other numbers of that length (credit codes, index numbers, serial numbers) fail one of the three.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::numbers::{LongNumber, long_numbers};
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta, Today};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "privacy/id-number",
        "公开了完整的身份证号码",
        Severity::Error,
        "身份证号码是个人信息，公开出去会被冒用；公示时应隐去出生日期等部分数字。",
        "《中华人民共和国个人信息保护法》；《中华人民共和国政府信息公开条例》第十五条；GB 11643—1999《公民身份号码》",
        include_str!("rule.md"),
    )
});

/// The first two digits: provinces in the code of GB/T 2260.
const PROVINCES: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45",
    "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
];
/// Weights of the first seventeen digits, and the check digit for each remainder.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [u8; 11] = *b"10X98765432";
/// Before this year nobody was born who has a number.
const FIRST_YEAR: i16 = 1900;
/// Labels right before a number that is meant to be one, though a digit of it is mistyped or it is of the old form.
const LABELS: [&str; 4] = ["身份证", "身份证号", "身份号码", "居民身份"];
/// How far before the number the label may stand, in characters.
const LABEL_REACH: usize = 14;

struct IdNumber;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(IdNumber)
}

impl Rule for IdNumber {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for number in long_numbers(article) {
            let labelled = is_labelled(article.before(number.span));
            let disabled = of_disabled(article.before(number.span), &number.digits, &context.today);
            let valid = disabled || born(&number.digits, &context.today) && (labelled || is_checked(&number.digits));
            let old = labelled && born_in_century(&number, &context.today);
            if valid || old {
                let message = "这里公开了完整的身份证号码，应隐去部分数字，如只留前几位和末几位";
                let confidence = if is_checked(&number.digits) { 0.98 } else { 0.85 };
                context.report(context.finding(number.span, message).confidence(confidence));
            }
        }
    }
}

fn is_labelled(before: &str) -> bool {
    let from = before.char_indices().rev().take(LABEL_REACH).last().map_or(before.len(), |(at, _)| at);
    LABELS.iter().any(|label| before[from..].contains(label))
}

/// Whether it is that of a certificate of disability: the number of the identity card with kind and degree behind it.
fn of_disabled(before: &str, digits: &str, today: &Today) -> bool {
    let from = before.char_indices().rev().take(LABEL_REACH).last().map_or(before.len(), |(at, _)| at);
    let own = digits.get(..18).filter(|_| digits.len() == 20 && before[from..].contains("残疾"));
    own.is_some_and(|own| born(own, today) && is_checked(own))
}

/// Whether an eighteen-character number begins with a province and holds a day of birth.
fn born(digits: &str, today: &Today) -> bool {
    digits.len() == 18 && has_province(digits) && is_birthday(&digits[6..14], today)
}

/// The old form of fifteen digits, without century and check digit.
fn born_in_century(number: &LongNumber, today: &Today) -> bool {
    let digits = &number.digits;
    digits.len() == 15 && has_province(digits) && is_birthday(&format!("19{}", &digits[6..12]), today)
}

fn has_province(digits: &str) -> bool {
    PROVINCES.iter().any(|province| digits.starts_with(province))
}

fn is_birthday(digits: &str, today: &Today) -> bool {
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
    let day = |year: i16| Date::new(year, part(4..6)?.try_into().ok()?, part(6..8)?.try_into().ok()?).ok();
    part(0..4).filter(|year| *year >= FIRST_YEAR).and_then(day).is_some_and(|day| today.has_come(day))
}

/// ISO 7064, MOD 11-2.
fn is_checked(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(byte, weight)| u32::from(byte.wrapping_sub(b'0')) * weight).sum();
    bytes.len() == 18 && bytes[17] == CHECKS[(sum % 11) as usize]
}
