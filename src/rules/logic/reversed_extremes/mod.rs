//! A greatest value that is less than the least: 最高气温12℃，最低气温18℃. Only of the same name and unit, side by side.

use std::sync::LazyLock;

use super::quantity::is_plain;
use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::number::head;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/reversed-extremes",
        "最高值小于最低值",
        Severity::Warning,
        "最高的比最低的还小，两个数写反了，或者有一个写错了。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// The greatest and the least.
const PAIRS: [(&str, &str); 3] = [("最高", "最低"), ("最多", "最少"), ("最大", "最小")];
/// Bytes of a name between the word and its figure.
const NAME: u32 = 24;
/// The same where the name is followed by the place: 最大雨量出现在石桥镇，为86毫米.
const PLACED: u32 = 72;
/// What leads to the place.
const LEADS: [&str; 4] = ["出现在", "发生在", "的是", "的为"];

struct ReversedExtremes;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ReversedExtremes)
}

impl Rule for ReversedExtremes {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["最高", "最低", "最多", "最少", "最大", "最小"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let values = context.places().iter().filter(|place| article.is_prose(**place)).map(|place| Extreme::at(article, *place));
        let values: Vec<Option<Extreme<'_>>> = values.collect();
        for pair in values.windows(2) {
            let [Some(first), Some(second)] = pair else {
                continue;
            };
            let (greatest, least) = if first.is_greatest { (first, second) } else { (second, first) };
            if is_reversed(article, greatest, least) && first.number.span.end <= second.start {
                let (high, low) = (article.slice(greatest.number.span), article.slice(least.number.span));
                let message = format!("{}是{high}，{}却是{low}，请核对", greatest.word, least.word);
                let span = Span::new(first.number.span.start, second.number.span.end);
                context.report(context.finding(span, message).confidence(0.85));
            }
        }
    }
}

/// A greatest or least value.
struct Extreme<'a> {
    start: u32,
    word: &'static str,
    is_greatest: bool,
    pair: usize,
    name: &'a str,
    number: &'a Number,
}

impl<'a> Extreme<'a> {
    /// The value that the word at a place names.
    fn at(article: &'a Article, place: u32) -> Option<Self> {
        let text = article.after(Span::point(place));
        let pair = PAIRS.iter().position(|(most, least)| text.starts_with(most) || text.starts_with(least))?;
        let is_greatest = text.starts_with(PAIRS[pair].0);
        let word = if is_greatest { PAIRS[pair].0 } else { PAIRS[pair].1 };
        let start = place + word.len() as u32;
        let numbers = article.numbers();
        let number = numbers.get(numbers.partition_point(|number| number.span.start < start))?;
        if number.span.start - start > PLACED || !is_plain(number) || number.value.is_none() {
            return None;
        }
        let written = article.slice(Span::new(start, number.span.start));
        let lead = LEADS.iter().find_map(|lead| Some((written.find(lead)?, *lead)));
        if written.contains(['。', '；', '\n', '、']) || lead.is_none() && written.len() > NAME as usize {
            return None;
        }
        let name = lead.map_or(written, |(at, lead)| &written[..at + lead.len()]);
        let name = ["达到", "可达", "为", "达", "是", "：", "约", "在"].iter().find_map(|link| name.strip_suffix(link)).unwrap_or(name);
        let plain = name.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
        plain.then_some(Self { start: place, word, is_greatest, pair, name, number })
    }
}

fn is_reversed(article: &Article, greatest: &Extreme<'_>, least: &Extreme<'_>) -> bool {
    let same = greatest.is_greatest && !least.is_greatest && greatest.pair == least.pair && greatest.name == least.name && !greatest.name.is_empty();
    // Signs of a temperature below zero are no part of the number.
    let below = |extreme: &Extreme<'_>| ["零下", "负", "-", "−", "－"].iter().any(|sign| article.text[..extreme.number.span.start as usize].ends_with(sign));
    let unit = |extreme: &Extreme<'_>| head(article, extreme.number.span.end).chars().next();
    let less = greatest.number.value.zip(least.number.value).is_some_and(|(most, least)| most.amount < least.amount);
    same && less && greatest.number.percent == least.number.percent && unit(greatest) == unit(least) && unit(least).is_some() && !below(greatest) && !below(least)
}
