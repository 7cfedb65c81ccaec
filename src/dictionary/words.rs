//! Words known only at run time, found in one fast pass: for rules that look for many fixed words at once and for the
//! words that rules wait for. Not dictionaries: nothing is judged.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use memchr::memmem;

use super::index::WordIndex;

type Automaton = CharwiseDoubleArrayAhoCorasick<u32>;

/// Words, each with its index in the list that the set was built from.
pub struct WordSet {
    /// `None` for the empty set.
    automaton: Option<Automaton>,
}

impl WordSet {
    /// Builds the set; a word that comes twice keeps its first index.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self { automaton: build(words) }
    }

    /// The words in a text from the left, the longest at each place, none overlapping: start, end, index.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> {
        let found = move |automaton: &'a Automaton| automaton.leftmost_find_iter(text);
        self.automaton.iter().flat_map(found).map(|hit| (hit.start(), hit.end(), hit.value() as usize))
    }
}

/// Words of which only the presence matters, wherever they overlap. The cost hardly grows with their number.
pub struct WordPresence {
    words: Vec<String>,
    index: WordIndex,
}

impl WordPresence {
    /// Builds the set of distinct words.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<&str> = words.into_iter().collect();
        // Nothing is known of the text, so that one pair is as good as another.
        let index = WordIndex::new(&words, |_, _| 0);
        Self { words: words.into_iter().map(str::to_string).collect(), index }
    }

    /// Which of the words stand in a text.
    pub fn of(&self, text: &str) -> Vec<bool> {
        // Words of one character are searched one by one, since nearly all are found at once.
        let single =
            |word: &String| word.chars().nth(1).is_none() && memmem::find(text.as_bytes(), word.as_bytes()).is_some();
        let mut present: Vec<bool> = self.words.iter().map(single).collect();
        self.index.find(text, |_, _, word| present[word] = true);
        present
    }
}

fn build<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Automaton> {
    let mut known = std::collections::HashSet::new();
    let words = words.into_iter().zip(0..).filter(|(word, _)| !word.is_empty() && known.insert(*word));
    let words: Vec<(&str, u32)> = words.collect();
    CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build_with_values(words).ok()
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
        assert_eq!(set.of("推广告"), [true, true, true]);
        assert_eq!(set.of("推\0广"), [false, false, false]);
        assert!(WordPresence::new([]).of("推广").is_empty());
    }
}
