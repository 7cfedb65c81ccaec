//! Finding places where another character or word fits the text much better than what is written: improbable places are
//! picked out, what may have been meant there is tried, and the best candidates get their evidence.

use super::characters::{Character, is_han};
use super::confusion::Kind;
use super::evidence::{Clause, Evidence, Standing, evidence, general_cut};
use super::fixed_words::{Near, WINDOW};
use super::ngrams::{BEGIN, Ngrams, Score, State, Token};
use super::pairs::Row;
use super::words::Cutter;
use super::{Knowledge, Model, fixed_words};

/// Candidates kept of each place.
const KEPT: usize = 3;
/// What a candidate may gain less than the best of its place.
const FURTHEST_BEHIND: f32 = 1.5;
/// The least it must gain where only pairs of characters are looked at.
const LEAST_PAIR_GAIN: f32 = -0.6;
/// The same for words, of which there are few.
const LEAST_PAIR_GAIN_OF_WORDS: f32 = -1.2;
/// The most that are tried at a place, of one character and of two: those that fit best by pairs.
const TRIED: usize = 8;
/// How much likelier a classifier must find another word than what is written for it to be tried whatever it gains, as a
/// logarithm to base 10.
const LEAST_ODDS: f32 = 1.0;
/// Mean probability of a character and the next two, as a logarithm to base 10, above which nothing is suspected.
const GATE: f32 = -1.8;
/// Where each of the three ends a longer known n-gram than this, nothing is suspected either.
const GATE_KNOWN: u8 = 2;
/// Probability of two characters together above which no other word is tried in their place.
const GATE_WORD: f32 = -2.5;
/// Mean probability above which classifiers are not asked.
const GATE_CHOICES: f32 = -0.9;
/// Characters on either side of a place that the cut into words looks at.
const REACH: usize = 7;
/// Tokens behind a change whose probability it touches.
pub const TOUCHED: usize = 3;
/// Characters of the longest candidate.
const LONGEST: usize = 2;

/// What the cut into words may lose at most, whatever a classifier says: 诸侯选人 is no 诸候选人.
const LEAST_CUT_GAIN: f32 = -2.0;

/// A place and what may have been meant there.
#[derive(Clone, Debug)]
pub struct Suspect {
    /// Index of the first character.
    pub at: usize,
    pub written: Vec<Token>,
    pub meant: Vec<Token>,
    pub kind: Kind,
    /// How many times likelier the text is with what is meant, as a logarithm to base 10.
    pub gain: f32,
    /// The longest run of characters around the place, with what is meant, that the model knows.
    pub phrase: Vec<Token>,
    pub evidence: Evidence,
}

/// What may have been meant at a place.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    tokens: [Token; LONGEST],
    pub length: usize,
    pub kind: Kind,
    /// What the text gains by it, as a logarithm to base 10; how well it fits by pairs, before it is tried.
    pub gain: f32,
    /// Probability of the candidate behind what stands before it.
    pub own: f32,
    /// Length of the longest known n-gram that ends at each token from the place on.
    pub known: [u8; LONGEST + TOUCHED],
    /// Whether a classifier calls for it or it makes an idiom, so that it need not gain anything.
    is_chosen: bool,
    /// Probability of the text from the place on, as far as it was read.
    probability: f32,
    state: State,
}

impl Candidate {
    fn new(tokens: [Token; LONGEST], length: usize, kind: Kind, fit: f32) -> Self {
        let known = [0; LONGEST + TOUCHED];
        let state = State::default();
        Self { tokens, length, kind, gain: fit, own: 0.0, known, is_chosen: false, probability: 0.0, state }
    }

    /// Its characters.
    pub fn meant(&self) -> &[Token] {
        &self.tokens[..self.length]
    }
}

/// The least a candidate must gain, as a logarithm to base 10. What sounds otherwise is seldom meant.
fn least_gain(kind: Kind) -> f32 {
    if matches!(kind, Kind::SameTone | Kind::SameSound) { 0.8 } else { 1.2 }
}

