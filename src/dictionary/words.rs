//! Words known only at run time, found in one fast pass: for rules that look for many fixed words at once and for the
//! words that rules wait for. Not dictionaries: nothing is judged.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

type Automaton = CharwiseDoubleArrayAhoCorasick<u32>;

/// Words, each with its index in the list that the set was built from.
pub struct WordSet {
    /// `None` for the empty set.
    automaton: Option<Automaton>,
}

impl WordSet {
    /// Builds the set; a word that comes twice keeps its first index.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self { automaton: build(words, MatchKind::LeftmostLongest) }
    }

    /// The words in a text from the left, the longest at each place, none overlapping: start, end, index.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> {
        let found = move |automaton: &'a Automaton| automaton.leftmost_find_iter(text);
        self.automaton.iter().flat_map(found).map(|hit| (hit.start(), hit.end(), hit.value() as usize))
    }
}

/// Words of which only the presence matters, wherever they overlap.
pub struct WordPresence {
    automaton: Option<Automaton>,
}

impl WordPresence {
    /// Builds the set; a word that comes twice keeps its first index.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self { automaton: build(words, MatchKind::Standard) }
    }

    /// The index of each occurrence of a word.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> {
        let found = move |automaton: &'a Automaton| automaton.find_overlapping_iter(text);
        self.automaton.iter().flat_map(found).map(|hit| hit.value() as usize)
    }
}

fn build<'a>(words: impl IntoIterator<Item = &'a str>, kind: MatchKind) -> Option<Automaton> {
    let mut known = std::collections::HashSet::new();
    let words = words.into_iter().zip(0..).filter(|(word, _)| !word.is_empty() && known.insert(*word));
    let words: Vec<(&str, u32)> = words.collect();
    CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(kind).build_with_values(words).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_longest_from_the_left_or_all_that_are_there() {
        let set = WordSet::new(["法治", "全面依法治国", "依法"]);
        assert_eq!(set.find("全面依法治国、法治").collect::<Vec<_>>(), [(0, 18, 1), (21, 27, 0)]);
        assert_eq!(WordSet::new([]).find("法治").count(), 0);
        let set = WordPresence::new(["推广", "广告", "告"]);
        assert_eq!(set.find("推广告").collect::<Vec<_>>(), [0, 1, 2]);
    }
}
