//! Marks of the other width than the rest of the article. A text of one width throughout is none of its business.

use std::sync::LazyLock;

use super::pairs::is_bracket;
use super::widths::{counterpart_width, full, half};
use crate::document::{Article, Class, Mark};
use crate::finding::{Applicability, Severity};
use crate::span::Span;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/mixed-width",
        "标点全角半角混用",
        Severity::Warning,
        "同一篇里标点有的占一个字、有的占半个字，版面不齐，也说明文字是拼接来的。",
        super::NORM,
        include_str!("rule.md"),
    )
});

/// Half-width marks to one of full width that make a text a converted one.
const CONVERTED: usize = 4;

struct MixedWidth;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MixedWidth)
}

impl Rule for MixedWidth {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        report_pairs(article, context);
        let half = half(article);
        let full = if half.is_empty() { Vec::new() } else { full(article) };
        if full.is_empty() {
            return;
        }
        // Half-width marks are the wrong ones, unless nearly the whole text has been converted.
        let converted = half.len() > CONVERTED * full.len();
        let minority = if converted { full } else { half };
        for mark in minority.into_iter().take(super::LIMIT) {
            report(context, mark);
        }
    }
}

fn report(context: &mut Context<'_>, mark: Mark) {
    let Some(right) = counterpart_width(mark.character) else {
        return;
    };
    let half = mark.character.is_ascii();
    let (is, rest) = if half { ("半角", "全角") } else { ("全角", "半角") };
    let message = format!("这个“{}”是{is}，全文标点用的是{rest}，请统一", mark.character);
    let finding = context.finding(mark.span(), message);
    // Brackets of half width are met in many texts; no norm names them.
    let severity = if is_bracket(mark.character) { Severity::Info } else { Severity::Warning };
    let finding = finding.severity(severity);
    // In a half-width text it is the rest that should change.
    let applicability = if half { Applicability::Safe } else { Applicability::Manual };
    super::report(context, finding.suggest(vec![right.to_string()], applicability));
}

/// A bracket closed by one of the other width.
fn report_pairs(article: &Article, context: &mut Context<'_>) {
    let marks = article.marks();
    if !marks.has_any("()[]") {
        return;
    }
    let opening = marks.all().iter().filter(|mark| mark.class() == Class::Open && is_bracket(mark.character));
    let unequal = opening.filter_map(|open| Some((*open, marks.partner(*open)?)));
    let unequal = unequal.filter(|(open, close)| open.character.is_ascii() != close.character.is_ascii());
    for (open, close) in unequal.take(super::LIMIT) {
        if !article.block_at(open.at).is_some_and(|block| block.region.is_prose()) {
            continue;
        }
        let half = if open.character.is_ascii() { open } else { close };
        let Some(right) = counterpart_width(half.character) else {
            continue;
        };
        let span: Span<_> = half.span();
        let finding = context.finding(span, "一对括号一半是全角、一半是半角，请改为一致");
        super::report(context, finding.suggest(vec![right.to_string()], Applicability::Safe));
    }
}
