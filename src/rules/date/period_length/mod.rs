//! A period with its length beside it that is not that long: 公示期5个工作日（7月15日至7月18日）. Counted both with and
//! without the first day; working days by the official arrangements of days off.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::document::{Article, DateMention, Enclosure};
use crate::finding::Severity;
use crate::rules::date::calendar::working_days;
use crate::rules::date::reading::{head, numeral, skip, skip_clock, skip_weekday, strip_connector, tail, two_digits};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/period-length",
        "起止日期与天数不符",
        Severity::Warning,
        "公示、公告、放假的天数与起止日期对不上：天数不足的公示在程序上站不住，群众也不知道哪天算数。",
        "《国务院办公厅关于部分节假日安排的通知》（各年度）；公历历法",
        include_str!("rule.md"),
    )
});

/// The length behind a period: ，共5个工作日; （5个工作日）.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:[（(](?:星期|周)[一二三四五六日天][）)])?(?:止|结束)?(?P<lead>(?:放假(?:调休)?|公示(?:期|时间)?|调休)?[，,]?(?:共计?|合计|总共|为期|历时|时间为|期限为?|公示期为?)|[（(](?:共计?)?|放假(?:调休)?[，,]?共)(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?P<unit>个?工作日|个?自然日|天|日)";
    Regex::new(pattern).expect("constant pattern")
});
/// The length before it: 公示期5个工作日（, 公示期为7天，自.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:公示|公告|征求意见|报名|放假|培训|公示期|公示时间|期限|时间|会期|为期|工期)(?:期限|时间|期)?(?:为|共|：|调休)*(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?P<unit>个?工作日|个?自然日|天|日)(?:[（(](?:即|自|从)?|[，,](?:即|自|从|时间为|起止时间为?)[：:]?)$";
    Regex::new(pattern).expect("constant pattern")
});
const REACH: usize = 32;
/// Characters behind a period in which its length ends: （星期五）止，公示时间，总共五个工作日.
const LENGTH_REACH: usize = 24;

struct PeriodLength;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PeriodLength)
}

impl Rule for PeriodLength {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let dates = article.dates();
        for (at, first) in dates.iter().enumerate().filter(|(_, date)| date.day.is_some() && is_followed(date)) {
            if let Some(period) = period(article, context, first, dates.get(at + 1)) {
                judge(article, context, &period);
            }
        }
    }
}

struct Period {
    from: Date,
    to: Date,
    span: Span<Text>,
}

/// Whether the rest of a period may stand behind a date.
fn is_followed(first: &DateMention) -> bool {
    first.behind.is_ascii_digit() || "至到起（(上下-—–－~～".contains(first.behind)
}

/// The second day of 10月1日至7日, and the length of what was read.
fn bare_day(after: &str) -> Option<(i16, u32)> {
    let (day, rest) = two_digits(strip_connector(skip_weekday(after))?)?;
    let rest = rest.strip_prefix('日')?;
    Some((day, (after.len() - rest.len()) as u32))
}

/// Whether two dates are the ends of a period.
fn is_joined(article: &Article, first: &DateMention, second: &DateMention) -> bool {
    let connected = matches!(second.before, '至' | '到' | '-' | '—' | '–' | '－' | '~' | '～');
    if !connected || second.span.start <= first.span.end {
        return false;
    }
    let between = article.slice(Span::new(first.span.end, second.span.start));
    let rest = skip_clock(skip(skip_weekday(between), &["上午", "下午"]));
    strip_connector(rest.strip_prefix('起').unwrap_or(rest)).is_some_and(str::is_empty)
}

fn period(article: &Article, context: &Context<'_>, first: &DateMention, second: Option<&DateMention>) -> Option<Period> {
    let start = first.day?;
    let bare = bare_day(head(article.after(first.span), REACH));
    if bare.is_none() && !second.is_some_and(|second| is_joined(article, first, second)) {
        return None;
    }
    if !article.block_at(first.span.start)?.region.is_prose() || first.lunar || article.is_inside(first.span, Enclosure::Book) {
        return None;
    }
    let from = article.resolve(first, context.published).map(|resolved| resolved.date);
    // Lengths in days need no year, unless a February lies between.
    let from = from.or_else(|| first.day_in(2001))?;
    let (to, end) = match bare {
        Some((day, length)) => (from.with().day(i8::try_from(day).ok()?).build().ok()?, first.span.end + length),
        None => {
            let second = second?;
            let to = second.day_in(second.year.unwrap_or(from.year()))?;
            let to = if to < from && second.year.is_none() { second.day_in(from.year() + 1)? } else { to };
            (to, second.span.end)
        }
    };
    (start > 0 && from <= to).then_some(Period { from, to, span: Span::new(first.span.start, end) })
}

fn judge(article: &Article, context: &mut Context<'_>, period: &Period) -> Option<()> {
    let before = tail(article.before(period.span), REACH);
    let after = head(article.after(period.span), REACH);
    let (found, base) = match Some(after).filter(|after| head(after, LENGTH_REACH).contains(['天', '日'])).and_then(|after| BEHIND.captures(after)) {
        Some(found) => (found, period.span.end),
        None => {
            let length = before.trim_end_matches(|c| "（(，,即自从时间为起止：:".contains(c));
            let found = BEFORE.captures(Some(before).filter(|_| length.ends_with(['天', '日']))?)?;
            (found, period.span.start - before.len() as u32)
        }
    };
    let (number, unit) = (found.name("number")?, found.name("unit")?);
    let said = i32::from(numeral(number.as_str())?);
    let days = (period.to - period.from).get_days() + 1;
    let sure = period.from.year() != 2001;
    let counted = match unit.as_str().contains("工作日") {
        true if sure => working_days(period.from, period.to)?,
        true => return None,
        false => days,
    };
    // The first day is often not counted; working days may be meant by 日 in notices of publicity.
    let fits = said == counted || said == counted - 1 || unit.as_str() != "天" && working_days(period.from, period.to).is_some_and(|work| !unit.as_str().contains("自然") && (said == work || said == work - 1));
    if fits || said > 2 * days.max(15) {
        return None;
    }
    let span = Span::of(number.start()..unit.end()).shifted(base);
    let message = format!("“{}”与起止日期不符：{}有{counted}{}", article.slice(span), article.slice(period.span), unit.as_str());
    let severity = if said > counted || !unit.as_str().contains("工作日") { Severity::Warning } else { Severity::Info };
    context.report(context.finding(span, message).severity(severity).confidence(0.85));
    Some(())
}
