//! Characters that are missing, half of a word that was dropped: which of those that the engine misses are reported, and how.

use super::guard::Guard;
use super::{Correction, times};
use crate::document::{Article, Block, Region};
use crate::finding::{Applicability, Severity};
use crate::language::{Omission, Scanner, characters::Character};
use crate::rules::Context;
use crate::span::{Span, Text};

/// Confidence from which a missing character is mentioned, and from which it is a warning.
const LEAST: f32 = 0.4;
const WARNING: f32 = 0.9;
/// Marks of running text; headings, names and items of lists drop characters as they like.
const RUNNING: [char; 5] = ['。', '；', '！', '？', ';'];
/// Bytes of a Chinese character.
const HAN: u32 = 3;

/// A character that is missing from an article.
pub(super) struct Missing {
    /// What it makes a word with.
    rest: Span<Text>,
    /// Where it belongs, inside or at an end of that.
    at: u32,
    meant: char,
    omission: Omission,
}

/// What is missing from a block; where something else is wrong, that has the word.
pub(super) fn find(
    (article, block): (&Article, &Block),
    characters: &[Character],
    scanner: &mut Scanner<'_>,
    guard: &mut Guard<'_>,
    corrections: &[(Span<Text>, Correction)],
) -> Vec<Missing> {
    let is_running = matches!(block.region, Region::Body | Region::Summary)
        && article.block_text(block).contains(RUNNING);
    if !is_running {
        return Vec::new();
    }
    let from = corrections.partition_point(|(span, _)| span.end < block.text.start);
    let corrections = &corrections[from..];
    let missing = scanner.omissions(characters, LEAST).into_iter().filter_map(|omission| {
        let start = |at: usize| characters.get(at).map(|character| block.text.start + character.start);
        let (first, last) = (start(omission.rest.start)?, start(omission.rest.end.checked_sub(1)?)? + HAN);
        let rest = Span::new(first, last);
        let at = start(omission.at).map_or(last, |at| at.clamp(first, last));
        let meant = char::from_u32(omission.meant as u32)?;
        Some(Missing { rest, at, meant, omission })
    });
    let is_apart = |span: &Span<Text>, rest: &Span<Text>| span.end + HAN <= rest.start || rest.end + HAN <= span.start;
    missing
        .filter(|missing| corrections.iter().all(|(span, _)| is_apart(span, &missing.rest)))
        .filter(|missing| missing.omission.confidence >= guard.needed_for_gap(missing.rest))
        .collect()
}

pub(super) fn report(article: &Article, context: &mut Context<'_>, missing: Missing) {
    let Missing { rest, at, meant, omission } = missing;
    let (before, behind) = (article.slice(Span::new(rest.start, at)), article.slice(Span::new(at, rest.end)));
    let severity = if omission.confidence >= WARNING { Severity::Warning } else { Severity::Info };
    let message = format!("“{before}{behind}”疑漏“{meant}”字");
    let mut finding = context.finding(rest, message).severity(severity).confidence(omission.confidence);
    finding.why = format!("疑漏字；补上以后，这一句常见{}。", times(omission.gain)).into();
    context.report(finding.suggest(vec![format!("{before}{meant}{behind}")], Applicability::Unsafe));
}
