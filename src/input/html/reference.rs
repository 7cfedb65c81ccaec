//! Character references: a stretch of HTML source → runs of text with the bytes that each comes from.
//!
//! Whatever is not a reference is one run as it stands. Which names there are is html5gum's knowledge; where a
//! reference ends is found here, lexically, so that its bytes are exact.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{State, Tokenizer};

use crate::span::{Decoded, Span, offset};

/// Longer than any name of a character reference.
const MAX_NAME: usize = 40;

/// Where a reference stands: in attributes one without `;` that goes on in a word is none (`?a=1&copy=2`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Text,
    Attribute,
}

/// Hands over the runs of `source`, which lies at `at` of the decoded file. A run as long as its source stands there
/// as it is; any other comes from one reference.
pub fn runs(source: &str, at: u32, place: Place, mut each: impl FnMut(&str, Span<Decoded>)) {
    let whole = Span::new(at, at + offset(source.len()));
    let mut done = 0;
    for ampersand in memchr::memchr_iter(b'&', source.as_bytes()) {
        if ampersand < done {
            continue;
        }
        let Some((character, length)) = decode(&source[ampersand..], place) else {
            continue;
        };
        if done < ampersand {
            each(&source[done..ampersand], whole.part(done..ampersand));
        }
        done = ampersand + length;
        each(character.as_str(), whole.part(ampersand..done));
    }
    if done < source.len() {
        each(&source[done..], whole.part(done..source.len()));
    }
}

/// The text of a stretch of source.
pub fn text(source: &str, place: Place) -> String {
    let mut text = String::with_capacity(source.len());
    runs(source, 0, place, |run, _| text.push_str(run));
    text
}

/// One or two characters.
struct Characters {
    bytes: [u8; 8],
    length: usize,
}

impl Characters {
    fn of(text: &str) -> Option<Self> {
        let mut bytes = [0; 8];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { bytes, length: text.len() })
    }

    fn of_char(character: char) -> Option<Self> {
        Self::of(character.encode_utf8(&mut [0; 4]))
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

/// The reference at the start of `source` (which begins with `&`) and its length in bytes.
fn decode(source: &str, place: Place) -> Option<(Characters, usize)> {
    let bytes = source.as_bytes();
    if bytes.get(1) == Some(&b'#') {
        return numeric(source);
    }
    let name = bytes[1..].iter().take(MAX_NAME).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let closed = bytes.get(1 + name) == Some(&b';');
    let length = 1 + name + usize::from(closed);
    if name < 2 {
        return None;
    }
    if let Some(character) = common(&source[1..length]) {
        return Some((Characters::of_char(character)?, length));
    }
    let candidate = &source[..length];
    let decoded = tokenized(candidate);
    // A name of old works without `;` even where a word goes on: `&ltb` is `<b`.
    let rest = candidate.bytes().rev().zip(decoded.bytes().rev()).take_while(|(a, b)| a == b).count();
    if decoded == candidate || rest >= decoded.len() {
        return None;
    }
    let assigned = !closed && bytes.get(length) == Some(&b'=');
    if place == Place::Attribute && (rest > 0 || assigned) {
        return None;
    }
    Some((Characters::of(&decoded[..decoded.len() - rest])?, length - rest))
}

/// The references that make up nearly all that are met.
fn common(name: &str) -> Option<char> {
    Some(match name {
        "nbsp;" => '\u{a0}',
        "lt;" => '<',
        "gt;" => '>',
        "amp;" => '&',
        "quot;" => '"',
        "ensp;" => '\u{2002}',
        "emsp;" => '\u{2003}',
        "ldquo;" => '“',
        "rdquo;" => '”',
        "lsquo;" => '‘',
        "rsquo;" => '’',
        "mdash;" => '—',
        "hellip;" => '…',
        "middot;" => '·',
        "times;" => '×',
        _ => return None,
    })
}

/// `&#32784;`, `&#x8010;`, the `;` of either may be missing.
fn numeric(source: &str) -> Option<(Characters, usize)> {
    let bytes = source.as_bytes();
    let hexadecimal = matches!(bytes.get(2), Some(b'x' | b'X'));
    let (radix, from) = if hexadecimal { (16, 3) } else { (10, 2) };
    let digits = bytes[from..].iter().take_while(|byte| char::from(**byte).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let end = from + digits;
    let length = end + usize::from(bytes.get(end) == Some(&b';'));
    let number = u32::from_str_radix(&source[from..end], radix).unwrap_or(u32::MAX);
    let character = match number {
        // Bytes of Windows-1252 written as numbers: a table that html5gum has.
        0x80..=0x9f => tokenized(&source[..length]).chars().next().unwrap_or('\u{fffd}'),
        0 => '\u{fffd}',
        _ => char::from_u32(number).unwrap_or('\u{fffd}'),
    };
    Some((Characters::of_char(character)?, length))
}

/// What a browser shows for a reference and the word that it begins.
fn tokenized(candidate: &str) -> String {
    let mut shown = Vec::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<Infallible> {
        if let CallbackEvent::String { value } = event {
            shown.extend_from_slice(value);
        }
        None
    });
    let mut tokenizer = Tokenizer::new_with_emitter(candidate, emitter);
    tokenizer.set_state(State::RcData);
    let Ok(()) = tokenizer.finish();
    String::from_utf8(shown).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_all_kinds() {
        for (source, shown) in [
            ("按&#32784;不&#x4F4F;", "按耐不住"),
            ("&lt;p&gt;&amp;amp;", "<p>&amp;"),
            ("&ampx &notit; &copy2020", "&x ¬it; ©2020"),
            ("&#65张&#x41;&#150;", "A张A–"),
            ("&unknown; & &; &# &#x; &#;", "&unknown; & &; &# &#x; &#;"),
            ("&#0;&#xD800;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("&NotEqualTilde;&acE;", "\u{2242}\u{338}\u{223e}\u{333}"),
            ("&CounterClockwiseContourIntegral;", "∳"),
        ] {
            assert_eq!(text(source, Place::Text), shown, "{source}");
        }
        assert_eq!(text("?a=1&copy=2&amp=3&lt;&ltb", Place::Attribute), "?a=1&copy=2&amp=3<&ltb");
    }

    #[test]
    fn a_reference_is_one_run() {
        let mut found = Vec::new();
        runs("按&#32784;不", 10, Place::Text, |text, from| found.push((text.to_string(), from)));
        let expected = [("按", 10..13), ("耐", 13..21), ("不", 21..24)];
        let expected: Vec<_> = expected.map(|(text, range)| (text.to_string(), Span::of(range))).to_vec();
        assert_eq!(found, expected);
    }
}
