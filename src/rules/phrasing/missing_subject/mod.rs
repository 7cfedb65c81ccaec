//! Sentences that open with a preposition (通过……, 经过……) and go on with 使 or 让, and so have no subject. Only where
//! the opening phrase is the whole first clause; whether a subject was meant is for the writer to say.

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

const OPENINGS: [&str; 3] = ["通过", "经过", "随着"];
/// The verb behind the comma; with it the words that begin like it and are none.
const VERBS: [(&str, &[&str]); 3] =
    [("，使", &["使用", "使馆", "使领", "使命", "使者", "使节", "使团", "使劲"]), ("，让", &["让步", "让利", "让出", "让位"]), ("，令", &["令人", "令牌"])];
/// Characters of the opening phrase at most.
const LONGEST: usize = 60;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/missing-subject",
        "“通过……，使……”缺主语",
        Severity::Info,
        "“通过……”是介词短语，不能作主语，后面再用“使”“让”，句子就没有主语了。去掉“通过”或“使”，或者把主语补上。",
        "《现代汉语词典》（第7版）对“通过”“使”的解释；通行的语法规范",
        include_str!("rule.md"),
    )
});

struct MissingSubject;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MissingSubject)
}

impl Rule for MissingSubject {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["，使", "，让", "，令"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let at = *place as usize;
            let behind = &article.text[at..];
            let Some((verb, others)) = VERBS.iter().find(|(verb, _)| behind.starts_with(verb)) else { continue };
            if !others.iter().any(|other| behind["，".len()..].starts_with(other)) {
                report(article, Span::of(at..at + verb.len()), context);
            }
        }
    }
}

fn report(article: &Article, span: Span<Text>, context: &mut Context<'_>) {
    if article.block_at(span.start).is_none_or(|block| !block.region.is_prose()) {
        return;
    }
    let before = article.before(span);
    let phrase = before.rfind(ends_clause).map_or(before, |at| before[at..].trim_start_matches(ends_clause));
    // Behind a comma the subject may stand in an earlier clause.
    let opens = before[..before.len() - phrase.len()].chars().next_back().is_none_or(|mark| mark != '，' && mark != ',');
    let Some(opening) = OPENINGS.iter().find(|opening| phrase.starts_with(**opening)) else { return };
    if !opens || phrase.chars().count() > LONGEST {
        return;
    }
    let start = span.start - phrase.len() as u32;
    let verb = &article.slice(span)["，".len()..];
    let message = format!("“{opening}……，{verb}……”没有主语，请删去“{opening}”或“{verb}”，或者补出主语");
    context.report(context.finding(Span::new(start, span.end), message).confidence(0.7));
}

fn ends_clause(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '，' | '：' | ',' | ';' | ':' | '!' | '?' | '\n' | '“' | '”')
}
