//! A value of a row, and its text with the place of every character.

use std::ops::Range;

use crate::input::inner::Inner;
use crate::span::{Decoded, Span};

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// NULL, or an expression that nobody here can tell.
    Nothing,
    /// A number or keyword as it stands.
    Bare,
    /// A string in which a quote is doubled.
    Plain,
    /// A string with backslash escapes too.
    Backslash,
    /// A string in double quotes with backslash escapes.
    Double,
    /// What SQLite writes for line breaks: `replace('…','\n',char(10))`.
    Lines,
    /// What SQLite writes for control characters: `unistr('…\u000a…')`.
    Unistr,
    /// What stands between the tabs of a line of PostgreSQL's COPY: with backslash escapes, a quote is itself.
    Copy,
    /// Hexadecimal digits of UTF-8.
    Hex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// What stands between the quotes.
    pub span: Span<Decoded>,
    pub form: Form,
}

impl Value {
    /// Whether text can be put back into it with quotes doubled.
    pub fn is_quoted(self) -> bool {
        matches!(self.form, Form::Plain | Form::Backslash | Form::Lines | Form::Unistr)
    }

    /// The text as it is written, for keys: these have no escapes.
    pub fn raw(self, text: &str) -> &str {
        if self.form == Form::Nothing { "" } else { text.get(self.span.range()).unwrap_or_default().trim() }
    }

    /// The text without blanks around it; `None` where there is none.
    pub fn text(self, text: &str) -> Option<String> {
        let mut inner = Inner::default();
        self.lay(text, &mut inner);
        let text = inner.slice(inner.since(0)).trim();
        (!text.is_empty()).then(|| text.to_string())
    }

    /// Lays the text without its escapes.
    pub fn lay(self, text: &str, inner: &mut Inner) {
        let (raw, start) = (text.get(self.span.range()).unwrap_or_default(), self.span.start as usize);
        match self.form {
            Form::Nothing => {}
            Form::Bare => inner.copy(raw, start),
            Form::Hex => lay_hex(raw, start, inner),
            _ => self.lay_string(raw, start, inner),
        }
    }

    fn lay_string(self, raw: &str, start: usize, inner: &mut Inner) {
        let (bytes, quote) = (raw.as_bytes(), self.quote());
        let (mut from, mut at) = (0, 0);
        while let Some(found) = memchr::memchr2(quote, b'\\', &bytes[at..]) {
            at += found;
            let escape = if bytes[at] == quote && quote != b'\\' {
                (bytes.get(at + 1) == Some(&quote)).then_some((char::from(quote), 2))
            } else {
                self.escape(&raw[at..])
            };
            let Some((character, length)) = escape else {
                at += 1;
                continue;
            };
            inner.copy(&raw[from..at], start + from);
            inner.unescaped(character, start + at..start + at + length);
            at += length;
            from = at;
        }
        inner.copy(&raw[from..], start + from);
    }

    /// What is doubled to stand for itself, besides the backslash.
    fn quote(self) -> u8 {
        match self.form {
            Form::Double => b'"',
            Form::Copy => b'\\',
            _ => b'\'',
        }
    }

    /// The character and length of the escape that `text` begins with, a backslash; `None` where it is itself.
    fn escape(self, text: &str) -> Option<(char, usize)> {
        let next = text[1..].chars().next()?;
        match self.form {
            Form::Backslash | Form::Double => mysql_escape(next),
            Form::Copy => Some((copy_escape(next), 1 + next.len_utf8())),
            Form::Lines => match next {
                'n' => Some(('\n', 2)),
                'r' => Some(('\r', 2)),
                _ => None,
            },
            Form::Unistr if next == '\\' => Some(('\\', 2)),
            Form::Unistr => {
                let digits = text.get(if next == 'u' { 2..6 } else { 1..5 })?;
                let code = u32::from_str_radix(digits, 16).ok()?;
                Some((char::from_u32(code)?, if next == 'u' { 6 } else { 5 }))
            }
            _ => None,
        }
    }
}

fn mysql_escape(next: char) -> Option<(char, usize)> {
    let character = match next {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        '0' => '\0',
        'Z' => '\u{1a}',
        // Only LIKE knows these: elsewhere the backslash stays.
        '%' | '_' => return None,
        other => other,
    };
    Some((character, 1 + next.len_utf8()))
}

fn copy_escape(next: char) -> char {
    match next {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        other => other,
    }
}

/// Every character comes from its digits; broken ones become U+FFFD.
fn lay_hex(raw: &str, start: usize, inner: &mut Inner) {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or(0) as u8;
    let bytes: Vec<u8> = raw.as_bytes().chunks_exact(2).map(|pair| digit(&pair[0]) << 4 | digit(&pair[1])).collect();
    let mut at = 0;
    let mut put = |character: char, length: usize| {
        let place: Range<usize> = start + at * 2..start + (at + length) * 2;
        inner.unescaped(character, place);
        at += length;
    };
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|character| put(character, character.len_utf8()));
        if !chunk.invalid().is_empty() {
            put(char::REPLACEMENT_CHARACTER, chunk.invalid().len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str, form: Form) -> String {
        let value = Value { span: Span::of(0..raw.len()), form };
        let mut inner = Inner::default();
        value.lay(raw, &mut inner);
        inner.slice(inner.since(0)).to_string()
    }

    #[test]
    fn escapes_of_every_form() {
        assert_eq!(text(r"It\'s ''甲\\乙\n\%\x\", Form::Backslash), "It's '甲\\乙\n\\%x\\");
        assert_eq!(text(r"a''b\n", Form::Plain), "a'b\\n");
        assert_eq!(text(r"甲\r\n乙\t''", Form::Lines), "甲\r\n乙\\t'");
        assert_eq!(text(r"甲\u000a乙\\\000A", Form::Unistr), "甲\n乙\\\n");
        assert_eq!(text(r#"a""b\"'"#, Form::Double), "a\"b\"'");
        assert_eq!(text(r"It''s \\n 甲\n乙\t丙\", Form::Copy), "It''s \\n 甲\n乙\t丙\\");
        assert_eq!(text("E794B261ff", Form::Hex), "甲a\u{fffd}");
        assert_eq!(text("12", Form::Bare), "12");
        assert_eq!(text("NULL", Form::Nothing), "");
    }
}
