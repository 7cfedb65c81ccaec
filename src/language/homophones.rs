//! Words of two characters by their sound, so that both characters of a word can be wrong at once. Compiled at build
//! time from the segmenter's words and the readings of characters. Only the same sound counts: of words that merely sound
//! alike one in two thousand that fitted was meant.

use std::collections::{BTreeMap, BTreeSet};

use super::ngrams::Token;

const FIRST: Token = 0x4e00;
const BLOCK: usize = 0x5200;
/// Readings kept of a character.
const READINGS: usize = 3;
/// Bytes of a word in the table: two syllables, two characters.
const WORD: usize = 8;

/// The table over its bytes: the number of syllables; the readings of each character; which word is the first to begin with
/// each syllable; the words in the order of their syllables. Syllables are numbered from 1.
#[derive(Clone, Copy, Debug)]
pub struct Homophones<'d> {
    readings: &'d [u8],
    starts: &'d [u8],
    words: &'d [u8],
}

impl<'d> Homophones<'d> {
    /// Over what `compile` made.
    pub fn new(bytes: &'d [u8]) -> Self {
        let syllables = usize::from(u16::from_le_bytes([bytes[0], bytes[1]]));
        let (readings, rest) = bytes[2..].split_at(BLOCK * READINGS * 2);
        let (starts, words) = rest.split_at((syllables + 2) * 4);
        Self { readings, starts, words }
    }

    /// Calls `found` with each word that sounds like these two characters.
    pub fn each(&self, first: Token, second: Token, mut found: impl FnMut([Token; 2])) {
        for one in self.readings(first) {
            for two in self.readings(second) {
                self.words(one, two, &mut found);
            }
        }
    }

    /// The number of the commonest reading of a character; 0 where none is known.
    pub fn syllable(&self, token: Token) -> u16 {
        self.readings(token).next().unwrap_or(0)
    }

    fn readings(&self, token: Token) -> impl Iterator<Item = u16> + 'd {
        let at = (token.wrapping_sub(FIRST) as usize).min(BLOCK);
        let bytes = self.readings.get(at * READINGS * 2..(at + 1) * READINGS * 2).unwrap_or_default();
        bytes.chunks_exact(2).map(number).take_while(|syllable| *syllable > 0)
    }

    fn words(&self, one: u16, two: u16, found: &mut impl FnMut([Token; 2])) {
        let start = |syllable: u16| {
            u32::from_le_bytes(self.starts[usize::from(syllable) * 4..][..4].try_into().unwrap_or_default()) as usize
        };
        let (mut low, mut high) = (start(one), start(one + 1));
        let key = |at: usize| (number(&self.words[at * WORD..]), number(&self.words[at * WORD + 2..]));
        while low < high {
            let middle = low.midpoint(high);
            if key(middle) < (one, two) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        while low * WORD < self.words.len() && key(low) == (one, two) {
            let word = &self.words[low * WORD..];
            found([Token::from(number(&word[4..])), Token::from(number(&word[6..]))]);
            low += 1;
        }
    }
}

fn number(bytes: &[u8]) -> u16 {
    u16::from_le_bytes([bytes[0], bytes[1]])
}

/// Compiles the table. `readings`: rows of a syllable, the characters read so, the characters read so besides;
/// `words`: words of any length, those of two characters count.
#[allow(dead_code)] // Called by the build script.
pub fn compile<'w>(readings: &str, words: impl Iterator<Item = &'w str>) -> Vec<u8> {
    let rows = || readings.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    let numbers: BTreeMap<&str, u16> = rows().map(|row| row[0]).collect::<BTreeSet<_>>().into_iter().zip(1..).collect();
    let mut of: BTreeMap<char, Vec<u16>> = BTreeMap::new();
    for column in 1..=2 {
        for row in rows() {
            for character in row.get(column).unwrap_or(&"").chars() {
                of.entry(character).or_default().push(numbers[row[0]]);
            }
        }
    }
    let mut bytes = (numbers.len() as u16).to_le_bytes().to_vec();
    let none = Vec::new();
    for at in 0..BLOCK as u32 {
        let syllables = char::from_u32(FIRST as u32 + at).and_then(|character| of.get(&character)).unwrap_or(&none);
        (0..READINGS).for_each(|n| bytes.extend(syllables.get(n).copied().unwrap_or(0).to_le_bytes()));
    }
    let mut table = BTreeSet::new();
    for word in words {
        let characters: Vec<char> = word.chars().collect();
        if let [first, second] = characters[..] {
            for one in of.get(&first).unwrap_or(&none) {
                for two in of.get(&second).unwrap_or(&none) {
                    table.insert((*one, *two, u32::from(first) as u16, u32::from(second) as u16));
                }
            }
        }
    }
    for syllable in 0..=numbers.len() as u16 + 1 {
        let before = table.range(..(syllable, 0, 0, 0)).count() as u32;
        bytes.extend(before.to_le_bytes());
    }
    for (one, two, first, second) in table {
        for number in [one, two, first, second] {
            bytes.extend(number.to_le_bytes());
        }
    }
    bytes
}
