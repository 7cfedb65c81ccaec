//! Text as the tokens of the word model, and how probable the best way to cut a clause into words is. A word is known
//! by the hash of its characters, so the model needs no list of words.

use super::characters::{self, DIGITS, LETTERS};
use super::ngrams::{Ngrams, State, Token};

/// Characters of the longest word that is looked for.
const LONGEST_WORD: usize = 6;

/// The token of a word made of these character tokens.
pub fn word(characters: &[Token]) -> Token {
    match characters {
        [one] if *one == DIGITS || *one == LETTERS => *one,
        _ => characters
            .iter()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, token| (hash ^ token).wrapping_mul(0x0100_0000_01b3)),
    }
}

/// The token of a word as written.
pub fn word_of(text: &str) -> Token {
    let tokens: Vec<Token> = characters::characters(text).map(|character| character.token).collect();
    word(&tokens)
}

/// The best way to cut some characters into words.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Logarithm to base 10.
    pub probability: f32,
    /// Words of the cut.
    pub words: u32,
    /// Characters that stand alone in it.
    pub single: u32,
}

/// A way to cut the characters before a place; ways are told apart by their last word only.
#[derive(Clone, Copy)]
struct Way {
    state: State,
    cut: Cut,
}

/// Cuts characters into words; keeps its lists between calls.
#[derive(Default)]
pub struct Cutter {
    /// Ways by the place they end at, in the order they were found.
    ways: Vec<Vec<Way>>,
}

impl Cutter {
    /// The most probable cut of these character tokens.
    pub fn best(&mut self, model: &Ngrams, characters: &[Token]) -> Cut {
        let count = characters.len();
        self.ways.resize_with((count + 1).max(self.ways.len()), Vec::new);
        self.ways[..=count].iter_mut().for_each(Vec::clear);
        let nothing = Cut { probability: 0.0, words: 0, single: 0 };
        self.ways[0].push(Way { state: model.begin(), cut: nothing });
        for start in 0..count {
            for length in 1..=LONGEST_WORD.min(count - start) {
                let token = word(&characters[start..start + length]);
                if length > 1 && model.alone(token).is_none() {
                    continue;
                }
                let (before, behind) = self.ways.split_at_mut(start + 1);
                let mut best: Option<Way> = None;
                for way in &before[start] {
                    let (score, state) = model.step(&way.state, token);
                    let probability = way.cut.probability + score.probability;
                    if best.is_none_or(|best| probability > best.cut.probability) {
                        let cut = Cut {
                            probability,
                            words: way.cut.words + 1,
                            single: way.cut.single + u32::from(length == 1),
                        };
                        best = Some(Way { state, cut });
                    }
                }
                behind[length - 1].extend(best);
            }
        }
        let mut best = nothing;
        best.probability = f32::NEG_INFINITY;
        self.ways[count]
            .iter()
            .fold(best, |best, way| if way.cut.probability > best.probability { way.cut } else { best })
    }
}
