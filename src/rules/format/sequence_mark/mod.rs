//! A mark that does not belong behind its number: 一. （一）、 1、 （1）、.

use std::sync::LazyLock;

use super::outline::{self, Item, Level};
use crate::document::{Article, Enclosure, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/sequence-mark",
        "序号后面的标点不对",
        Severity::Warning,
        "“一”后面用顿号，“1”后面用下脚点，带括号的序号后面不再加标点。",
        "《标点符号用法》（GB/T 15834—2011）；《党政机关公文格式》（GB/T 9704—2012）7.3.3",
        include_str!("rule.md"),
    )
});

struct SequenceMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SequenceMark)
}

impl Rule for SequenceMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let items = outline::items(article);
        // A document that writes 1. elsewhere has merely slipped; one that writes 1、 throughout has a habit.
        let points = items.iter().any(|item| item.level == Level::Arabic && item.mark == ".");
        for item in &items {
            if let Some(right) = right(item) {
                let habit = item.level == Level::Arabic && !points || item.level == Level::Circled;
                let severity = if habit { Severity::Info } else { Severity::Warning };
                report(article, context, item, right, severity);
            }
        }
        inline(article, context);
    }
}

/// The mark that belongs there instead; `None` where the mark is right.
fn right(item: &Item<'_>) -> Option<&'static str> {
    match (item.level, item.mark) {
        (Level::Han, "." | "．") => Some("、"),
        // 二十三，糖瓜粘 is a rhyme.
        (Level::Han, "，" | ",") if item.number <= 10 => Some("、"),
        (Level::Arabic, "、") => Some("."),
        (Level::HanBracketed | Level::ArabicBracketed | Level::Circled, "、" | "." | "．" | "，" | ",") => Some(""),
        _ => None,
    }
}

fn report(article: &Article, context: &mut Context<'_>, item: &Item<'_>, right: &str, severity: Severity) {
    let (numeral, marker) = (article.slice(item.numeral), article.slice(item.marker()));
    let expected = format!("{numeral}{right}");
    let message = match right {
        "" => format!("带括号的序号后面不加标点，“{marker}”应写作“{expected}”"),
        _ => format!("序号“{marker}”应写作“{expected}”"),
    };
    let finding = context.finding(item.marker(), message).severity(severity);
    context.report(finding.suggest(vec![expected], Applicability::Safe));
}

/// （一）、 inside a paragraph, where an item begins.
fn inline(article: &Article, context: &mut Context<'_>) {
    for pair in article.marks().all().windows(2) {
        if !matches!(pair[0].character, '）' | ')') || pair[1].character != '、' || pair[1].at != pair[0].end() {
            continue;
        }
        let (at, end) = (pair[0].at as usize, pair[1].end());
        let before = &article.text[..at];
        let digits = before.chars().rev().take(4);
        let length: usize =
            digits.take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).map(char::len_utf8).sum();
        let start = at - length;
        let opens = before[..start].ends_with(['（', '(']);
        let open = before[..start].chars().next_back().map_or(0, char::len_utf8);
        let item = length > 0 && opens && before[..start - open].ends_with(['。', '；', '：', ';']);
        let next = article.text[end as usize..].chars().next();
        let span = Span::of(start.saturating_sub(open)..end as usize);
        let listed = next.is_some_and(|c| matches!(c, '（' | '(' | '第'));
        let body = article.block_at(span.start).is_some_and(|block| block.region == Region::Body);
        if item && !listed && body && !article.is_inside(span, Enclosure::Quote) {
            let marker = article.slice(span);
            let expected = marker.trim_end_matches('、').to_string();
            let message = format!("带括号的序号后面不加标点，“{marker}”应写作“{expected}”");
            context.report(context.finding(span, message).suggest(vec![expected], Applicability::Safe));
        }
    }
}
