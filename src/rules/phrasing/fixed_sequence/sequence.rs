//! The table of fixed sequences and the search for their members.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::dictionary::WordSet;

/// Characters of a phrase at least; shorter members are words that stand in many lists.
const PHRASE: usize = 4;

/// A sequence whose members are fixed in wording, number and order.
#[derive(Debug)]
pub(super) struct Sequence {
    /// As messages call it; rows of one name are parts or editions of one thing.
    pub name: &'static str,
    pub members: Vec<&'static str>,
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// What must stand in the sentence to show that this sequence is meant.
    pub anchors: Vec<&'static str>,
    pub basis: &'static str,
}

impl Sequence {
    fn parse(line: &'static str) -> Option<Self> {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let [name, members, since, until, anchors, basis, _note] = fields[..] else {
            return None;
        };
        Some(Self {
            name,
            members: members.split('|').collect(),
            since: since.parse().ok(),
            until: until.parse().ok(),
            anchors: anchors.split('|').collect(),
            basis,
        })
    }
}

impl Sequence {
    /// Whether its members are phrases, which other lists seldom share.
    pub fn is_distinct(&self) -> bool {
        self.members.iter().all(|member| member.chars().count() >= PHRASE)
    }
}

/// An occurrence of a member.
pub(super) struct Hit<'a> {
    pub start: usize,
    pub end: usize,
    /// Sequence and index of the member in it.
    pub members: &'a [(usize, usize)],
}

pub(super) struct Table {
    pub sequences: Vec<Sequence>,
    search: WordSet,
    /// The distinct members, and of what each is one.
    pub words: Vec<&'static str>,
    members: Vec<Vec<(usize, usize)>>,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("sequences.tsv")));

impl Table {
    fn new(text: &'static str) -> Self {
        let sequences: Vec<Sequence> = text.lines().skip(1).filter_map(Sequence::parse).collect();
        let mut index: HashMap<&str, usize> = HashMap::new();
        let mut members: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        for (number, sequence) in sequences.iter().enumerate() {
            for (at, member) in sequence.members.iter().enumerate() {
                let word = *index.entry(member).or_insert_with(|| {
                    words.push(*member);
                    members.push(Vec::new());
                    members.len() - 1
                });
                members[word].push((number, at));
            }
        }
        let search = WordSet::new(words.iter().copied());
        Self { sequences, search, words, members }
    }

    /// The members in a part of a text, in order, none overlapping.
    pub fn find<'a>(&'a self, text: &'a str, part: Range<usize>) -> impl Iterator<Item = Hit<'a>> {
        let found = self.search.find(&text[part.clone()]);
        found.into_iter().map(move |(start, end, word)| Hit {
            start: part.start + start,
            end: part.start + end,
            members: self.members.get(word).map_or(&[], Vec::as_slice),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_sound() {
        let text = include_str!("sequences.tsv");
        assert_eq!(TABLE.sequences.len(), text.lines().count() - 1);
        for line in text.lines().skip(1) {
            let dates = line.split('\t').skip(2).take(2);
            assert!(dates.into_iter().all(|date| date.is_empty() || date.parse::<Date>().is_ok()), "{line}");
        }
        for sequence in &TABLE.sequences {
            assert!(sequence.members.len() >= 2 && !sequence.basis.is_empty(), "{sequence:?}");
            assert!(sequence.anchors.iter().all(|anchor| !anchor.is_empty()), "{sequence:?}");
        }
    }
}
