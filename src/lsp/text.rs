//! The text of an open document, with positions counted as the client counts them. Edits come in positions, findings in
//! bytes; this is where one becomes the other. Lines and columns of reports are `source`'s.

use gen_lsp_types::{Position, PositionEncodingKind, Range, TextDocumentContentChangeEvent};

use crate::source::line_starts;

/// What a client counts inside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Units {
    Utf8,
    Utf16,
}

impl Units {
    /// The first that a client offers and we have; UTF-16 where it says nothing.
    pub fn negotiate(offered: &[PositionEncodingKind]) -> Self {
        let known = offered.iter().find_map(|kind| match kind {
            PositionEncodingKind::UTF8 => Some(Self::Utf8),
            PositionEncodingKind::UTF16 => Some(Self::Utf16),
            _ => None,
        });
        known.unwrap_or(Self::Utf16)
    }

    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn of(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
        }
    }
}

/// Text with its lines.
#[derive(Debug, Clone)]
pub(super) struct Text {
    content: String,
    lines: Vec<u32>,
    units: Units,
}

impl Text {
    pub fn new(content: String, units: Units) -> Self {
        Self { lines: line_starts(&content), content, units }
    }

    pub fn as_str(&self) -> &str {
        &self.content
    }

    pub fn change(&mut self, change: TextDocumentContentChangeEvent) {
        match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                let (start, end) = (self.offset(part.range.start), self.offset(part.range.end));
                self.content.replace_range(start.min(end)..end.max(start), &part.text);
            }
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => self.content = whole.text,
        }
        self.lines = line_starts(&self.content);
    }

    /// Byte of a position. A position behind the end of its line is its end, as the protocol has it; one inside a
    /// character is its beginning.
    pub fn offset(&self, position: Position) -> usize {
        let Some(start) = self.lines.get(position.line as usize) else {
            return self.content.len();
        };
        let start = *start as usize;
        let next = self.lines.get(position.line as usize + 1).map_or(self.content.len(), |next| *next as usize);
        let line = self.content.get(start..next).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let mut left = position.character as usize;
        for (at, character) in line.char_indices() {
            let units = self.units.of(character);
            if left < units {
                return start + at;
            }
            left -= units;
        }
        start + line.len()
    }

    /// The way from bytes to positions; cheap where they are asked for in order.
    pub fn walk(&self) -> Walk<'_> {
        Walk { text: self, at: 0, line: 0, character: 0 }
    }
}

/// Goes through a text from one byte to the next, counting on from where it was.
pub(super) struct Walk<'a> {
    text: &'a Text,
    at: usize,
    line: usize,
    character: usize,
}

impl Walk<'_> {
    /// The range of two bytes of the document; a byte inside a character is its beginning.
    pub fn range(&mut self, start: u64, end: u64) -> Range {
        Range { start: self.position(start), end: self.position(end.max(start)) }
    }

    fn position(&mut self, byte: u64) -> Position {
        let Text { content, lines, units } = self.text;
        let byte = content.floor_char_boundary(usize::try_from(byte).unwrap_or(usize::MAX));
        let line = lines.partition_point(|start| *start as usize <= byte).saturating_sub(1);
        let start = lines.get(line).map_or(0, |start| *start as usize);
        if line != self.line || byte < self.at || self.at < start {
            (self.line, self.at, self.character) = (line, start, 0);
        }
        let passed = content.get(self.at..byte).unwrap_or_default();
        self.character += match units {
            Units::Utf8 => passed.len(),
            Units::Utf16 => passed.chars().map(char::len_utf16).sum(),
        };
        self.at = byte;
        Position { line: count(self.line), character: count(self.character) }
    }
}

/// Documents are smaller than 4 GiB; a larger one is refused before it is looked at.
fn count(units: usize) -> u32 {
    u32::try_from(units).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "甲😀e\u{301}\r\n乙\r丙\n𠮷丁";

    fn position(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn bytes_and_positions_lead_to_each_other() {
        for (units, fourth) in [(Units::Utf8, 4), (Units::Utf16, 2)] {
            let text = Text::new(SAMPLE.to_string(), units);
            let mut walk = text.walk();
            let line_ends = |at: usize| SAMPLE.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\r');
            for (at, _) in SAMPLE.char_indices().filter(|(at, c)| !(*c == '\n' && line_ends(*at))) {
                let position = walk.range(at as u64, at as u64).start;
                assert_eq!(text.offset(position), at, "{units:?} {position:?}");
            }
            let ding = SAMPLE.find('丁').unwrap();
            assert_eq!(walk.range(ding as u64, 0).start, position(3, fourth));
            assert_eq!(walk.range(0, 3).start, position(0, 0), "backwards too");
        }
    }

    #[test]
    fn positions_out_of_place_are_put_in_place() {
        let text = Text::new(SAMPLE.to_string(), Units::Utf16);
        assert_eq!(text.offset(position(0, 2)), 3, "inside a surrogate pair");
        assert_eq!(text.offset(position(0, 99)), SAMPLE.find('\r').unwrap());
        assert_eq!(text.offset(position(99, 0)), SAMPLE.len());
    }

    #[test]
    fn edits_are_put_in() {
        let mut text = Text::new(SAMPLE.to_string(), Units::Utf16);
        let range = Range { start: position(0, 1), end: position(1, 0) };
        let part =
            gen_lsp_types::TextDocumentContentChangePartial { range, text: "🀄\n".to_string(), ..Default::default() };
        text.change(part.into());
        assert_eq!(text.as_str(), "甲🀄\n乙\r丙\n𠮷丁");
        assert_eq!(text.offset(position(3, 2)), text.as_str().find('丁').unwrap());
    }
}
