//! Single quotation marks that stand in no double ones: ‘甲项目’. Apostrophes, and quotations that an earlier paragraph
//! opened, are left alone.

use std::sync::LazyLock;

use super::neighbours::{after, before, blocks, is_han};
use crate::document::{Article, Mark};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/single-quote",
        "外层用了单引号",
        Severity::Warning,
        "引号先用双引号，双引号里面再引用时才用单引号。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct SingleQuote;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SingleQuote)
}

impl Rule for SingleQuote {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if !article.marks().has_any("‘") {
            return;
        }
        // A quotation of several paragraphs opens each of them.
        let is_double = |mark: &&Mark| matches!(mark.character, '“' | '”' | '\u{22}' | '「');
        if article.marks().all().iter().filter(is_double).any(|mark| article.marks().partner(*mark).is_none()) {
            return;
        }
        for (_, marks) in article.marks().by_block(blocks(article)) {
            check(article, marks, context);
        }
    }
}

fn check(article: &Article, marks: &[Mark], context: &mut Context<'_>) {
    let mut depth = 0u32;
    for mark in marks {
        match mark.character {
            '“' | '「' | '『' | '《' | '〈' => depth += 1,
            '”' | '」' | '』' | '》' | '〉' => depth = depth.saturating_sub(1),
            '‘' if depth == 0 => report(article, *mark, context),
            _ => {}
        }
    }
}

fn report(article: &Article, open: Mark, context: &mut Context<'_>) {
    let Some(close) = article.marks().partner(open) else {
        return;
    };
    let text = article.text.as_str();
    let inside = article.text.get(open.end() as usize..close.at as usize).unwrap_or_default();
    let foreign = !after(text, open.end()).is_some_and(is_han) || before(text, open.at).is_some_and(|c| c.is_ascii_alphanumeric());
    if foreign || inside.contains('\n') {
        return;
    }
    let span = open.span().join(close.span());
    let right = format!("“{inside}”");
    super::report(context, context.finding(span, "引号先用双引号，单引号只用在双引号里面").confidence(0.85).suggest(vec![right], Applicability::Unsafe));
}
