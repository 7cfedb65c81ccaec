//! One item of a numbered list that ends otherwise than the others: 。 among ；, or without a mark. Only a single one is
//! a slip; lists that end in two ways are left alone.

use std::sync::LazyLock;

use super::line::{Numbering, numbering};
use super::neighbours::is_han;
use crate::document::{Article, Block, Region, count_at};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/list-item-end",
        "并列各项末尾的标点不一致",
        Severity::Warning,
        "同一层的各项，末尾用分号的都用分号、最后一项用句号，用句号的都用句号；只有一项不一样，多半是打错或者漏了。",
        super::NORM,
        include_str!("rule.md"),
    )
});

/// Items of a list at least, and those that must agree.
const FEWEST: usize = 3;
/// Characters of an item that may be a heading.
const HEADING: usize = 14;

struct ListItemEnd;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ListItemEnd)
}

impl Rule for ListItemEnd {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut list: Vec<&Block> = Vec::new();
        let mut kind: Option<Numbering> = None;
        for block in &article.blocks {
            let item = Some(block).filter(|block| block.region == Region::Body).and_then(|block| numbering(article.block_text(block)));
            let item = item.map(|(kind, _)| kind).filter(|kind| !matches!(kind, Numbering::Ordinal | Numbering::Bullet));
            if item.is_none() || item != kind || is_first(article.block_text(block)) {
                check(article, &list, context);
                list.clear();
            }
            kind = item;
            if item.is_some() {
                list.push(block);
            }
        }
        check(article, &list, context);
    }
}

/// Whether an item is the first of its list.
fn is_first(text: &str) -> bool {
    count_at(text.trim_start_matches(['（', '('])).is_some_and(|(number, _)| number == 1)
}

/// What an item ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Semicolon,
    Stop,
    /// A mark that ends nothing.
    Pause,
    None,
    Other,
}

fn end(text: &str) -> End {
    match text.trim_end().chars().next_back() {
        Some('；' | ';') => End::Semicolon,
        Some('。') => End::Stop,
        Some('，' | '、' | ',') => End::Pause,
        Some(c) if is_han(c) && text.chars().nth(HEADING).is_some() => End::None,
        _ => End::Other,
    }
}

fn check(article: &Article, list: &[&Block], context: &mut Context<'_>) {
    if list.len() < FEWEST {
        return;
    }
    let ends: Vec<End> = list.iter().map(|block| end(article.block_text(block))).collect();
    let (last, inner) = ends.split_last().unwrap_or((&End::Other, &[]));
    let count = |wanted: End, ends: &[End]| ends.iter().filter(|end| **end == wanted).count();
    let semicolons = count(End::Semicolon, inner);
    let stops = count(End::Stop, &ends);
    let (usual, odd): (End, Vec<usize>) = if semicolons + 1 == inner.len() && semicolons >= 1 && *last == End::Stop {
        (End::Semicolon, (0..inner.len()).filter(|at| inner[*at] != End::Semicolon).collect())
    } else if semicolons == inner.len() && *last == End::Pause {
        // Lists that end in a semicolon throughout are a habit.
        (End::Stop, vec![inner.len()])
    } else if stops + 1 == ends.len() && stops >= FEWEST {
        (End::Stop, (0..ends.len()).filter(|at| ends[*at] != End::Stop).collect())
    } else {
        return;
    };
    let [odd] = odd[..] else { return };
    // Items with sentences of their own, or a long one without a mark that is a heading, tell nothing.
    let text = article.block_text(list[odd]);
    let plain = matches!(ends[odd], End::Stop | End::Pause | End::None);
    let inner_stop = usual == End::Semicolon && ends[odd] == End::Stop && text.matches('。').count() > 1;
    if !plain || inner_stop {
        return;
    }
    let right = if usual == End::Semicolon { "；" } else { "。" };
    let shown = text.trim_end();
    let tail = shown.chars().next_back().map_or(0, char::len_utf8);
    let span = list[odd].text.part(shown.len() - tail..shown.len());
    let (message, suggestion) = match ends[odd] {
        End::None => (format!("其他各项末尾都有标点，这一项漏了“{right}”"), format!("{}{right}", article.slice(span))),
        _ => (format!("其他各项末尾用的不是“{}”，这里应为“{right}”", article.slice(span)), right.to_string()),
    };
    let finding = context.finding(span, message).confidence(0.8);
    super::report(context, finding.suggest(vec![suggestion], Applicability::Unsafe));
}
