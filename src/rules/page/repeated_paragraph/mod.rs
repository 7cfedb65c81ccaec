//! A paragraph or a sentence that stands twice: pasted two times. Short lines, cells and comments repeat by nature.

use std::sync::LazyLock;

use crate::document::{Article, Block, Mark, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

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
        let repeated = repeated(article);
        let mut reported = repeated.iter().peekable();
        let mut ends = article.marks().all().iter().filter(|mark| ends_sentence(mark.character)).peekable();
        for block in texts(article) {
            match reported.next_if(|(again, _)| again.text == block.text) {
                Some((_, first)) => {
                    let message = format!("这一段与第{}段完全相同，多半是粘贴了两遍", first.paragraph);
                    context.report(context.finding(block.text, message).confidence(0.92));
                }
                None => {
                    while ends.next_if(|end| end.at < block.text.start).is_some() {}
                    let inside = std::iter::from_fn(|| ends.next_if(|end| end.at < block.text.end));
                    repeated_sentence(article, block, inside, context);
                }
            }
        }
    }
}

fn texts(article: &Article) -> impl Iterator<Item = &Block> {
    article.blocks.iter().filter(|block| matches!(block.region, Region::Body | Region::Quote))
}

/// The paragraphs that stood before and are too long for chance, in order, each with the one that it repeats.
fn repeated(article: &Article) -> Vec<(&Block, &Block)> {
    let has = |block: &Block, characters: usize| article.block_text(block).chars().nth(characters - 1).is_some();
    let ends = |block: &&Block| article.block_text(block).ends_with(['。', '；', '！', '？', '：']);
    let mut long: Vec<&Block> = texts(article).filter(|block| block.text.len() as usize >= CLOSE).filter(ends).collect();
    // What differs mostly differs in length, so that few texts are compared; equal ones stay in their order.
    long.sort_by_key(|block| block.text.len());
    for same in long.chunk_by_mut(|a, b| a.text.len() == b.text.len()) {
        same.sort_by_key(|block| article.block_text(block));
    }
    let mut repeated = Vec::new();
    for same in long.chunk_by(|a, b| article.block_text(a) == article.block_text(b)) {
        let mut first = same[0];
        for again in &same[1..] {
            let shortest = if again.paragraph - first.paragraph <= NEAR { CLOSE } else { FAR };
            if has(again, shortest) {
                repeated.push((*again, first));
            } else {
                first = again;
            }
        }
    }
    repeated.sort_by_key(|(again, _)| again.text);
    repeated
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；')
}

/// Sentences right behind the same sentence; however often, they are one fault. `ends`: the marks that end those of the
/// block.
fn repeated_sentence<'a>(
    article: &Article,
    block: &Block,
    ends: impl Iterator<Item = &'a Mark>,
    context: &mut Context<'_>,
) {
    let (mut last, mut at) = ("", block.text.start);
    let mut repeated: Option<Span<Text>> = None;
    for mark in ends {
        let span = Span::new(at, mark.end());
        let sentence = article.slice(span);
        if last == sentence && sentence.ends_with(['。', '；']) && sentence.chars().nth(SENTENCE - 1).is_some() {
            let adjoining = repeated.filter(|done| done.end == at);
            let start = adjoining.map_or(at, |done| done.start);
            if let Some(done) = repeated.replace(Span::new(start, span.end)).filter(|_| adjoining.is_none()) {
                report(context, done);
            }
        }
        (last, at) = (sentence, span.end);
    }
    if let Some(done) = repeated {
        report(context, done);
    }
}

fn report(context: &mut Context<'_>, span: Span<Text>) {
    let message = "这句话与前一句完全相同，多半是粘贴了两遍";
    context.report(context.finding(span, message).confidence(0.92));
}
