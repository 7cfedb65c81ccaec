//! Finding places where a character is missing, half of a word that was dropped (贯落实): where the text is improbable,
//! those characters are tried that make a word with a neighbour. Knows nothing of articles: what must not be doubted is
//! said by `rules/typo/context`.

use std::ops::Range;

use super::characters::{Character, is_han};
use super::evidence::{general_cut, general_word};
use super::ngrams::{Ngrams, State, Token};
use super::scan::{Reading, Scanner};
use super::words::{self, Cut};

/// What each number of the evidence says, in order.
pub const NAMES: [&str; 16] = [
    "gain",
    "cut-gain",
    "lead",
    "general-gain",
    "around",
    "singles-fewer",
    "word",
    "cut-size",
    "rest",
    "after",
    "rest-general",
    "written",
    "own",
    "general",
    "behind",
    "before",
];

/// Probability of a character, and of it with the next one, above which nothing is missing before it; logarithms to base
/// 10 like all probabilities and gains here.
const GATE: f32 = -2.4;
const GATE_TWO: f32 = -5.0;
/// The longest known n-gram that ends at a character behind a gap.
const GATE_KNOWN: u8 = 3;
/// How much less probable it is than the characters around it, so many on either side.
const GATE_AROUND: f32 = 1.7;
const AROUND: usize = 12;
/// What the two pairs of characters that a candidate makes may cost more than the character that is written there, and
/// the most they may cost.
const LEAST_PAIR_GAIN: f32 = -1.0;
const LEAST_PAIRS: f32 = -5.2;
/// Candidates that are tried at a place: those that fit best by pairs.
const TRIED: usize = 6;
/// Characters behind a gap whose probability it touches.
const TOUCHED: usize = 3;
/// The least that a candidate must be likelier than the character that is written there, and what the text up to the
/// first, second and third character behind the gap must gain.
const LEAST_GAINS: [f32; TOUCHED + 1] = [0.2, -0.2, 1.2, 1.5];
/// The least that the text and its cut into words must gain together.
const LEAST_TOGETHER: f32 = 3.8;
/// Candidates kept of each place.
const KEPT: usize = 2;
/// Characters on either side of a gap that the cut into words looks at.
const REACH: usize = 8;
/// Places so near to one another that only the best is kept: the same text may come of both.
const NEAR: usize = 3;
/// Characters of the text that are shown where a gap stands at a mark.
const SHOWN_AT_MARK: usize = 3;
/// Characters of the longest word that is looked for.
const LONGEST_WORD: usize = 5;
/// Stands for the probability of characters where the text has none.
const USUAL: f32 = -2.0;
/// Stands for how common something is that no text had.
const UNSEEN: f32 = -8.0;

/// A character that is missing.
#[derive(Clone, Debug)]
pub struct Omission {
    /// Index of the character before which it is missing.
    pub at: usize,
    pub meant: Token,
    /// Indexes of the characters that make a word with it, and of those beside the gap.
    pub rest: Range<usize>,
    /// How many times likelier the text is with it, as a logarithm to base 10.
    pub gain: f32,
    pub evidence: [f32; NAMES.len()],
    /// The share of such omissions that are right.
    pub confidence: f32,
}

/// A character that may be missing.
#[derive(Clone, Copy)]
struct Candidate {
    token: Token,
    /// Probability of the candidate, and of the character behind the gap.
    own: f32,
    behind: f32,
    /// Probability of it and the tokens behind it, as far as they were read.
    probability: f32,
    state: State,
}

