//! A pausing or ending mark where none can stand: at the beginning of a paragraph, right behind an opening mark. Marks
//! that are themselves quoted are left.

use std::sync::LazyLock;

use super::neighbours::{after, blocks, is_closing, is_han};
use crate::document::{Article, Block, Class, Mark};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/misplaced-mark",
        "标点放在了段首或者前引号、前括号后面",
        Severity::Warning,
        "逗号、句号、顿号不能放在一段话的开头，也不能紧跟在前引号、前括号、前书名号后面；多半是前面丢了字，或者标点打错了位置。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct MisplacedMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MisplacedMark)
}

impl Rule for MisplacedMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let begins = |block: &Block| article.block_text(block).starts_with(is_pausing);
        if !article.marks().touch(Class::Open, Class::Point) && !blocks(article).any(begins) {
            return;
        }
        for (block, marks) in article.marks().by_block(blocks(article)) {
            check(article, block, marks, context);
        }
    }
}

fn is_pausing(c: char) -> bool {
    matches!(c, '。' | '，' | '、' | '；' | '：' | '？' | '！')
}

fn check(article: &Article, block: &Block, marks: &[Mark], context: &mut Context<'_>) {
    let text = article.text.as_str();
    let first = marks.first().filter(|first| first.at == block.text.start && is_pausing(first.character));
    if let Some(first) = first.filter(|first| after(text, first.end()).is_some_and(is_han)) {
        let message = format!("段落不能以“{}”开头，请查一查前面是否丢了字", first.character);
        super::report(context, context.finding(first.span(), message));
    }
    for pair in marks.windows(2) {
        let (open, point) = (pair[0], pair[1]);
        let beside = open.end() == point.at && open.is_paired() && open.class() == Class::Open && !open.character.is_ascii();
        let next = after(text, point.end());
        let question = matches!(point.character, '？' | '！');
        let named = next.is_none_or(|c| is_closing(c) || is_pausing(c) || !is_han(c));
        if beside && is_pausing(point.character) && !question && !named {
            let span = open.span().join(point.span());
            let message = format!("“{}”不应紧跟在“{}”后面", point.character, open.character);
            let suggestions = vec![open.character.to_string(), format!("{}{}", point.character, open.character)];
            super::report(context, context.finding(span, message).suggest(suggestions, Applicability::Manual));
        }
    }
}