/// The least that the text and its cut into words must gain together.
fn least_together(kind: Kind) -> f32 {
    if matches!(kind, Kind::SameTone | Kind::SameSound) { 3.0 } else { 4.0 }
}

/// A text as the model of characters reads it. Index 0 of all lists is the beginning of the text, so a character stands
/// one further than in the text.
#[derive(Default)]
pub struct Reading {
    pub tokens: Vec<Token>,
    pub scores: Vec<Score>,
    pub states: Vec<State>,
}

impl Reading {
    pub fn read(&mut self, model: &Model, characters: &[Character]) {
        self.tokens.clear();
        self.tokens.push(BEGIN);
        self.tokens.extend(characters.iter().map(|character| character.token));
        model.characters.read(&self.tokens, &mut self.scores, &mut self.states);
    }

    /// Whether these characters are the text.
    pub fn is_of(&self, characters: &[Character]) -> bool {
        self.tokens.len() == characters.len() + 1
            && self.tokens[1..].iter().zip(characters).all(|(token, character)| *token == character.token)
    }

    /// Whether the text is improbable around a place.
    fn is_odd(&self, at: usize) -> bool {
        self.window(at).iter().any(|score| score.known <= GATE_KNOWN) && self.mean(at) < GATE
    }

    fn window(&self, at: usize) -> &[Score] {
        &self.scores[at..(at + 3).min(self.scores.len())]
    }

    /// Mean probability around a place.
    fn mean(&self, at: usize) -> f32 {
        let window = self.window(at);
        window.iter().map(|score| score.probability).sum::<f32>() / window.len() as f32
    }

    /// The longest known n-gram that holds a candidate, the candidate alone where none does.
    fn phrase(&self, at: usize, candidate: &Candidate) -> Vec<Token> {
        let end = (at + candidate.length + TOUCHED).min(self.tokens.len());
        let first = |last: usize| last + 1 - usize::from(candidate.known[last - at]);
        let holding = (at + candidate.length - 1..end).rev().filter(|last| first(*last) <= at);
        let (first, last) = match holding.max_by_key(|last| candidate.known[last - at]) {
            Some(last) => (first(last), last),
            None => (at, at + candidate.length - 1),
        };
        let token = |place: usize| match place.checked_sub(at) {
            Some(inside) if inside < candidate.length => candidate.tokens[inside],
            _ => self.tokens[place],
        };
        (first.max(1)..=last).map(token).collect()
    }

    /// Whether another model, of an archive, finds what is written at a place about as good as what may have been meant, and
    /// knows what is written in its context.
    fn is_usual(&self, model: &Ngrams, at: usize, meant: &[Token]) -> bool {
        let at = at + 1;
        let from = at.saturating_sub(TOUCHED);
        let end = (at + meant.len() + TOUCHED).min(self.tokens.len());
        let read = |change: bool| {
            let (mut state, mut sum, mut known) = (model.begin(), 0.0, 0);
            for place in from..end {
                let changed = change && (at..at + meant.len()).contains(&place);
                let token = if changed { meant[place - at] } else { self.tokens[place] };
                let (score, next) = model.step(&state, token);
                state = next;
                if place >= at {
                    sum += score.probability;
                    known = known.max(score.known);
                }
            }
            (sum, known)
        };
        let ((written, known), (right, _)) = (read(false), read(true));
        known >= 3 && right - written < least_gain(Kind::SameTone)
    }

    /// The part of the clause around a place that is cut into words.
    fn clause(&self, at: usize) -> (usize, usize) {
        let ends = |place: &usize| !is_han(self.tokens[*place]);
        let first = at.saturating_sub(REACH).max(1);
        let from = (first..at).rev().find(ends).map_or(first, |place| place + 1);
        let last = (at + LONGEST + REACH).min(self.tokens.len());
        (from, (at + 1..last).find(ends).unwrap_or(last))
    }
}

