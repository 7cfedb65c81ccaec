//! Verbs with a noun that they do not go with: 发挥…职责. The frames are data (`frames.tsv`). A verb is bound to the
//! noun that ends its object in the same stretch without punctuation; only listed wrong nouns are reported, so that
//! an unusual but sound pair is left alone.

use std::collections::{BTreeSet, HashMap};
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
const BARS: [&str; 48] = [
    "在", "把", "将", "对", "以", "为", "来", "去", "并", "并且", "从", "向", "让", "使", "被", "就", "要", "能",
    "可以", "是", "有", "没有", "通过", "按照", "根据", "用", "由", "给", "到", "于", "不", "而", "方面", "相", "铸牢",
    "规定", "超出", "拖欠", "感", "依据", "依照", "纳入", "列为", "起", "起着", "具有", "等", "中",
];
/// Marks behind the noun that show the same.
const STOPS: [char; 8] = ['，', '。', '；', ',', ';', '！', '：', '\n'];
/// Words behind the noun that show that the object ended with it.
const ENDS: [&str; 16] = [
    "推进", "推动", "开展", "确保", "做好", "抓好", "促进", "实现", "为", "以", "来", "并", "从而", "进而", "使", "让",
];

/// Verbs whose object is nearly always one of their own nouns, and that seldom stand before a noun as its attribute.
/// Of the others 整治水平 and 维护和平的能力 are phrases of their own.
const TIGHT: [&str; 10] = ["发挥", "履行", "行使", "享有", "加大", "增强", "营造", "发挥好", "履行好", "采取"];
/// Words before a verb that show that it is part of another verb's object or subject.
const GOVERNORS: [&str; 13] =
    ["感", "具有", "具备", "进行", "给予", "作为", "体现", "展示", "显示", "浓厚", "有", "是", "的"];

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
    /// The wrong nouns of all frames.
    nouns: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let frames: Vec<Frame> = include_str!("frames.tsv").lines().skip(1).filter_map(frame).collect();
    let verbs = frames.iter().enumerate().map(|(number, frame)| (frame.verb, number)).collect();
    let search = WordSet::new(frames.iter().map(|frame| frame.verb));
    let nouns: BTreeSet<&str> = frames.iter().flat_map(|frame| &frame.wrong).map(|(noun, _)| *noun).collect();
    Table { nouns: nouns.into_iter().collect(), frames, verbs, search }
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

    fn triggers(&self) -> &'static [&'static str] {
        &TABLE.nouns
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for (block, places) in context.triggered_places(article) {
            if block.region.is_prose() {
                check_block(article, block, places, context);
            }
        }
    }
}

/// Looks at the runs of Han characters in which wrong nouns stand.
fn check_block(article: &Article, block: &Block, places: &[u32], context: &mut Context<'_>) {
    let text = article.block_text(block);
    let nouns: Vec<usize> = places.iter().map(|place| (place - block.text.start) as usize).collect();
    let mut rest = nouns.as_slice();
    while let Some(first) = rest.first() {
        let start = text[..*first].rfind(|c| !is_han(c)).map_or(0, |at| text.ceil_char_boundary(at + 1));
        let end = text[*first..].find(|c| !is_han(c)).map_or(text.len(), |length| first + length);
        let (inside, behind) = rest.split_at(rest.partition_point(|noun| *noun < end));
        rest = behind;
        check_run(article, block, start..end, inside, context);
    }
}

