//! Two numbers of one item: 1.第一，…, （一）一是….

use std::sync::LazyLock;

use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/sequence-doubled",
        "序号重复",
        Severity::Warning,
        "同一项既编了序号又写“第一”“首先”，用一个就够了。",
        "《党政机关公文格式》（GB/T 9704—2012）关于结构层次序数的规定；《标点符号用法》（GB/T 15834—2011）关于序次语的用法",
        include_str!("rule.md"),
    )
});

const MARKS: [&str; 9] = ["1.", "2.", "3.", "1、", "2、", "（1）", "（2）", "（一）", "（二）"];
const WORDS: [&str; 9] = ["第一，", "第二，", "第三，", "首先，", "其次，", "一是", "二是", "其一，", "其二，"];

struct SequenceDoubled;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SequenceDoubled)
}

impl Rule for SequenceDoubled {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| crate::rules::phrase::joined(&MARKS, &WORDS));
        &TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let Some(block) = article.block_at(*place).filter(|block| block.region == Region::Body) else {
                continue;
            };
            let text = article.after(Span::point(*place));
            let Some(mark) = MARKS.iter().find(|mark| text.starts_with(**mark)) else {
                continue;
            };
            let Some(word) = WORDS.iter().find(|word| text[mark.len()..].starts_with(**word)) else {
                continue;
            };
            // （一）一是…，二是…: a list that begins in the item has its own numbers.
            let goes_on = ["二是", "第二", "其二", "其次"].iter().any(|next| text[mark.len() + word.len()..].contains(next));
            if *place == block.text.start && !goes_on {
                let span = Span::new(*place, *place + offset(mark.len() + word.len()));
                let message = format!("“{mark}”和“{}”是两个序号，用一个就够了", word.trim_end_matches('，'));
                context.report(context.finding(span, message).confidence(0.8));
            }
        }
    }
}
