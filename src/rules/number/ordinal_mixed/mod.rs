//! Ordinals of one series in two forms: 第三届 and 第4届 in one article.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::head;
use crate::document::{Article, count_at};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/ordinal-mixed",
        "序数写法不一",
        Severity::Info,
        "同一篇文章里同类序数有的用汉字、有的用数字，不统一。",
        "GB/T 15835—2011《出版物上数字用法》：同类别同形式原则",
        include_str!("rule.md"),
    )
});

/// Greater ones are written in digits.
const LAST: u32 = 20;
/// What is numbered.
const NOUNS: [&str; 6] = ["届", "次", "批", "季度", "轮", "期"];

struct OrdinalMixed;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(OrdinalMixed)
}

impl Rule for OrdinalMixed {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["第1", "第2", "第3", "第4", "第5", "第6", "第7", "第8", "第9"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let (mut digits, mut numerals) = (Vec::new(), HashSet::new());
        for (at, _) in article.text.match_indices("第") {
            let after = head(article, (at + "第".len()) as u32);
            let Some((count, length)) = count_at(after).filter(|(count, _)| *count <= LAST) else {
                continue;
            };
            let Some(series) = series(&after[length..]) else {
                continue;
            };
            if count > 0 && after.as_bytes()[0].is_ascii_digit() {
                digits.push((series, Span::of(at..at + "第".len() + length)));
            } else {
                numerals.insert(series);
            }
        }
        if let Some((_, span)) = digits.iter().find(|(series, _)| numerals.contains(series)) {
            let message = "同类的序数有的用汉字，有的用数字，全文宜统一";
            context.report(context.finding(*span, message));
        }
    }
}

/// What is numbered: the noun and two characters more, so that one series is compared with itself.
fn series(text: &str) -> Option<&str> {
    let noun = NOUNS.iter().find(|noun| text.starts_with(**noun))?;
    let end = text[noun.len()..].char_indices().nth(2).map_or(text.len(), |(at, _)| noun.len() + at);
    Some(&text[..end])
}
