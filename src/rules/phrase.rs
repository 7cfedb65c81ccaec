//! Patterns of which most texts hold none: each is tried, and compiled, only where a word stands that it needs. The
//! rules that look for such phrases wait for the words of all of them.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

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

    /// Where the phrase stands in a text, from the left.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let follows = |at: usize| self.firsts.iter().any(|first| text[..at].ends_with(first));
        if !self.seconds.iter().any(|second| text.match_indices(second).any(|(at, _)| follows(at))) {
            return Vec::new();
        }
        let regex = self.regex.get_or_init(|| Regex::new(self.pattern).expect("constant pattern"));
        regex.find_iter(text).map(|found| found.range()).collect()
    }
}

/// The words that a rule about these phrases waits for.
pub fn words(phrases: &[Phrase]) -> Vec<&'static str> {
    phrases.iter().flat_map(|phrase| joined(phrase.firsts, phrase.seconds)).collect()
}

/// Any of the first words with any of the second behind it. They live as long as the program: for its constants only.
pub fn joined(firsts: &[&'static str], seconds: &[&'static str]) -> Vec<&'static str> {
    let join = |first: &str, second: &'static str| match first {
        "" => second,
        _ => &*[first, second].concat().leak(),
    };
    firsts.iter().flat_map(|first| seconds.iter().map(move |second| join(first, second))).collect()
}

/// Where phrases stand in a text, from the left and none overlapping; of two at one place the first listed.
pub fn find(phrases: &[Phrase], text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = phrases.iter().flat_map(|phrase| phrase.find(text)).collect();
    found.sort_by_key(|range| range.start);
    let mut end = 0;
    found.retain(|range| {
        let is_free = range.start >= end;
        end = if is_free { range.end } else { end };
        is_free
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_by_their_words() {
        let joined = Phrase::joined(&["甲", "乙"], &["乙"], "甲?乙");
        let phrases = [Phrase::new(&["丙"], "乙丙"), joined, Phrase::new(&["无"], "乙")];
        assert_eq!(find(&phrases, "甲乙丙，乙丙"), [0..6, 12..18]);
        assert!(find(&phrases, "甲").is_empty());
        assert_eq!(words(&phrases), ["丙", "甲乙", "乙乙", "无"]);
    }
}
