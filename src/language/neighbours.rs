//! Which characters stand beside one another inside words, for what may be missing beside a character that stands alone.
//! Compiled at build time from the segmenter's words. Half of a word that is written alone on purpose (按 for 按照) misses
//! nothing: those are left out.

use std::collections::{BTreeSet, HashSet};

use super::ngrams::{Ngrams, Token};

const FIRST: Token = 0x4e00;
const BLOCK: usize = 0x5200;
/// Characters of the words that count.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=4;

/// Probability of the second character behind the first below which one is not thought of where the other stands alone, as
/// a logarithm to base 10.
const LEAST: f32 = -2.1;

/// The table over its bytes, twice the same: where the neighbours of each character begin, then all neighbours; first those
/// behind each, then those before each.
#[derive(Clone, Copy, Debug)]
pub struct Neighbours<'d> {
    behind: Side<'d>,
    before: Side<'d>,
}

#[derive(Clone, Copy, Debug)]
struct Side<'d> {
    starts: &'d [u8],
    tokens: &'d [u8],
}

impl<'d> Neighbours<'d> {
    /// Over what `compile` made.
    pub fn new(bytes: &'d [u8]) -> Self {
        let (behind, rest) = Side::split(bytes);
        let (before, _) = Side::split(rest);
        Self { behind, before }
    }

    /// What follows a character inside words and may be missing behind it.
    pub fn behind(self, token: Token) -> impl Iterator<Item = Token> + 'd {
        self.behind.of(token)
    }

    /// What stands before a character inside words and may be missing before it.
    pub fn before(self, token: Token) -> impl Iterator<Item = Token> + 'd {
        self.before.of(token)
    }
}

impl<'d> Side<'d> {
    /// A side and what stands behind it.
    fn split(bytes: &'d [u8]) -> (Self, &'d [u8]) {
        let (starts, rest) = bytes.split_at((BLOCK + 1) * 4);
        let (tokens, rest) = rest.split_at(start(starts, BLOCK) * 2);
        (Self { starts, tokens }, rest)
    }

    fn of(self, token: Token) -> impl Iterator<Item = Token> + 'd {
        let at = token.wrapping_sub(FIRST) as usize;
        let (from, to) = if at < BLOCK { (start(self.starts, at), start(self.starts, at + 1)) } else { (0, 0) };
        let tokens = self.tokens[from * 2..to * 2].chunks_exact(2);
        tokens.map(|bytes| Token::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    }
}

fn start(starts: &[u8], at: usize) -> usize {
    u32::from_le_bytes([starts[at * 4], starts[at * 4 + 1], starts[at * 4 + 2], starts[at * 4 + 3]]) as usize
}

/// Compiles the table; the model of characters says how probable neighbours are. `short_forms`: rows of a word of two characters and the one that is written alone for it.
#[allow(dead_code)] // Called by the build script.
pub fn compile<'w>(words: impl Iterator<Item = &'w str>, short_forms: &str, model: &Ngrams) -> Vec<u8> {
    let short: HashSet<(&str, &str)> = short_forms.lines().skip(1).filter_map(|row| row.split_once('\t')).collect();
    let (mut behind, mut before) = (BTreeSet::new(), BTreeSet::new());
    for word in words {
        let characters: Vec<char> = word.chars().collect();
        let number = |c: char| (u32::from(c)).checked_sub(FIRST as u32).filter(|at| (*at as usize) < BLOCK);
        if !LENGTHS.contains(&characters.len()) || characters.iter().any(|c| number(*c).is_none()) {
            continue;
        }
        for pair in characters.windows(2) {
            let [first, second] = [pair[0], pair[1]].map(|c| Token::from(u32::from(c)));
            if model.step(&model.after(first), second).0.probability < LEAST {
                continue;
            }
            let (text, first) = (pair.iter().collect::<String>(), pair[0].to_string());
            if !short.contains(&(text.as_str(), first.as_str())) {
                behind.insert((pair[0], pair[1]));
            }
            if !short.contains(&(text.as_str(), pair[1].to_string().as_str())) {
                before.insert((pair[1], pair[0]));
            }
        }
    }
    [behind, before].iter().flat_map(side).collect()
}

/// The bytes of one side.
fn side(pairs: &BTreeSet<(char, char)>) -> Vec<u8> {
    let mut starts = vec![0u32; BLOCK + 1];
    for (first, _) in pairs {
        starts[(u32::from(*first) - FIRST as u32) as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let others = pairs.iter().flat_map(|(_, other)| (u32::from(*other) as u16).to_le_bytes());
    starts.iter().flat_map(|start| start.to_le_bytes()).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_stands_beside_a_character_but_for_short_forms() {
        let model = &crate::language::model().characters;
        let bytes = compile(["贯彻", "贯穿", "按照", "工作人员"].into_iter(), "word\tshort\n按照\t按\n", model);
        let neighbours = Neighbours::new(&bytes);
        let of = |tokens: &mut dyn Iterator<Item = Token>| -> String {
            tokens.filter_map(|token| char::from_u32(token as u32)).collect()
        };
        let token = |c: char| Token::from(u32::from(c));
        assert_eq!(of(&mut neighbours.behind(token('贯'))), "彻穿");
        assert_eq!(of(&mut neighbours.behind(token('作'))), "", "人 is rare behind 作");
        assert_eq!(of(&mut neighbours.before(token('员'))), "人");
        assert_eq!(of(&mut neighbours.behind(token('按'))), "");
        assert_eq!(of(&mut neighbours.before(token('照'))), "按");
        assert_eq!(of(&mut neighbours.behind(token('，'))), "");
    }
}
