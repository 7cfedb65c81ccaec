//! 首先 counted on by 第二, 第一 by 其次.

use std::sync::LazyLock;

use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/ordinal-mix",
        "两套序次语混用",
        Severity::Info,
        "“首先、其次、再次”和“第一、第二、第三”是两套，混着用层次不清。",
        "《标点符号用法》（GB/T 15834—2011）关于序次语的用法",
        include_str!("rule.md"),
    )
});

/// Members of the two sets; 首先 alone merely says what comes first.
const WORDS: [&str; 3] = ["首先", "其次", "再次"];
const NUMBERS: [&str; 3] = ["第一", "第二", "第三"];

struct OrdinalMix;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(OrdinalMix)
}

impl Rule for OrdinalMix {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["首先", "其次"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in context.triggered(article).into_iter().filter(|block| block.region == Region::Body) {
            let text = article.block_text(block);
            let places = |words: [&str; 3]| words.map(|word| opening(text, word));
            let (words, numbers) = (places(WORDS), places(NUMBERS));
            let after = |first: Option<usize>, second: Option<usize>| first.zip(second).is_some_and(|(a, b)| a < b);
            // 首先 … 第二 without 第一 and 其次; 第一 … 其次 without 首先 and 第二.
            let mixed = if after(words[0], numbers[1]) && numbers[0].is_none() && words[1].is_none() {
                numbers[1].map(|at| (at, "首先", "第二", "其次"))
            } else if after(numbers[0], words[1]) && words[0].is_none() && numbers[1].is_none() {
                words[1].map(|at| (at, "第一", "其次", "第二"))
            } else if after(words[1], numbers[2]) && words[0].is_some() && numbers[1].is_none() {
                numbers[2].map(|at| (at, "首先”“其次", "第三", "再次"))
            } else {
                None
            };
            if let Some((at, first, wrong, right)) = mixed {
                let message = format!("前面用了“{first}”，这里接“{right}”，不接“{wrong}”");
                context.report(context.finding(block.text.part(at..at + wrong.len()), message).confidence(0.7));
            }
        }
    }
}

/// Where a word opens a clause and is set off by a mark.
fn opening(text: &str, word: &str) -> Option<usize> {
    let opens = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| "，。；：！？;:”".contains(c)) && text[at + word.len()..].starts_with(['，', ',', '是', '、', '：'])
    };
    text.match_indices(word).map(|(at, _)| at).find(|at| opens(*at))
}
