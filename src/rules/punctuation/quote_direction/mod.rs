//! Quotation marks turned the wrong way: ”A“, “A“, ”A”. Only two neighbours that stand alone and embrace a short
//! phrase; other lone marks are `unpaired-quote`'s.

use std::sync::LazyLock;

use super::pairs::{is_quote, lone, split_swapped};
use crate::document::{Article, Class, counterpart};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/quote-direction",
        "引号方向错误",
        Severity::Error,
        "前引号和后引号写反或者用成同一个方向，是明显的排版差错。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct QuoteDirection;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(QuoteDirection)
}

impl Rule for QuoteDirection {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let (pairs, _) = split_swapped(article, &lone(article, is_quote));
        for (first, second) in pairs {
            let turned = |character, class| counterpart(character).filter(|_| class);
            let first_mark = first.mark.character;
            let second_mark = second.mark.character;
            let opening = turned(first_mark, first.mark.class() != Class::Open).unwrap_or(first_mark);
            let closing = turned(second_mark, second.mark.class() != Class::Close).unwrap_or(second_mark);
            let span = first.mark.span().join(second.mark.span());
            let inside = article.slice(Span::new(first.mark.end(), second.mark.at));
            let right = format!("{opening}{inside}{closing}");
            let message = format!("引号方向不对，前引号用“{opening}”，后引号用“{closing}”，应为：{right}");
            super::report(context, context.finding(span, message).suggest(vec![right], Applicability::Unsafe));
        }
    }
}
