//! Which characters are written for which: by sound, by shape. The table is compiled from `dictionaries/confusion/`
//! at build time: for each character its candidates, four bytes each.

use super::ngrams::Token;

/// Why one character is written for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// The same syllable and tone.
    SameTone,
    /// The same syllable in another tone.
    SameSound,
    /// A syllable that many do not tell apart, or that lies a key beside it.
    NearSound,
    /// A look-alike.
    Shape,
    /// Parts in common.
    Part,
    /// A word of two characters for another that sounds the same.
    SameSoundWord,
    /// Two characters in the wrong order.
    Swapped,
    /// A character or two that the wider context calls for.
    Choice,
    ChoiceWord,
    /// The one character by which a fixed word is missed, however it sounds and looks.
    FixedWord,
}

impl Kind {
    /// Those that the table of characters has, in the order of its columns.
    const OF_CHARACTERS: [Self; 5] = [Self::SameTone, Self::SameSound, Self::NearSound, Self::Shape, Self::Part];
}

/// The first character of the block that is kept.
const FIRST: Token = 0x4e00;
/// Characters of the block.
const BLOCK: usize = 0x5200;

/// The confusion sets over their bytes: where the candidates of each character begin (four bytes each, one more than
/// characters), then the candidates (two bytes the character, one its kind, one nothing).
#[derive(Clone, Copy, Debug)]
pub struct Confusions<'d> {
    starts: &'d [u8],
    candidates: &'d [u8],
}

impl<'d> Confusions<'d> {
    /// Over what `compile` made.
    pub fn new(bytes: &'d [u8]) -> Self {
        let (starts, candidates) = bytes.split_at((BLOCK + 1) * 4);
        Self { starts, candidates }
    }

    /// What may have been meant where this character stands.
    pub fn of(&self, token: Token) -> impl Iterator<Item = (Token, Kind)> + 'd {
        let at = token.wrapping_sub(FIRST) as usize;
        let (from, to) = if at < BLOCK { (self.start(at), self.start(at + 1)) } else { (0, 0) };
        self.candidates[from * 4..to * 4].chunks_exact(4).map(|candidate| {
            let kind = Kind::OF_CHARACTERS[usize::from(candidate[2]) % Kind::OF_CHARACTERS.len()];
            (Token::from(u16::from_le_bytes([candidate[0], candidate[1]])), kind)
        })
    }

    fn start(&self, at: usize) -> usize {
        let bytes = &self.starts[at * 4..at * 4 + 4];
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize
    }
}

/// Compiles the table: a row a character, a column a kind.
#[allow(dead_code)] // Called by the build script.
pub fn compile(table: &str) -> Vec<u8> {
    let mut rows: Vec<Vec<(char, u8)>> = vec![Vec::new(); BLOCK];
    for row in table.lines().skip(1) {
        let mut cells = row.split('\t');
        let Some(character) = cells.next().and_then(|cell| cell.chars().next()) else { continue };
        let at = u64::from(u32::from(character)).wrapping_sub(FIRST) as usize;
        for (kind, cell) in cells.enumerate().take(Kind::OF_CHARACTERS.len()) {
            rows[at].extend(cell.chars().map(|candidate| (candidate, kind as u8)));
        }
    }
    let (mut starts, mut candidates) = (Vec::new(), Vec::new());
    for row in &rows {
        starts.extend((candidates.len() as u32 / 4).to_le_bytes());
        for (candidate, kind) in row {
            candidates.extend((u32::from(*candidate) as u16).to_le_bytes());
            candidates.extend([*kind, 0]);
        }
    }
    starts.extend((candidates.len() as u32 / 4).to_le_bytes());
    [starts, candidates].concat()
}