/// A candidate in its clause.
struct Filled<'f> {
    candidate: &'f Candidate,
    gain: f32,
    /// What the text gains more by it than by the best of the others.
    lead: f32,
    /// Index of the first character of the clause.
    from: usize,
    written: (&'f [Token], Cut),
    meant: (&'f [Token], Cut),
}

impl Scanner<'_> {
    /// The characters that are missing from a text with at least this confidence, in the order of their places.
    pub fn omissions(&mut self, characters: &[Character], least: f32) -> Vec<Omission> {
        let mut omissions = self.gaps(characters);
        omissions.retain_mut(|omission| {
            let confidence = self.knowledge.omission_ranker.confidence(&omission.evidence, least);
            omission.confidence = confidence.unwrap_or_default();
            confidence.is_some()
        });
        omissions.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(b.gain.total_cmp(&a.gain)));
        let mut kept: Vec<Omission> = Vec::new();
        for omission in omissions {
            if kept.iter().all(|other| other.at.abs_diff(omission.at) > NEAR) {
                kept.push(omission);
            }
        }
        kept.sort_by_key(|omission| omission.at);
        kept
    }

    /// The characters that may be missing from a text, several to a place, in the order of their places.
    pub fn gaps(&mut self, characters: &[Character]) -> Vec<Omission> {
        if !self.reading.is_of(characters) {
            self.reading.read(self.model, characters);
        }
        let (mut omissions, mut fitting, mut tried) = (Vec::new(), Vec::new(), Vec::new());
        for at in 1..self.reading.tokens.len() {
            if is_gap(&self.reading, at) {
                self.fit(at, &mut fitting);
                self.fill(at, &fitting, &mut tried);
                self.compare(at, &tried, &mut omissions);
            }
        }
        omissions
    }

    /// What makes words with the characters before and behind a gap, that which fits best by pairs.
    fn fit(&self, at: usize, fitting: &mut Vec<(f32, Token)>) {
        let (before, behind) = (self.reading.tokens[at - 1], self.reading.tokens[at]);
        let least = (self.reading.scores[at].probability + LEAST_PAIR_GAIN).max(LEAST_PAIRS);
        let knowledge = self.knowledge;
        let (first, second) = (knowledge.pairs.behind(before), knowledge.pairs.before(behind));
        let all = knowledge.neighbours.behind(before).chain(knowledge.neighbours.before(behind));
        fitting.clear();
        fitting.extend(all.map(|token| (first.probability(token) + second.probability(token), token)));
        // A character that is written once where it could stand twice (当场, 人民) is no gap.
        fitting.retain(|(fit, token)| *fit >= least && *token != before && *token != behind);
        fitting.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        fitting.dedup();
        fitting.truncate(TRIED);
    }

    /// Tries what fits before a place; keeps what gains enough, the best first.
    fn fill(&self, at: usize, fitting: &[(f32, Token)], tried: &mut Vec<Candidate>) {
        let text = &self.reading;
        let begin = text.states[at - 1];
        let candidate = |token| Candidate { token, own: 0.0, behind: 0.0, probability: 0.0, state: begin };
        tried.clear();
        tried.extend(fitting.iter().map(|(_, token)| candidate(*token)));
        let end = (at + TOUCHED).min(text.tokens.len());
        for (step, least) in LEAST_GAINS.iter().enumerate().take(end - at + 1) {
            let compared = (at + step.max(1)).min(end);
            let old: f32 = text.scores[at..compared].iter().map(|score| score.probability).sum();
            // All take a step before any is dropped: look-ups for different candidates do not wait for one another.
            for candidate in tried.iter_mut() {
                let token = if step == 0 { candidate.token } else { text.tokens[at + step - 1] };
                let (score, state) = self.model.characters.step(&candidate.state, token);
                candidate.state = state;
                candidate.probability += score.probability;
                match step {
                    0 => candidate.own = score.probability,
                    1 => candidate.behind = score.probability,
                    _ => {}
                }
            }
            tried.retain(|candidate| candidate.probability - old >= *least);
        }
        tried.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.token.cmp(&b.token)));
    }

    /// Cuts the clause around a gap into words as it is and with the best candidates, and gathers the evidence.
    fn compare(&mut self, at: usize, tried: &[Candidate], omissions: &mut Vec<Omission>) {
        if tried.is_empty() {
            return;
        }
        let (from, to) = clause(&self.reading, at);
        let written = &self.reading.tokens[from..to];
        let cut = self.cutter.best(&self.model.words, written);
        let old: f32 = self.reading.scores[at..].iter().take(TOUCHED).map(|score| score.probability).sum();
        for (rank, candidate) in tried.iter().take(KEPT).enumerate() {
            let meant = [&written[..at - from], &[candidate.token], &written[at - from..]].concat();
            let meant_cut = self.cutter.best(&self.model.words, &meant);
            let gain = candidate.probability - old;
            if gain + meant_cut.probability - cut.probability < LEAST_TOGETHER {
                continue;
            }
            let rival = tried.get(usize::from(rank == 0)).map_or(0.0, |rival| (rival.probability - old).max(0.0));
            let written = (written, cut);
            let filled = Filled { candidate, gain, lead: gain - rival, from, written, meant: (&meant, meant_cut) };
            omissions.push(self.omission(at, &filled));
        }
    }

    fn omission(&self, at: usize, filled: &Filled<'_>) -> Omission {
        let (text, model) = (&self.reading, self.model);
        let ((written, written_cut), (meant, meant_cut)) = (filled.written, filled.meant);
        let place = at - filled.from;
        let (common, word) = covering(&model.words, meant, place);
        let rest: Vec<Token> = word.clone().filter(|at| *at != place).map(|at| meant[at]).collect();
        let alone = model.words.alone(words::word(&rest)).unwrap_or(UNSEEN);
        let evidence = [
            filled.gain,
            meant_cut.probability - written_cut.probability,
            filled.lead,
            general_cut(meant) - general_cut(written),
            mean(text, at.saturating_sub(AROUND)..at + AROUND),
            written_cut.single as f32 - meant_cut.single as f32,
            common,
            meant_cut.probability / meant.len() as f32,
            alone,
            mean(text, at + TOUCHED..at + TOUCHED + 4),
            general_word(&rest, 0, rest.len()).1,
            text.scores[at].probability,
            filled.candidate.own,
            general_word(meant, place, 1).1,
            filled.candidate.behind,
            mean(text, at.saturating_sub(4)..at),
        ];
        let (meant, gain) = (filled.candidate.token, filled.gain);
        let word = filled.from + word.start..filled.from + word.end - 1;
        Omission { at: at - 1, meant, rest: shown(text, at, word), gain, evidence, confidence: 0.0 }
    }
}

