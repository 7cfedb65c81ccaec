//! Which characters keep company: a short vector a character, learnt from clean text, whose dot product with that of
//! another says how much more often than by chance the two stand a few places apart. What stands side by side is the
//! business of the n-grams. Written by `dictionaries/language-model/train_vectors.py`, read in place.

use super::ngrams::Token;

/// Numbers of a vector.
const DIMENSIONS: usize = 64;
/// How far away company is looked for, on either side.
const NEAREST: usize = 2;
const FURTHEST: usize = 9;
/// The first character of the block that has rows, and characters of the block.
const FIRST: Token = 0x4e00;
const BLOCK: usize = 0x5200;

/// The vectors over their bytes: what a step is worth, the row of each character counted from 1, the rows.
#[derive(Clone, Copy, Debug)]
pub struct Vectors<'d> {
    step: f32,
    places: &'d [u8],
    rows: &'d [u8],
}

impl<'d> Vectors<'d> {
    /// Over what the trainer wrote.
    pub fn new(bytes: &'d [u8]) -> Option<Self> {
        let (step, rest) = bytes.split_first_chunk()?;
        let (places, rows) = rest.split_at_checked(BLOCK * 2)?;
        Some(Self { step: f32::from_le_bytes(*step), places, rows })
    }

    /// How much better the company around a place suits what may have been meant there than what is written.
    pub fn company(&self, tokens: &[Token], at: usize, meant: &[Token]) -> f32 {
        let end = at + meant.len();
        let left = at.saturating_sub(FURTHEST)..(at + 1).saturating_sub(NEAREST);
        let right = (end + NEAREST - 1).min(tokens.len())..(end + FURTHEST).min(tokens.len());
        let mut company = [0i32; DIMENSIONS];
        for row in tokens[left].iter().chain(&tokens[right]).filter_map(|token| self.row(*token)) {
            company.iter_mut().zip(row).for_each(|(sum, number)| *sum += i32::from(*number as i8));
        }
        let suits = |tokens: &[Token]| -> i32 {
            let rows = tokens.iter().filter_map(|token| self.row(*token));
            rows.flat_map(|row| row.iter().zip(&company)).map(|(number, sum)| i32::from(*number as i8) * sum).sum()
        };
        (suits(meant) - suits(&tokens[at..end])) as f32 * self.step * self.step
    }

    fn row(&self, token: Token) -> Option<&'d [u8]> {
        let at = usize::try_from(token.wrapping_sub(FIRST)).ok()?.checked_mul(2)?;
        let place = u16::from_le_bytes(*self.places.get(at..)?.first_chunk()?);
        let start = usize::from(place).checked_sub(1)? * DIMENSIONS;
        self.rows.get(start..start + DIMENSIONS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two characters that keep company with each other, and a third that does with neither.
    fn bytes() -> Vec<u8> {
        let mut places = vec![0u8; BLOCK * 2];
        (0..3).for_each(|n| places[n * 2] = n as u8 + 1);
        let mut rows = vec![0u8; 3 * DIMENSIONS];
        (rows[0], rows[DIMENSIONS], rows[2 * DIMENSIONS + 1]) = (4, 4, 4);
        [0.5f32.to_le_bytes().as_slice(), &places, &rows].concat()
    }

    #[test]
    fn company_is_looked_for_a_few_places_away() {
        let bytes = bytes();
        let vectors = Vectors::new(&bytes).unwrap();
        let of = |text: &[u64]| text.iter().map(|n| FIRST + n).collect::<Vec<Token>>();
        let meant = of(&[1]);
        // The friend stands two places before, side by side, two behind, ten behind.
        assert_eq!(vectors.company(&of(&[0, 9, 2]), 2, &meant), 4.0);
        assert_eq!(vectors.company(&of(&[9, 0, 2]), 2, &meant), 0.0);
        assert_eq!(vectors.company(&of(&[9, 2, 9, 0]), 1, &meant), 4.0);
        assert_eq!(vectors.company(&of(&[9, 2, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0]), 1, &meant), 0.0);
        // What is written has its own.
        assert_eq!(vectors.company(&of(&[2, 9, 2]), 2, &meant), -4.0);
        assert_eq!(vectors.company(&of(&[0]), 0, &meant), 0.0);
    }

    #[test]
    fn bytes_cut_short_are_refused() {
        assert!(Vectors::new(&bytes()[..BLOCK]).is_none());
    }
}
