//! What the words of dictionaries stand for. Shared with the build script.

/// An entry or an allow text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Pattern {
    /// An entry, by dictionary and index.
    Entry(u16, u32),
    /// A text that silences the entries of a dictionary inside it.
    Allow(u16),
}

/// What each of some words stands for, one behind the other: thousands of lists would take long to read.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Patterns {
    patterns: Vec<Pattern>,
    /// Where those of each word end.
    ends: Vec<u32>,
}

impl Patterns {
    pub fn new(words: &[Vec<Pattern>]) -> Self {
        let ends = words.iter().scan(0, |end, patterns| {
            *end += patterns.len() as u32;
            Some(*end)
        });
        Self { patterns: words.concat(), ends: ends.collect() }
    }

    /// What a word stands for, by its number.
    #[allow(dead_code)] // the build script only writes
    pub fn of(&self, word: usize) -> &[Pattern] {
        let start = word.checked_sub(1).map_or(0, |last| self.ends[last]);
        &self.patterns[start as usize..self.ends[word] as usize]
    }
}
