//! Verbs with a noun that they do not go with: 发挥…职责. The frames are data (`frames.tsv`). A verb is bound to the
//! noun that ends its object in the same stretch without punctuation; only listed wrong nouns are reported, so that
//! an unusual but sound pair is left alone.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::dictionary::WordSet;
use crate::document::{Article, Block, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::segment::segmenter;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/collocation",
        "动词和宾语搭配不当",
        Severity::Warning,
        "动词和宾语搭配不当，句子读着别扭，多半是改稿时只改了一半。",
        "现代汉语语法；公文写作通行的搭配",
        include_str!("rule.md"),
    )
});

/// Bytes behind a verb in which its object must end.
const REACH: usize = 75;
/// Words before the noun that show that it is not the object of the verb.
const BARS: [&str; 34] = [
    "在", "把", "将", "对", "以", "为", "来", "去", "并", "并且", "从", "向", "让", "使", "被", "就", "要", "能", "可以",
    "是", "有", "没有", "通过", "按照", "根据", "用", "由", "给", "到", "于", "不", "而", "方面", "相",
];
/// Words behind the noun that show that the object ended with it.
const ENDS: [&str; 24] = [
    "推进", "推动", "开展", "确保", "做好", "抓好", "促进", "实现", "为", "以", "来", "并", "从而", "进而", "使", "让", "全力",
    "努力", "积极", "切实", "不断", "扎实", "全面", "深入",
];

struct Frame {
    verb: &'static str,
    heads: Vec<&'static str>,
    /// The noun, and the verb that it goes with.
    wrong: Vec<(&'static str, &'static str)>,
}

struct Table {
    frames: Vec<Frame>,
    verbs: HashMap<&'static str, usize>,
    search: WordSet,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let frames: Vec<Frame> = include_str!("frames.tsv").lines().skip(1).filter_map(frame).collect();
    let verbs = frames.iter().enumerate().map(|(number, frame)| (frame.verb, number)).collect();
    let search = WordSet::new(frames.iter().map(|frame| frame.verb));
    Table { frames, verbs, search }
});

fn frame(line: &'static str) -> Option<Frame> {
    let [verb, heads, wrong] = line.split('\t').collect::<Vec<_>>()[..] else {
        return None;
    };
    let wrong = wrong.split('|').filter_map(|pair| pair.split_once('=')).collect();
    Some(Frame { verb, heads: heads.split('|').collect(), wrong })
}

struct Collocation;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Collocation)
}

impl Rule for Collocation {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in article.prose() {
            check(article, block, context);
        }
    }
}

fn check(article: &Article, block: &Block, context: &mut Context<'_>) {
    let text = article.block_text(block);
    for (start, end, number) in TABLE.search.find(text) {
        let frame = &TABLE.frames[number];
        let object = &text[end..text.floor_char_boundary((end + REACH).min(text.len()))];
        let stop = object.find(|c: char| !is_han(c)).unwrap_or(object.len());
        if !frame.wrong.iter().any(|(noun, _)| object[..stop].contains(noun)) {
            continue;
        }
        let Some((place, right)) = wrong_head(frame, &object[..stop], &object[stop..]) else {
            continue;
        };
        let place = end + place.start..end + place.end;
        if !right_words(text, start..end, &place) {
            continue;
        }
        let span = block.text.part(start..place.end);
        if article.is_inside(span, Enclosure::Book) {
            continue;
        }
        let noun = &text[place];
        let (right, severity) = match right.strip_suffix('?') {
            Some(right) => (right, Severity::Info),
            None => (right, Severity::Warning),
        };
        let message = format!("“{}”与“{noun}”搭配不当，宜说{}", frame.verb, advice(right, noun));
        let suggestion = format!("{right}{}", &text[end..end + span.len() as usize - (end - start)]);
        let finding = context.finding(span, message).severity(severity).confidence(0.85);
        let is_plain = !right.contains(['…']) && !right.ends_with(noun) && TABLE.verbs.contains_key(right);
        context.report(if is_plain { finding.suggest(vec![suggestion], Applicability::Unsafe) } else { finding });
    }
}

fn advice(right: &str, noun: &str) -> String {
    if right.contains('…') || right.chars().count() > 3 { format!("“{right}”") } else { format!("“{right}……{noun}”") }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// The wrong noun that ends the object of a frame's verb: its place in `object`, and the verb that it goes with.
/// `after` is what follows the stretch.
fn wrong_head(frame: &Frame, object: &str, after: &str) -> Option<(Range<usize>, &'static str)> {
    let mut at = 0;
    let mut words = segmenter().cut(object).into_iter().peekable();
    while let Some(word) = words.next() {
        let place = at..at + word.len();
        at = place.end;
        if let Some((_, right)) = frame.wrong.iter().find(|(noun, _)| *noun == word) {
            let is_end = match words.peek() {
                // In a list of objects the others may be right, and an unfinished stretch says nothing.
                None => after.starts_with(['，', '。', '；', ',', ';', '！', '：', '\n']),
                Some(next) => ENDS.contains(next),
            };
            return is_end.then_some((place, *right));
        }
        let is_other = frame.heads.contains(&word) || TABLE.verbs.contains_key(word) || BARS.contains(&word);
        if is_other {
            return None;
        }
    }
    None
}

/// Whether verb and noun are words of the text, not parts of others.
fn right_words(text: &str, verb: Range<usize>, noun: &Range<usize>) -> bool {
    let is_word = |place: &Range<usize>| segmenter().boundaries(text, place.start, place.end) == (true, true);
    is_word(&verb) && is_word(noun)
}