/// What a reader needs to see of a gap, as indexes of characters: the rest of the word, the characters on both sides and, at
/// a mark, two more on the other side.
fn shown(text: &Reading, at: usize, word: Range<usize>) -> Range<usize> {
    let is_inside = |place: &usize| text.tokens.get(*place).is_some_and(|token| is_han(*token));
    let more = |other: usize| if is_inside(&other) { 1 } else { SHOWN_AT_MARK };
    let before = (1..at).rev().take(more(at)).take_while(is_inside).count();
    let behind = (at..text.tokens.len()).take(more(at - 1)).take_while(is_inside).count();
    word.start.min(at - before) - 1..word.end.max(at + behind) - 1
}

/// Whether something may be missing before a place.
fn is_gap(text: &Reading, at: usize) -> bool {
    let score = text.scores[at];
    score.known <= GATE_KNOWN
        && score.probability < GATE
        && score.probability + text.scores.get(at + 1).map_or(-1.0, |next| next.probability) < GATE_TWO
        && (is_han(text.tokens[at]) || is_han(text.tokens[at - 1]))
        && score.probability < mean(text, at.saturating_sub(AROUND)..at + AROUND) - GATE_AROUND
}

/// Mean probability of some characters; as probable as most are where there are none.
fn mean(text: &Reading, range: Range<usize>) -> f32 {
    let scores = &text.scores[range.start.clamp(1, text.scores.len())..range.end.clamp(1, text.scores.len())];
    if scores.is_empty() {
        return USUAL;
    }
    scores.iter().map(|score| score.probability).sum::<f32>() / scores.len() as f32
}

/// The part of the clause around a gap that is cut into words.
fn clause(text: &Reading, at: usize) -> (usize, usize) {
    let ends = |place: &usize| !is_han(text.tokens[*place]);
    let first = at.saturating_sub(REACH).max(1);
    let from = (first..at).rev().find(ends).map_or(first, |place| place + 1);
    let last = (at + REACH).min(text.tokens.len());
    (from, (at..last).find(ends).unwrap_or(last))
}

/// How common the longest known word over a place is, and where it stands; the place alone where none is known.
fn covering(model: &Ngrams, clause: &[Token], at: usize) -> (f32, Range<usize>) {
    for length in (2..=LONGEST_WORD).rev() {
        let starts = (at + 1).saturating_sub(length)..=at;
        let words = starts.map(|start| start..start + length).filter(|word| word.end <= clause.len());
        let known = words.filter_map(|word| Some((model.alone(words::word(&clause[word.clone()]))?, word)));
        if let Some(word) = known.max_by(|a, b| a.0.total_cmp(&b.0)) {
            return word;
        }
    }
    (UNSEEN, at..at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::characters::characters;
    use super::*;
    use crate::language;

    fn missing(text: &str) -> Vec<(String, String)> {
        let read: Vec<Character> = characters(text).collect();
        let mut scanner = Scanner::new(language::model(), language::knowledge());
        let found = scanner.omissions(&read, 0.4).into_iter();
        let string = |tokens: &mut dyn Iterator<Item = Token>| -> String {
            tokens.filter_map(|token| char::from_u32(token as u32)).collect()
        };
        found
            .map(|omission| {
                let rest = string(&mut omission.rest.clone().map(|at| read[at].token));
                (rest, string(&mut std::iter::once(omission.meant)))
            })
            .collect()
    }

    #[test]
    fn finds_the_dropped_half_of_a_word() {
        let pair = |rest: &str, meant: &str| vec![(rest.to_string(), meant.to_string())];
        assert_eq!(missing("各地区各部门要认真贯落实党中央决策部署。"), pair("贯落实", "彻"));
        assert_eq!(missing("7月1日，市政府召会议研究部署安全生产工作。"), pair("召会", "开"));
        assert_eq!(missing("推动经济社会发，提高人民生活水平。"), pair("社会发", "展"));
    }

    #[test]
    fn leaves_alone_what_is_whole() {
        for text in [
            "",
            "发",
            "，",
            "落实",
            "各地区各部门要认真贯彻落实党中央决策部署。",
            "要提要求、抓落实。",
            "按规定办理，或报批准。",
        ] {
            assert_eq!(missing(text), [], "{text}");
        }
    }
}
