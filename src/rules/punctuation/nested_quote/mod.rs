//! Quotation marks directly inside quotation marks of the same kind. A quotation that an earlier paragraph opened is
//! not looked at: its outer marks are in another block.

use std::sync::LazyLock;

use super::neighbours::blocks;
use super::pairs::is_quote;
use crate::document::{Article, Class, Mark};
use crate::finding::{Applicability, Edit, Fix, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/nested-quote",
        "引号里面用了同样的引号",
        Severity::Error,
        "引号里面再用引号时，外面用双引号，里面用单引号；都用双引号，读者分不清层次。",
        super::NORM,
        include_str!("rule.md"),
    )
});

/// Bytes of an inner quotation that is flagged whole.
const SHOWN: u32 = 120;

struct NestedQuote;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(NestedQuote)
}

impl Rule for NestedQuote {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if !article.marks().has_nested(is_quote) {
            return;
        }
        for (_, marks) in article.marks().by_block(blocks(article)) {
            check(article, marks, context);
        }
    }
}

/// The other kind of marks, for the inner quotation.
fn inner(outer: char) -> Option<(char, char)> {
    Some(match outer {
        '“' => ('‘', '’'),
        '‘' => ('“', '”'),
        '「' => ('『', '』'),
        '『' => ('「', '」'),
        _ => return None,
    })
}

fn check(article: &Article, marks: &[Mark], context: &mut Context<'_>) {
    let mut open: Vec<Mark> = Vec::new();
    for mark in marks.iter().filter(|mark| mark.is_paired()) {
        let quote = is_quote(mark.character);
        match mark.class() {
            Class::Open if quote => {
                // The second level only: a third one of the first kind is right.
                let same = open.len() == 1 && open[0].character == mark.character;
                if same && let Some(close) = article.marks().partner(*mark) {
                    report(article, context, *mark, close);
                }
                open.push(*mark);
            }
            Class::Close if quote => {
                open.pop();
            }
            _ => {}
        }
    }
}

fn report(article: &Article, context: &mut Context<'_>, opening: Mark, closing: Mark) {
    let Some((left, right)) = inner(opening.character) else {
        return;
    };
    let whole = opening.span().join(closing.span());
    let inside = article.text.get(opening.end() as usize..closing.at as usize).unwrap_or_default();
    let span = if whole.len() <= SHOWN { whole } else { opening.span() };
    let message = format!("引号里面再用引号，里层应改用“{left}{right}”");
    let mut finding = context.finding(span, message);
    if span == whole {
        finding.suggestions = vec![format!("{left}{inside}{right}")];
    }
    let edits = [(opening, left), (closing, right)].map(|(mark, text)| Edit { span: mark.span(), text: text.to_string() });
    finding.fix = Some(Fix { applicability: Applicability::Unsafe, edits: edits.into() });
    super::report(context, finding);
}
