//! How probable the common characters and marks are behind one another, one against one: a rough table without look-ups,
//! by which candidates that do not fit their neighbours are dropped before the model is asked.

use super::ngrams::{Ngrams, Token};

/// Tokens that are told apart; the rarer ones share number 0.
const TOKENS: usize = 3072;
/// Bytes of a row: four bits a token.
const ROW: usize = TOKENS / 2;
/// Tokens are characters of the first plane.
const PLANE: usize = 0x10000;
/// Steps of a logarithm to base 10 that the four bits count.
const STEPS: f32 = 2.5;

/// The table over its bytes: the number of each token (two bytes each), then how probable each token is behind each (a
/// row a token before), then the same by the token behind.
#[derive(Clone, Copy, Debug)]
pub struct Pairs<'d> {
    numbers: &'d [u8],
    behind: &'d [u8],
    before: &'d [u8],
}

/// What is probable beside one token.
#[derive(Clone, Copy, Debug)]
pub struct Row<'d> {
    pairs: Pairs<'d>,
    cells: &'d [u8],
}

impl<'d> Pairs<'d> {
    /// Over what `compile` made.
    pub fn new(bytes: &'d [u8]) -> Self {
        let (numbers, rows) = bytes.split_at(PLANE * 2);
        let (behind, before) = rows.split_at(TOKENS * ROW);
        Self { numbers, behind, before }
    }

    /// How probable tokens are behind this one.
    pub fn behind(self, token: Token) -> Row<'d> {
        Row { pairs: self, cells: &self.behind[self.number(token) * ROW..][..ROW] }
    }

    /// How probable this token is behind others.
    pub fn before(self, token: Token) -> Row<'d> {
        Row { pairs: self, cells: &self.before[self.number(token) * ROW..][..ROW] }
    }

    fn number(self, token: Token) -> usize {
        let at = token as usize * 2;
        self.numbers.get(at..at + 2).map_or(0, |bytes| usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    }
}

impl Row<'_> {
    /// The logarithm to base 10 of the pair of the row's token with this one, to within a fifth.
    #[inline]
    pub fn probability(&self, token: Token) -> f32 {
        let number = self.pairs.number(token);
        f32::from(self.cells[number / 2] >> (number % 2 * 4) & 15) / -STEPS
    }
}

/// Asks a model of all pairs of its most common tokens.
#[allow(dead_code)] // Called by the build script.
pub fn compile(model: &Ngrams) -> Vec<u8> {
    let mut common: Vec<(f32, Token)> =
        (0..PLANE as Token).filter_map(|token| model.alone(token).map(|probability| (probability, token))).collect();
    common.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    common.truncate(TOKENS - 1);
    let mut numbers = vec![0; PLANE * 2];
    // Rare tokens are as improbable as can be, behind them all are as by themselves.
    let (mut behind, mut before) = (vec![0xff; TOKENS * ROW], vec![0xff; TOKENS * ROW]);
    let mut set = |first: usize, second: usize, probability: f32| {
        let step = (probability * -STEPS).round().clamp(0.0, 15.0) as u8;
        for (cells, row, column) in [(&mut behind, first, second), (&mut before, second, first)] {
            let shift = column % 2 * 4;
            let cell = &mut cells[row * ROW + column / 2];
            *cell = *cell & !(15 << shift) | step << shift;
        }
    };
    for (second, (alone, two)) in common.iter().enumerate() {
        numbers[*two as usize * 2..][..2].copy_from_slice(&(second as u16 + 1).to_le_bytes());
        set(0, second + 1, *alone);
    }
    for (first, (_, one)) in common.iter().enumerate() {
        let state = model.after(*one);
        for (second, (_, two)) in common.iter().enumerate() {
            set(first + 1, second + 1, model.step(&state, *two).0.probability);
        }
    }
    [numbers, behind, before].concat()
}
