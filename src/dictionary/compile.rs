//! From dictionaries to the list of distinct words that the automaton is built over. Shared with the build script.

use std::collections::HashMap;

use super::format::Dictionary;
use super::pattern::{Pattern, Patterns};

/// The distinct words of all dictionaries and what each stands for.
pub fn patterns(dictionaries: &[Dictionary]) -> (Vec<&str>, Patterns) {
    let mut index: HashMap<&str, usize> = HashMap::new();
    let (mut words, mut patterns): (Vec<&str>, Vec<Vec<Pattern>>) = (Vec::new(), Vec::new());
    for (number, dictionary) in (0u16..).zip(dictionaries) {
        let entries = (0u32..).zip(&dictionary.entries).map(|(at, entry)| (&entry.wrong, Pattern::Entry(number, at)));
        let allow = dictionary.allow.iter().map(|allow| (&allow.text, Pattern::Allow(number)));
        for (word, pattern) in entries.chain(allow) {
            let at = *index.entry(word).or_insert_with(|| {
                words.push(word);
                patterns.push(Vec::new());
                words.len() - 1
            });
            patterns[at].push(pattern);
        }
    }
    (words, Patterns::new(&patterns))
}
