//! A back-off n-gram model over tokens of 64 bits: how probable a token is behind the tokens before it.
//! It knows nothing of text; `characters` and `words` say what their tokens are.

use super::table::Table;

/// The longest n-grams a model may have.
pub const LONGEST: usize = 4;

/// A token: a character or the hash of a word.
pub type Token = u64;

/// Stands before the beginning of a text.
pub const BEGIN: Token = 0;

/// What a token no text had is worth, as a logarithm to base 10.
const UNSEEN: f32 = -7.5;

/// One model: a table an order, the shortest first.
#[derive(Clone, Debug)]
pub struct Ngrams<'d> {
    tables: Vec<Table<'d>>,
}

/// How probable a token is at its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Logarithm to base 10.
    pub probability: f32,
    /// Tokens of the longest n-gram that ends here and is known; 0 for a token no text had.
    pub known: u8,
}

/// What the next token's score needs of the tokens before it: the hashes of the last one, two, three, … tokens, and
/// what backing off from each costs.
#[derive(Clone, Copy, Debug, Default)]
pub struct State {
    hashes: [u64; LONGEST],
    backoffs: [f32; LONGEST],
    /// Contexts that are known.
    length: usize,
}

impl<'d> Ngrams<'d> {
    /// # Errors
    /// Where a table is damaged.
    pub fn new(tables: &[&'d [u8]]) -> Result<Self, &'static str> {
        if tables.is_empty() || tables.len() > LONGEST {
            return Err("表的数目不对");
        }
        let tables = tables.iter().enumerate().map(|(at, bytes)| Table::new(bytes, at + 1 == tables.len()));
        Ok(Self { tables: tables.collect::<Result<_, _>>()? })
    }

    /// Tokens of the longest n-grams.
    pub fn order(&self) -> usize {
        self.tables.len()
    }

    /// The state at the beginning of a text.
    pub fn begin(&self) -> State {
        State { hashes: [extended(START, BEGIN), 0, 0, 0], backoffs: [0.0; LONGEST], length: 1 }
    }

    /// The score of a token behind what was before it, and the state behind the token.
    #[inline]
    pub fn step(&self, before: &State, token: Token) -> (Score, State) {
        let mut after = State::default();
        let Some(weight) = self.tables[0].get(hash(&[token])) else {
            let lost: f32 = before.backoffs[..before.length].iter().sum();
            return (Score { probability: lost + UNSEEN, known: 0 }, after);
        };
        let mut probability = weight.probability;
        let mut known = 1;
        after.hashes[0] = extended(START, token);
        after.backoffs[0] = weight.backoff;
        // An n-gram is known only where the shorter one without its first token is.
        for length in 0..before.length {
            let hash = extended(before.hashes[length], token);
            let Some(weight) = self.tables[length + 1].get(finished(hash)) else { break };
            probability = weight.probability;
            known += 1;
            if length + 2 < self.order() {
                after.hashes[length + 1] = hash;
                after.backoffs[length + 1] = weight.backoff;
            }
        }
        after.length = known.min(self.order() - 1);
        let lost: f32 = before.backoffs[(known - 1).min(before.length)..before.length].iter().sum();
        (Score { probability: lost + probability, known: known as u8 }, after)
    }

    /// The scores of all tokens of a text that begins with [`BEGIN`], and the states behind them. Says what `step` after `step`
    /// says, several times faster: look-ups of one order do not wait for one another.
    pub fn read(&self, tokens: &[Token], scores: &mut Vec<Score>, states: &mut Vec<State>) {
        states.clear();
        states.resize(tokens.len(), State::default());
        scores.clear();
        scores.resize(tokens.len(), Score { probability: 0.0, known: 0 });
        for length in 1..=self.order() {
            let table = &self.tables[length - 1];
            let keeps = length < self.order();
            for at in length - 1..tokens.len() {
                // An n-gram is known only where the shorter one without its first token is.
                if usize::from(scores[at].known) + 1 < length {
                    continue;
                }
                let before = if length == 1 { START } else { states[at - 1].hashes[length - 2] };
                let hash = extended(before, tokens[at]);
                if keeps {
                    states[at].hashes[length - 1] = hash;
                }
                if let Some(weight) = table.get(finished(hash)) {
                    scores[at] = Score { probability: weight.probability, known: length as u8 };
                    states[at].backoffs[length - 1] = weight.backoff;
                }
            }
        }
        if let Some(first) = states.first_mut() {
            *first = self.begin();
        }
        for at in 1..tokens.len() {
            let known = usize::from(scores[at].known);
            states[at].length = known.min(self.order() - 1);
            let before = states[at - 1];
            let lost: f32 = before.backoffs[known.saturating_sub(1).min(before.length)..before.length].iter().sum();
            let own = if known == 0 { UNSEEN } else { scores[at].probability };
            scores[at].probability = lost + own;
        }
    }

    /// The state behind one token of which nothing is known but itself.
    pub fn after(&self, token: Token) -> State {
        let (_, mut state) = self.step(&State::default(), token);
        state.length = state.length.min(1);
        state
    }

    /// The logarithm to base 10 of how common a token is by itself, if any text had it.
    #[inline]
    pub fn alone(&self, token: Token) -> Option<f32> {
        self.tables[0].get(hash(&[token])).map(|weight| weight.probability)
    }
}

/// The hash of no token.
const START: u64 = 0x51_7c_c1_b7_27_22_0a_95;

/// The hash of an n-gram with one token more at its end.
#[inline]
fn extended(hash: u64, token: Token) -> u64 {
    let hash = (hash ^ token).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ hash >> 29
}

/// The hash as tables look it up.
#[inline]
fn finished(hash: u64) -> u64 {
    let hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ hash >> 31
}

/// The hash an n-gram is looked up by.
pub fn hash(ngram: &[Token]) -> u64 {
    finished(ngram.iter().fold(START, |hash, token| extended(hash, *token)))
}

#[cfg(test)]
mod tests {
    use super::super::table::{Weight, build};
    use super::*;

    #[test]
    fn reading_a_text_says_what_steps_say() {
        let weight = |probability, backoff| Weight { probability, backoff };
        let tables = [
            build([1, 2, 3].map(|token| (hash(&[token]), weight(-2.0 - token as f32 / 4.0, -0.5))).to_vec(), false),
            build([[0, 1], [1, 2], [2, 3], [3, 1]].map(|pair| (hash(&pair), weight(-1.0, -0.25))).to_vec(), false),
            build([[0, 1, 2], [1, 2, 3]].map(|three| (hash(&three), weight(-0.5, 0.0))).to_vec(), true),
        ];
        let model = Ngrams::new(&tables.each_ref().map(|table| table.as_slice())).unwrap();
        let tokens = [BEGIN, 1, 2, 3, 1, 9, 2, 2, 3, 1, 2];
        let (mut scores, mut states) = (Vec::new(), Vec::new());
        model.read(&tokens, &mut scores, &mut states);
        let mut state = model.begin();
        for (at, token) in tokens.iter().enumerate().skip(1) {
            let (score, next) = model.step(&state, *token);
            state = next;
            assert_eq!(scores[at].known, score.known, "{at}");
            assert!((scores[at].probability - score.probability).abs() < 1e-5, "{at}");
        }
        assert_eq!(scores[3].known, 3);
        assert_eq!(scores[5].known, 0);
    }
}
