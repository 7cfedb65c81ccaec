//! The one walk over the characters of an article that finds its punctuation marks and its odd characters. Most
//! characters are neither, which a bit tells; what a mark and what odd is, `marks` and `odd` know.

use std::sync::LazyLock;

use super::marks::{self, Finder, KINDS, Marks};
use super::odd::{self, ORDINARY, OddCharacter, ROWS, Rows, SUSPECTS};
use crate::span::offset;

/// What is found.
#[derive(Debug)]
pub(super) struct Signs {
    pub odd: Vec<OddCharacter>,
    pub marks: Marks,
}

/// The characters beyond ASCII that are ordinary and no mark.
static PLAIN: LazyLock<Box<Rows>> = LazyLock::new(|| {
    let mut plain = ORDINARY.clone();
    for (mark, ..) in KINDS {
        plain[mark as usize / 64] &= !(1 << (mark as usize % 64));
    }
    plain
});

/// The characters of ASCII that cannot be odd, are no mark and end no block.
const PLAIN_ASCII: [bool; 128] = {
    let mut plain = [true; 128];
    let mut byte = 0;
    while byte < 128 {
        plain[byte] = !SUSPECTS[byte] && byte != b'\n' as usize;
        byte += 1;
    }
    let mut kind = 0;
    while kind < KINDS.len() {
        if KINDS[kind].0.is_ascii() {
            plain[KINDS[kind].0 as usize] = false;
        }
        kind += 1;
    }
    plain
};

pub(super) fn find(text: &str) -> Signs {
    let plain = &**PLAIN;
    let (mut odd, mut marks) = (Vec::new(), Finder::new(text.len()));
    let mut take_in = |rest: usize| take_in(text, text.len() - rest, &mut odd, &mut marks);
    let mut rest = text.as_bytes();
    while let Some(window) = rest.first_chunk() {
        let (is_plain, width) = look(plain, *window);
        if !is_plain {
            take_in(rest.len());
        }
        rest = &rest[width..];
    }
    while !rest.is_empty() {
        let mut window = [0; 4];
        window[..rest.len()].copy_from_slice(rest);
        let (is_plain, width) = look(plain, window);
        if !is_plain {
            take_in(rest.len());
        }
        rest = rest.get(width..).unwrap_or_default();
    }
    Signs { odd, marks: marks.finish() }
}

/// Whether the character that so many bytes begin with is plain, and its width.
#[inline]
fn look(plain: &Rows, window: [u8; 4]) -> (bool, usize) {
    let [first, second, third, _] = window;
    let has = |row: usize, last: u8| plain[row % ROWS] >> (last & 0x3f) & 1 == 1;
    match first {
        0xe0..=0xef => (has(usize::from(first & 0xf) << 6 | usize::from(second & 0x3f), third), 3),
        ..0x80 => (PLAIN_ASCII[usize::from(first & 0x7f)], 1),
        0x80..0xe0 => (has(usize::from(first & 0x1f), second), 2),
        _ => (false, 4),
    }
}

/// Takes in a character that is not plain.
fn take_in(text: &str, at: usize, odd: &mut Vec<OddCharacter>, marks: &mut Finder) {
    let Some(character) = text[at..].chars().next() else { return };
    match marks::kind(character) {
        _ if character == '\n' => return marks.end_block(),
        Some(kind) => marks.push(offset(at), character, kind),
        None => {}
    }
    if odd::is_odd(text, at, character) {
        odd.push(OddCharacter { at: offset(at), character });
    }
}
