//! A length of time that its own ends do not give: 9时至11时，共3小时; 2019年开工、2022年竣工，历时5年; 近五年（2020—2023年）. Periods
//! of days are `date/period-length`'s.

mod clock;
mod years;

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/duration-mismatch",
        "时长与起止时间不符",
        Severity::Warning,
        "起止时间和时长都写了，算出来却对不上，必有一个是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What a length of time stands behind, or is followed by.
const HOURS: &str = "小时";
const LASTED: [&str; 2] = ["历时", "历经"];
const TERMS: [&str; 3] = ["总工期", "计划工期", "建设周期"];
const SINCE: [&str; 9] = ["至今", "距今", "迄今", "党龄", "工龄", "教龄", "军龄", "警龄", "行医"];
const LATELY: [&str; 4] = ["近", "过去", "最近", "前"];
const YEARS_BRACKETED: [&str; 8] = ["年（", "年(", "年来（", "年来(", "年间（", "年间(", "年内（", "年内("];
const MONTHS_BRACKETED: [&str; 6] = ["个月（", "个月(", "个月内（", "个月内(", "个月时间（", "个月时间("];

struct DurationMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DurationMismatch)
}

impl Rule for DurationMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> =
            LazyLock::new(|| [&[HOURS][..], &LASTED, &TERMS, &SINCE, &YEARS_BRACKETED, &MONTHS_BRACKETED].concat());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let at = Span::point(*place);
            let text = article.after(at);
            let starts = |words: &[&'static str]| words.iter().copied().find(|word| text.starts_with(word));
            let found = if text.starts_with(HOURS) {
                clock::fault(article, *place)
            } else if let Some(word) = starts(&LASTED) {
                years::lasted(article, *place, word)
            } else if let Some(word) = starts(&TERMS) {
                years::term(article, *place, word)
            } else if let Some(word) = starts(&SINCE) {
                years::since(article, *place, word, context.published)
            } else if let Some(word) = starts(&YEARS_BRACKETED) {
                years::bracketed(article, *place, word)
            } else {
                starts(&MONTHS_BRACKETED).and_then(|word| years::months(article, *place, word))
            };
            if let Some((span, message)) = found {
                context.report(context.finding(span, message).confidence(0.85));
            }
        }
    }
}

/// A length that is wrong, and what is to be said of it.
type Fault = (Span<Text>, String);
