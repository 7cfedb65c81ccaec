//! Hyphens between two dates or times of which both have their unit: 5月3日-9日. Hyphens of numbers, codes, telephone
//! numbers and compounds are right or another rule's.

use std::sync::LazyLock;

use super::neighbours::{after, before, blocks};
use crate::document::{Article, Block};
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
        for block in blocks(article) {
            check(article, block, context);
        }
    }
}

fn check(article: &Article, block: &Block, context: &mut Context<'_>) {
    let text = article.text.as_str();
    for mark in article.marks().of(block) {
        if !matches!(mark.character, '-' | '－' | '–' | '~') {
            continue;
        }
        let unit = before(text, mark.at).is_some_and(|c| "年月日号时点分".contains(c));
        if unit && after(text, mark.end()).is_some_and(|c| c.is_ascii_digit()) && is_date_behind(text, mark.end()) {
            let message = format!("表示时间起止用“—”或者“～”，不用“{}”", mark.character);
            let suggestions = vec!["—".to_string(), "～".to_string()];
            super::report(context, context.finding(mark.span(), message).suggest(suggestions, Applicability::Unsafe));
        }
    }
}

/// Whether the number at `at` is followed by a unit of time.
fn is_date_behind(text: &str, at: u32) -> bool {
    let rest = text[at as usize..].trim_start_matches(|c: char| c.is_ascii_digit());
    rest.starts_with(['年', '月', '日', '号', '时', '点', '分'])
}
