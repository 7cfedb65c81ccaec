//! Text that was UTF-8 and was read as another encoding: what it said before. Not a detector of encodings; it only
//! undoes one reading and says whether the result is UTF-8.

use encoding_rs::{Encoding, GBK, WINDOWS_1252};

/// The characters that `text` begins with, if they are UTF-8 read in the Western encoding (`ï¼Œ` for `，`): how many
/// bytes of `text` they take, and what they were.
pub fn western(text: &str) -> Option<(usize, String)> {
    let (mut taken, mut original) = (0, String::new());
    while let Some((length, character)) = one_western(&text[taken..]) {
        taken += length;
        original.push(character);
    }
    (taken > 0).then_some((taken, original))
}

fn one_western(text: &str) -> Option<(usize, char)> {
    let mut characters = text.char_indices();
    let (_, first) = characters.next()?;
    let lead = u8::try_from(u32::from(first)).ok()?;
    let more = match lead {
        // Of the letters of two bytes only the Western ones: `×”` is no Hebrew.
        0xc2 | 0xc3 => 1,
        0xe2..=0xef => 2,
        0xf0 => 3,
        _ => return None,
    };
    let (mut bytes, mut end) = (vec![lead], first.len_utf8());
    for (at, c) in characters.take(more) {
        bytes.push(byte(c)?);
        end = at + c.len_utf8();
    }
    let character = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((end, character))
}

/// The byte that is a character in the Western encoding.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0x80..=0xff => u8::try_from(code).ok(),
        _ => encoded(c.encode_utf8(&mut [0; 4]), WINDOWS_1252).filter(|bytes| bytes.len() == 1).map(|bytes| bytes[0]),
    }
}

/// What a run of Han characters was, if it is UTF-8 read as GBK (`鐨勬枃` for `的文`). Bytes that were lost in the
/// reading come out as U+FFFD.
pub fn gbk(text: &str) -> Option<String> {
    let original = String::from_utf8_lossy(&encoded(text, GBK)?).into_owned();
    let lost = original.chars().filter(|c| *c == '\u{fffd}').count();
    let found = original
        .chars()
        .filter(|c| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{2010}'..='\u{2030}' | '\u{ff00}'..='\u{ffef}'))
        .count();
    (found >= 2 && found >= 2 * lost).then_some(original)
}

fn encoded(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_text_is_read_again() {
        assert_eq!(western("ï¼Œä¸\u{ad}文"), Some((12, "，中".to_string())));
        assert_eq!(western("Ã©t"), Some((4, "é".to_string())));
        assert_eq!(western("é”店"), None);
        let misread = GBK.decode("的文章，".as_bytes()).0.into_owned();
        assert_eq!(gbk(&misread).as_deref(), Some("的文章，"));
        assert_eq!(gbk("國務院辦公廳關於農業"), None);
    }
}