/// What stands around a place, for a quick look at candidates by pairs of characters alone.
struct Window<'d> {
    behind: Row<'d>,
    before: Option<Row<'d>>,
    /// What a candidate must reach.
    least: f32,
}

impl Window<'_> {
    /// How well something that begins and ends with these fits its neighbours, where that is about as well as what is written;
    /// `inside` is how probable its own characters are together.
    #[inline]
    fn fit(&self, first: Token, last: Token, inside: f32) -> Option<f32> {
        let fit = self.behind.probability(first) + inside + self.before.map_or(0.0, |row| row.probability(last));
        (fit >= self.least).then_some(fit)
    }
}

/// Looks for suspects; keeps its lists between texts.
pub struct Scanner<'k> {
    pub(super) model: &'k Model<'k>,
    pub(super) knowledge: &'k Knowledge,
    archive: Option<&'k Model<'k>>,
    pub(super) reading: Reading,
    pub(super) cutter: Cutter,
    /// Candidates of a place that are being tried, and those that gained enough.
    tried: Vec<Candidate>,
    found: Vec<Candidate>,
    /// Candidates that classifiers call for, with their places.
    chosen: Vec<(usize, Candidate)>,
    changed: Vec<Token>,
    near: Vec<Near>,
}

impl<'k> Scanner<'k> {
    pub fn new(model: &'k Model<'k>, knowledge: &'k Knowledge) -> Self {
        let (reading, cutter) = (Reading::default(), Cutter::default());
        Self {
            model,
            knowledge,
            archive: None,
            reading,
            cutter,
            tried: Vec::new(),
            found: Vec::new(),
            chosen: Vec::new(),
            changed: Vec::new(),
            near: Vec::new(),
        }
    }

    /// The suspects among the characters of a text, several to a place, in the order of their places.
    pub fn suspects(&mut self, characters: &[Character]) -> Vec<Suspect> {
        self.reading.read(self.model, characters);
        self.choose();
        let (mut suspects, mut chosen) = (Vec::new(), 0);
        for at in 1..self.reading.tokens.len() {
            self.found.clear();
            if is_han(self.reading.tokens[at]) && self.reading.is_odd(at) {
                self.single(at);
                self.fixed(at);
                self.double(at);
            }
            while let Some((_, candidate)) = self.chosen.get(chosen).filter(|(place, _)| *place <= at) {
                self.tried.push(*candidate);
                self.try_out(at, candidate.length);
                chosen += 1;
            }
            self.weigh(at, &mut suspects);
        }
        suspects
    }

    /// What classifiers call for, in the order of the places.
    fn choose(&mut self) {
        self.chosen.clear();
        let tokens = &self.reading.tokens;
        for start in (1..tokens.len()).filter(|start| self.reading.mean(*start) < GATE_CHOICES) {
            self.knowledge.choices.at(tokens, start, |word, odds| {
                if odds < LEAST_ODDS {
                    return;
                }
                let differs = |n: &usize| word[*n] != tokens[start + *n];
                let first = (0..word.len()).find(differs).unwrap_or_default();
                let last = (0..word.len()).rfind(differs).unwrap_or_default();
                if last - first < LONGEST {
                    let mut meant = [0; LONGEST];
                    meant[..=last - first].copy_from_slice(&word[first..=last]);
                    let kind = if first == last { Kind::Choice } else { Kind::ChoiceWord };
                    let mut candidate = Candidate::new(meant, last - first + 1, kind, 0.0);
                    candidate.is_chosen = true;
                    self.chosen.push((start + first, candidate));
                }
            });
        }
        self.chosen.sort_by_key(|(place, _)| *place);
    }

    /// With a model of an archive: what is usual there is no suspect.
    #[must_use]
    pub fn with_archive(mut self, archive: Option<&'k Model<'k>>) -> Self {
        self.archive = archive;
        self
    }

