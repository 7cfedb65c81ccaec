//! Party congresses, plenums and the yearly sessions of the two conferences, dated otherwise than they were held,
//! spoken of as held before they were, or numbered as there never was one. Local bodies count their own.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::document::{Article, DateMention, Enclosure, written};
use crate::finding::Severity;
use crate::rules::date::reading::{head, numeral, places, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/session-mismatch",
        "重要会议的届次与时间不符",
        Severity::Error,
        "党的代表大会、中央全会、全国两会的届次和时间是固定的，写错属于严重表述差错。",
        "历次会议公报载明的届次和会期",
        include_str!("rule.md"),
    )
});

static SESSIONS: LazyLock<HashMap<&'static str, (Date, Date)>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        Some((fields.next()?, (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?)))
    };
    include_str!("sessions.tsv").lines().skip(1).filter_map(row).collect()
});

/// Bodies that meet every year.
const YEARLY: [&str; 4] = ["全国人大", "全国人民代表大会", "全国政协", "全国委员会"];
const NUMERALS: &str = "一二三四五六七八九";

/// What follows the name of a session that is told of as held.
static HELD: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:于[0-9年月日至—-]{2,20})?(?:胜利|圆满|隆重)?(?:在(?:北京|京|人民大会堂)+)?(?:胜利|圆满|隆重)?(?:召开|举行|开幕|闭幕|审议通过|通过|作出)(?:[^不后以前]|$)";
    Regex::new(pattern).expect("constant pattern")
});
/// What only follows a session that has been held.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:的)?(?:精神|以来|闭幕|胜利闭幕|公报|审议通过|作出|通过了|提出|指出|强调)").expect("constant pattern")
});

/// What may stand between a date and the session that was held then.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[（(][^（）()]{0,12}[）)])?[，,]?(?:召开的|举行的|，)?(?:在(?:北京|京)(?:召开|举行)的)?(?:党的|中共|中国共产党|第|中央|备受瞩目的|政协|中国人民政治协商会议|全国政协)*$").expect("constant pattern")
});

/// Bodies other than the central one have sessions of such numbers too.
const LOCAL: [char; 8] = ['委', '会', '团', '盟', '协', '社', '建', '省'];
/// Years of the first session of the ninth congress of the people, and how long one lasts.
const NINTH: (i16, i16) = (1998, 9);
const TERM: i16 = 5;
const REACH: usize = 40;
/// Bytes between a date and a session, less than.
const LONGEST_LINK: u32 = 60;
/// Plenums of the terms that are over: no more will come.
const CLOSED: [&str; 3] = ["十七", "十八", "十九"];
const SEVENTH: i16 = 7;

struct SessionMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SessionMismatch)
}

/// A session named in the text.
struct Named {
    span: Span<Text>,
    held: Held,
}

enum Held {
    From(Date, Date),
    In(i16),
    Never,
}

impl Rule for SessionMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["中全会", "届全国", "党的十", "党的二十大"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in places(article, context) {
            if let Some(named) = named(article, place) {
                judge(article, context, &named);
            }
        }
    }
}

/// The session whose name has a trigger word at a place.
fn named(article: &Article, place: u32) -> Option<Named> {
    let word = &article.text[place as usize..];
    let term = if word.starts_with("中全会") { plenum_term(article, place)? } else { place };
    if let Some(name) = word.strip_prefix("党的") {
        return congress(name, place + "党的".len() as u32);
    }
    numbered(article, Span::new(term, term + "届".len() as u32))
}

/// Where the 届 before 中全会 stands: 届三中全会.
fn plenum_term(article: &Article, place: u32) -> Option<u32> {
    let before = &article.text[..place as usize];
    let term = before.trim_end_matches(|c| "一二三四五六七八九".contains(c)).strip_suffix('届')?;
    Some(term.len() as u32)
}

/// A congress of the party by its short name: 十八大, 二十大.
fn congress(name: &str, start: u32) -> Option<Named> {
    let (found, (from, to)) = SESSIONS.iter().find(|(known, _)| known.ends_with('大') && name.starts_with(**known))?;
    let rest = &name[found.len()..];
    let span = Span::new(start, start + found.len() as u32);
    (!rest.starts_with(|c| "类型量部大".contains(c))).then_some(Named { span, held: Held::From(*from, *to) })
}

