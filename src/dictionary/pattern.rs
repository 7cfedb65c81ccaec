//! What the words of dictionaries stand for. Shared with the build script.

use std::borrow::Cow;

/// An entry or an allow text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// An entry, by dictionary and index.
    Entry(u16, u32),
    /// A text that silences the entries of a dictionary inside it.
    Allow(u16),
}

/// What each of some words stands for, read in place: where those of each word begin and the last ones end, four bytes
/// each from the number of words on, and behind them the patterns, eight bytes each. Numbers are little-endian.
#[derive(Debug, Clone)]
pub struct Patterns(Cow<'static, [u8]>);

/// Stands for the index of an allow text, which has none.
const ALLOW: u32 = u32::MAX;

impl Patterns {
    pub fn new(words: &[Vec<Pattern>]) -> Self {
        let mut bytes = (words.len() as u32).to_le_bytes().to_vec();
        let mut end = 0u32;
        bytes.extend(end.to_le_bytes());
        for patterns in words {
            end += patterns.len() as u32;
            bytes.extend(end.to_le_bytes());
        }
        for pattern in words.iter().flatten() {
            let (dictionary, index) = match *pattern {
                Pattern::Entry(dictionary, index) => (dictionary, index),
                Pattern::Allow(dictionary) => (dictionary, ALLOW),
            };
            bytes.extend(u32::from(dictionary).to_le_bytes());
            bytes.extend(index.to_le_bytes());
        }
        Self(bytes.into())
    }

    /// What the build script wrote.
    #[allow(dead_code)] // the build script only writes
    pub fn embedded(bytes: &'static [u8]) -> Self {
        Self(bytes.into())
    }

    /// What [`Patterns::embedded`] reads.
    #[allow(dead_code)] // the build script's
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn number(&self, at: usize) -> u32 {
        self.0.get(at..at + 4).map_or(0, |bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// What a word stands for, by its number.
    #[allow(dead_code)] // the build script only writes
    pub fn of(&self, word: usize) -> impl Iterator<Item = Pattern> {
        let (start, end) = (self.number(4 + word * 4), self.number(8 + word * 4));
        let patterns = 8 + self.number(0) as usize * 4;
        (start as usize..end as usize).map(move |nth| {
            let at = patterns + nth * 8;
            match (self.number(at) as u16, self.number(at + 4)) {
                (dictionary, ALLOW) => Pattern::Allow(dictionary),
                (dictionary, index) => Pattern::Entry(dictionary, index),
            }
        })
    }
}
