//! Tags that were read of late, known by their bytes: where the same bytes stand again outside of scripts and the
//! like, they are the same tag. Nothing is read here.

use super::tokens::Token;

/// Tags that are remembered: pages use a few again and again.
const MOST: usize = 16;
/// The longest tag that is remembered, in bytes.
const LONGEST: usize = 256;

/// See the module.
#[derive(Default)]
pub(super) struct Known<'a> {
    /// The last met first.
    tags: Vec<(&'a str, Token)>,
}

impl<'a> Known<'a> {
    /// The tag that a source begins with, if it is known: its length in bytes and what it was read as.
    pub fn at(&mut self, source: &str) -> Option<(usize, Token)> {
        let second = source.as_bytes().get(1);
        let is_here = |(tag, _): &(&str, Token)| tag.as_bytes().get(1) == second && source.starts_with(tag);
        let place = self.tags.iter().position(is_here)?;
        self.tags[..=place].rotate_right(1);
        let (tag, token) = self.tags[0];
        Some((tag.len(), token))
    }

    /// Remembers a tag; the one that was met longest ago is forgotten for it.
    pub fn add(&mut self, tag: &'a str, token: Token) {
        if tag.len() <= LONGEST {
            self.tags.truncate(MOST - 1);
            self.tags.insert(0, (tag, token));
        }
    }
}
