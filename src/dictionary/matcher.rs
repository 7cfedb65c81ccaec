//! The search for the words of dictionaries: an index compiled at build time for the bundled ones, aho-corasick for
//! those loaded at run time. Both give every occurrence of every word, overlapping ones too.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::compile::patterns;
use super::index::WordIndex;
use super::pattern::Patterns;
use super::{Dictionary, Pattern};

/// An occurrence: byte range and what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub start: usize,
    pub end: usize,
    pub pattern: Pattern,
}

enum Search {
    Compiled(WordIndex),
    Built(AhoCorasick),
    Empty,
}

/// See the module.
pub struct Matcher {
    search: Search,
    /// What each distinct word stands for.
    patterns: Patterns,
}

impl Matcher {
    /// What the build script wrote.
    pub(super) fn embedded(words: WordIndex, patterns: Patterns) -> Self {
        Self { search: Search::Compiled(words), patterns }
    }

    /// An automaton over the words of `dictionaries`.
    pub(super) fn build(dictionaries: &[Dictionary]) -> Self {
        let (words, patterns) = patterns(dictionaries);
        let built = AhoCorasickBuilder::new().match_kind(MatchKind::Standard).build(&words);
        let search = match built {
            Ok(automaton) if !words.is_empty() => Search::Built(automaton),
            _ => Search::Empty,
        };
        Self { search, patterns }
    }

    /// Calls `each` for every occurrence in `text`.
    pub fn find(&self, text: &str, mut each: impl FnMut(Hit)) {
        let mut report = |start: usize, end: usize, word: usize| {
            for pattern in self.patterns.of(word) {
                each(Hit { start, end, pattern });
            }
        };
        match &self.search {
            Search::Compiled(words) => words.find(text, report),
            Search::Built(automaton) => {
                for found in automaton.find_overlapping_iter(text) {
                    report(found.start(), found.end(), found.pattern().as_usize());
                }
            }
            Search::Empty => {}
        }
    }
}
