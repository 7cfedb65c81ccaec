//! Folding: the reader's text → the text that rules match. Widths of letters and digits are folded, characters that
//! nobody sees are dropped, and so is a blank between Han characters, so that none of them hides a hit.
//! Punctuation keeps its width (rules judge it); layout gaps of two blanks and more stay one blank.

use crate::span::{OffsetMap, Shown, Span, Text, offset};

/// Folds one block, appending to `text` and `map`. `from` is the offset of `block` in the shown text.
pub(super) fn fold(block: &str, from: u32, text: &mut String, map: &mut OffsetMap<Text, Shown>) {
    let mut fold = Fold { block, from, text, map, copied: 0, block_start: true };
    fold.run();
}

/// The first bytes of the characters that folding looks at. Most characters begin with none of them, so that a block
/// is gone through by bytes.
const LEADS: [bool; 256] = {
    let mut leads = [false; 256];
    let mut at = 0;
    let bytes = [b' ', b'\t', b'\n', b'\r', 0xb, 0xc, 0xc2, 0xcd, 0xe1, 0xe2, 0xe3, 0xef, 0xf3];
    while at < bytes.len() {
        leads[bytes[at] as usize] = true;
        at += 1;
    }
    leads
};

/// Punctuation of Chinese text, which begins like characters that are folded and is none of them.
fn is_kept_mark(bytes: &[u8]) -> bool {
    match bytes {
        [0xe2, 0x80, last, ..] => matches!(last, 0x90..=0xa7), // dashes, quotes, ellipsis
        [0xe3, 0x80, last, ..] => *last != 0x80,               // 、 。 《 》 and the like; not the ideographic space
        [0xef, 0xbc, last, ..] => matches!(last, 0x81..=0x84 | 0x86..=0x8f | 0x9a..=0xa0), // ！ （ ） ， ： ；
        _ => false,
    }
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
        let mut at = 0;
        while let Some(skipped) = self.block.as_bytes()[at..].iter().position(|byte| LEADS[*byte as usize]) {
            at += skipped;
            if is_kept_mark(&self.block.as_bytes()[at..]) {
                at += "。".len();
                continue;
            }
            let Some(character) = self.block[at..].chars().next() else {
                break;
            };
            let next = at + character.len_utf8();
            if is_blank(character) {
                self.copy(at);
                at = self.blank_run(at);
                self.copied = at;
                continue;
            }
            if is_invisible(character) {
                self.copy(at);
                self.copied = next;
            } else if let Some(narrow) = narrow(character) {
                self.copy(at);
                self.put(narrow, at, next);
                self.copied = next;
            }
            at = next;
        }
        self.copy(self.block.len());
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
        let rest = &self.block[at..];
        let length = rest.find(|c: char| !is_blank(c) && !is_invisible(c)).unwrap_or(rest.len());
        let (run, end) = (&rest[..length], at + length);
        let blanks = run.chars().filter(|c| is_blank(*c)).count();
        let line_break = run.contains(['\n', '\r']);
        let left = self.text.chars().next_back();
        let right = self.block[end..].chars().next();
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
    use super::*;

    fn folded(block: &str) -> (String, OffsetMap<Text, Shown>) {
        let (mut text, mut map) = (String::new(), OffsetMap::default());
        fold(block, 0, &mut text, &mut map);
        (text, map)
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
