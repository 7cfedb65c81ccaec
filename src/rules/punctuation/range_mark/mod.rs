//! Hyphens between two dates or times of which both have their unit: 5月3日-9日. Hyphens of numbers, codes, telephone
//! numbers and compounds are right or another rule's.

use std::sync::LazyLock;

use super::neighbours::{after, before, block_of};
use crate::document::{Article, Mark};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/range-mark",
        "起止号形式不规范",
        Severity::Info,
        "表示时间起止用一字线“—”或者浪纹线“～”；短横线用于编号、电话号码等。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct RangeMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RangeMark)
}

impl Rule for RangeMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if !article.marks().has_any("-－–~") {
            return;
        }
        for mark in article.marks().all().iter().filter(|mark| matches!(mark.character, '-' | '－' | '–' | '~')) {
            if joins_dates(&article.text, *mark) && block_of(article, mark.at).is_some() {
                let message = format!("表示时间起止用“—”或者“～”，不用“{}”", mark.character);
                let suggestions = vec!["—".to_string(), "～".to_string()];
                super::report(context, context.finding(mark.span(), message).suggest(suggestions, Applicability::Unsafe));
            }
        }
    }
}

fn joins_dates(text: &str, mark: Mark) -> bool {
    let unit = before(text, mark.at).is_some_and(|c| "年月日号时点分".contains(c));
    unit && after(text, mark.end()).is_some_and(|c| c.is_ascii_digit()) && is_date_behind(text, mark.end())
}

/// Whether the number at `at` is followed by a unit of time.
fn is_date_behind(text: &str, at: u32) -> bool {
    let rest = text[at as usize..].trim_start_matches(|c: char| c.is_ascii_digit());
    rest.starts_with(['年', '月', '日', '号', '时', '点', '分'])
}
