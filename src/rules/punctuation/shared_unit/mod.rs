//! 一二线城市 for 一、二线城市: two numbers that share a head need 顿号. Only heads that are never counted.

use std::sync::LazyLock;

use super::neighbours::{before, is_chinese_numeral, is_paragraph};
use crate::document::{Article, Block};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/shared-unit",
        "缩略的两个序数之间缺顿号",
        Severity::Info,
        "“一、二线”是“一线、二线”的缩略，中间有停顿，宜用顿号；连写容易看成概数。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct SharedUnit;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SharedUnit)
}

impl Rule for SharedUnit {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["一二线", "二三线", "三四线", "四五线", "二三产业", "一二产业", "一二年级", "二三年级", "三四年级", "四五年级", "五六年级", "七八年级", "八九年级"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in context.triggered(article).into_iter().filter(|block| is_paragraph(block)) {
            check(article, block, context);
        }
    }
}

/// Two numbers with what they share.
const PHRASES: [&str; 19] = [
    "一二线城市", "二三线城市", "三四线城市", "四五线城市", "一二线品牌", "二三线品牌", "一二线市场", "二三线市场", "三四线市场", "三四线及以下", "二三产业", "一二产业",
    "一二年级", "二三年级", "三四年级", "四五年级", "五六年级", "七八年级", "八九年级",
];

fn check(article: &Article, block: &Block, context: &mut Context<'_>) {
    let text = article.block_text(block);
    for (at, phrase) in PHRASES.iter().flat_map(|phrase| text.match_indices(phrase)) {
        let joined = before(text, at as u32).is_some_and(|c| is_chinese_numeral(c) || matches!(c, '、' | '第'));
        let numbers: Vec<char> = phrase.chars().filter(|c| is_chinese_numeral(*c)).collect();
        let (false, [low, high]) = (joined, numbers.as_slice()) else {
            continue;
        };
        let lead = phrase.find(*low).unwrap_or_default();
        let end = lead + low.len_utf8() + high.len_utf8();
        let right = format!("{low}、{high}");
        let message = format!("“{low}{high}”是两个序数的缩略，中间宜用顿号：{right}");
        let finding = context.finding(block.text.part(at + lead..at + end), message);
        super::report(context, finding.suggest(vec![right], Applicability::Unsafe));
    }
}
