//! Characters that ordinary simplified Chinese text does not have: traditional and variant forms, letters of other
//! scripts, remains of other encodings, signs between Han characters. Found in one pass per article and shared by the
//! rules about single characters; what each of them means is the rules' business.

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

static ORDINARY: LazyLock<Box<[u64]>> = LazyLock::new(|| {
    let mut set = vec![0u64; 0x1_0000 / 64].into_boxed_slice();
    let basic = (0x80..=0xffff).filter_map(char::from_u32).filter(|c| is_ordinary_sign(*c));
    let characters = STANDARD.chars().chain(SIGNS.chars()).chain(basic).filter(|c| !STRAYS.contains(*c));
    for code in characters.map(|c| c as usize).filter(|code| *code <= 0xffff) {
        set[code / 64] |= 1 << (code % 64);
    }
    set
});

/// Ranges of punctuation, numerals and units. Full-width ASCII is ordinary but for the signs that break up words.
fn is_ordinary_sign(c: char) -> bool {
    match c {
        '＊' | '＋' | '＿' | '｜' | '＃' | '＠' | '＄' | '＾' | '＆' => false,
        '\u{3000}'..='\u{303f}' | '\u{2150}'..='\u{218f}' | '\u{2460}'..='\u{24ff}' => true,
        '\u{3100}'..='\u{312f}' | '\u{3200}'..='\u{33ff}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' => true,
        _ => false,
    }
}

/// Whether a character is in the table of standard characters.
pub fn is_standard_han(c: char) -> bool {
    let code = c as usize;
    if code > 0xffff {
        return STANDARD.contains(c);
    }
    matches!(c, '\u{3400}'..='\u{9fff}') && (is_in(code) || STRAYS.contains(c))
}

fn is_in(code: usize) -> bool {
    ORDINARY.get(code / 64).is_some_and(|word| word >> (code % 64) & 1 == 1)
}

pub(super) fn find(text: &str) -> Vec<OddCharacter> {
    let (bytes, ordinary) = (text.as_bytes(), &**ORDINARY);
    let is_wide = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| *byte >= 0x80);
    let is_odd = |at: usize, c: char| match c {
        '\n' | '\t' => false,
        '\0'..='\u{1f}' | '\u{7f}' => true,
        '\0'..='\u{7f}' => BETWEEN.contains(&(c as u8)) && is_wide(at.checked_sub(1)) && is_wide(Some(at + 1)),
        _ => ordinary.get(c as usize / 64).is_none_or(|word| word >> (c as usize % 64) & 1 == 0),
    };
    let odd = text.char_indices().filter(|(at, c)| is_odd(*at, *c));
    odd.map(|(at, character)| OddCharacter { at: crate::span::offset(at), character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_has_nothing_odd() {
        let odd = |text: &str| -> String { find(text).into_iter().map(|odd| odd.character).collect() };
        assert_eq!(odd("２０２４年7月，“一带一路”——《条例》第①条；（5%）…… https://a.gov.cn/b-c_d"), "");
        assert_eq!(odd("皇后與國後裏"), "與國後裏");
        assert_eq!(odd("赌*博 a*b ⼈\u{fffd}\u{e000}СPI 甲·乙"), "*⼈\u{fffd}\u{e000}С·");
        assert!(is_standard_han('后') && is_standard_han('乾') && !is_standard_han('後'));
    }
}
