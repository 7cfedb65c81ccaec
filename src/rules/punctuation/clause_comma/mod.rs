//! The mark 、 between clauses: before a conjunction (、以便, 、因此), and before a last clause that says what is to be
//! reached (…每周检查一次、做到不留死角). Members of a list part by 、, clauses by a comma.

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/clause-comma",
        "分句之间用了顿号",
        Severity::Warning,
        "顿号只隔开并列的词语；两个分句之间的停顿更大，要用逗号。",
        super::NORM,
        include_str!("rule.md"),
    )
});

/// Conjunctions, which begin a clause.
const CONJUNCTIONS: [&str; 10] =
    ["、以便", "、以免", "、因此", "、所以", "、然后", "、而且", "、否则", "、从而", "、因而", "、反而"];
/// What a clause begins with that says what the one before is for.
const AIMS: [&str; 4] = ["、做到", "、力争", "、真正做到", "、切实做到"];
/// Characters of the clause before, at least, and of the one behind, at most.
const BEFORE: usize = 10;
const BEHIND: usize = 16;

struct ClauseComma;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ClauseComma)
}

impl Rule for ClauseComma {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [&CONJUNCTIONS[..], &AIMS].concat());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let at = Span::point(*place);
            let text = article.after(at);
            let conjunction = CONJUNCTIONS.iter().any(|word| text.starts_with(word));
            if conjunction || is_last(article.before(at), text) {
                let span = Span::new(*place, *place + "、".len() as u32);
                let finding = context.finding(span, "两个分句之间用逗号，不用顿号").confidence(0.75);
                super::report(context, finding.suggest(vec!["，".to_string()], Applicability::Unsafe));
            }
        }
    }
}

/// Whether a long clause without another 、 stands before the mark and a short one behind it, which ends the sentence.
fn is_last(before: &str, text: &str) -> bool {
    let clause = before.rsplit(['，', '。', '；', '：', '！', '？', '\n']).next().unwrap_or(before);
    let behind = &text["、".len()..];
    let end = behind.find(['，', '。', '；', '、', '\n', '”']).unwrap_or(behind.len());
    let ends = behind[end..].starts_with(['。', '；']);
    let plain = !clause.contains(['、', '“']) && !behind[..end].contains('“');
    let done = behind.starts_with("做到位");
    plain && !done && ends && clause.chars().nth(BEFORE).is_some() && behind[..end].chars().nth(BEHIND).is_none()
}
