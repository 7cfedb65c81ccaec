//! Dashes written with hyphens, with box-drawing lines or with half a dash where only a dash can be meant. A single
//! one between words may join them or mark a range and is left.

use std::sync::LazyLock;

use super::neighbours::{after, before, paragraph_of, split_run, is_closing, is_han, is_opening, is_point};
use crate::document::{Article, Class, Mark};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/dash-form",
        "破折号形式不规范",
        Severity::Info,
        "破折号占两个字的位置，中间不断开；用短横代替，容易和连接号相混。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct DashForm;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DashForm)
}

impl Rule for DashForm {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let marks = article.marks();
        let hyphens = marks.has_any("-－─") && marks.touch(Class::Dash, Class::Dash);
        if !hyphens && !marks.has_any("—") {
            return;
        }
        let mut rest = marks.all();
        while let Some(next) = rest.iter().position(|mark| matches!(mark.character, '-' | '－' | '─' | '—')) {
            let (run, behind) = split_run(&rest[next..]);
            rest = behind;
            if is_wrong(article, run) && paragraph_of(article, run[0].at).is_some() {
                let span = run[0].span().join(run[run.len() - 1].span());
                let message = format!("破折号应写作“——”，不用“{}”", article.slice(span));
                let finding = context.finding(span, message);
                super::report(context, finding.suggest(vec!["——".to_string()], Applicability::Unsafe));
            }
        }
    }
}

/// Hyphens beyond which a run is a line drawn across the page.
const LONGEST: usize = 6;

fn is_wrong(article: &Article, run: &[Mark]) -> bool {
    let text = article.text.as_str();
    let (left, right) = (before(text, run[0].at), after(text, run[run.len() - 1].end()));
    let word = |c: char| is_han(c) || is_opening(c);
    let right_word = right.is_some_and(word);
    match (run[0].character, run.len()) {
        ('—', 1) => right_word && left.is_none_or(|c| is_point(c) && !c.is_ascii()),
        ('—', _) => false,
        (_, 2..=LONGEST) => right_word && left.is_none_or(|c| is_han(c) || is_closing(c) || is_point(c)),
        _ => false,
    }
}
