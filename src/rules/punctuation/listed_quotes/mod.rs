//! 顿号 between quoted items or titles that stand side by side. The norm says "usually none", so this is a hint; where
//! anything stands between items of the list, 顿号 is right.

use std::sync::LazyLock;

use super::neighbours::{after, before, is_paragraph};
use crate::document::{Article, Block, Mark};
use crate::finding::{Applicability, Severity};
use crate::span::Span;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/listed-quotes",
        "并列的引号、书名号之间用了顿号",
        Severity::Info,
        "并列的引号之间、书名号之间通常不用顿号，引号和书名号本身已经把各项分开。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct ListedQuotes;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ListedQuotes)
}

impl Rule for ListedQuotes {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["”、“", "》、《"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in context.triggered(article).into_iter().filter(|block| is_paragraph(block)) {
            check(article, block, context);
        }
    }
}

fn check(article: &Article, block: &Block, context: &mut Context<'_>) {
    let marks = article.marks().of(block);
    let mut list: Vec<Mark> = Vec::new();
    let mut mixed = false;
    for mark in marks {
        match mark.character {
            '、' if stands_between(article, *mark) => list.push(*mark),
            '、' => mixed = true,
            '，' | '。' | '；' | '：' | '？' | '！' | ',' | ';' | ':' => {
                report(article, context, &list, mixed);
                list.clear();
                mixed = false;
            }
            _ => {}
        }
    }
    report(article, context, &list, mixed);
}

fn stands_between(article: &Article, mark: Mark) -> bool {
    let sides = (before(&article.text, mark.at), after(&article.text, mark.end()));
    matches!(sides, (Some('”'), Some('“')) | (Some('》'), Some('《')))
}

/// One finding a list.
fn report(article: &Article, context: &mut Context<'_>, list: &[Mark], mixed: bool) {
    let Some(first) = list.first().filter(|_| !mixed) else {
        return;
    };
    let number = if list.len() > 1 { format!("（这一串共{}个）", list.len()) } else { String::new() };
    let sides = (before(&article.text, first.at), after(&article.text, first.end()));
    let (Some(left), Some(right)) = sides else {
        return;
    };
    let span = Span::new(first.at - left.len_utf8() as u32, first.end() + right.len_utf8() as u32);
    let message = format!("并列的引号、书名号之间通常不用顿号{number}");
    super::report(context, context.finding(span, message).suggest(vec![format!("{left}{right}")], Applicability::Manual));
}
