//! 如下 at the end of a paragraph with a mark that ends or pauses nothing there: 有关事项通知如下；. A full stop is met in
//! good texts and left alone.

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/lead-in-end",
        "“如下”后面的标点不对",
        Severity::Warning,
        "“如下”引出下面各段，后面用冒号；用逗号、顿号、分号，话就没有说完。",
        super::NORM,
        include_str!("rule.md"),
    )
});

const WORDS: [&str; 4] = ["如下；", "如下，", "如下、", "如下;"];

struct LeadInEnd;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(LeadInEnd)
}

impl Rule for LeadInEnd {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let text = article.after(Span::point(*place));
            let Some(word) = WORDS.iter().find(|word| text.starts_with(**word)) else {
                continue;
            };
            if text[word.len()..].trim().is_empty() {
                let start = *place + offset("如下".len());
                let span = Span::new(start, *place + offset(word.len()));
                let message = format!("“如下”引出下文，后面用冒号，不用“{}”", article.slice(span));
                super::report(context, context.finding(span, message).confidence(0.9).suggest(vec!["：".to_string()], Applicability::Safe));
            }
        }
    }
}
