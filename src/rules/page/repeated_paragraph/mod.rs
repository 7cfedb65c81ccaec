//! A paragraph or a sentence that stands twice: pasted two times. Short lines, cells and comments repeat by nature.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::{Article, Block, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

/// The shortest paragraph whose repetition is no chance, in characters: close by, and further on, where statutes
/// repeat a clause.
const CLOSE: usize = 20;
const FAR: usize = 60;
/// So many paragraphs on is close by.
const NEAR: u32 = 2;
/// The shortest sentence that is not repeated on purpose right behind itself.
const SENTENCE: usize = 12;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/repeated-paragraph",
        "段落重复",
        Severity::Warning,
        "同一段（句）话出现两次，多半是粘贴了两遍。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

struct RepeatedParagraph;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RepeatedParagraph)
}

impl Rule for RepeatedParagraph {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut seen: HashMap<&str, &Block> = HashMap::new();
        for block in article.blocks.iter().filter(|block| matches!(block.region, Region::Body | Region::Quote)) {
            let text = article.block_text(block);
            let is_long = |first: &&&Block| {
                let shortest = if block.paragraph - first.paragraph <= NEAR { CLOSE } else { FAR };
                text.chars().nth(shortest - 1).is_some() && text.ends_with(['。', '；', '！', '？', '：'])
            };
            match seen.get(text).filter(is_long) {
                Some(first) => {
                    let message = format!("这一段与第{}段完全相同，多半是粘贴了两遍", first.paragraph);
                    context.report(context.finding(block.text, message).confidence(0.92));
                }
                None => {
                    seen.insert(text, block);
                    repeated_sentence(article, block, context);
                }
            }
        }
    }
}

/// A sentence right behind the same sentence.
fn repeated_sentence(article: &Article, block: &Block, context: &mut Context<'_>) {
    let text = article.block_text(block);
    let mut last: Option<&str> = None;
    let mut at = 0;
    for sentence in text.split_inclusive(['。', '！', '？', '；']) {
        let whole = sentence.ends_with(['。', '；']);
        if whole && last == Some(sentence) && sentence.chars().nth(SENTENCE - 1).is_some() {
            let span: Span<_> = block.text.part(at..at + sentence.len());
            context.report(context.finding(span, "这句话与前一句完全相同，多半是粘贴了两遍").confidence(0.92));
        }
        last = Some(sentence);
        at += sentence.len();
    }
}
