//! The date under an official document written short: 2024.9.2, 2024-9-2, or without its day: 2024年12月; and the date under
//! any text written as it is spoken: 2024年2月5号.

use std::sync::LazyLock;

use super::title;
use crate::document::{Article, Region, count_at};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/date-form",
        "成文日期的写法不对",
        Severity::Warning,
        "成文日期写全年、月、日：2024年9月2日，不用点、短横代替，不缺日。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.5.4",
        include_str!("rule.md"),
    )
});

/// Blocks from the end among which the date stands.
const TAIL: usize = 5;

struct DateForm;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DateForm)
}

impl Rule for DateForm {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["关于", "号"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let official = title::block(article).is_some_and(|block| title::is_official(article.block_text(block)));
        let tail = article.blocks.iter().filter(|block| matches!(block.region, Region::Body | Region::Signature)).rev().take(TAIL);
        for block in tail {
            let text = article.block_text(block).trim();
            let (short, dayless) = if official { (numeric(text), month(text)) } else { (None, false) };
            let spoken = spoken(text);
            let message = match (&short, dayless) {
                _ if spoken.is_some() => "成文日期用“日”不用“号”，并用阿拉伯数字书写".to_string(),
                (Some(right), _) => format!("成文日期写作“{right}”"),
                (None, true) => "成文日期缺了“日”，应写全年、月、日".to_string(),
                (None, false) => continue,
            };
            let finding = context.finding(block.text, message).confidence(0.85);
            context.report(match spoken.or(short) {
                Some(right) => finding.suggest(vec![right], Applicability::Unsafe),
                None => finding,
            });
        }
    }
}

/// A line that is a date ending in 号, in digits or Chinese numerals: 二〇二四年二月五号 written as it should be.
fn spoken(text: &str) -> Option<String> {
    let (year, rest) = text.strip_suffix('号')?.split_once('年')?;
    let (month, day) = rest.split_once('月')?;
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|digit| digit == c || c == '零' && digit == '〇' || c == '○' && digit == '〇').map(|at| at as u32);
    let year = year.chars().map(|c| c.to_digit(10).or_else(|| digit(c))).collect::<Option<Vec<u32>>>().filter(|digits| digits.len() == 4)?;
    let count = |text: &str| count_at(text).filter(|(_, length)| *length == text.len()).map(|(number, _)| number);
    let (month, day) = (count(month)?, count(day)?);
    let year = year.into_iter().fold(0, |year, digit| year * 10 + digit);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| format!("{year}年{month}月{day}日"))
}

/// 2024.9.2 written out.
fn numeric(text: &str) -> Option<String> {
    let mut parts = text.split(['.', '-', '/']);
    let mut part = |digits: usize| parts.next().filter(|part| (1..=digits).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    let value = |text: &str| text.parse::<u32>().ok();
    let fits = year.len() == 4 && (1..=12).contains(&value(month)?) && (1..=31).contains(&value(day)?);
    (fits && parts.next().is_none()).then(|| format!("{year}年{}月{}日", value(month).unwrap_or(1), value(day).unwrap_or(1)))
}

/// Whether a text is a year and a month and nothing else.
fn month(text: &str) -> bool {
    let Some((year, rest)) = text.split_once('年') else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    year.len() == 4 && digits(year) && rest.strip_suffix('月').is_some_and(|month| month.len() <= 2 && digits(month))
}
