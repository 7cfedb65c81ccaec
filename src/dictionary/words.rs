//! Words known only at run time, found in one fast pass: for rules that look for many fixed words at once and for the
//! words that rules wait for. Not dictionaries: nothing is judged.

use aho_corasick::packed::Searcher;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
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
        Self { automaton: build(words) }
    }

    /// The words in a text from the left, the longest at each place, none overlapping: start, end, index.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> {
        let found = move |automaton: &'a Automaton| automaton.leftmost_find_iter(text);
        self.automaton.iter().flat_map(found).map(|hit| (hit.start(), hit.end(), hit.value() as usize))
    }
}

/// A few dozen words of which only the presence matters, wherever they overlap: found by vector instructions where the
/// machine has them, many times faster than an automaton.
pub struct WordPresence {
    search: Option<Searcher>,
    /// For machines without them, and for more words than they take.
    automaton: Option<AhoCorasick>,
}

impl WordPresence {
    /// Builds the set of distinct words.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<&str> = words.into_iter().collect();
        let search = Searcher::new(&words);
        let automaton = if search.is_some() || words.is_empty() {
            None
        } else {
            AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(&words).ok()
        };
        Self { search, automaton }
    }

    /// The index of each occurrence of a word, longer ones that begin with it aside.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> {
        let bytes = text.as_bytes();
        let mut at = 0;
        let packed = std::iter::from_fn(move || {
            let found = self.search.as_ref()?.find_in(bytes, (at..bytes.len()).into())?;
            at = found.start() + 1; // the next word may begin inside this one
            Some(found.pattern().as_usize())
        });
        let overlapping = self.automaton.iter().flat_map(move |automaton| automaton.find_overlapping_iter(bytes));
        packed.chain(overlapping.map(|found| found.pattern().as_usize()))
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
        assert_eq!(set.find("推广告").collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(WordPresence::new([]).find("推广").count(), 0);
        // More words than vector instructions take.
        let many: Vec<String> = (0..300).map(|number| format!("词{number}。")).collect();
        let set = WordPresence::new(["的通知》的通知", "通知"].into_iter().chain(many.iter().map(String::as_str)));
        assert!(set.find("发的通知》的通知").any(|word| word == 0));
    }
}
