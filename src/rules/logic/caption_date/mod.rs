//! The day in the caption of a picture against the day that the report gives: 6月11日上午 above and 图为6月12日 below.

use std::sync::LazyLock;

use crate::document::{Article, DateMention};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/caption-date",
        "图片说明的日期与正文不符",
        Severity::Warning,
        "图片说明写的日期在正文里没有，正文写的是相邻的另一天，必有一处写错。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

const CAPTION: &str = "图为";
/// Days between the two that are taken for one meant.
const NEAR: i16 = 3;

struct CaptionDate;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(CaptionDate)
}

impl Rule for CaptionDate {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &[CAPTION]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let at = place + CAPTION.len() as u32;
            let Some(shown) = article.dates().iter().find(|date| date.span.start == at && !date.chinese) else {
                continue;
            };
            let others = article.dates().iter().filter(|date| date.span != shown.span && date.is_prose && !date.chinese && date.day.is_some() && article.slice(date.span).contains('月'));
            let told: Vec<&DateMention> = others.filter(|date| date.month.is_some()).collect();
            // 6月11日至12日 is of several days.
            let ranged = |date: &DateMention| matches!(date.behind, '至' | '到' | '—' | '－' | '-' | '～' | '、' | '和');
            let Some(first) = told.first().filter(|first| near(first, shown) && !ranged(first)) else {
                continue;
            };
            if shown.day.is_some() && told.iter().all(|date| date.day == first.day && date.month == first.month) {
                let message = format!("正文里是“{}”，图片说明是“{}”，请核对", article.slice(first.span), article.slice(shown.span));
                context.report(context.finding(shown.span, message).confidence(0.8));
            }
        }
    }
}

/// Whether two dates are of neighbouring days and not of one.
fn near(one: &DateMention, other: &DateMention) -> bool {
    // Months are as long as the longest: only neighbouring days count.
    let day = |date: &DateMention| Some(date.month? * 31 + date.day?);
    let days = day(one).zip(day(other)).map_or(0, |(one, other)| (one - other).abs());
    (1..=NEAR).contains(&days) && (one.year == other.year || one.year.is_none() || other.year.is_none())
}
