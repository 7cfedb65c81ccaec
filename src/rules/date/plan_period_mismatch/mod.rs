//! Five-year plans with years that are not theirs: “十四五”（2020—2024年）, 2024年是“十四五”收官之年.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::date::reading::{head, numeral, places, said_year, skip, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/plan-period-mismatch",
        "五年规划与年份不符",
        Severity::Error,
        "五年规划的起止年份是固定的，写错会让读者弄不清讲的是哪一个时期。",
        "国民经济和社会发展五年规划（计划）纲要载明的规划期",
        include_str!("rule.md"),
    )
});

/// The plans by their short names.
const PLANS: [&str; 7] = ["十一五", "十二五", "十三五", "十四五", "十五五", "十六五", "十七五"];

/// Years behind the name.
static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:规划|时期|期间|规划期|规划时期)?[（(](?P<from>[0-9]{4})年?(?:至|到|[-—–－~～]{1,2})(?P<to>[0-9]{4})年?[）)]";
    Regex::new(pattern).expect("constant pattern")
});

/// What a year is to its plan: the first, the last.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:规划|时期|期间|规划时期|规划实施)?(?:实施)?的?(?:(?P<first>开局之年|开局年|开局起步之年|起步之年|第一年)|(?P<last>收官之年|收官年|收官的一年|最后一年|决胜之年|末年)|末?[（(](?P<end>[0-9]{4})年[）)])";
    Regex::new(pattern).expect("constant pattern")
});

/// The eleventh plan and its first year; each lasts five.
const ELEVENTH: (i16, i16) = (11, 2006);
const REACH: usize = 40;

struct PlanPeriodMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PlanPeriodMismatch)
}

impl Rule for PlanPeriodMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &PLANS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in places(article, context) {
            check_plan(article, context, place as usize);
        }
    }
}

fn check_plan(article: &Article, context: &mut Context<'_>, start: usize) -> Option<()> {
    let end = start + PLANS[0].len();
    let tens = &article.text[start..end - "五".len()];
    let close = article.text[end..].chars().next().filter(|c| matches!(c, '”' | '’' | '」'));
    let whole = Span::of(start..end + close.map_or(0, char::len_utf8));
    let before = &article.text[..start];
    if close.is_some() != before.ends_with(['“', '‘', '「']) || before.ends_with('第') {
        return None;
    }
    let number = numeral(tens)?;
    let first = ELEVENTH.1 + (number - ELEVENTH.0) * 5;
    let after = head(article.after(whole), REACH);
    let name = format!("“{tens}五”");
    let bracket = skip(after, &["规划时期", "规划期", "规划", "时期", "期间"]).strip_prefix(['（', '(']);
    let is_dated = bracket.is_some_and(|inside| inside.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(years) = Some(after).filter(|_| is_dated).and_then(|after| YEARS.captures(after)) {
        check_years(context, &name, first, &years, whole);
        return Some(());
    }
    let lead = tail(article.before(whole).trim_end_matches(['“', '‘', '「']), REACH);
    let said = said_year(lead);
    let may_say = said.is_some() || after.contains("末（") || after.contains("末(");
    let place = Some(after).filter(|_| may_say).and_then(|after| PLACE.captures(after))?;
    let last = first + 4;
    if let Some(end) = place.name("end") {
        let year = end.as_str().parse::<i16>().ok()?;
        let plan_end = place.get(0)?.as_str().contains('末');
        if plan_end && year != last {
            let span = Span::of(end.range()).shifted(whole.end);
            report(context, span, format!("{name}末是{last}年，不是{year}年"), last);
        }
        return Some(());
    }
    let year = said?.number(context.published.map(|day| day.year()))?;
    let (word, right) = match place.name("first") {
        Some(word) => (word, first),
        None => (place.name("last")?, last),
    };
    // The year of publication may be the next one in January.
    let january = lead.contains('今') && context.published.is_some_and(|day| day.month() == 1 && day.year() - 1 == right);
    if year != right && !january {
        let span = Span::of(word.range()).shifted(whole.end);
        let message = format!("{name}是{first}—{last}年，{}应是{right}年，不是{year}年", word.as_str());
        context.report(context.finding(span, message).confidence(0.95));
    }
    Some(())
}

fn check_years(context: &mut Context<'_>, name: &str, first: i16, years: &Captures<'_>, whole: Span<Text>) {
    for (group, right) in [("from", first), ("to", first + 4)] {
        if let Some(year) = years.name(group).filter(|year| year.as_str().parse() != Ok(right)) {
            let span = Span::of(year.range()).shifted(whole.end);
            report(context, span, format!("{name}是{first}—{}年，不是{}年", first + 4, year.as_str()), right);
        }
    }
}

fn report(context: &mut Context<'_>, span: Span<Text>, message: String, right: i16) {
    let finding = context.finding(span, message).confidence(0.95);
    context.report(finding.suggest(vec![right.to_string()], Applicability::Manual));
}
