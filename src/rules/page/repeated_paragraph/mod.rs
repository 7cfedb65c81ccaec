//! A paragraph or a sentence that stands twice: pasted two times. Short lines, cells and comments repeat by nature.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::document::{Article, Block, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

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

/// Sentences right behind the same sentence; however often, they are one fault.
fn repeated_sentence(article: &Article, block: &Block, context: &mut Context<'_>) {
    let text = article.block_text(block);
    let (mut last, mut at) = ("", 0);
    let mut repeated: Option<Range<usize>> = None;
    for sentence in text.split_inclusive(['。', '！', '？', '；']) {
        let whole = sentence.ends_with(['。', '；']) && sentence.chars().nth(SENTENCE - 1).is_some();
        let next = at + sentence.len();
        if whole && last == sentence {
            let start = repeated.as_ref().filter(|range| range.end == at).map_or(at, |range| range.start);
            if let Some(done) = repeated.replace(start..next).filter(|range| range.end != at) {
                report(context, block, done);
            }
        }
        (last, at) = (sentence, next);
    }
    if let Some(done) = repeated {
        report(context, block, done);
    }
}

fn report(context: &mut Context<'_>, block: &Block, range: Range<usize>) {
    let message = "这句话与前一句完全相同，多半是粘贴了两遍";
    context.report(context.finding(block.text.part(range), message).confidence(0.92));
}
