//! Text taken out of a container (JSON strings, CSV fields, XML elements, SQL literals): the strings of one record laid one after another, with
//! the way back to the file. What lies inside (HTML, Markdown, plain text) reads it as if it were a file of its own.

use std::ops::Range;

use crate::span::{Decoded, OffsetMap, Span, offset};

/// Unescaped strings of one record. Spans of it are "decoded" for the format that reads it; `map` leads on to the
/// decoded file.
#[derive(Debug, Default)]
pub struct Inner {
    text: String,
    map: OffsetMap<Decoded, Decoded>,
}

impl Inner {
    /// Begins another string; a line feed that comes from nowhere keeps it from touching the one before.
    pub fn begin(&mut self) -> u32 {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        offset(self.text.len())
    }

    /// What was laid since `begin` gave `start`.
    pub fn since(&self, start: u32) -> Span<Decoded> {
        Span::new(start, offset(self.text.len()))
    }

    /// Text that lies unescaped at `at` of the file.
    pub fn copy(&mut self, text: &str, at: usize) {
        let length = offset(text.len());
        self.map.push(offset(self.text.len()), length, offset(at), length);
        self.text.push_str(text);
    }

    /// The character that the escape at `from` of the file stands for.
    pub fn unescaped(&mut self, character: char, from: Range<usize>) {
        let from: Span<Decoded> = Span::of(from);
        self.map.push(offset(self.text.len()), offset(character.len_utf8()), from.start, from.len());
        self.text.push(character);
    }

    /// Text that stands nowhere in the file: a tag that its tool puts in where it shows the text.
    pub fn insert(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub fn slice(&self, span: Span<Decoded>) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    pub fn map(&self) -> &OffsetMap<Decoded, Decoded> {
        &self.map
    }
}