    /// The share of suspects with such evidence that are right, if it is at least this.
    pub fn confidence(&self, suspect: &Suspect, least: f32) -> Option<f32> {
        self.knowledge.ranker.confidence(&suspect.evidence, least)
    }

    /// Whether the archive finds what is written about as good as what may have been meant. Of the text that was read last.
    pub fn is_usual(&self, suspect: &Suspect) -> bool {
        self.archive.is_some_and(|archive| self.reading.is_usual(&archive.characters, suspect.at, &suspect.meant))
    }

    fn single(&mut self, at: usize) {
        let window = self.window(at, 1);
        let candidates = self.knowledge.confusions.of(self.reading.tokens[at]);
        for (meant, kind) in candidates {
            if let Some(fit) = window.fit(meant, meant, 0.0) {
                self.tried.push(Candidate::new([meant, 0], 1, kind, fit));
            }
        }
        self.try_out(at, 1);
    }

    /// What a fixed word has there of which all else stands, whether it is written for it often or not.
    fn fixed(&mut self, at: usize) {
        let (tokens, words) = (&self.reading.tokens, fixed_words());
        for start in at.saturating_sub(WINDOW - 1).max(1)..=at {
            let Some(&window) = tokens.get(start..).and_then(|rest| rest.first_chunk::<WINDOW>()) else { break };
            if !window.iter().all(|token| is_han(*token)) {
                continue;
            }
            words.near(window.map(|token| token as u16), &mut self.near);
            for near in self.near.iter().filter(|near| start + near.differs == at && near.offset < start) {
                let mut standing = tokens[start - near.offset..].iter();
                let differs = near.offset + near.differs;
                let mut word = words.word(near.word).map(Token::from).enumerate();
                let is_there =
                    word.all(|(place, token)| standing.next().is_some_and(|own| *own == token || place == differs));
                if let Some(meant) = words.character(near.word, differs).filter(|_| is_there) {
                    let mut candidate = Candidate::new([Token::from(meant), 0], 1, Kind::FixedWord, 0.0);
                    // The texts of the model have few idioms.
                    candidate.is_chosen = words.is_idiom(near.word);
                    self.tried.push(candidate);
                }
            }
        }
        self.try_out(at, 1);
    }

    fn double(&mut self, at: usize) {
        let first = self.reading.tokens[at];
        let Some(&second) = self.reading.tokens.get(at + 1).filter(|second| is_han(**second)) else { return };
        let scores = &self.reading.scores;
        if scores[at].probability + scores[at + 1].probability > GATE_WORD {
            return;
        }
        let window = self.window(at, 2);
        let knowledge = self.knowledge;
        knowledge.homophones.each(first, second, |word| {
            let inside = knowledge.pairs.behind(word[0]).probability(word[1]);
            if word[0] != first
                && word[1] != second
                && let Some(fit) = window.fit(word[0], word[1], inside)
            {
                self.tried.push(Candidate::new(word, 2, Kind::SameSoundWord, fit));
            }
        });
        if first != second {
            self.tried.push(Candidate::new([second, first], 2, Kind::Swapped, 0.0));
        }
        self.try_out(at, 2);
    }

