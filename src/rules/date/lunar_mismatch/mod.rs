//! Lunar days that no lunar calendar has, and lunar days beside a Gregorian date that is not theirs.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, DateMention, Resolved};
use crate::finding::{Applicability, Severity};
use crate::rules::date::calendar::{Lunar, gregorian, lunar, lunar_name};
use crate::rules::date::reading::{head, is_quoted, numeral, places, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/lunar-mismatch",
        "农历日期有误",
        Severity::Error,
        "农历没有这一天，或者农历与公历对不上，读者不知道该按哪一天安排。",
        "GB/T 33661—2017《农历的编算和颁行》",
        include_str!("rule.md"),
    )
});

const CALENDARS: [&str; 3] = ["农历", "阴历", "夏历"];
/// Days that are lunar without the calendar's name, in a bracket behind a date: 2月12日（正月十五）.
const BRACKETED: [&str; 7] = ["（正月", "（冬月", "（腊月", "（五月初", "（七月初", "（八月十五", "（九月初"];

/// A lunar day behind its calendar's name, with the year where one is written.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:的|为|是)?(?:(?P<year>[0-9]{4}|[二一][〇零九][〇零一二三四五六七八九]{2})年|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥][一-鿿]?年|今年)?(?P<leap>闰)?(?P<month>正|冬|腊|[一二三四五六七八九十]{1,3}|[0-9]{1,2})月(?P<day>初[一二三四五六七八九十]{1,2}|廿[一二三四五六七八九]?|[一二三四五六七八九十]{1,3}|[0-9]{1,2})";
    Regex::new(pattern).expect("constant pattern")
});

/// How far, in bytes, a Gregorian date may stand from its lunar one.
const REACH: usize = 24;

struct LunarMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(LunarMismatch)
}

impl Rule for LunarMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [&CALENDARS[..], &BRACKETED[..]].concat());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in places(article, context) {
            let text = &article.text[place as usize..];
            let lead = CALENDARS.iter().find(|name| text.starts_with(**name)).map_or("（".len(), |name| name.len());
            check_place(article, context, Span::new(place, place + offset(lead)));
        }
    }
}

fn check_place(article: &Article, context: &mut Context<'_>, place: Span<Text>) -> Option<()> {
    let after = article.after(place);
    let found = DAY.captures(head(after, REACH))?;
    let (month, day) = (month(&found["month"])?, day(&found["day"])?);
    let ranged = ["至", "到", "—", "-", "～", "、"];
    let start = found.name("leap").or(found.name("month"))?.start();
    let span = Span::of(start..found.get(0)?.end()).shifted(place.end);
    if ["误", "没有", "不存在"].iter().any(|word| article.slice(article.sentence(place)).contains(word)) {
        return None;
    }
    if month == 0 || month > 12 || day == 0 || day > 30 {
        let message = format!("农历没有{}：一年十二个月（另有闰月），一个月最多三十天", article.slice(span));
        context.report(context.finding(span, message).confidence(0.95));
        return Some(());
    }
    let rest = article.after(span);
    if ranged.iter().any(|mark| rest.starts_with(mark)) || is_quoted(article, span) {
        return None;
    }
    let leap = found.name("leap").is_some();
    if let Some(year) = found.name("year").and_then(|year| numeral(year.as_str())) {
        let said = Lunar { year, month, leap, day };
        if lunar_exists(said) == Some(false) {
            let message = format!("农历{year}年没有{}", article.slice(span));
            context.report(context.finding(span, message).confidence(0.9));
            return Some(());
        }
    }
    let (mention, resolved) = beside(article, context, place, span)?;
    let same = |year: i16| [false, true].into_iter().any(|leap| gregorian(Lunar { year, month, leap, day }) == Some(resolved.date));
    let right = lunar(resolved.date)?;
    if same(resolved.date.year()) || same(resolved.date.year() - 1) {
        return None;
    }
    let right = lunar_name(right);
    let message = format!("{}是农历{right}，不是{}", article.slice(mention.span), article.slice(span));
    let severity = if resolved.assumed { Severity::Warning } else { Severity::Error };
    let finding = context.finding(span, message).severity(severity).confidence(if resolved.assumed { 0.8 } else { 0.95 });
    context.report(finding.suggest(vec![right], Applicability::Manual));
    Some(())
}

/// Whether a lunar year has a day; `None` where the year is not in the table.
fn lunar_exists(said: Lunar) -> Option<bool> {
    gregorian(Lunar { month: 1, leap: false, day: 1, ..said })?;
    Some(gregorian(said).is_some())
}

/// The Gregorian date that a bracket joins to a lunar day: 9月17日（农历八月十五）, 农历八月十五（9月17日）.
fn beside<'a>(article: &'a Article, context: &Context<'_>, place: Span<Text>, span: Span<Text>) -> Option<(&'a DateMention, Resolved)> {
    let dates = article.dates();
    let next = dates.partition_point(|date| date.span.start < place.start);
    let resolve = |date: &'a DateMention| Some((date, article.resolve(date, context.published)?));
    if let Some(date) = next.checked_sub(1).and_then(|at| dates.get(at)).filter(|date| date.span.end <= place.start) {
        let gap = article.slice(Span::new(date.span.end, place.start));
        let gap = tail(gap, REACH);
        let near = gap.len() == (place.start - date.span.end) as usize && ["（", "(", "，", "", "（即", "（也就是", "，即", "（星期", "，也就是", "，是", "是"].contains(&without_weekday(gap));
        if near && !article.before(date.span).ends_with(['至', '到', '—', '-', '～']) {
            return resolve(date);
        }
    }
    let behind = dates.partition_point(|date| date.span.start < span.end);
    let date = dates.get(behind)?;
    let gap = article.slice(Span::new(span.end, date.span.start)).trim_start_matches('日');
    let closed = article.after(date.span).starts_with(['）', ')', '，']);
    (closed && ["（", "(", "（公历", "，即公历", "（即公历", "（阳历", "（即"].contains(&gap)).then(|| resolve(date)).flatten()
}

/// The gap without the weekday that often stands in it: （星期二，农历八月十五）.
fn without_weekday(gap: &str) -> &str {
    let Some((lead, rest)) = gap.split_once("星期") else {
        return gap;
    };
    let rest = rest.trim_start_matches(['一', '二', '三', '四', '五', '六', '日', '天']);
    if lead.starts_with(['（', '(']) && ["，", "、", " ", ""].contains(&rest) { "（" } else { gap }
}

fn month(text: &str) -> Option<u8> {
    match text {
        "正" => Some(1),
        "冬" => Some(11),
        "腊" => Some(12),
        _ => u8::try_from(numeral(text)?).ok(),
    }
}

fn day(text: &str) -> Option<u8> {
    if let Some(ones) = text.strip_prefix('初') {
        // 初十五 is no day; the tenth is the last that 初 goes with.
        return u8::try_from(numeral(ones)?).ok().map(|day| if day > 10 { 0 } else { day });
    }
    if let Some(ones) = text.strip_prefix('廿') {
        return u8::try_from(20 + if ones.is_empty() { 0 } else { numeral(ones)? }).ok();
    }
    u8::try_from(numeral(text)?).ok()
}
