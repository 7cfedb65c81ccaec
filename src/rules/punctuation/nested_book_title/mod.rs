//! 《 directly inside 《: the inner one is 〈. Third level 《 inside 〈 is right.

use std::sync::LazyLock;

use super::neighbours::blocks;
use crate::document::{Article, Mark};
use crate::finding::{Applicability, Edit, Fix, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/nested-book-title",
        "书名号里面用了双书名号",
        Severity::Warning,
        "书名号里面还要用书名号时，外面用双书名号，里面用单书名号。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct NestedBookTitle;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(NestedBookTitle)
}

impl Rule for NestedBookTitle {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if !article.marks().has_nested(|c| c == '《') {
            return;
        }
        for (_, marks) in article.marks().by_block(blocks(article)) {
            check(article, marks, context);
        }
    }
}

fn check(article: &Article, marks: &[Mark], context: &mut Context<'_>) {
    let mut open: Vec<char> = Vec::new();
    for mark in marks.iter().filter(|mark| mark.is_paired()) {
        match mark.character {
            '《' => {
                // The second level only, so that the cost of deep nonsense is not squared.
                if open == ['《'] && let Some(close) = article.marks().partner(*mark) {
                    report(article, context, *mark, close);
                }
                open.push('《');
            }
            '〈' => open.push('〈'),
            '》' | '〉' => {
                open.pop();
            }
            _ => {}
        }
    }
}

fn report(article: &Article, context: &mut Context<'_>, opening: Mark, closing: Mark) {
    let span = opening.span().join(closing.span());
    let inside = article.text.get(opening.end() as usize..closing.at as usize).unwrap_or_default();
    let mut finding = context.finding(span, "书名号里面的书名号应改用“〈〉”");
    finding.suggestions = vec![format!("〈{inside}〉")];
    let edits = [(opening, "〈"), (closing, "〉")].map(|(mark, text)| Edit { span: mark.span(), text: text.to_string() });
    finding.fix = Some(Fix { applicability: Applicability::Unsafe, edits: edits.into() });
    super::report(context, finding);
}
