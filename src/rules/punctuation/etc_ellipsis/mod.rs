//! 等 together with an ellipsis: both say that the list goes on.

use std::sync::LazyLock;

use super::neighbours::{before, paragraphs};
use crate::document::{Article, Block, Mark};
use crate::finding::{Applicability, Severity};
use crate::span::Span;
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

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in paragraphs(article) {
            check(article, block, context);
        }
    }
}

/// What follows 等 where it is the verb or begins another word.
const OTHER: [char; 14] = ['待', '到', '于', '候', '级', '同', '着', '你', '我', '他', '额', '距', '值', '效'];
/// Bytes in which the list before it begins.
const REACH: usize = 240;

fn check(article: &Article, block: &Block, context: &mut Context<'_>) {
    let text = article.text.as_str();
    let mut rest = article.marks().of(block);
    while let Some(first) = rest.first() {
        let joined = |pair: &[Mark]| pair[0].end() == pair[1].at && pair[1].character == first.character;
        let dots = matches!(first.character, '…' | '.' | '。');
        let length = if dots { 1 + rest.windows(2).take_while(|pair| joined(pair)).count() } else { 1 };
        let (run, behind) = rest.split_at(length);
        rest = behind;
        if !dots || (first.character != '…' && length < 3) {
            continue;
        }
        let span = first.span().join(run[length - 1].span());
        let lead = &text[text.floor_char_boundary((first.at as usize).saturating_sub(REACH)).max(block.text.start as usize)..first.at as usize];
        let sentence = lead.rsplit(['。', '！', '？']).next().unwrap_or_default();
        let next = &text[span.end as usize..block.text.end as usize];
        if lead.ends_with('等') && sentence.contains(['、', '，', '”', '》']) {
            let start = Span::new(span.start - "等".len() as u32, span.end);
            report(article, context, start);
        } else if next.starts_with('等') && !next["等".len()..].starts_with(OTHER) && before(text, first.at).is_some() && sentence.contains(['、', '，', '”', '》']) {
            report(article, context, Span::new(span.start, span.end + "等".len() as u32));
        }
    }
}

fn report(article: &Article, context: &mut Context<'_>, span: Span<crate::span::Text>) {
    let message = format!("“{}”里“等”和省略号只用一个", article.slice(span));
    let suggestions = vec!["等".to_string(), "……".to_string()];
    super::report(context, context.finding(span, message).suggest(suggestions, Applicability::Manual));
}
