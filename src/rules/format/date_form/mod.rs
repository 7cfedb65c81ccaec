//! The date under an official document written short: 2024.9.2, 2024-9-2, or without its day: 2024年12月.

use std::sync::LazyLock;

use super::title;
use crate::document::{Article, Region};
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
        &["关于"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if !title::block(article).is_some_and(|block| title::is_official(article.block_text(block))) {
            return;
        }
        let tail = article.blocks.iter().filter(|block| matches!(block.region, Region::Body | Region::Signature)).rev().take(TAIL);
        for block in tail {
            let text = article.block_text(block).trim();
            let (short, dayless) = (numeric(text), month(text));
            let message = match (&short, dayless) {
                (Some(right), _) => format!("成文日期写作“{right}”"),
                (None, true) => "成文日期缺了“日”，应写全年、月、日".to_string(),
                (None, false) => continue,
            };
            let finding = context.finding(block.text, message).confidence(0.85);
            context.report(match short {
                Some(right) => finding.suggest(vec![right], Applicability::Unsafe),
                None => finding,
            });
        }
    }
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
