//! CSV records with the exact place of every field. `csv_core` finds the boundaries; quotes are undone here, because
//! only so every character keeps its place.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::input::inner::Inner;
use crate::span::{Decoded, Span};

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Number of the record in the text, 0-based; blank lines count.
    pub number: u32,
    /// The fields as they lie in the file, quotes included.
    pub fields: Vec<Span<Decoded>>,
}

/// Records of a text.
pub struct Rows<'a> {
    text: &'a str,
    at: usize,
    reader: Reader,
    number: u32,
    done: bool,
}

impl<'a> Rows<'a> {
    pub fn new(text: &'a str, delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { text, at: 0, reader, number: 0, done: false }
    }

    /// Goes over line ends before a record and counts the blank lines among them.
    fn skip_blank_lines(&mut self) {
        let bytes = self.text.as_bytes();
        // `csv_core` ends a record at CR; the LF behind it begins what it reads next.
        let after_cr = self.at > 0 && bytes[self.at - 1] == b'\r';
        let mut at = self.at + usize::from(after_cr && bytes.get(self.at) == Some(&b'\n'));
        while let Some(b'\r' | b'\n') = bytes.get(at) {
            let crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            at += if crlf { 2 } else { 1 };
            self.number += 1;
        }
        self.at = at;
    }

    /// The next field and whether it ends its record; `None` at the end of the text.
    fn field(&mut self) -> Option<(Span<Decoded>, bool)> {
        let start = self.at;
        // What comes out is not used, but it must go somewhere.
        let mut output = [0; 1 << 10];
        loop {
            let input = &self.text.as_bytes()[self.at..];
            let (result, read, _) = self.reader.read_field(input, &mut output);
            self.at += read;
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::End => return None,
                ReadFieldResult::Field { record_end } => {
                    // One byte ends a field, except at the end of the text.
                    let end = if input.is_empty() { self.at } else { self.at.saturating_sub(1).max(start) };
                    return Some((Span::of(start..end), record_end));
                }
            }
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = RawRow;

    fn next(&mut self) -> Option<RawRow> {
        if self.done {
            return None;
        }
        self.skip_blank_lines();
        let mut fields = Vec::new();
        loop {
            let Some((field, last)) = self.field() else {
                self.done = true;
                break;
            };
            fields.push(field);
            if last {
                break;
            }
        }
        if fields.is_empty() {
            return None;
        }
        self.number += 1;
        Some(RawRow { number: self.number - 1, fields })
    }
}

/// Lays a field without its quotes; false where the quote that opens it is never closed.
pub fn lay(text: &str, field: Span<Decoded>, inner: &mut Inner) -> bool {
    let (raw, at) = (text.get(field.range()).unwrap_or_default(), field.start as usize);
    let Some(content) = raw.strip_prefix('"') else {
        inner.copy(raw, at);
        return true;
    };
    let at = at + 1;
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'"', &content.as_bytes()[from..]) {
        let quote = from + found;
        inner.copy(&content[from..quote], at + from);
        if content.as_bytes().get(quote + 1) != Some(&b'"') {
            // What stands behind the closing quote belongs to the field all the same.
            inner.copy(&content[quote + 1..], at + quote + 1);
            return true;
        }
        inner.unescaped('"', at + quote..at + quote + 2);
        from = quote + 2;
    }
    inner.copy(&content[from..], at + from);
    false
}

/// A field as text without blanks around it (ids may end in a tab).
pub fn trimmed(text: &str, field: Span<Decoded>) -> String {
    let mut inner = Inner::default();
    lay(text, field, &mut inner);
    let whole = inner.since(0);
    inner.slice(whole).trim().trim_matches('\u{feff}').to_string()
}

/// The delimiter of a header line: what occurs most often outside quotes.
pub fn delimiter(extension: &str, header: &str) -> u8 {
    if extension == "tsv" {
        return b'\t';
    }
    let line = header.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        for (_, count) in counts.iter_mut().filter(|(of, _)| *of == byte && !quoted) {
            *count += 1;
        }
    }
    // The last of equals is taken, so that of nothing a comma comes.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn raw(text: &str) -> Vec<(u32, Vec<&str>)> {
        let rows = Rows::new(text, b',');
        rows.map(|row| (row.number, row.fields.iter().map(|field| &text[field.range()]).collect())).collect()
    }

    #[test]
    fn fields_lie_where_they_are_read() {
        assert_eq!(raw("a,b\r\n\r\n\"x\r\n\"\"y\",\r\nz"), [
            (0, vec!["a", "b"]),
            (2, vec!["\"x\r\n\"\"y\"", ""]),
            (3, vec!["z"])
        ]);
        assert_eq!(raw("a,\"b"), [(0, vec!["a", "\"b"])]);
        assert_eq!(raw("a,"), [(0, vec!["a", ""])]);
        assert_eq!(raw("\n\n"), []);
        assert_eq!(raw("a\rb\n"), [(0, vec!["a"]), (1, vec!["b"])]);
    }

    #[test]
    fn sniffs_the_delimiter() {
        assert_eq!(delimiter("csv", "\"a;b;c\",d\n;;;;"), b',');
        assert_eq!(delimiter("csv", "标题;正文"), b';');
        assert_eq!(delimiter("csv", "标题\t正文"), b'\t');
        assert_eq!(delimiter("csv", "正文"), b',');
        assert_eq!(delimiter("tsv", "a,b"), b'\t');
    }

    proptest! {
        /// Whatever the text, fields are what `csv_core` says they are.
        #[test]
        fn agrees_with_csv_core(text in "[a甲\",\r\n ]{0,40}") {
            let mut ours = Vec::new();
            for row in Rows::new(&text, b',') {
                for field in row.fields {
                    let mut inner = Inner::default();
                    lay(&text, field, &mut inner);
                    ours.push(inner.slice(inner.since(0)).to_string());
                }
            }
            let mut reader = Reader::new();
            let (mut theirs, mut at) = (Vec::new(), 0);
            loop {
                let mut output = [0; 200];
                let (mut result, read, mut written) = reader.read_field(&text.as_bytes()[at..], &mut output);
                at += read;
                if result == ReadFieldResult::InputEmpty {
                    let (end, _, more) = reader.read_field(&[], &mut output[written..]);
                    result = end;
                    written += more;
                }
                match result {
                    ReadFieldResult::Field { .. } => {
                        theirs.push(String::from_utf8(output[..written].to_vec()).unwrap());
                    }
                    _ => break,
                }
            }
            prop_assert_eq!(ours, theirs);
        }
    }
}
