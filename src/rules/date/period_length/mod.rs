//! A period with its length beside it that is not that long: 公示期5个工作日（7月15日至7月18日）. Counted both with and
//! without the first day; working days by the official arrangements of days off.

use std::sync::LazyLock;

use jiff::civil::Date;

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

/// What a length in days is of, and what may stand between that and the length.
const LENGTHS: [&str; 13] = [
    "公示", "公告", "征求意见", "报名", "放假", "培训", "公示期", "公示时间", "期限", "时间", "会期", "为期", "工期",
];
const LINKS: [&str; 4] = ["为", "共", "：", "调休"];
/// What leads up to a length behind a period.
const LEADS: [&str; 11] =
    ["共计", "共", "合计", "总共", "为期", "历时", "时间为", "期限为", "期限", "公示期为", "公示期"];
const UNITS: [&str; 6] = ["个工作日", "工作日", "个自然日", "自然日", "天", "日"];
const REACH: usize = 32;

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
    let (number, unit, start) = match length_behind(after) {
        Some((number, unit, at)) => (number, unit, period.span.end + at as u32),
        None => {
            let (number, unit, at) = length_before(before).or_else(|| lasting(before))?;
            (number, unit, period.span.start - (before.len() - at) as u32)
        }
    };
    let said = i32::from(numeral(number)?);
    let days = (period.to - period.from).get_days() + 1;
    let sure = period.from.year() != 2001;
    let counted = match unit.contains("工作日") {
        true if sure => working_days(period.from, period.to)?,
        true => return None,
        false => days,
    };
    // The first day is often not counted; working days may be meant by 日 in notices of publicity.
    let fits = said == counted || said == counted - 1 || unit != "天" && working_days(period.from, period.to).is_some_and(|work| !unit.contains("自然") && (said == work || said == work - 1));
    if fits || said > 2 * days.max(15) {
        return None;
    }
    let span = Span::new(start, start + (number.len() + unit.len()) as u32);
    let message = format!("“{}”与起止日期不符：{}有{counted}{}", article.slice(span), article.slice(period.span), unit);
    let severity = if said > counted || !unit.contains("工作日") { Severity::Warning } else { Severity::Info };
    context.report(context.finding(span, message).severity(severity).confidence(0.85));
    Some(())
}

/// The length that stands behind a period, with its unit and its place: ，共5个工作日; （5个工作日）.
fn length_behind(after: &str) -> Option<(&str, &'static str, usize)> {
    let rest = skip(skip_weekday(after), &["止", "结束"]);
    let named = skip(rest, &["放假调休", "放假", "公示期", "公示时间", "公示", "调休"]);
    let led = |text: &'_ str| {
        let text = skip(text, &["，", ","]);
        LEADS.iter().find_map(|lead| text.strip_prefix(lead)).map(str::len)
    };
    let length = match rest.strip_prefix(['（', '(']) {
        Some(inside) => skip(inside, &["共计", "共"]).len(),
        None => led(named).or_else(|| led(rest))?,
    };
    let at = after.len() - length;
    let digits = after[at..].bytes().take(3).take_while(u8::is_ascii_digit).count();
    let numerals = || after[at..].chars().take(3).take_while(is_numeral).map(char::len_utf8).sum();
    let (number, rest) = after[at..].split_at(if digits > 0 { digits } else { numerals() });
    let unit = UNITS.into_iter().find(|unit| rest.starts_with(unit))?;
    (!number.is_empty()).then_some((number, unit, at))
}

/// The length that stands before a period, with its unit and its place: 公示期5个工作日（, 公示期为7天，自.
fn length_before(before: &str) -> Option<(&str, &'static str, usize)> {
    let from = |text: &'_ str, words: &[&str]| words.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text).len();
    let bracketed = before[..from(before, &["即", "自", "从"])].strip_suffix(['（', '(']);
    let plain = || {
        let lead = before.strip_suffix(['：', ':']).unwrap_or(before);
        let words = ["即", "自", "从", "起止时间为", "起止时间", "时间为"];
        words.iter().find_map(|word| lead.strip_suffix(word))?.strip_suffix(['，', ','])
    };
    let text = bracketed.or_else(plain)?;
    let unit = UNITS.into_iter().find(|unit| text.ends_with(unit))?;
    let counted = &text[..text.len() - unit.len()];
    let digits = counted.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    let numerals = || counted.chars().rev().take(3).take_while(is_numeral).map(char::len_utf8).sum();
    let (lead, number) = counted.split_at(counted.len() - if digits > 0 { digits } else { numerals() });
    let mut named = lead;
    while let Some(shorter) = LINKS.iter().find_map(|link| named.strip_suffix(link)) {
        named = shorter;
    }
    let is_named = |text: &str| LENGTHS.iter().any(|word| text.ends_with(word));
    let fits = is_named(named) || is_named(&named[..from(named, &["期限", "时间", "期"])]);
    (fits && !number.is_empty()).then_some((number, unit, lead.len()))
}

/// The length of what is held in a period: 为期三天的培训于, with its unit and its place.
fn lasting(before: &str) -> Option<(&str, &'static str, usize)> {
    let at = before.rfind("为期")? + "为期".len();
    let rest = &before[at..];
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let numerals = || rest.chars().take(3).take_while(is_numeral).map(char::len_utf8).sum();
    let (number, rest) = rest.split_at(if digits > 0 { digits } else { numerals() });
    let unit = UNITS.into_iter().find(|unit| rest.starts_with(unit))?;
    let named = rest[unit.len()..].strip_prefix('的')?;
    let held = named.ends_with(['于', '在', '自', '从']) && !named.contains(['，', '。', '；', '、']);
    (held && !number.is_empty()).then_some((number, unit, at))
}

fn is_numeral(c: &char) -> bool {
    "一二三四五六七八九十".contains(*c)
}
