//! JSON strings unescaped with the place of every character. The text was checked by `serde_json` before.

use crate::input::inner::Inner;

/// Lays `content`, what stands between the quotes from `at` of the file on.
pub fn unescape(content: &str, at: usize, inner: &mut Inner) {
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'\\', &content.as_bytes()[from..]) {
        let backslash = from + found;
        inner.copy(&content[from..backslash], at + from);
        let (character, length) = escape(&content[backslash..]);
        inner.unescaped(character, at + backslash..at + backslash + length);
        from = backslash + length;
    }
    inner.copy(&content[from..], at + from);
}

/// The character and length of the escape that `text` begins with.
fn escape(text: &str) -> (char, usize) {
    let character = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'"') => '"',
        Some(b'/') => '/',
        Some(b'\\') => '\\',
        Some(b'u') => return unicode(text),
        _ => return (char::REPLACEMENT_CHARACTER, 1),
    };
    (character, 2)
}

/// `\u4e00`, or two of them for a character beyond the first plane. Half of such a pair alone is no character.
fn unicode(text: &str) -> (char, usize) {
    let unit = |at: usize| text.get(at..at + 4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let Some(first) = unit(2) else {
        return (char::REPLACEMENT_CHARACTER, 2);
    };
    if let Some(character) = char::from_u32(u32::from(first)) {
        return (character, 6);
    }
    let second = if text.get(6..8) == Some("\\u") { unit(8) } else { None };
    match char::decode_utf16([first, second.unwrap_or(0)]).next() {
        Some(Ok(character)) => (character, 12),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn escapes_and_broken_ones() {
        let content = r#"a\n\u4e2d\ud83d\ude00\ud800x\ude00\/"#;
        let mut inner = Inner::default();
        unescape(content, 10, &mut inner);
        let text = inner.slice(Span::new(0, 100.min(inner.since(0).end)));
        assert_eq!(text, "a\n中😀\u{fffd}x\u{fffd}/");
        let smile = text.find('😀').unwrap();
        assert_eq!(inner.map().pieces(Span::of(smile..smile + 4)), [Span::new(19, 31)]);
    }
}
