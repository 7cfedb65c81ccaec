//! Quoted-printable (RFC 2045, 6.7) with the place of every character: most Chinese characters are two or three escapes,
//! with the soft end of a line between any two of them.

use std::ops::Range;

use crate::input::inner::Inner;
use crate::source::Encoding;

/// Bytes of the longest character.
const LONGEST: usize = 4;

/// What an equals sign begins.
enum Escape {
    Byte(u8),
    /// The end of a line that is none.
    SoftBreak,
}

/// The escape that `text` begins with, and its length; `None` where the equals sign is itself.
fn escape(text: &str) -> Option<(Escape, usize)> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16)).map(|digit| digit as u8);
    if let (Some(high), Some(low)) = (digit(1), digit(2)) {
        return Some((Escape::Byte(high << 4 | low), 3));
    }
    let blanks = bytes[1..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let length = match &bytes[1 + blanks..] {
        [b'\r', b'\n', ..] => 3 + blanks,
        [b'\n' | b'\r', ..] => 2 + blanks,
        [] => 1 + blanks,
        _ => return None,
    };
    Some((Escape::SoftBreak, length))
}

/// The bytes that a text stands for.
pub fn bytes(text: &str) -> Vec<u8> {
    let (mut out, mut at) = (Vec::with_capacity(text.len()), 0);
    while let Some(found) = memchr::memchr(b'=', &text.as_bytes()[at..]) {
        out.extend_from_slice(&text.as_bytes()[at..at + found]);
        at += found;
        at += match escape(&text[at..]) {
            Some((Escape::Byte(byte), length)) => {
                out.push(byte);
                length
            }
            Some((Escape::SoftBreak, length)) => length,
            None => {
                out.push(b'=');
                1
            }
        };
    }
    out.extend_from_slice(&text.as_bytes()[at..]);
    out
}

/// Lays `text`, which lies at `start` of the file and whose bytes are in `encoding`.
pub fn lay(text: &str, start: usize, encoding: Encoding, inner: &mut Inner) {
    let mut pending = Pending { start, encoding, bytes: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        if pending.bytes.is_empty() {
            let next = memchr::memchr(b'=', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found);
            inner.copy(&text[at..next], start + at);
            at = next;
        }
        let Some(next) = text[at..].chars().next() else { break };
        let escape = if next == '=' { escape(&text[at..]) } else { None };
        match escape {
            Some((Escape::Byte(byte), length)) => {
                pending.bytes.push((byte, at..at + length));
                at += length;
            }
            Some((Escape::SoftBreak, length)) => at += length,
            None if next.is_ascii() => {
                pending.bytes.push((next as u8, at..at + 1));
                at += 1;
            }
            // Decoded already, as the file is.
            None => {
                pending.settle(true, inner);
                inner.copy(&text[at..at + next.len_utf8()], start + at);
                at += next.len_utf8();
            }
        }
        pending.settle(false, inner);
    }
    pending.settle(true, inner);
}

/// Bytes whose character is not known yet, each with its place.
struct Pending {
    start: usize,
    encoding: Encoding,
    bytes: Vec<(u8, Range<usize>)>,
}

impl Pending {
    /// Lays the characters that are known. `end`: no more bytes belong to them.
    fn settle(&mut self, end: bool, inner: &mut Inner) {
        let mut done = 0;
        while let Some((first, _)) = self.bytes.get(done) {
            let rest = &self.bytes[done..];
            if !first.is_ascii() && rest.len() < LONGEST && !end {
                break;
            }
            let mut window = [0; LONGEST];
            let length = rest.len().min(LONGEST);
            for (byte, (from, _)) in window.iter_mut().zip(rest) {
                *byte = *from;
            }
            let (length, character) = self.encoding.unit(&window[..length]);
            let place = rest[0].1.start..rest[length - 1].1.end;
            inner.unescaped(character, self.start + place.start..self.start + place.end);
            done += length;
        }
        self.bytes.drain(..done);
    }
}
