//! Anniversaries that do not fit their year: 2024年是新中国成立74周年. Only events whose year everybody can look up
//! are known; what is said of an anniversary as history is not judged.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::date::reading::{Year, has_year, is_quoted, numeral, places, said_year, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/anniversary-mismatch",
        "周年数与年份不符",
        Severity::Error,
        "重大纪念活动的周年数算错，是严肃场合的表述差错，公众一查便知。",
        "史实年份；周年数等于所在年份减去事件发生的年份",
        include_str!("rule.md"),
    )
});

static EVENTS: LazyLock<HashMap<&'static str, i16>> = LazyLock::new(|| {
    let row = |line: &'static str| line.split_once('\t').and_then(|(event, year)| Some((event, year.parse().ok()?)));
    include_str!("events.tsv").lines().skip(1).filter_map(row).collect()
});

/// What may stand between the event and the number.
const LINKS: [&str; 11] = ["了", "的", "已", "整", "将", "即将", "满", "祖国", "伟大", "迎来", "喜迎"];
/// Characters of a bracket there, at most.
const LONGEST_BRACKET: usize = 12;

/// What makes the founding of a party or a council a local one, before its name.
const LOCAL: [char; 9] = ['县', '市', '省', '区', '州', '镇', '乡', '旗', '村'];
/// What may stand before 建国, 建党, 建军 alone.
const BEFORE_SHORT: [char; 16] = ['是', '祝', '念', '在', '为', '和', '迎', '接', '逢', '值', '我', '国', '党', '来', '暨', '了'];
/// A clause that speaks of an anniversary as near.
const NEAR: [&str; 6] = ["来临", "到来", "即将", "喜迎", "迎接", "值此"];
/// A sentence that speaks of one as past or to come.
const ELSEWHEN: [&str; 21] = [
    "曾", "当年", "那年", "时任", "当时", "历史", "以来", "早在", "回忆", "到新中国", "到建", "上一", "此前", "届时", "之时", "以前", "年前",
    "世纪", "的时候", "周年时", "目标",
];
/// Characters before the number that are looked at: year, connectives and the name of the event.
const REACH: usize = 48;
/// Anniversaries so far back are told as history.
const SLIP: i16 = 2;

struct AnniversaryMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AnniversaryMismatch)
}

impl Rule for AnniversaryMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["周年"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in places(article, context) {
            if let Some(claim) = claim(article, Span::point(place)) {
                judge(article, context, &claim);
            }
        }
    }
}

/// What a text says of an anniversary.
struct Claim {
    event: &'static str,
    /// The year of the event.
    since: i16,
    number: i16,
    /// The number as written.
    span: Span<Text>,
    /// The year that it is said to be in.
    year: Option<Year>,
}

fn claim(article: &Article, place: Span<Text>) -> Option<Claim> {
    let before = tail(article.before(place), REACH);
    let (lead, number) = split_number(before)?;
    let lead = without_links(lead);
    // The longest event, which begins first.
    let (event, since) = EVENTS.iter().filter(|(event, _)| lead.ends_with(**event)).max_by_key(|(event, _)| event.len())?;
    let at = lead.len() - event.len();
    // 越南建国 is another country's, 李建军 a man.
    let short = event.chars().count() == 2 && lead[..at].ends_with(|c: char| c.is_alphanumeric() && !BEFORE_SHORT.contains(&c));
    if lead[..at].ends_with(LOCAL) || short {
        return None;
    }
    let start = place.start - number.len() as u32;
    let year = said_year(lead[..at].trim_end_matches(['“', '《']).trim_end_matches("庆祝").trim_end_matches("纪念"));
    Some(Claim { event, since: *since, number: numeral(number)?, span: Span::new(start, place.start), year })
}

/// Splits off the number that a text ends with: four digits or six numerals at most.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let digits = text.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
    let is_numeral = |c: &char| "一二三四五六七八九十百零〇".contains(*c);
    let numerals = || text.chars().rev().take(6).take_while(is_numeral).map(char::len_utf8).sum();
    let length = if digits > 0 { digits } else { numerals() };
    (length > 0).then(|| text.split_at(text.len() - length))
}

/// A text without the words and brackets at its end that may stand between an event and a number.
fn without_links(text: &str) -> &str {
    let mut text = text;
    while let Some(shorter) = LINKS.iter().find_map(|link| text.strip_suffix(link)).or_else(|| without_bracket(text)) {
        text = shorter;
    }
    text
}

fn without_bracket(text: &str) -> Option<&str> {
    let inside = text.strip_suffix(['）', ')'])?;
    let (at, _) = inside.char_indices().rev().take(LONGEST_BRACKET + 1).find(|(_, c)| "（(）)".contains(*c))?;
    let open = inside[at..].starts_with(['（', '(']) && inside[at..].chars().nth(1).is_some();
    open.then(|| &text[..at])
}

fn judge(article: &Article, context: &mut Context<'_>, claim: &Claim) {
    let published = context.published;
    let (year, severity) = match claim.year {
        Some(year) => match year.number(published.map(Date::year)) {
            // In January one may still read of last year as 今年.
            Some(number) if fits_last_year(claim, year, published) || number - claim.since == claim.number => return,
            Some(number) => (number, Severity::Error),
            None => return,
        },
        None => match implied_year(article, claim, published) {
            Some(year) => (year, Severity::Warning),
            None => return,
        },
    };
    let right = year - claim.since;
    let span = claim.span;
    if right <= 0 || claim.year.is_none() && is_quoted(article, span) {
        return;
    }
    let message = format!("{}是{}年的事，{year}年是{right}周年，不是{}周年", claim.event, claim.since, claim.number);
    let finding = context.finding(span, message).severity(severity).confidence(if severity == Severity::Error { 0.95 } else { 0.8 });
    context.report(finding.suggest(vec![right.to_string()], Applicability::Manual));
}

fn fits_last_year(claim: &Claim, year: Year, published: Option<Date>) -> bool {
    let january = published.filter(|published| published.month() == 1 && year == Year::Counted(0));
    january.is_some_and(|published| published.year() - 1 - claim.since == claim.number)
}

/// The year of publication, where an anniversary without a year cannot be meant: one that is years away, or one just
/// past that the text calls near.
fn implied_year(article: &Article, claim: &Claim, published: Option<Date>) -> Option<i16> {
    let year = published?.year();
    let expected = year - claim.since;
    let sentence = article.sentence(claim.span);
    let text = article.slice(sentence);
    if has_year(article, sentence) || ["今年", "明年", "去年", "后年"].iter().any(|word| text.contains(word)) || ELSEWHEN.iter().any(|word| text.contains(word)) {
        return None;
    }
    let near = NEAR.iter().any(|word| article.slice(article.clause(claim.span)).contains(word));
    let past = expected - claim.number;
    let slip = near && (1..=SLIP).contains(&past) && published?.month() > 2;
    (slip || past < -SLIP).then_some(year)
}
