//! A quarter or half of a year with months in brackets that are not its own: 一季度（1—4月）.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::date::reading::{head, numeral, places, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/months-mismatch",
        "季度、半年与月份不符",
        Severity::Error,
        "季度、半年的起止月份是固定的，对不上时数据属于哪个时段就说不清了。",
        "公历历法；国家统计制度的季度划分",
        include_str!("rule.md"),
    )
});

static MONTHS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[（(]|，即)(?P<from>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月?(?:至|到|[-—–－~～]{1,2})(?P<to>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:[）)，。]|$)").expect("constant pattern")
});

static WHICH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?P<which>前[二两三]个?|第?[一二三四1-4]|上|下)$").expect("constant pattern"));

struct MonthsMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MonthsMismatch)
}

impl Rule for MonthsMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["季度（", "季度(", "半年（", "半年(", "季度，即", "半年，即"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in places(article, context) {
            let name = Span::new(place, place + "季度".len() as u32);
            check_place(article, context, name, if article.slice(name) == "季度" { 3 } else { 6 });
        }
    }
}

fn check_place(article: &Article, context: &mut Context<'_>, place: Span<Text>, length: i16) -> Option<()> {
    let months = MONTHS.captures(head(article.after(place), 24))?;
    let before = tail(article.before(place), 4);
    let which = WHICH.captures(before)?;
    let which = which.name("which")?.as_str();
    // 前两季度 and 二、三季度 are several; 第一到二季度 too.
    let several = ["、", "至", "到", "—", "-", "和"].iter().any(|mark| before[..before.len() - which.len()].ends_with(mark));
    let (from, to) = right_months(which, length)?;
    let said = (numeral(&months["from"])?, numeral(&months["to"])?);
    if several || said == (from, to) {
        return None;
    }
    let span = Span::of(months.name("from")?.start()..months.name("to")?.end()).shifted(place.end);
    let name = format!("{which}{}", article.slice(place));
    let message = format!("{name}是{from}—{to}月，不是{}月", article.slice(span));
    context.report(context.finding(span, message).confidence(0.9).suggest(vec![format!("{from}—{to}")], Applicability::Manual));
    Some(())
}

fn right_months(which: &str, length: i16) -> Option<(i16, i16)> {
    if length == 6 {
        return match which {
            "上" => Some((1, 6)),
            "下" => Some((7, 12)),
            _ => None,
        };
    }
    if let Some(several) = which.strip_prefix('前') {
        return numeral(several.trim_end_matches('个')).map(|quarters| (1, 3 * quarters));
    }
    let quarter = numeral(which.trim_start_matches('第'))?;
    (1..=4).contains(&quarter).then(|| (3 * quarter - 2, 3 * quarter))
}
