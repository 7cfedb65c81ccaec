//! How html5gum reads: its own reader of strings, but that runs of text and values are searched by vector instructions.

use std::convert::Infallible;

use html5gum::Reader;

/// Bytes that are searched at once. Without a limit a needle that is met often (a line end) would have the whole rest
/// of the page searched for those that are not, again and again.
const WINDOW: usize = 1024;

/// What is left of the source.
pub struct Bytes<'a>(pub &'a [u8]);

impl Reader for Bytes<'_> {
    type Error = Infallible;

    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        let Some((first, rest)) = self.0.split_first() else {
            return Ok(None);
        };
        self.0 = rest;
        Ok(Some(*first))
    }

    fn read_until<'b>(&'b mut self, needles: &[u8], _: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Infallible> {
        let Some(first) = self.0.first() else {
            return Ok(None);
        };
        let length = if is_one_of(needles, *first) { 1 } else { free_of(needles, self.0) };
        let (read, rest) = self.0.split_at(length);
        self.0 = rest;
        Ok(Some(read))
    }

    fn try_read_string(&mut self, wanted: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        let Some((found, rest)) = self.0.split_at_checked(wanted.len()) else {
            return Ok(false);
        };
        let equal = found == wanted || !case_sensitive && found.eq_ignore_ascii_case(wanted);
        if equal {
            self.0 = rest;
        }
        Ok(equal)
    }
}

/// How many bytes from the start are none of `needles`, as far as is looked.
fn free_of(needles: &[u8], bytes: &[u8]) -> usize {
    let window = &bytes[..bytes.len().min(WINDOW)];
    let found = match *needles {
        [a, b, c] => memchr::memchr3(a, b, c, window),
        [a, b, c, d] => {
            let found = memchr::memchr3(a, b, c, window);
            memchr::memchr(d, &window[..found.unwrap_or(window.len())]).or(found)
        }
        // Names and the like: short.
        _ => window.iter().position(|byte| is_one_of(needles, *byte)),
    };
    found.unwrap_or(window.len())
}

/// No state of the tokenizer waits for a letter or digit, and what is not ASCII is text.
fn is_one_of(needles: &[u8], byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && needles.contains(&byte)
}
