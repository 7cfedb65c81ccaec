//! An age that the year of birth beside it does not give: 1985年3月出生，现年52岁. Both ways to count years are allowed.

use std::sync::LazyLock;

use crate::document::{Article, DateMention, Number};
use crate::finding::Severity;
use crate::rules::number::{head, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/age-mismatch",
        "年龄与出生年份不符",
        Severity::Warning,
        "出生年份和年龄都写了，算出来却对不上，必有一个是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What says that an age is today's, right before its number.
const NOW: [&str; 3] = ["现年", "今年", "今年已"];
/// Bytes between the birth and the age.
const NEAR: usize = 90;
/// Years that the two ways to count, and birthdays to come, make.
const TOLERANCE: i32 = 1;
const OLDEST: i32 = 120;

struct AgeMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AgeMismatch)
}

impl Rule for AgeMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["以后出生", "年出生", "月出生", "日出生", "年生，", "月生，", "日生，", "年生。", "月生。"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            if article.after(Span::point(*place)).starts_with("以后出生") {
                limit(article, *place, context);
                continue;
            }
            let dates = article.dates();
            let behind = dates.partition_point(|date| date.span.end < *place);
            let birth = dates.get(behind).filter(|date| date.span.start < *place && date.span.end <= *place + "年".len() as u32);
            if let Some(birth) = birth {
                look(article, birth, context);
            }
        }
    }
}

fn look(article: &Article, birth: &DateMention, context: &mut Context<'_>) {
    let Some(year) = birth.year.filter(|_| !birth.lunar) else {
        return;
    };
    let Some(age) = age_beside(article, birth) else {
        return;
    };
    let Some(said) = age.integer().and_then(|age| i32::try_from(age).ok()) else {
        return;
    };
    let counted = i32::from(context.as_of_year()) - i32::from(year);
    let later = head(article, age.span.end).starts_with("岁以") || head(article, age.span.end).starts_with("岁多");
    // Without a date of publication the text may be of any earlier year.
    let younger = context.published.is_some() && said + TOLERANCE < counted;
    if later || !(0..=OLDEST).contains(&counted) || !younger && said <= counted + TOLERANCE {
        return;
    }
    let message = format!("{year}年出生，{}年应为{counted}岁左右，与“{said}岁”不符，请核对", context.as_of_year());
    context.report(context.finding(age.span, message).confidence(0.85));
}

/// The greatest age and the earliest birth that is to say the same: 35周岁以下（1990年3月以后出生）.
fn limit(article: &Article, place: u32, context: &mut Context<'_>) {
    let dates = article.dates();
    let birth = dates[..dates.partition_point(|date| date.span.end < place)].last();
    let birth = dates.iter().rev().find(|date| date.span.end == place).or(birth.filter(|date| place - date.span.end <= "（含）".len() as u32));
    let Some((birth, year)) = birth.and_then(|birth| Some((birth, i32::from(birth.year?)))) else {
        return;
    };
    let before = article.before(birth.span);
    let Some(lead) = ["周岁以下（", "周岁及以下（", "岁以下（", "岁及以下（", "周岁（含）以下（", "周岁以下(", "周岁及以下("].iter().find_map(|word| before.strip_suffix(word)) else {
        return;
    };
    let digits = lead.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    let Ok(said) = lead[lead.len() - digits..].parse::<i32>() else {
        return;
    };
    let counted = i32::from(context.as_of_year()) - year;
    if context.published.is_some() && (said - counted).abs() > TOLERANCE {
        let message = format!("{year}年出生的，{}年是{counted}岁左右，与“{said}周岁以下”不符，请核对", context.as_of_year());
        context.report(context.finding(birth.span, message).confidence(0.85));
    }
}

/// The age of today near a birth, behind it or else before it: 1985年出生，现年39岁; 现年39岁，1985年出生.
fn age_beside<'a>(article: &'a Article, birth: &DateMention) -> Option<&'a Number> {
    let numbers = article.numbers();
    let next = numbers.partition_point(|number| number.span.start < birth.span.end);
    let told = |age: &&Number, from: u32, to: u32| {
        let between = article.slice(Span::new(from, to));
        let near = between.len() <= NEAR && !between.contains(['。', '\n', '、']);
        let now = NOW.iter().any(|word| tail(article, age.span.start).ends_with(word));
        near && now && article.unit(age) == "岁"
    };
    let behind = numbers.get(next).filter(|age| told(age, birth.span.end, age.span.start));
    let before = || {
        let first = numbers.partition_point(|number| number.span.start < birth.span.start);
        numbers.get(first.checked_sub(1)?).filter(|age| told(age, age.span.end, birth.span.start))
    };
    behind.or_else(before)
}
