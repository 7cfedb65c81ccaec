//! Days, weeks and fairs that are counted year by year, with a number that does not fit the year: 2024年9月10日是第39个
//! 教师节. Only those that have been held every year since a known first one are in the table.

use std::collections::HashMap;
use std::sync::LazyLock;


use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::date::reading::{Year, dated_year, has_year, head, is_quoted, numeral, places, said_year, skip, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/ordinal-mismatch",
        "第几个节日或届次与年份不符",
        Severity::Error,
        "把去年的通稿改一改再用，最容易漏改“第几个”“第几届”。",
        "设立节日、宣传周（月）的文件和首届举办年份",
        include_str!("rule.md"),
    )
});

static FIRST: LazyLock<HashMap<&'static str, i16>> = LazyLock::new(|| {
    let row = |line: &'static str| line.split_once('\t').and_then(|(name, year)| Some((name, year.parse().ok()?)));
    include_str!("counted.tsv").lines().skip(1).filter_map(row).collect()
});

/// A clause that speaks of it as near.
const NEAR: [&str; 5] = ["来临", "到来", "即将", "今天是", "迎来"];
/// What tells of another year.
const ELSEWHEN: [&str; 9] = ["去年", "前年", "明年", "曾", "上届", "上一届", "当年", "历史", "以来"];
const REACH: usize = 40;
/// Bytes of an ordinal before its name: 第一百二十三届“联合国.
const LEAD: usize = 36;
const SLIP: i16 = 2;

struct OrdinalMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(OrdinalMismatch)
}

impl Rule for OrdinalMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| FIRST.keys().copied().collect());
        &NAMES
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut ordinals: Vec<u32> = places(article, context).filter_map(|name| ordinal_before(article, name)).collect();
        ordinals.dedup();
        for at in ordinals {
            check_place(article, context, Span::new(at, at + "第".len() as u32));
        }
    }
}

/// Where the 第 of the name at a place stands, a count right behind it.
fn ordinal_before(article: &Article, name: u32) -> Option<u32> {
    let start = article.text.ceil_char_boundary((name as usize).saturating_sub(LEAD));
    let lead = &article.text[start..name as usize];
    let at = lead.rfind('第')?;
    let counts = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    lead[at + "第".len()..].starts_with(counts).then_some((start + at) as u32)
}

fn check_place(article: &Article, context: &mut Context<'_>, place: Span<Text>) -> Option<()> {
    let after = head(article.after(place), REACH);
    let number = &after[..number_length(after)];
    let (name, first) = named(after[number.len()..].strip_prefix(['个', '届', '次'])?)?;
    let count = numeral(number)?;
    let before = tail(article.before(place), REACH);
    let (year, severity) = year(article, context, before, place, first, count)?;
    let right = year - first + 1;
    if right == count || right < 1 {
        return None;
    }
    let span = Span::new(place.end, place.end + number.len() as u32);
    let message = format!("{name}从{first}年算起，{year}年是第{right}个（届），不是第{count}个（届）");
    let finding = context.finding(span, message).severity(severity).confidence(if severity == Severity::Error { 0.95 } else { 0.8 });
    context.report(finding.suggest(vec![right.to_string()], Applicability::Manual));
    Some(())
}

/// The length of the count that a text begins with: three digits or five numerals at most.
fn number_length(text: &str) -> usize {
    match text.bytes().take(3).take_while(u8::is_ascii_digit).count() {
        0 => text.chars().take(5).take_while(|c| "一二三四五六七八九十百零".contains(*c)).map(char::len_utf8).sum(),
        digits => digits,
    }
}

/// The longest name in the table that stands behind the number.
fn named(text: &str) -> Option<(&'static str, i16)> {
    let text = text.strip_prefix('“').unwrap_or(text);
    let bare = skip(text, &["中国", "全国", "世界", "国际", "联合国", "我国"]);
    let known = |text: &str| FIRST.iter().filter(|(name, _)| text.starts_with(**name)).max_by_key(|(name, _)| name.len());
    let names = [known(text), known(bare).filter(|_| bare.len() < text.len())];
    names.into_iter().flatten().map(|(name, first)| (*name, *first)).next()
}

/// The year that the count is said to be of, and how surely.
fn year(article: &Article, context: &Context<'_>, before: &str, place: Span<Text>, first: i16, count: i16) -> Option<(i16, Severity)> {
    let published = context.published;
    if let Some(said) = said_year(before) {
        let year = said.number(published.map(|day| day.year()))?;
        // A text that says 今年 may be read a few weeks into the next year.
        let last = said == Year::Counted(0) && published.is_some_and(|day| day.month() == 1) && year - first == count;
        return (!last).then_some((year, Severity::Error));
    }
    if let Some(year) = dated_year(before) {
        return Some((year, Severity::Error));
    }
    let published = published?;
    let sentence = article.sentence(place);
    let text = article.slice(sentence);
    let dated = has_year(article, sentence);
    let past = published.year() - first + 1 - count;
    let near = NEAR.iter().any(|word| text.contains(word)) && (1..=SLIP).contains(&past) && published.month() > 2;
    let elsewhen = dated || ELSEWHEN.iter().any(|word| text.contains(word)) || is_quoted(article, place);
    ((near || past < -1) && !elsewhen).then_some((published.year(), Severity::Warning))
}
