//! The search for the words of dictionaries: a compiled charwise automaton for the bundled ones, aho-corasick for
//! those loaded at run time. Both give every occurrence of every word, overlapping ones too.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use daachorse::CharwiseDoubleArrayAhoCorasick;

use super::compile::patterns;
use super::{Dictionary, Pattern};

/// An occurrence: byte range and what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub start: usize,
    pub end: usize,
    pub pattern: Pattern,
}

enum Automaton {
    Compiled(CharwiseDoubleArrayAhoCorasick<u32>),
    Built(AhoCorasick),
    Empty,
}

/// See the module.
pub struct Matcher {
    automaton: Automaton,
    /// What each distinct word stands for.
    patterns: Vec<Vec<Pattern>>,
}

impl Matcher {
    /// From the bytes that the build script wrote.
    pub(super) fn embedded(automaton: &[u8], patterns: Vec<Vec<Pattern>>) -> Self {
        let automaton = match CharwiseDoubleArrayAhoCorasick::deserialize(automaton) {
            Ok((automaton, _)) => Automaton::Compiled(automaton),
            Err(_) => Automaton::Empty, // no dictionary in the project
        };
        Self { automaton, patterns }
    }

    /// An automaton over the words of `dictionaries`.
    pub(super) fn build(dictionaries: &[Dictionary]) -> Self {
        let (words, patterns) = patterns(dictionaries);
        let built = AhoCorasickBuilder::new().match_kind(MatchKind::Standard).build(&words);
        let automaton = match built {
            Ok(automaton) if !words.is_empty() => Automaton::Built(automaton),
            _ => Automaton::Empty,
        };
        Self { automaton, patterns }
    }

    /// Calls `each` for every occurrence in `text`.
    pub fn find(&self, text: &str, mut each: impl FnMut(Hit)) {
        let mut report = |start: usize, end: usize, word: usize| {
            for pattern in &self.patterns[word] {
                each(Hit { start, end, pattern: *pattern });
            }
        };
        match &self.automaton {
            Automaton::Compiled(automaton) => {
                for found in automaton.find_overlapping_iter(text) {
                    report(found.start(), found.end(), found.value() as usize);
                }
            }
            Automaton::Built(automaton) => {
                for found in automaton.find_overlapping_iter(text) {
                    report(found.start(), found.end(), found.pattern().as_usize());
                }
            }
            Automaton::Empty => {}
        }
    }
}
