//! What is known of a candidate, as numbers for the re-ranker. The order of the numbers is part of the bundled ranker:
//! who changes it trains the ranker anew.

use super::channel::Slips;
use super::characters::is_han;
use super::ngrams::Token;
use super::scan::{Candidate, Reading, TOUCHED};
use super::words::{self, Cut};
use super::{Model, Ngrams};
use crate::segment::segmenter;

/// What each number says, in order.
pub const NAMES: [&str; 55] = [
    "gain",
    "cut-gain",
    "lead",
    "rank",
    "rivals",
    "kind",
    "own-written",
    "own-meant",
    "window-written",
    "window-meant",
    "known-written-0",
    "known-written-1",
    "known-written-2",
    "known-written-3",
    "known-meant-0",
    "known-meant-1",
    "known-meant-2",
    "known-meant-3",
    "alone-written",
    "alone-meant",
    "word-length-written",
    "word-written",
    "word-length-meant",
    "word-meant",
    "before",
    "after",
    "mark-before",
    "mark-after",
    "window-size",
    "cut-written",
    "cut-meant",
    "clause-size",
    "words-fewer",
    "singles-fewer",
    "singles-share",
    "length",
    "first-written",
    "next",
    "previous",
    "around",
    "general-length-written",
    "general-written",
    "general-length-meant",
    "general-meant",
    "general-gain",
    "general-cut",
    "surname-before",
    "surname-two-before",
    "surname",
    "odds",
    "company",
    "slips",
    "slips-together",
    "slips-meant",
    "slips-sound",
];

/// One number each.
pub type Evidence = [f32; NAMES.len()];

/// The commonest family names, which the name rule of most false alarms begins with.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤";

/// The clause around a place as it is written, cut once for all candidates.
pub struct Clause {
    /// Indexes of the tokens.
    pub from: usize,
    pub to: usize,
    pub cut: Cut,
    /// Probability of the best cut by the dictionary of the general language.
    pub general: f32,
}

/// How a candidate stands among those of its place.
pub struct Standing {
    pub rank: usize,
    pub number: usize,
    /// What the best of the others gains.
    pub rival: f32,
    /// How much likelier than what is written a classifier finds it, 0 where none knows both.
    pub odds: f32,
    /// How much better what stands around suits it than what is written.
    pub company: f32,
    /// How often slips like it were really made.
    pub slips: Slips,
}

/// The evidence for a candidate; `cut` is the best cut of the clause with it.
pub fn evidence(
    model: &Model,
    text: &Reading,
    at: usize,
    candidate: &Candidate,
    clause: &Clause,
    changed: (&[Token], Cut),
    standing: &Standing,
) -> Evidence {
    let end = at + candidate.length;
    let last = (end + TOUCHED).min(text.tokens.len());
    let sum = |from: usize, to: usize| text.scores[from..to].iter().map(|score| score.probability).sum::<f32>();
    let mean = |from: usize, to: usize| {
        let (from, to) = (from.max(1), to.min(text.tokens.len()));
        if from < to { sum(from, to) / (to - from) as f32 } else { -2.0 }
    };
    let written = |n: usize| text.scores.get(at + n).map_or(4.0, |score| f32::from(score.known));
    let meant = |n: usize| if at + n < last { f32::from(candidate.known[n]) } else { 4.0 };
    let mark = |place: usize| flag(text.tokens.get(place).is_none_or(|token| !is_han(*token)));
    let (tokens, cut) = changed;
    let original = &text.tokens[clause.from..clause.to];
    let place = at - clause.from;
    let size = original.len() as f32;
    let old = sum(at, last);
    let word_written = word(&model.words, original, place, candidate.length);
    let word_meant = word(&model.words, tokens, place, candidate.length);
    let general_written = general_word(original, place, candidate.length);
    let general_meant = general_word(tokens, place, candidate.length);
    let general = general_cut(tokens);
    let [rarest_slip, slips_together, slips_meant, slips_sound] = standing.slips;
    [
        candidate.gain,
        cut.probability - clause.cut.probability,
        candidate.gain - standing.rival,
        standing.rank as f32,
        standing.number as f32,
        f32::from(candidate.kind as u8),
        sum(at, end),
        candidate.own,
        old,
        old + candidate.gain,
        written(0),
        written(1),
        written(2),
        written(3),
        meant(0),
        meant(1),
        meant(2),
        meant(3),
        rarest(&model.characters, &text.tokens[at..end]),
        rarest(&model.characters, candidate.meant()),
        word_written.0,
        word_written.1,
        word_meant.0,
        word_meant.1,
        mean(at.saturating_sub(4), at),
        mean(last, last + 4),
        mark(at - 1),
        mark(end),
        (last - at) as f32,
        clause.cut.probability / size,
        cut.probability / size,
        size,
        clause.cut.words as f32 - cut.words as f32,
        clause.cut.single as f32 - cut.single as f32,
        cut.single as f32 / size,
        candidate.length as f32,
        text.scores[at].probability,
        mean(at + 1, at + 2),
        mean(at.saturating_sub(1), at),
        mean(at.saturating_sub(12), at + 12),
        general_written.0,
        general_written.1,
        general_meant.0,
        general_meant.1,
        general - clause.general,
        clause.general / size,
        flag(is_surname(text.tokens[at - 1])),
        flag(at > 1 && is_surname(text.tokens[at - 2])),
        flag(is_surname(text.tokens[at])),
        standing.odds,
        standing.company,
        rarest_slip,
        slips_together,
        slips_meant,
        slips_sound,
    ]
}

/// The probability of the best cut of a clause by the segmenter's dictionary of the general language, as a logarithm to
/// base 10.
pub fn general_cut(clause: &[Token]) -> f32 {
    (segmenter().probability(&run(clause)) / std::f64::consts::LN_10) as f32
}

/// Length and commonness of the longest word over a place in the segmenter's dictionary.
pub fn general_word(clause: &[Token], at: usize, size: usize) -> (f32, f32) {
    // Chinese characters of the basic block take three bytes each.
    match segmenter().covering(&run(clause), at * 3, (at + size) * 3) {
        Some((length, frequency)) => (length as f32, (frequency as f32 + 1.0).log10()),
        None => (0.0, 0.0),
    }
}

fn run(clause: &[Token]) -> String {
    clause.iter().filter_map(|token| char::from_u32(*token as u32)).collect()
}

/// Length and commonness of the longest word over a place that the training text had.
fn word(model: &Ngrams, clause: &[Token], at: usize, size: usize) -> (f32, f32) {
    for length in (size.max(2)..=5).rev() {
        let starts = (at + size).saturating_sub(length)..=at;
        let words = starts.filter(|start| start + length <= clause.len());
        let common = words.filter_map(|start| model.alone(words::word(&clause[start..start + length])));
        if let Some(common) = common.reduce(f32::max) {
            return (length as f32, common);
        }
    }
    (1.0, model.alone(words::word(&clause[at..=at])).unwrap_or(UNSEEN))
}

/// How common the rarest of these is by itself.
fn rarest(model: &Ngrams, tokens: &[Token]) -> f32 {
    tokens.iter().map(|token| model.alone(*token).unwrap_or(UNSEEN)).fold(0.0, f32::min)
}

/// Stands for how common something is that no text had.
const UNSEEN: f32 = -8.0;

fn is_surname(token: Token) -> bool {
    char::from_u32(token as u32).is_some_and(|character| SURNAMES.contains(character))
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}
