//! Folding: the reader's text → the text that rules match. Widths of letters and digits are folded, characters that
//! nobody sees are dropped, and so is a blank between Han characters, so that none of them hides a hit.
//! Punctuation keeps its width (rules judge it); layout gaps of two blanks and more stay one blank.

use crate::span::{OffsetMap, Shown, Span, Text, offset};

/// Folds one block, appending to `text` and `map`. `from` is the offset of `block` in the shown text.
pub(super) fn fold(block: &str, from: u32, text: &mut String, map: &mut OffsetMap<Text, Shown>) {
    let mut fold = Fold { block, from, text, map, copied: 0, block_start: true };
    fold.run();
}

/// Bytes that are looked at in one step.
const STRETCH: usize = 32;
/// Bytes behind the first one that tell whether a character is folded.
const BEHIND: usize = 2;

/// Whether a character that is folded may begin in a stretch. Nearly none has one; it is told for all of its bytes
/// without a branch, so that compilers turn this into vector instructions.
fn may_fold(stretch: &[u8; STRETCH + BEHIND]) -> bool {
    let is_kept = |at: usize| is_kept(stretch[at], stretch[at + 1], stretch[at + BEHIND]);
    (0..STRETCH).fold(false, |found, at| found | !is_kept(at))
}

/// Whether no character that is folded begins with these bytes: most of ASCII, bytes inside characters, U+4000 to
/// U+9FFF, dashes, quotes and the ellipsis, 、 。 《 》 and the like, ！ ， ： ； ？ （ ） and the like.
fn is_kept(first: u8, second: u8, third: u8) -> bool {
    let in_range = |byte: u8, from: u8, to: u8| byte.wrapping_sub(from) <= to - from;
    let general = (first == 0xe2) & in_range(third, 0x90, 0xa7);
    let ideographic = (first == 0xe3) & (third != 0x80);
    let wide = in_range(third, 0x86, 0x8f) | in_range(third, 0x9a, 0xa0) | (third == 0x81);
    in_range(first, 0x21, 0xc1)
        | in_range(first, 0xe4, 0xe9)
        | (second == 0x80) & (general | ideographic)
        | (first == 0xef) & (second == 0xbc) & wide
}

struct Fold<'a> {
    block: &'a str,
    from: u32,
    text: &'a mut String,
    map: &'a mut OffsetMap<Text, Shown>,
    /// Everything before is already in `text` or dropped.
    copied: usize,
    block_start: bool,
}

impl Fold<'_> {
    fn run(&mut self) {
        let bytes = self.block.as_bytes();
        // Most paragraphs begin with blanks, and most of those have nothing else to fold.
        let mut at = if self.block.starts_with(is_blank) { self.character(0) } else { 0 };
        while at < bytes.len() {
            let end = bytes.len().min(at + STRETCH);
            if !self.may_fold_from(at) {
                at = end;
            }
            while at < end {
                at = match bytes[at..] {
                    [0xe4..=0xe9, ..] => at + "汉".len(),
                    [0x21..=0xbf, ..] => at + 1,
                    [first, second, third, ..] if is_kept(first, second, third) => at + "。".len(),
                    _ => self.character(at),
                };
            }
        }
        self.copy(bytes.len());
    }

    /// Whether the stretch at a place, or what is left of the block, may have something to fold. A rest that is shorter
    /// than a stretch is looked at together with what lies before it.
    fn may_fold_from(&self, at: usize) -> bool {
        let bytes = self.block.as_bytes();
        if let Some(stretch) = bytes[at..].first_chunk() {
            return may_fold(stretch);
        }
        let (_, end) = bytes.split_at(bytes.len().saturating_sub(BEHIND));
        bytes.last_chunk().is_none_or(may_fold) || !end.iter().all(|byte| matches!(byte, 0x21..=0xbf))
    }

    /// Folds the character at `at`, with those behind it where it is a blank; returns where to go on.
    fn character(&mut self, at: usize) -> usize {
        let Some(character) = self.block[at..].chars().next() else {
            return self.block.len();
        };
        let next = at + character.len_utf8();
        if is_blank(character) {
            self.copy(at);
            self.copied = self.blank_run(at);
            return self.copied;
        }
        if is_invisible(character) {
            self.copy(at);
            self.copied = next;
        } else if let Some(narrow) = narrow(character) {
            self.copy(at);
            self.put(narrow, at, next);
            self.copied = next;
        }
        next
    }

    /// Copies what lies unchanged before `to`.
    fn copy(&mut self, to: usize) {
        if self.copied < to {
            let start = offset(self.text.len());
            self.text.push_str(&self.block[self.copied..to]);
            let length = offset(to - self.copied);
            self.map.push(start, length, self.from + offset(self.copied), length);
            self.copied = to;
            self.block_start = false;
        }
    }

    fn put(&mut self, character: char, at: usize, next: usize) {
        let start = offset(self.text.len());
        self.text.push(character);
        self.map.push(start, offset(character.len_utf8()), self.from + offset(at), offset(next - at));
        self.block_start = false;
    }

    /// Folds the run of blanks and invisible characters that begins at `at`; returns its end.
    fn blank_run(&mut self, at: usize) -> usize {
        let (mut end, mut blanks, mut line_break, mut right) = (at, 0, false, None);
        for character in self.block[at..].chars() {
            if is_blank(character) {
                blanks += 1;
                line_break |= matches!(character, '\n' | '\r');
            } else if !is_invisible(character) {
                right = Some(character);
                break;
            }
            end += character.len_utf8();
        }
        let left = self.text.chars().next_back();
        let inside = !self.block_start && right.is_some();
        let joined = (blanks == 1 || line_break) && (left.is_some_and(is_wide) || right.is_some_and(is_wide));
        if inside && !joined {
            self.put(' ', at, end);
        }
        end
    }
}

