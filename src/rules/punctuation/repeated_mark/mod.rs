//! The same pausing or ending mark twice, or two different ones side by side. Question and exclamation marks may stand
//! together; runs that stand for an ellipsis are `ellipsis-form`'s.

use std::sync::LazyLock;

use super::neighbours::{before, block_of, is_closing, is_han};
use crate::document::{Article, Class, Mark};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/repeated-mark",
        "标点重复",
        Severity::Error,
        "两个点号叠在一起，多半是改稿时没有删净，读者不知道句子停在哪里。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct RepeatedMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RepeatedMark)
}

impl Rule for RepeatedMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let marks = article.marks();
        let points = [Class::Point, Class::HalfPoint];
        if !points.iter().any(|first| points.iter().any(|second| marks.touch(*first, *second))) {
            return;
        }
        let joined = |one: &Mark, next: &Mark| one.end() == next.at && is_pausing(*one) && is_pausing(*next);
        for run in marks.all().chunk_by(joined).filter(|run| run.len() > 1) {
            if is_fault(article, run) && block_of(article, run[0].at).is_some() {
                report(article, context, run);
            }
        }
    }
}

/// Longest run that is written out in the message.
const SHOWN: usize = 8;

fn is_pausing(mark: Mark) -> bool {
    matches!(mark.class(), Class::Point | Class::HalfPoint)
}

fn is_fault(article: &Article, run: &[Mark]) -> bool {
    let chinese = |mark: &Mark| !mark.character.is_ascii();
    let question = |mark: &Mark| matches!(mark.character, '？' | '！' | '?' | '!');
    let dots = |mark: &Mark| matches!(mark.character, '。' | '、');
    if run.iter().all(question) || (run.len() > 2 && run.iter().all(dots)) {
        return false;
    }
    let left = before(&article.text, run[0].at);
    let after_word = left.is_some_and(|c| is_han(c) || is_closing(c) || (run.iter().any(chinese) && c.is_alphanumeric()));
    // :: and ?, between Latin letters are code; 、，listed as marks stand inside quotation marks.
    after_word && (run.iter().any(chinese) || run.iter().all(|mark| mark.character == run[0].character))
}

fn report(article: &Article, context: &mut Context<'_>, run: &[Mark]) {
    let (first, last) = (run[0], run[run.len() - 1]);
    let span = first.span().join(last.span());
    let mut kinds: Vec<char> = Vec::new();
    kinds.extend(run.iter().map(|mark| mark.character).take(SHOWN));
    kinds.dedup();
    let shown = if run.len() > SHOWN { format!("{}……", first.character) } else { article.slice(span).to_string() };
    let same = kinds.len() == 1;
    let message = if same { format!("“{shown}”重复，只用一个") } else { format!("“{shown}”两个标点叠用，请留下该用的一个") };
    let applicability = if same && run.len() == 2 { Applicability::Safe } else { Applicability::Manual };
    // An ending mark outweighs a pausing one.
    kinds.sort_by_key(|c| !matches!(c, '。' | '？' | '！' | '?' | '!'));
    let suggestions = kinds.iter().map(char::to_string).collect();
    super::report(context, context.finding(span, message).suggest(suggestions, applicability));
}
