//! Patterns of which most texts hold none: each is tried, and compiled, only where a word stands that it needs. The
//! rules that look for such phrases wait for the words of all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use crate::dictionary::WordPlaces;

/// A pattern and the words of which each of its matches holds one: any of the first joined with any of the second.
pub struct Phrase {
    firsts: &'static [&'static str],
    seconds: &'static [&'static str],
    pattern: &'static str,
    regex: OnceLock<Regex>,
}

impl Phrase {
    pub const fn new(words: &'static [&'static str], pattern: &'static str) -> Self {
        Self::joined(&[""], words, pattern)
    }

    pub const fn joined(
        firsts: &'static [&'static str],
        seconds: &'static [&'static str],
        pattern: &'static str,
    ) -> Self {
        Self { firsts, seconds, pattern, regex: OnceLock::new() }
    }

    /// The words of which each match holds one.
    fn words(&self) -> Vec<&'static str> {
        joined(self.firsts, self.seconds)
    }

    /// Where the phrase stands in a text, from the left.
    fn find(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let regex = self.regex.get_or_init(|| Regex::new(self.pattern).expect("constant pattern"));
        regex.find_iter(text).map(|found| found.range())
    }
}

/// Phrases that one rule looks for.
pub struct Phrases {
    phrases: Vec<Phrase>,
    /// Built for the first text in which one may stand.
    index: OnceLock<PhraseIndex>,
}

struct PhraseIndex {
    words: WordPlaces,
    /// Of which phrases each word is one.
    owners: Vec<Vec<usize>>,
}

impl PhraseIndex {
    fn new(phrases: &[Phrase]) -> Self {
        let mut owners: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, phrase) in phrases.iter().enumerate() {
            phrase.words().into_iter().for_each(|word| owners.entry(word).or_default().push(number));
        }
        let words = WordPlaces::new(owners.keys().copied(), |_, _| 0);
        Self { words, owners: owners.into_values().collect() }
    }
}

impl Phrases {
    pub fn new(phrases: impl Into<Vec<Phrase>>) -> Self {
        Self { phrases: phrases.into(), index: OnceLock::new() }
    }

    /// The words that a rule about these phrases waits for.
    pub fn words(&self) -> Vec<&'static str> {
        self.phrases.iter().flat_map(Phrase::words).collect()
    }

    /// Where they stand in a text, from the left and none overlapping; of two at one place the first listed.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let PhraseIndex { words, owners } = self.index.get_or_init(|| PhraseIndex::new(&self.phrases));
        let mut may_stand: BTreeSet<usize> = BTreeSet::new();
        words.find(text, |word, _| may_stand.extend(&owners[word]));
        let mut found: Vec<Range<usize>> =
            may_stand.into_iter().flat_map(|number| self.phrases[number].find(text)).collect();
        found.sort_by_key(|range| range.start);
        let mut end = 0;
        found.retain(|range| {
            let is_free = range.start >= end;
            end = if is_free { range.end } else { end };
            is_free
        });
        found
    }
}

/// Any of the first words with any of the second behind it. They live as long as the program: for its constants only.
pub fn joined(firsts: &[&'static str], seconds: &[&'static str]) -> Vec<&'static str> {
    let join = |first: &str, second: &'static str| match first {
        "" => second,
        _ => &*[first, second].concat().leak(),
    };
    firsts.iter().flat_map(|first| seconds.iter().map(move |second| join(first, second))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_by_their_words() {
        let joined = Phrase::joined(&["甲", "乙"], &["乙"], "甲?乙");
        let phrases = Phrases::new([Phrase::new(&["丙"], "乙丙"), joined, Phrase::new(&["无"], "乙")]);
        assert_eq!(phrases.find("甲乙丙，乙丙"), [0..6, 12..18]);
        assert!(phrases.find("甲").is_empty());
        assert_eq!(phrases.words(), ["丙", "甲乙", "乙乙", "无"]);
    }
}
