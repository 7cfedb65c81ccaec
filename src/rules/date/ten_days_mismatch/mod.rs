//! A third of a month with days that are not in it: 7月下旬（7月5日至10日）.

use std::sync::LazyLock;

use crate::document::{Article, DateMention};
use crate::finding::Severity;
use crate::rules::date::reading::{places, strip_connector, two_digits};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/ten-days-mismatch",
        "上中下旬与日期不符",
        Severity::Warning,
        "上旬是1日至10日，中旬是11日至20日，下旬是21日至月底，旁边的日期不在里面，必有一个写错了。",
        "公历历法；《现代汉语词典》",
        include_str!("rule.md"),
    )
});

/// The thirds, with their first and last days.
const THIRDS: [(&str, i16, i16); 3] = [("上旬", 1, 10), ("中旬", 11, 20), ("下旬", 21, 31)];

struct TenDaysMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TenDaysMismatch)
}

impl Rule for TenDaysMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["上旬（", "上旬(", "上旬，即", "中旬（", "中旬(", "中旬，即", "下旬（", "下旬(", "下旬，即"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let places: Vec<u32> = places(article, context).collect();
        for place in places {
            let text = article.after(Span::point(place));
            let Some((name, first, last)) = THIRDS.into_iter().find(|(name, ..)| text.starts_with(name)) else {
                continue;
            };
            let Some(date) = date_inside(article, place + name.len() as u32) else {
                continue;
            };
            let days = [date.day, second_day(article, date)];
            if days.into_iter().flatten().any(|day| day < first || day > last) {
                let message = format!("{name}是{first}日至{}，与“{}”不符，请核对", if last > 30 { "月底".to_string() } else { format!("{last}日") }, article.slice(date.span));
                context.report(context.finding(date.span, message).confidence(0.85));
            }
        }
    }
}

/// The date that stands right behind a third, in brackets or behind 即.
fn date_inside(article: &Article, at: u32) -> Option<&DateMention> {
    let dates = article.dates();
    let date = dates.get(dates.partition_point(|date| date.span.start < at))?;
    let between = article.slice(Span::new(at, date.span.start));
    (matches!(between, "（" | "(" | "，即" | "（即") && !date.lunar).then_some(date)
}

/// The day of the same month that a period beginning with a date goes to.
fn second_day(article: &Article, date: &DateMention) -> Option<i16> {
    let rest = strip_connector(article.after(date.span))?;
    let (day, rest) = two_digits(rest)?;
    rest.starts_with('日').then_some(day)
}
