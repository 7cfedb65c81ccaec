//! How probable characters and marks are behind one another, one against one: a rough table, by which candidates that do
//! not fit their neighbours are dropped before the model is asked. The common ones have a cell for each pair; of pairs
//! with a rare character (踪, 祉, 赂) those that the model knows are kept in a hash table.

use super::characters::is_han;
use super::ngrams::{Ngrams, Score, Token, hash};

/// Common tokens, which are told apart by number; the rarer ones share number 0.
const TOKENS: usize = 3072;
/// Bytes of a row: four bits a token.
const ROW: usize = TOKENS / 2;
/// Tokens are characters of the first plane.
const PLANE: usize = 0x10000;
/// Steps of a logarithm to base 10 that the four bits count.
const STEPS: f32 = 2.5;
/// Slots for pairs with a rare token, a byte each: how probable the pair is, in four bits, and four bits of its hash, of
/// which 0 stands for an empty slot. One pair in a hundred that the model does not know is taken for one it knows.
const SLOTS: usize = 1 << 20;

/// The table over its bytes: the number of each token (two bytes each), then how probable each token is behind each (a
/// row a token before), then the same by the token behind, then the slots of pairs with a rare token.
#[derive(Clone, Copy, Debug)]
pub struct Pairs<'d> {
    numbers: &'d [u8],
    behind: &'d [u8],
    before: &'d [u8],
    rare: &'d [u8],
}

/// What is probable beside one token.
#[derive(Clone, Copy, Debug)]
pub struct Row<'d> {
    pairs: Pairs<'d>,
    cells: &'d [u8],
    token: Token,
    is_rare: bool,
    side: Side,
}

/// Where the others of a row stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Behind,
    Before,
}

impl<'d> Pairs<'d> {
    /// Over what `compile` made.
    pub fn new(bytes: &'d [u8]) -> Self {
        let (numbers, rows) = bytes.split_at(PLANE * 2);
        let (behind, rest) = rows.split_at(TOKENS * ROW);
        let (before, rare) = rest.split_at(TOKENS * ROW);
        Self { numbers, behind, before, rare }
    }

    /// How probable tokens are behind this one.
    pub fn behind(self, token: Token) -> Row<'d> {
        self.row(token, self.behind, Side::Behind)
    }

    /// How probable this token is behind others.
    pub fn before(self, token: Token) -> Row<'d> {
        self.row(token, self.before, Side::Before)
    }

    fn row(self, token: Token, rows: &'d [u8], side: Side) -> Row<'d> {
        let number = self.number(token);
        Row { pairs: self, cells: &rows[number * ROW..][..ROW], token, is_rare: number == 0, side }
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
        let known = if self.is_rare || number == 0 { self.with_rare(token) } else { None };
        let step = known.unwrap_or_else(|| self.cells[number / 2] >> (number % 2 * 4) & 15);
        f32::from(step) / -STEPS
    }

    /// The steps of a pair of which one token is rare, where the model knows it.
    fn with_rare(&self, token: Token) -> Option<u8> {
        let (slot, check) = match self.side {
            Side::Behind => slot(self.token, token),
            Side::Before => slot(token, self.token),
        };
        let byte = self.pairs.rare[slot];
        (byte >> 4 == check).then_some(byte & 15)
    }
}

/// The slot of a pair and the bits that tell it from others of the slot.
fn slot(first: Token, second: Token) -> (usize, u8) {
    let hash = hash(&[first, second]) as usize;
    (hash % SLOTS, (hash / SLOTS % 15) as u8 + 1)
}

/// Asks a model of all pairs of its most common tokens, and of all with a Chinese character that is rare.
#[allow(dead_code)] // Called by the build script.
pub fn compile(model: &Ngrams) -> Vec<u8> {
    let mut common: Vec<(f32, Token)> =
        (0..PLANE as Token).filter_map(|token| model.alone(token).map(|probability| (probability, token))).collect();
    common.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let rest = common.split_off(common.len().min(TOKENS - 1));
    let rest: Vec<Token> = rest.into_iter().map(|(_, token)| token).filter(|token| is_han(*token)).collect();
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
    let mut rare = vec![0; SLOTS];
    let mut keep = |first: Token, second: Token, score: Score| {
        if score.known < 2 {
            return;
        }
        let (slot, check) = slot(first, second);
        let byte = check << 4 | (score.probability * -STEPS).round().clamp(0.0, 15.0) as u8;
        // Of two pairs in a slot the more probable stays.
        if rare[slot] == 0 || rare[slot] & 15 > byte & 15 {
            rare[slot] = byte;
        }
    };
    for one in &rest {
        let state = model.after(*one);
        for two in common.iter().map(|(_, token)| token).chain(&rest) {
            keep(*one, *two, model.step(&state, *two).0);
        }
    }
    for (_, one) in &common {
        let state = model.after(*one);
        rest.iter().for_each(|two| keep(*one, *two, model.step(&state, *two).0));
    }
    [numbers, behind, before, rare].concat()
}