/// The stretches of the shown text, between characters of one block, that were dropped or became one blank.
pub(super) fn dropped(text: &str, map: &OffsetMap<Text, Shown>) -> Vec<Span<Shown>> {
    let mut dropped = Vec::new();
    // Where the last characters that were kept end; the blank that others became goes with them.
    let (mut text_end, mut shown_end) = (u32::MAX, 0);
    for (kept, shown) in map.runs() {
        let is_inside = kept.start == text_end;
        text_end = kept.end;
        if kept.len() == 1 && shown.len() > 1 && text.as_bytes().get(kept.start as usize) == Some(&b' ') {
            continue;
        }
        if is_inside && shown_end < shown.start {
            dropped.push(Span::new(shown_end, shown.start));
        }
        shown_end = shown.end;
    }
    dropped
}

/// White space of any kind.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{b}' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Zero-width characters, soft hyphen, direction marks, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Characters beside which a single blank means nothing: Han and Chinese punctuation.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '\u{2018}'..='\u{201d}' | '…' | '—')
}

/// The narrow form of a full-width letter, digit or per cent sign.
fn narrow(c: char) -> Option<char> {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => char::from_u32(c as u32 - 0xfee0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(block: &str) -> (String, OffsetMap<Text, Shown>) {
        let (mut text, mut map) = (String::new(), OffsetMap::default());
        fold(block, 0, &mut text, &mut map);
        (text, map)
    }

    proptest! {
        #[test]
        fn stretches_are_folded_like_single_characters(pieces in prop::collection::vec(prop::sample::select(vec![
            "各单位要认真落实", "各单位要认真落实", "，", "。", "“", "…", "——", "a", "1", "A-b", " ", "  ", "\n", "　", "　　", "０", "％", "Ａ", "ｚ", "～", "＂", "·",
            "\u{ad}", "\u{200b}", "\u{205f}", "\u{2028}", "\u{fe0f}", "\u{feff}", "\u{e0100}", "\u{34f}", "\u{180e}", "\u{1680}", "\u{20000}", "é", "ァ", "㎡", "한",
            "\u{7f}", "\0", "怀退",
        ]), 0..40)) {
            let block = pieces.concat();
            let (mut text, mut map) = (String::new(), OffsetMap::default());
            let mut fold = Fold { block: &block, from: 0, text: &mut text, map: &mut map, copied: 0, block_start: true };
            let mut at = 0;
            while at < block.len() {
                at = fold.character(at);
            }
            fold.copy(block.len());
            prop_assert_eq!(folded(&block), (text, map), "{:?}", block);
        }
    }

    #[test]
    fn nothing_invisible_hides_a_word() {
        for block in ["按\u{200b}耐不住", "按 耐不住", "按\n耐不住", "按\u{a0}耐\u{feff}不住", "　　按\r\n　　耐不住 "]
        {
            assert_eq!(folded(block).0, "按耐不住", "{block:?}");
        }
        assert_eq!(folded("２０２４年 7 月，ＡＰＰ占５％").0, "2024年7月，APP占5%");
        assert_eq!(folded("姓名  单位").0, "姓名 单位");
        assert_eq!(folded("open source").0, "open source");
    }

    #[test]
    fn what_was_dropped_is_known() {
        let block = "　　按\u{200b} 耐  不２０住 a b ";
        let (text, map) = folded(block);
        assert_eq!(text, "按耐 不20住a b");
        let dropped: Vec<&str> = dropped(&text, &map).into_iter().map(|span| &block[span.range()]).collect();
        assert_eq!(dropped, ["\u{200b} ", "  ", " "]);
    }

    #[test]
    fn spans_lead_back() {
        let (text, map) = folded("一２０\u{200b}　月");
        assert_eq!(text, "一20月");
        assert_eq!(map.pieces(Span::new(3, 5)), vec![Span::new(3, 9)]);
        assert_eq!(map.pieces(Span::new(4, 8)), vec![Span::new(6, 9), Span::new(15, 18)]);
    }
}