    fn window(&self, at: usize, length: usize) -> Window<'k> {
        let (tokens, pairs) = (&self.reading.tokens, self.knowledge.pairs);
        let behind = pairs.behind(tokens[at - 1]);
        let before = tokens.get(at + length).map(|next| pairs.before(*next));
        let last = tokens[at + length - 1];
        let inside = if length == 2 { pairs.behind(tokens[at]).probability(last) } else { 0.0 };
        let written = behind.probability(tokens[at]) + inside + before.map_or(0.0, |row| row.probability(last));
        let gain = if length == 2 { LEAST_PAIR_GAIN_OF_WORDS } else { LEAST_PAIR_GAIN };
        Window { behind, before, least: written + gain }
    }

    /// Keeps those of the candidates of a length that gain enough. All take a step before any takes the next, because
    /// look-ups for different candidates do not wait for one another.
    fn try_out(&mut self, at: usize, length: usize) {
        if self.tried.len() > TRIED {
            let better = |a: &Candidate, b: &Candidate| b.gain.total_cmp(&a.gain).then(a.tokens.cmp(&b.tokens));
            self.tried.select_nth_unstable_by(TRIED, better);
            self.tried.truncate(TRIED);
        }
        let text = &self.reading;
        let end = (at + length + TOUCHED).min(text.tokens.len());
        let old: f32 = text.scores[at..end].iter().map(|score| score.probability).sum();
        for candidate in &mut self.tried {
            candidate.state = text.states[at - 1];
        }
        for place in at..end {
            for candidate in &mut self.tried {
                let token = if place < at + length { candidate.tokens[place - at] } else { text.tokens[place] };
                let (score, state) = self.model.characters.step(&candidate.state, token);
                candidate.state = state;
                candidate.probability += score.probability;
                candidate.known[place - at] = score.known;
            }
            // Each further token can only cost more.
            self.tried
                .retain(|candidate| candidate.is_chosen || candidate.probability - old >= least_gain(candidate.kind));
            if place + 1 == at + length {
                self.tried.iter_mut().for_each(|candidate| candidate.own = candidate.probability);
            }
        }
        self.found
            .extend(self.tried.drain(..).map(|candidate| Candidate { gain: candidate.probability - old, ..candidate }));
    }

    /// Gathers the evidence for the best candidates of a place.
    fn weigh(&mut self, at: usize, suspects: &mut Vec<Suspect>) {
        if self.found.is_empty() {
            return;
        }
        self.found.sort_by(|a, b| b.gain.total_cmp(&a.gain).then(a.tokens.cmp(&b.tokens)).then(a.kind.cmp(&b.kind)));
        self.found.dedup_by(|again, first| {
            let same = (again.tokens, again.length) == (first.tokens, first.length);
            first.is_chosen |= same && again.is_chosen;
            same
        });
        let (from, to) = self.reading.clause(at);
        let written = &self.reading.tokens[from..to];
        let cut = self.cutter.best(&self.model.words, written);
        let clause = Clause { from, to, cut, general: general_cut(written) };
        let gain = |rank: usize| self.found.get(rank).map_or(0.0, |candidate| candidate.gain);
        let close =
            |(_, candidate): &(usize, &Candidate)| candidate.is_chosen || candidate.gain >= gain(0) - FURTHEST_BEHIND;
        for (rank, candidate) in self.found.iter().take(KEPT).enumerate().filter(close) {
            let end = at + candidate.length;
            self.changed.clear();
            self.changed.extend_from_slice(written);
            self.changed[at - from..end - from].copy_from_slice(candidate.meant());
            let cut = self.cutter.best(&self.model.words, &self.changed);
            let cut_gain = cut.probability - clause.cut.probability;
            let is_enough = candidate.is_chosen || candidate.gain + cut_gain >= least_together(candidate.kind);
            if !is_enough || cut_gain < LEAST_CUT_GAIN {
                continue;
            }
            let standing = Standing {
                rank,
                number: self.found.len(),
                rival: if rank == 0 { gain(1) } else { gain(0) },
                odds: self.knowledge.choices.odds(&self.reading.tokens, at, candidate.meant()),
                company: self.knowledge.vectors.company(&self.reading.tokens, at, candidate.meant()),
                slips: self.knowledge.channel.slips(
                    &self.knowledge.homophones,
                    &self.reading.tokens[at..end],
                    candidate.meant(),
                ),
            };
            suspects.push(Suspect {
                at: at - 1,
                written: self.reading.tokens[at..end].to_vec(),
                meant: candidate.meant().to_vec(),
                kind: candidate.kind,
                gain: candidate.gain,
                phrase: self.reading.phrase(at, candidate),
                evidence: evidence(self.model, &self.reading, at, candidate, &clause, (&self.changed, cut), &standing),
            });
        }
    }
}