/// Looks at a run of Han characters; `nouns`: where wrong ones begin.
fn check_run(article: &Article, block: &Block, run: Range<usize>, nouns: &[usize], context: &mut Context<'_>) {
    let text = article.block_text(block);
    for (start, end, number) in TABLE.search.find(&text[run.clone()]) {
        let (start, end) = (run.start + start, run.start + end);
        let frame = &TABLE.frames[number];
        let behind = &nouns[nouns.partition_point(|noun| *noun < end)..];
        let mut near = behind.iter().take_while(|noun| **noun < end + REACH);
        if !near.any(|noun| frame.wrong.iter().any(|(wrong, _)| ends_object(&text[*noun..], wrong))) {
            continue;
        }
        let object = &text[end..text.floor_char_boundary((end + REACH).min(text.len()))];
        let stop = object.find(|c: char| !is_han(c)).unwrap_or(object.len());
        let Some((place, right)) = wrong_head(frame, &object[..stop], &object[stop..]) else {
            continue;
        };
        let place = end + place.start..end + place.end;
        if !are_words(text, start..end, &place) || is_governed(&text[..start]) {
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
    if right.contains('…') || right.chars().count() > 3 {
        format!("“{right}”")
    } else {
        format!("“{right}……{noun}”")
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Whether a text begins with a noun and goes on as behind an object: a look that spares most places the cutting.
fn ends_object(text: &str, noun: &str) -> bool {
    let behind = text.strip_prefix(noun);
    behind.is_some_and(|behind| behind.starts_with(STOPS) || ENDS.iter().any(|end| behind.starts_with(end)))
}

/// The wrong noun that ends the object of a frame's verb: its place in `object`, and the verb that it goes with.
/// `after` is what follows the stretch.
fn wrong_head(frame: &Frame, object: &str, after: &str) -> Option<(Range<usize>, &'static str)> {
    let is_tight = TIGHT.contains(&frame.verb);
    let mut at = 0;
    let mut words = segmenter().cut(object).into_iter().peekable();
    while let Some(word) = words.next() {
        let place = at..at + word.len();
        at = place.end;
        if let Some((_, right)) = frame.wrong.iter().find(|(noun, _)| *noun == word) {
            let is_end = match words.peek() {
                // In a list of objects the others may be right, and an unfinished stretch says nothing.
                None => after.starts_with(STOPS),
                Some(next) => ENDS.contains(next),
            };
            // 加大巡防力量 is a phrase of its own, 加大力量 is not.
            let is_apart = place.start > 0;
            let fits = if is_tight { !is_apart || *right != "加大力度" } else { is_apart };
            return (is_end && fits).then_some((place, *right));
        }
        let is_attribute = word == "的" && (!is_tight || place.start == 0);
        let is_verb = TABLE.verbs.contains_key(word) || BARS.contains(&word);
        // 加大支持力度 has its head; in 加大支持水平 it is another word's attribute.
        let is_head = frame.heads.contains(&word)
            && !words.peek().is_some_and(|next| frame.wrong.iter().any(|(noun, _)| noun == next));
        if is_attribute || is_verb || is_head {
            return None;
        }
    }
    None
}

/// Whether the words before a verb in its sentence govern what looks like its object: 加大…保障力度.
fn is_governed(before: &str) -> bool {
    let from = before.floor_char_boundary(before.len().saturating_sub(REACH));
    let before = &before[from..];
    let stretch = before.rfind(['。', '，', '；', '：', '！', '？', ',', ';', '\n']).map_or(before, |at| &before[at..]);
    !TABLE.search.find(stretch).is_empty() || segmenter().cut(stretch).iter().any(|word| GOVERNORS.contains(word))
}

/// Whether the verb ends with a word of the text (充分发挥 is one), and the noun is one.
fn are_words(text: &str, verb: Range<usize>, noun: &Range<usize>) -> bool {
    let ends = segmenter().boundaries(text, verb.start, verb.end).1;
    ends && segmenter().boundaries(text, noun.start, noun.end) == (true, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frame_is_read_and_sound() {
        assert_eq!(TABLE.frames.len(), include_str!("frames.tsv").lines().count() - 1);
        assert!(TABLE.frames.len() >= 120 && TABLE.verbs.len() == TABLE.frames.len());
        for frame in &TABLE.frames {
            let verb = frame.verb;
            assert!(
                !frame.wrong.is_empty() && frame.wrong.iter().all(|(noun, _)| !frame.heads.contains(noun)),
                "{verb}"
            );
        }
        assert!(TIGHT.iter().all(|verb| TABLE.verbs.contains_key(verb)));
    }
}
