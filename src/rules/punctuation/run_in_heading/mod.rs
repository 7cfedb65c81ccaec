//! A heading that opens its paragraph and lacks the full stop that the headings of its siblings have:
//! （一）加强领导。各镇要…；（二）强化督查各镇要…. The siblings are the evidence; there must be two.

use std::sync::LazyLock;

use std::collections::HashMap;

use super::line::{Numbering, numbering};
use super::neighbours::paragraphs;
use crate::document::{Article, Block};
use crate::finding::Severity;
use crate::span::Span;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/run-in-heading",
        "段首小标题后缺句号",
        Severity::Warning,
        "同级的段首小标题都以句号和正文分开，这一处没有，读者会把小标题和正文连着读。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct RunInHeading;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RunInHeading)
}

impl Rule for RunInHeading {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let openings: Vec<_> = paragraphs(article).filter_map(|block| opening(article, block)).collect();
        if openings.iter().filter(|(_, opening)| opening.is_heading()).count() < SIBLINGS {
            return;
        }
        let mut lists: HashMap<Numbering, Vec<Opening<'_>>> = HashMap::new();
        for (kind, opening) in openings {
            lists.entry(kind).or_default().push(opening);
        }
        let mut lists: Vec<_> = lists.into_iter().collect();
        lists.sort_by_key(|(_, list)| list.first().map(|one| one.block.paragraph));
        for (_, list) in &lists {
            check(context, list);
        }
    }
}

/// Characters of a heading at most.
const HEADING: usize = 24;
/// Siblings that must have the full stop.
const SIBLINGS: usize = 2;

/// A numbered paragraph: how long its first clause is, and what ends it.
struct Opening<'a> {
    block: &'a Block,
    /// Bytes of the numbering.
    number: usize,
    characters: usize,
    mark: Option<char>,
    /// Whether text follows the first clause.
    goes_on: bool,
}

fn opening<'a>(article: &Article, block: &'a Block) -> Option<(Numbering, Opening<'a>)> {
    let text = article.block_text(block);
    let (kind, number) = numbering(text)?;
    let rest = &text[number..];
    let ends = |c: char| matches!(c, '。' | '，' | '；' | '：' | '、' | ',' | ':' | ';' | '！' | '？' | ' ');
    let end = rest.find(ends).unwrap_or(rest.len());
    let mark = rest[end..].chars().next();
    let goes_on = rest.len() > end + 12;
    let counted = !matches!(kind, Numbering::Ordinal | Numbering::Bullet);
    counted.then(|| (kind, Opening { block, number, characters: rest[..end].chars().count(), mark, goes_on }))
}

impl Opening<'_> {
    fn is_heading(&self) -> bool {
        self.mark == Some('。') && self.goes_on && (2..=HEADING).contains(&self.characters)
    }
}

/// Reports the members of a list without the full stop, if nearly all have it.
fn check(context: &mut Context<'_>, list: &[Opening<'_>]) {
    let (headed, others): (Vec<&Opening<'_>>, Vec<&Opening<'_>>) = list.iter().partition(|one| one.is_heading());
    let longest = headed.iter().map(|one| one.characters).max().unwrap_or_default();
    let missing = |one: &&&Opening<'_>| {
        one.goes_on && one.mark != Some('。') && (one.characters > longest || one.mark == Some(' '))
    };
    if headed.len() < SIBLINGS || others.len() * 3 > headed.len() + 1 {
        return;
    }
    for one in others.iter().filter(missing) {
        let start = one.block.text.start;
        let span = Span::new(start, start + one.number as u32);
        let message = "同级的小标题后面都有句号，这一段的小标题和正文之间没有，请补上";
        super::report(context, context.finding(span, message).confidence(0.8));
    }
}
