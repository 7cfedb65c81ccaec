//! 等 together with an ellipsis: both say that the list goes on.

use std::sync::LazyLock;

use super::neighbours::paragraph_of;
use crate::document::{Article, Block};
use crate::finding::{Applicability, Severity};
use crate::span::{Span, Text, offset};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/etc-ellipsis",
        "“等”与省略号并用",
        Severity::Warning,
        "“等”和省略号都表示列举未完，用一个就够了。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct EtcEllipsis;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EtcEllipsis)
}

impl Rule for EtcEllipsis {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["等…", "…等", "等...", "...等", "等。。。", "。。。等"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut done = 0;
        for place in context.places() {
            let Some(block) = paragraph_of(article, *place) else { continue };
            let behind = place + if article.text[*place as usize..].starts_with('等') { offset("等".len()) } else { 0 };
            let dots = dots(article, block, behind);
            if dots.start >= done {
                done = dots.end;
                check(article, block, dots, context);
            }
        }
    }
}

/// The whole run of dots that a place lies in.
fn dots(article: &Article, block: &Block, at: u32) -> Span<Text> {
    let (before, behind) = article.text[block.text.range()].split_at((at - block.text.start) as usize);
    let dot = behind.chars().next().unwrap_or_default();
    let length = behind.len() - behind.trim_start_matches(dot).len();
    let lead = before.len() - before.trim_end_matches(dot).len();
    Span::new(at - offset(lead), at + offset(length))
}

/// What follows 等 where it is the verb or begins another word.
const OTHER: [char; 14] = ['待', '到', '于', '候', '级', '同', '着', '你', '我', '他', '额', '距', '值', '效'];
/// Bytes in which the list before it begins.
const REACH: usize = 240;

fn check(article: &Article, block: &Block, dots: Span<Text>, context: &mut Context<'_>) {
    let text = article.text.as_str();
    let from = text.floor_char_boundary((dots.start as usize).saturating_sub(REACH)).max(block.text.start as usize);
    let lead = &text[from..dots.start as usize];
    let sentence = lead.rsplit(['。', '！', '？']).next().unwrap_or_default();
    let next = &text[dots.end as usize..block.text.end as usize];
    if !sentence.contains(['、', '，', '”', '》']) {
        return;
    }
    if lead.ends_with('等') {
        report(article, context, Span::new(dots.start - offset("等".len()), dots.end));
    } else if next.starts_with('等') && !next["等".len()..].starts_with(OTHER) {
        report(article, context, Span::new(dots.start, dots.end + offset("等".len())));
    }
}

fn report(article: &Article, context: &mut Context<'_>, span: Span<Text>) {
    let message = format!("“{}”里“等”和省略号只用一个", article.slice(span));
    let suggestions = vec!["等".to_string(), "……".to_string()];
    super::report(context, context.finding(span, message).suggest(suggestions, Applicability::Manual));
}
