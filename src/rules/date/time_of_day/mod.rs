//! A part of the day with an hour that does not lie in it: 上午15时, 下午9时, 凌晨13时.

use std::sync::LazyLock;

use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::date::reading::{is_quoted, skip, skip_weekday, two_digits};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

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
const PARTS: [(&str, &[std::ops::RangeInclusive<u8>]); 8] = [
    ("上午", &[5..=12]),
    ("下午", &[12..=20, 1..=7]),
    ("凌晨", &[0..=7, 24..=24]),
    ("中午", &[10..=15, 1..=2]),
    ("早上", &[4..=11]),
    ("早晨", &[3..=10]),
    ("清晨", &[3..=9]),
    ("晚上", &[17..=24, 0..=3, 5..=12]),
];

struct TimeOfDay;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TimeOfDay)
}

impl Rule for TimeOfDay {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for number in article.prose_numbers().filter(|number| fits(number)) {
            check_hour(article, context, number);
        }
    }
}

/// Whether a number may be an hour behind a part of the day, a weekday in brackets allowed between them.
fn fits(number: &Number) -> bool {
    let behind = matches!(number.behind, ':' | '：' | '时' | '点');
    behind && number.span.len() <= 2 && matches!(number.before, '午' | '晨' | '上' | '）' | ')')
}

fn check_hour(article: &Article, context: &mut Context<'_>, number: &Number) -> Option<()> {
    let before = article.before(number.span);
    let lead = match before.rfind('（').filter(|_| before.ends_with(['）', ')'])) {
        Some(open) if skip_weekday(&before[open..]).is_empty() => &before[..open],
        _ => before,
    };
    let (word, hours) = PARTS.iter().find(|(word, _)| lead.ends_with(word))?;
    let after = article.after(number.span);
    let time = clock(after)?;
    let hour = u8::try_from(number.integer()?).ok()?;
    // 上午1点5小时 is a length; 24 and more is `date/impossible`'s.
    let rest = &after[time..];
    let length = rest.starts_with(['小', '长', '个', '.', ':', '：', '点']);
    let start = number.span.start - (before.len() - lead.len() + word.len()) as u32;
    let place = Span::new(start, start + word.len() as u32);
    let fits = hours.iter().any(|hours| hours.contains(&hour));
    if hour > 24 || length || fits || is_quoted(article, place) {
        return None;
    }
    let span = Span::new(start, number.span.end + time as u32);
    let message = format!("“{}”自相矛盾，请核对是上午、下午还是晚上", article.slice(span));
    context.report(context.finding(span, message).confidence(0.9));
    Some(())
}

/// The length of what stands behind an hour on a clock: :30, 时, 点半, 时30分.
fn clock(after: &str) -> Option<usize> {
    if let Some(minutes) = after.strip_prefix([':', '：']) {
        let [tens, ones] = *minutes.as_bytes().first_chunk()?;
        let shown = matches!(tens, b'0'..=b'5') && ones.is_ascii_digit();
        return shown.then_some(after.len() - minutes.len() + 2);
    }
    let rest = after.strip_prefix(['时', '点'])?;
    let minutes = two_digits(rest).and_then(|(_, rest)| rest.strip_prefix('分'));
    let rest = minutes.unwrap_or_else(|| skip(rest, &["半", "许", "整"]));
    Some(after.len() - rest.len())
}
