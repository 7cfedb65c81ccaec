//! A half-width full stop between two clauses of Han characters: 人才是第一资源.要大力引进. Names with such a stop and numbers
//! are none.

use std::sync::LazyLock;

use super::neighbours::{is_end, is_han, is_opening};
use crate::document::{Article, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/half-stop",
        "句号写成了英文句点",
        Severity::Warning,
        "中文的句号是“。”，英文句点夹在汉字中间，多半是输入法没有切换。",
        super::NORM,
        include_str!("rule.md"),
    )
});

/// Han characters on either side that show clauses and no name.
const BEFORE: usize = 5;
const AFTER: usize = 4;

struct HalfStop;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(HalfStop)
}

impl Rule for HalfStop {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        // Whether a block has marks of its own: looked through once, however many stops it has.
        let mut marked = (0, false);
        for at in memchr::memchr_iter(b'.', article.text.as_bytes()) {
            let (before, after) = (&article.text[..at], &article.text[at + 1..]);
            if after.starts_with('.') && !after.starts_with("..") {
                doubled(article, at, context);
                continue;
            }
            if before.ends_with('。') && after.starts_with(is_han) {
                let span = Span::of(at..at + 1);
                let finding = context.finding(span, "句号后面多了一个英文句点").confidence(0.85);
                super::report(context, finding.suggest(vec![String::new()], Applicability::Unsafe));
                continue;
            }
            // 达标率100%.其中，…: no name goes on behind such a mark.
            let marked_end = before.ends_with(['%', '％', '）', '”', '》']);
            if !(before.ends_with(is_han) || marked_end) || !(after.starts_with(is_han) || after.starts_with('\n')) {
                continue;
            }
            let Some(block) = article.block_at(at as u32).filter(|block| block.region == Region::Body) else {
                continue;
            };
            let clause = before.chars().rev().take(BEFORE).take_while(|c| is_han(*c) || c.is_ascii_digit()).count();
            let next = after.chars().take(AFTER).take_while(|c| is_han(*c)).count();
            let ended = after.starts_with('\n') || after.is_empty();
            let goes_on = next >= AFTER || marked_end && next > 1;
            if clause < BEFORE && !marked_end || !goes_on && !ended {
                continue;
            }
            if marked.0 != block.paragraph {
                marked = (block.paragraph, article.block_text(block).contains(|c| is_end(c) || c == '，'));
            }
            if marked.1 {
                let span = Span::of(at..at + 1);
                let message = "句号写成了英文句点“.”";
                super::report(context, context.finding(span, message).confidence(0.85).suggest(vec!["。".to_string()], Applicability::Safe));
            }
        }
    }
}

/// Two half-width stops behind a clause: one too many of the wrong kind, or an ellipsis cut short. Not in names of
/// versions and paths, which are no Han characters.
fn doubled(article: &Article, at: usize, context: &mut Context<'_>) {
    let (before, after) = (&article.text[..at], &article.text[at + 2..]);
    let in_body = article.block_at(at as u32).is_some_and(|block| block.region == Region::Body);
    let clause = before.chars().rev().take(BEFORE).take_while(|c| is_han(*c) || c.is_ascii_digit()).count();
    let next = after.is_empty() || after.starts_with(|c: char| is_han(c) || is_opening(c) || c == '\n');
    if in_body && next && clause == BEFORE && before.ends_with(is_han) {
        let span = Span::of(at..at + 2);
        let finding = context.finding(span, "“..”不是中文标点：一句话说完用“。”，省略用“……”").confidence(0.85);
        super::report(context, finding.suggest(vec!["。".to_string(), "……".to_string()], Applicability::Manual));
    }
}
