//! Characters that ordinary simplified Chinese text does not have: traditional and variant forms, letters of other
//! scripts, remains of other encodings, signs between Han characters. Found in one pass per article (`signs`) and
//! shared by the rules about single characters; what each of them means is the rules' business.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// A character that is not ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OddCharacter {
    /// Offset in the article's text.
    pub at: u32,
    pub character: char,
}

/// The 8,105 characters of the table of standard characters (通用规范汉字表, 2013).
const STANDARD: &str = include_str!("standard.txt");

/// Signs that stand beside Han characters in ordinary text, besides the ranges of [`is_ordinary_sign`].
const SIGNS: &str = "§°±÷‐‑‒–—―‖‘’“”„‟†‡‥…‰′″※‹›€℃℉№Ω→←↑↓∈∑√∞∠∥∧∨∩∪∫∴∵∶∷∽≈≌≠≡≤≥≮≯⊥⌒";
/// Standard characters that stray from traditional text all the same: their simplified forms are other standard ones.
const STRAYS: &str = "於乾藉瞭麽剋夥徵";
/// ASCII signs that are of interest between two Han characters.
const BETWEEN: &[u8] = b"*_|~^#@$+=&-./\\`'";

/// What lost bytes become, read once more: U+FFFD twice in GBK, and the fillings of memory.
const REMAINS: [&str; 3] = ["锟斤拷", "烫烫烫", "屯屯屯"];
/// The first characters of [`REMAINS`]; they are odd there and nowhere else.
const FILLINGS: &str = "锟烫屯";

/// Ranges of punctuation, numerals and units.
const RANGES: [RangeInclusive<char>; 7] = [
    '\u{3000}'..='\u{303f}',
    '\u{2150}'..='\u{218f}',
    '\u{2460}'..='\u{24ff}',
    '\u{3100}'..='\u{312f}',
    '\u{3200}'..='\u{33ff}',
    '\u{ff00}'..='\u{ff60}',
    '\u{ffe0}'..='\u{ffe6}',
];
/// Full-width ASCII is ordinary but for these signs, which break up words.
const BREAKS: &str = "＊＋＿｜＃＠＄＾＆";

/// A set of characters of the basic plane: a row of 64 bits for those that differ only in the last byte of their UTF-8.
pub(super) type Rows = [u64; ROWS];
pub(super) const ROWS: usize = 0x1_0000 / 64;

/// The ordinary characters beyond ASCII.
pub(super) static ORDINARY: LazyLock<Box<Rows>> = LazyLock::new(|| {
    let mut set = Box::new([0; ROWS]);
    let ordinary = RANGES.into_iter().flatten().chain(STANDARD.chars()).chain(SIGNS.chars());
    for code in ordinary.map(|c| c as usize).filter(|code| code / 64 < ROWS) {
        set[code / 64] |= 1 << (code % 64);
    }
    for code in [BREAKS, STRAYS, FILLINGS].into_iter().flat_map(str::chars).map(|c| c as usize) {
        set[code / 64] &= !(1 << (code % 64));
    }
    set
});

/// The ASCII characters that may be odd.
pub(super) const SUSPECTS: [bool; 128] = {
    let mut suspects = [false; 128];
    let mut byte = 0;
    while byte < 0x20 {
        suspects[byte] = !matches!(byte as u8, b'\n' | b'\t');
        byte += 1;
    }
    suspects[0x7f] = true;
    let mut sign = 0;
    while sign < BETWEEN.len() {
        suspects[BETWEEN[sign] as usize] = true;
        sign += 1;
    }
    suspects
};

/// The text that `text` begins with, if it is what lost bytes become.
pub fn remains(text: &str) -> Option<&'static str> {
    REMAINS.into_iter().find(|remains| text.starts_with(remains))
}

/// Whether a character is in the table of standard characters.
pub fn is_standard_han(c: char) -> bool {
    let code = c as usize;
    if code > 0xffff {
        return STANDARD.contains(c);
    }
    matches!(c, '\u{3400}'..='\u{9fff}') && (is_in(code) || STRAYS.contains(c) || FILLINGS.contains(c))
}

fn is_in(code: usize) -> bool {
    ORDINARY.get(code / 64).is_some_and(|word| word >> (code % 64) & 1 == 1)
}

/// Whether the character that stands at a place is odd there. What merely could begin the remains of another encoding is
/// not.
#[inline]
pub(super) fn is_odd(text: &str, at: usize, character: char) -> bool {
    match SUSPECTS.get(character as usize) {
        Some(is_suspect) => *is_suspect && is_suspect_odd(text.as_bytes(), at),
        None => !is_in(character as usize) && (!FILLINGS.contains(character) || remains(&text[at..]).is_some()),
    }
}

/// Whether one of [`SUSPECTS`] is odd where it stands.
fn is_suspect_odd(bytes: &[u8], at: usize) -> bool {
    let is_wide = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| *byte >= 0x80);
    bytes[at].is_ascii_control() || is_wide(at.checked_sub(1)) && is_wide(Some(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::signs;

    #[test]
    fn ordinary_text_has_nothing_odd() {
        let odd = |text: &str| -> String { signs::find(text).odd.into_iter().map(|odd| odd.character).collect() };
        assert_eq!(odd("２０２４年7月，“一带一路”——《条例》第①条；（5%）…… https://a.gov.cn/b-c_d"), "");
        assert_eq!(odd("皇后與國後裏"), "與國後裏");
        assert_eq!(odd("赌*博 a*b ⼈\u{fffd}\u{e000}СPI 甲·乙"), "*⼈\u{fffd}\u{e000}С·");
        assert_eq!(odd("烫手，屯屯，锟斤拷烫烫烫"), "锟烫");
        assert_eq!(odd("a\u{1}\n\t\u{7f}甲_乙_c\u{20000}ñ"), "\u{1}\u{7f}_\u{20000}ñ");
        assert!(is_standard_han('后') && is_standard_han('乾') && !is_standard_han('後'));
    }
}
