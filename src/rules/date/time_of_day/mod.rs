//! A part of the day with an hour that does not lie in it: 上午15时, 下午9时, 凌晨13时.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use regex::Regex;

use crate::document::Article;
use crate::finding::Severity;
use crate::rules::date::reading::{head, is_quoted, places};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/time-of-day",
        "时段与钟点矛盾",
        Severity::Error,
        "“上午15时”“下午9时”自相矛盾，群众按哪一个来都可能白跑一趟。",
        "GB/T 7408《日期和时间的表示法》",
        include_str!("rule.md"),
    )
});

/// Parts of the day and their hours, on either kind of clock.
struct Part {
    word: Finder<'static>,
    hours: &'static [std::ops::RangeInclusive<u8>],
}

static PARTS: LazyLock<[Part; 8]> = LazyLock::new(|| {
    let part = |word: &'static str, hours: &'static [std::ops::RangeInclusive<u8>]| Part { word: Finder::new(word), hours };
    [
        part("上午", &[5..=12]),
        part("下午", &[12..=20, 1..=7]),
        part("凌晨", &[0..=7, 24..=24]),
        part("中午", &[10..=15, 1..=2]),
        part("早上", &[4..=11]),
        part("早晨", &[3..=10]),
        part("清晨", &[3..=9]),
        part("晚上", &[17..=24, 0..=3, 5..=12]),
    ]
});

static HOUR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[（(](?:星期|周)[一二三四五六日天][）)])?(?P<hour>[0-9]{1,2})(?:[:：][0-5][0-9]|[时点](?:[0-9]{1,2}分|半|许|整)?)").expect("constant pattern")
});

struct TimeOfDay;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TimeOfDay)
}

impl Rule for TimeOfDay {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for part in PARTS.iter() {
            for place in places(article, &part.word) {
                check_place(article, context, place, part);
            }
        }
    }
}

fn check_place(article: &Article, context: &mut Context<'_>, place: Span<Text>, part: &Part) -> Option<()> {
    let after = article.after(place);
    if !after.starts_with(|c: char| c.is_ascii_digit() || c == '（') {
        return None;
    }
    let found = HOUR.captures(head(after, 16))?;
    let hour: u8 = found["hour"].parse().ok()?;
    // 上午1点5小时 is a length; 24 and more is `date/impossible`'s.
    let rest = &after[found.get(0)?.end()..];
    let length = rest.starts_with(['小', '长', '个', '.', ':', '：']) || rest.starts_with("点");
    if hour > 24 || length || part.hours.iter().any(|hours| hours.contains(&hour)) || is_quoted(article, place) {
        return None;
    }
    let span = place.join(Span::of(found.get(0)?.range()).shifted(place.end));
    let message = format!("“{}”自相矛盾，请核对是上午、下午还是晚上", article.slice(span));
    context.report(context.finding(span, message).confidence(0.9));
    Some(())
}
