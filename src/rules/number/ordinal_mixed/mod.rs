//! Ordinals of one series in two forms: 第三届 and 第4届 in one article.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::head;
use crate::document::{Article, count_at};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

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
        &["第0", "第1", "第2", "第3", "第4", "第5", "第6", "第7", "第8", "第9"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let in_digits = context.places().iter().filter_map(|at| Some((*at, read(article, *at)?)));
        let in_digits: Vec<(u32, Ordinal<'_>)> = in_digits.filter(|(_, ordinal)| !ordinal.in_numerals).collect();
        if in_digits.is_empty() {
            return;
        }
        let all = memchr::memmem::find_iter(article.text.as_bytes(), "第").filter_map(|at| read(article, offset(at)));
        let numerals: HashSet<&str> = all.filter(|ordinal| ordinal.in_numerals).map(|ordinal| ordinal.series).collect();
        if let Some((at, ordinal)) = in_digits.iter().find(|(_, ordinal)| numerals.contains(ordinal.series)) {
            let message = "同类的序数有的用汉字，有的用数字，全文宜统一";
            context.report(context.finding(Span::new(*at, *at + ordinal.length), message));
        }
    }
}

struct Ordinal<'a> {
    series: &'a str,
    in_numerals: bool,
    /// Of 第 and the number.
    length: u32,
}

/// The ordinal that begins with the 第 at a place.
fn read(article: &Article, at: u32) -> Option<Ordinal<'_>> {
    let lead = offset("第".len());
    let after = head(article, at + lead);
    let (count, length) = count_at(after).filter(|(count, _)| *count <= LAST)?;
    let in_numerals = count == 0 || !after.as_bytes()[0].is_ascii_digit();
    Some(Ordinal { series: series(&after[length..])?, in_numerals, length: lead + offset(length) })
}

/// What is numbered: the noun and two characters more, so that one series is compared with itself.
fn series(text: &str) -> Option<&str> {
    let noun = NOUNS.iter().find(|noun| text.starts_with(**noun))?;
    let end = text[noun.len()..].char_indices().nth(2).map_or(text.len(), |(at, _)| noun.len() + at);
    Some(&text[..end])
}
