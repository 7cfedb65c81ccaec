//! Words known only at run time, found in one fast pass: for rules that look for many fixed words at once and for the
//! words that rules wait for. Not dictionaries: nothing is judged.

use std::cmp::Reverse;

use super::index::WordIndex;
use crate::span::offset;

/// Words, each with its index in the list that the set was built from.
pub struct WordSet {
    index: WordIndex,
}

impl WordSet {
    /// Builds the set of words; a word that comes twice keeps its first index.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<&str> = words.into_iter().collect();
        Self { index: WordIndex::new(&words, |_, _| 0) }
    }

    /// The words in a text from the left, the longest at each place, none overlapping: start, end, index.
    pub fn find(&self, text: &str) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        self.index.find(text, |start, end, word| found.push((start, end, word)));
        found.sort_unstable_by_key(|(start, end, word)| (*start, Reverse(*end), *word));
        let mut done = 0;
        found.retain(|(start, end, _)| {
            let is_free = *start >= done;
            done = if is_free { *end } else { done };
            is_free
        });
        found
    }
}

/// Words that are looked for wherever they stand and overlap. The cost hardly grows with their number.
pub struct WordPlaces(WordIndex);

impl WordPlaces {
    /// Builds the set of distinct words. `commonness` says how often a pair of characters is met, on any scale.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>, commonness: impl Fn(char, char) -> u64) -> Self {
        let words: Vec<&str> = words.into_iter().collect();
        Self(WordIndex::new(&words, commonness))
    }

    /// Calls `each` for every word and place at which it begins in a text; not in order.
    pub fn find(&self, text: &str, mut each: impl FnMut(usize, u32)) {
        self.0.find(text, |start, _, word| each(word, offset(start)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_longest_from_the_left_or_all_that_are_there() {
        let set = WordSet::new(["法治", "全面依法治国", "依法"]);
        assert_eq!(set.find("全面依法治国、法治"), [(0, 18, 1), (21, 27, 0)]);
        assert!(WordSet::new([]).find("法治").is_empty());
        let places = |words: &[&str], text: &str| {
            let mut places = Vec::new();
            WordPlaces::new(words.iter().copied(), |_, _| 0).find(text, |word, at| places.push((word, at)));
            places.sort_unstable();
            places
        };
        let words = ["推广", "广告", "告"];
        assert_eq!(places(&words, "推广告告"), [(0, 0), (1, 3), (2, 6), (2, 9)]);
        assert!(places(&words, "推\0广").is_empty());
        assert!(places(&[], "推广").is_empty());
    }
}
