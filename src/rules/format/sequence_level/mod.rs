//! Levels of numbers in a wrong order: （一） under 1., or （1） right under 一、.

use std::sync::LazyLock;

use super::outline::{self, Item, Level};
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/sequence-level",
        "序号层次颠倒或越级",
        Severity::Warning,
        "层次序数依次用“一、”“（一）”“1.”“（1）”，颠倒了读者分不清谁包含谁。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.3",
        include_str!("rule.md"),
    )
});

struct SequenceLevel;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SequenceLevel)
}

impl Rule for SequenceLevel {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        outline::TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let items = outline::items_at(article, context.places());
        inverted(article, &items, context);
        strayed(article, &items, context);
        skipped(article, &items, context);
    }
}

/// Between 1. and 2. stands a list （一）（二）.
fn inverted(article: &Article, items: &[Item<'_>], context: &mut Context<'_>) {
    let mut last: [Option<usize>; 5] = [None; 5];
    for (at, item) in items.iter().enumerate() {
        let level = item.level as usize;
        let before = last[level].replace(at);
        let Some(before) = before.filter(|before| items[*before].number + 1 == item.number && at > before + 2) else {
            continue;
        };
        let [first, second, ..] = &items[before + 1..at] else {
            continue;
        };
        // No shallower number may stand before: （一） 1. 2. （二） 3. goes on counting.
        let begins = first.number == 1 && second.number == 2 && first.level == second.level;
        if begins && first.level < item.level {
            let (over, under) = (article.slice(items[before].marker()), article.slice(first.marker()));
            let message = format!("“{over}”下面套了“{under}”，层次颠倒；依次用一、（一）1.（1）");
            // Statutes number their articles with 1. and the members of a sentence with （一）.
            let members = article.slice(first.block).ends_with(['；', ';']);
            let severity = if members { Severity::Info } else { Severity::Warning };
            context.report(context.finding(first.marker(), message).severity(severity).confidence(0.85));
        }
    }
}

/// Between 1. and 2. stands a single （一）, with no （二） under the same heading: it was to be 2., or its mark is of
/// another level.
fn strayed(article: &Article, items: &[Item<'_>], context: &mut Context<'_>) {
    for (at, row) in items.windows(3).enumerate() {
        let [before, stray, after] = row else {
            continue;
        };
        let counts = before.level == after.level && (1..=2).contains(&after.number.saturating_sub(before.number));
        let lone = stray.level == Level::HanBracketed && stray.level < before.level && stray.number == 1;
        if !counts || !lone || article.slice(stray.block).ends_with(['；', ';']) {
            continue;
        }
        let above = items[..at].iter().rev().take_while(|item| item.level != Level::Han);
        let below = items[at + 2..].iter().take_while(|item| item.level != Level::Han);
        if above.chain(below).all(|item| item.level != Level::HanBracketed) {
            let (over, marker) = (article.slice(before.marker()), article.slice(stray.marker()));
            let message = format!("“{over}”和“{}”之间插了“{marker}”，层次错乱，请统一序号", article.slice(after.marker()));
            context.report(context.finding(stray.marker(), message).confidence(0.85));
        }
    }
}

/// Under 一、 comes （1） at once. 一、 followed by 1. is common and let be.
fn skipped(article: &Article, items: &[Item<'_>], context: &mut Context<'_>) {
    for row in items.windows(3) {
        let [over, first, second] = row else {
            continue;
        };
        let list = first.number == 1 && second.number == 2 && first.level == second.level;
        let skips = match (over.level, first.level) {
            (Level::Han, under) => under >= Level::ArabicBracketed,
            (Level::HanBracketed, under) => under == Level::Circled || under == Level::ArabicBracketed,
            _ => false,
        };
        if list && skips {
            let (above, under) = (article.slice(over.marker()), article.slice(first.marker()));
            let message = format!("“{above}”下面直接用“{under}”，越过了中间的层次");
            context.report(context.finding(first.marker(), message).severity(Severity::Info).confidence(0.7));
        }
    }
}
