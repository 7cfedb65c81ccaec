//! The text of an element: escaped text, references and CDATA sections, each character with its place. What is no
//! reference of XML stays as it is written: the HTML inside may know it.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};

use crate::input::inner::Inner;

pub const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

/// A reader that takes a lone `&` as text, as feeds have it.
pub fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    reader
}

/// Bytes read so far.
pub fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The content of an element on its way into the inner text.
pub struct Content<'a> {
    text: &'a str,
    range: Range<usize>,
}

impl<'a> Content<'a> {
    pub fn new(text: &'a str, range: Range<usize>) -> Self {
        Self { text, range }
    }

    pub fn raw(&self) -> &'a str {
        self.text.get(self.range.clone()).unwrap_or_default()
    }

    /// Whether nothing in it stands in a CDATA section.
    pub fn is_escaped(&self) -> bool {
        !self.raw().contains(CDATA)
    }

    /// Lays it as it stands, tags and all.
    pub fn lay_raw(&self, inner: &mut Inner) {
        inner.copy(self.raw(), self.range.start);
    }

    /// Lays its text. `blank_lines`: each begins a paragraph of HTML.
    pub fn lay(&self, blank_lines: bool, inner: &mut Inner) {
        let raw = self.raw();
        // Most texts have neither: that is seen at once.
        if memchr::memchr2(b'&', b'<', raw.as_bytes()).is_none() {
            return self.copy(0..raw.len(), blank_lines, inner);
        }
        let mut reader = reader(raw);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        loop {
            let start = position(&reader);
            let event = reader.read_event();
            let end = position(&reader);
            match event {
                Ok(Event::Text(_)) => self.copy(start..end, blank_lines, inner),
                Ok(Event::CData(_)) => {
                    self.copy(start + CDATA.len()..end.saturating_sub(CDATA_END.len()), blank_lines, inner);
                }
                Ok(Event::GeneralRef(reference)) => match character(&reference) {
                    Some(character) => inner.unescaped(character, self.range.start + start..self.range.start + end),
                    None => self.copy(start..end, blank_lines, inner),
                },
                Ok(Event::Eof) => return,
                // Not reached: the document was read before.
                Err(_) => return self.copy(start..raw.len(), blank_lines, inner),
                Ok(_) => {}
            }
        }
    }

    fn copy(&self, part: Range<usize>, blank_lines: bool, inner: &mut Inner) {
        let (Some(run), at) = (self.raw().get(part.clone()), self.range.start + part.start) else {
            return;
        };
        let mut from = 0;
        if blank_lines {
            for feed in memchr::memchr_iter(b'\n', run.as_bytes()) {
                let before = run[..feed].trim_end_matches('\r');
                if feed > from && before.ends_with('\n') {
                    inner.copy(&run[from..feed], at + from);
                    inner.insert("<p>");
                    from = feed;
                }
            }
        }
        inner.copy(&run[from..], at + from);
    }
}

/// What a reference of XML stands for.
fn character(reference: &BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    resolve_xml_entity(reference).and_then(|text| text.chars().next())
}