fn numbered(article: &Article, place: Span<Text>) -> Option<Named> {
    let after = head(article.after(place), REACH);
    if !after.starts_with(|c: char| "一二三四五六七八九全".contains(c)) {
        return None;
    }
    let before = tail(article.before(place), REACH);
    let term: String = before.chars().rev().take_while(|c| "一二三四五六七八九十".contains(*c) || c.is_ascii_digit()).collect();
    let term: String = term.chars().rev().collect();
    let lead = before[..before.len() - term.len()].trim_end_matches('第');
    let start = place.start - term.len() as u32;
    if term.is_empty() {
        return None;
    }
    let named = |length: usize, held: Held| Some(Named { span: Span::new(start, place.end + length as u32), held });
    if let Some(nth) = after.chars().next().filter(|nth| NUMERALS.contains(*nth) && after[nth.len_utf8()..].starts_with("中全会")) {
        let name = &after[..nth.len_utf8() + "中全会".len()];
        let held = match SESSIONS.get(format!("{term}届{name}").as_str()) {
            Some((from, to)) => Held::From(*from, *to),
            None if CLOSED.contains(&term.as_str()) && digit(nth)? > SEVENTH => Held::Never,
            None => return None,
        };
        return if lead.ends_with(LOCAL) { None } else { named(name.len(), held) };
    }
    let meeting = YEARLY.iter().find_map(|body| after.strip_prefix(body))?;
    let meeting = meeting.strip_prefix('第').unwrap_or(meeting);
    let nth = digit(meeting.chars().next()?)?;
    let rest = meeting.strip_prefix(|_| true)?.strip_prefix("次会议")?;
    named(after.len() - rest.len(), yearly(numeral(&term)?, nth)?)
}

/// The number of a digit from one to nine in either script.
fn digit(c: char) -> Option<i16> {
    numeral(c.encode_utf8(&mut [0; 4])).filter(|digit| (1..=9).contains(digit))
}

fn yearly(term: i16, nth: i16) -> Option<Held> {
    if nth > TERM {
        return Some(Held::Never);
    }
    (NINTH.1..20).contains(&term).then(|| Held::In(NINTH.0 + (term - NINTH.1) * TERM + nth - 1))
}

fn judge(article: &Article, context: &mut Context<'_>, named: &Named) {
    let name = article.slice(named.span);
    let after = head(article.after(named.span), REACH);
    let from = match named.held {
        Held::Never => {
            let message = format!("没有“{name}”，请核对届次");
            return context.report(context.finding(named.span, message).confidence(0.95));
        }
        Held::From(from, _) => from,
        Held::In(year) => Date::constant(year, 3, 1),
    };
    // Few dates do not fit, so that the patterns come last.
    let wrong = |date: &&DateMention| !fits(date, &named.held);
    let before = || date_before(article, named.span).filter(wrong).filter(|date| is_linked(article, date, named.span) && HELD.is_match(after));
    if let Some(date) = before().or_else(|| date_behind(article, named.span).filter(wrong)) {
        let held = named.held.written();
        let message = format!("{name}是{held}召开的，与“{}”不符", article.slice(date.span));
        context.report(context.finding(date.span, message).confidence(0.95));
        return;
    }
    let Some(published) = context.published.filter(|published| *published < from && AFTER.is_match(after)) else {
        return;
    };
    if !article.is_inside(named.span, Enclosure::Paren) {
        let held = named.held.written();
        let message = format!("{name}是{held}召开的，发布日期却是{}，请核对届次和发布日期", written(published));
        context.report(context.finding(named.span, message).confidence(0.9));
    }
}

impl Held {
    /// When it was, for the user.
    fn written(&self) -> String {
        match self {
            Self::From(from, to) if from == to => written(*from),
            Self::From(from, to) => format!("{}至{}", written(*from), written(*to)),
            Self::In(year) => format!("{year}年"),
            Self::Never => String::new(),
        }
    }
}

/// The date right before a session.
fn date_before(article: &Article, span: Span<Text>) -> Option<&DateMention> {
    let next = article.dates().partition_point(|date| date.span.end <= span.start);
    let date = article.dates().get(next.checked_sub(1)?)?;
    let range = matches!(date.before, '至' | '到' | '—' | '-' | '～' | '起');
    (span.start - date.span.end < LONGEST_LINK && !range).then_some(date)
}

/// Whether what stands between a date and the session says that it was held then.
fn is_linked(article: &Article, date: &DateMention, span: Span<Text>) -> bool {
    LINK.is_match(article.slice(Span::new(date.span.end, span.start)))
}

/// The date in brackets right behind a session.
fn date_behind(article: &Article, span: Span<Text>) -> Option<&DateMention> {
    let next = article.dates().partition_point(|date| date.span.start < span.end);
    let date = article.dates().get(next)?;
    let between = article.slice(Span::new(span.end, date.span.start.max(span.end)));
    let after = article.after(date.span);
    let bracketed = between.trim_start_matches("召开") == "（" && after.starts_with('）');
    let held = || ["召开", "在北京召开", "在京召开", "胜利召开", "隆重召开", "举行", "在北京举行"].iter().any(|word| after.starts_with(word));
    (bracketed || between == "于" && held()).then_some(date)
}

/// Whether a date, as far as it is written, can be that of the session.
fn fits(date: &DateMention, held: &Held) -> bool {
    let Some(year) = date.year else {
        return true;
    };
    match held {
        Held::Never => true,
        Held::In(session) => year == *session,
        Held::From(from, to) => {
            let months = i16::from(from.month())..=i16::from(to.month());
            let day = date.date().is_none_or(|day| (*from..=*to).contains(&day));
            year == from.year() && date.month.is_none_or(|month| months.contains(&month)) && day
        }
    }
}
