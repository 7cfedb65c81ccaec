//! Tags that were read of late, known by their bytes: where the same bytes stand again outside of scripts and the
//! like, they are the same tag. Nothing is read here.

use super::tokens::Token;

/// Tags that are remembered: pages use a few again and again.
const MOST: usize = 16;
/// The longest tag that is remembered, in bytes.
const LONGEST: usize = 256;

struct Entry<'a> {
    source: &'a str,
    token: Token,
    /// When it was met last.
    met: u32,
    /// Place of the tag that came next then: tags follow one another in the same order again and again.
    next: usize,
}

/// See the module.
#[derive(Default)]
pub(super) struct Known<'a> {
    tags: Vec<Entry<'a>>,
    /// Place of the tag that was met last.
    last: usize,
    /// Counts the tags.
    now: u32,
}

impl<'a> Known<'a> {
    /// The tag that a source begins with, if it is known: its length in bytes and what it was read as.
    pub fn at(&mut self, source: &str) -> Option<(usize, Token)> {
        let is_here = |entry: &Entry<'_>| source.starts_with(entry.source);
        let expected = self.tags.get(self.last)?.next;
        let place = if self.tags.get(expected).is_some_and(is_here) {
            expected
        } else {
            let second = source.as_bytes().get(1);
            self.tags.iter().position(|entry| entry.source.as_bytes().get(1) == second && is_here(entry))?
        };
        self.meet(place);
        Some((self.tags[place].source.len(), self.tags[place].token))
    }

    /// Remembers a tag; the one that was met longest ago is forgotten for it.
    pub fn add(&mut self, source: &'a str, token: Token) {
        if source.len() > LONGEST {
            return;
        }
        let entry = Entry { source, token, met: 0, next: 0 };
        let oldest = (0..self.tags.len()).min_by_key(|place| self.tags[*place].met);
        let place = match oldest {
            Some(oldest) if self.tags.len() == MOST => oldest,
            _ => self.tags.len(),
        };
        match self.tags.get_mut(place) {
            Some(forgotten) => *forgotten = entry,
            None => self.tags.push(entry),
        }
        self.meet(place);
    }

    fn meet(&mut self, place: usize) {
        self.now += 1;
        self.tags[self.last].next = place;
        self.tags[place].met = self.now;
        self.last = place;
    }
}
