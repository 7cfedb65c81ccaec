//! A paragraph or a sentence that stands twice: pasted two times. Short lines, cells and comments repeat by nature.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::{Article, Block, Mark, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

/// The shortest paragraph whose repetition is no chance, in characters: close by, and further on, where statutes
/// repeat a clause.
const CLOSE: usize = 20;
const FAR: usize = 60;
/// Paragraphs that are alike stand so many from each other.
const FAR_ON: u32 = 12;
/// So many paragraphs on is close by.
const NEAR: u32 = 2;
/// The shortest paragraph of which another one differs by a slip and not on purpose, and the characters of the slip.
const ALIKE: usize = 45;
const SLIP: usize = 4;
/// Bytes that two paragraphs must begin with alike before they are compared: twelve Han characters.
const HEAD: usize = 36;
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
        let may_repeat = begin_alike(article);
        let repeated = if may_repeat { repeated(article) } else { Vec::new() };
        let alike = if may_repeat { alike(article) } else { HashMap::new() };
        let mut reported = repeated.iter().peekable();
        let mut ends = article.marks().all().iter().filter(|mark| ends_sentence(mark.character)).peekable();
        for block in texts(article) {
            if let Some((first, kept)) = alike.get(&block.paragraph) {
                let message = format!("这一段与第{first}段只差几个字，多半是改过以后旧的没有删去");
                context.report(context.finding(block.text.part(0..*kept), message).confidence(0.75));
                continue;
            }
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

/// Whether any two longer paragraphs begin with the same few characters, as all do that are the same or nearly so; in
/// most articles none do.
fn begin_alike(article: &Article) -> bool {
    let first = |block: &Block| article.block_text(block).as_bytes().first_chunk().map(|chunk| u128::from_be_bytes(*chunk));
    let mut firsts: Vec<u128> = texts(article).filter(|block| block.text.len() as usize >= CLOSE).filter_map(first).collect();
    firsts.sort_unstable();
    firsts.windows(2).any(|pair| pair[0] == pair[1])
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

/// The paragraphs that differ from an earlier one by a few characters, with the number of that one and their own bytes.
fn alike(article: &Article) -> HashMap<u32, (u32, usize)> {
    // Statutes repeat their clauses with small changes.
    let is_clause = |block: &Block| {
        let text = article.block_text(block);
        text.starts_with('第') && text.chars().take(8).any(|c| matches!(c, '条' | '章'))
    };
    if texts(article).any(is_clause) {
        return HashMap::new();
    }
    let long = |block: &&Block| block.text.len() as usize >= ALIKE * "一".len() && article.block_text(block).ends_with('。');
    let head = |block: &Block| &article.text.as_bytes()[block.text.start as usize..block.text.start as usize + HEAD];
    // Most differ in the first few characters, which compare as one number.
    let first = |block: &Block| head(block).first_chunk().map_or(0, |chunk| u128::from_be_bytes(*chunk));
    let mut keyed: Vec<(u128, &Block)> = texts(article).filter(long).map(|block| (first(block), block)).collect();
    keyed.sort_unstable_by(|(a, one), (b, other)| {
        a.cmp(b).then_with(|| head(one).cmp(head(other))).then(one.paragraph.cmp(&other.paragraph))
    });
    let blocks: Vec<&Block> = keyed.into_iter().map(|(_, block)| block).collect();
    let near = |pair: &[&Block]| {
        let (first, again) = (article.block_text(pair[0]), article.block_text(pair[1]));
        (pair[1].paragraph - pair[0].paragraph <= FAR_ON && differ_by_slip(first, again)).then(|| (pair[1].paragraph, (pair[0].paragraph, again.len())))
    };
    blocks.windows(2).filter(|pair| head(pair[0]) == head(pair[1])).filter_map(near).collect()
}

/// Whether two texts are not the same and differ in a few characters at one place, none of them a number or a name of a
/// list that repeats by nature.
fn differ_by_slip(first: &str, again: &str) -> bool {
    if first.len().abs_diff(again.len()) > SLIP * "一".len() || first == again {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (first.chars().collect(), again.chars().collect());
    let before = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - before;
    let behind = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let middle = |text: &[char]| text[before..text.len() - behind].to_vec();
    let (one, other) = (middle(&a), middle(&b));
    let numbered = one.iter().chain(&other).any(|c| c.is_ascii_alphanumeric() || "一二三四五六七八九十第甲乙丙丁".contains(*c));
    one.len() <= SLIP && other.len() <= SLIP && !numbered
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
