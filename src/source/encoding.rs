//! Encodings: detection (byte-order mark, valid UTF-8, meta charset, statistics), decoding, and the walk over raw
//! units that finds a character's bytes again. Not a general codec: only encodings that Chinese sites really use.

use std::borrow::Cow;

use super::SourceError;

/// How much of a file is looked at for `charset=`.
const META_WINDOW: usize = 1 << 10;
/// How much of a file the statistical detection reads.
const DETECTION_WINDOW: usize = 64 << 10;

/// An encoding of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// GB18030, of which GBK and GB2312 are parts.
    Gb18030,
    Big5,
}

impl Encoding {
    /// The encoding of a whole file. Binary files are refused.
    pub fn detect(bytes: &[u8]) -> Result<Self, SourceError> {
        if let Some(marked) = Self::marked(bytes) {
            return Ok(marked);
        }
        let window = &bytes[..bytes.len().min(DETECTION_WINDOW)];
        if window.contains(&0) {
            return Self::detect_with_zeros(window);
        }
        if simdutf8::basic::from_utf8(bytes).is_ok() {
            return Ok(Self::Utf8);
        }
        // Bytes that are no UTF-8 may still be called so: then the bytes have the word.
        let meta = Self::from_meta(bytes).filter(|encoding| *encoding != Self::Utf8);
        Ok(meta.unwrap_or_else(|| Self::guess(bytes, window)))
    }

    /// What the byte-order mark says.
    fn marked(bytes: &[u8]) -> Option<Self> {
        [Self::Utf8, Self::Utf16Le, Self::Utf16Be].into_iter().find(|encoding| encoding.bom(bytes) > 0)
    }

    /// UTF-16 without a mark has its zeros in every second byte; anything else with zeros is no text.
    fn detect_with_zeros(window: &[u8]) -> Result<Self, SourceError> {
        let zeros = |parity: usize| window.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
        match (zeros(0), zeros(1)) {
            (0, _) => Ok(Self::Utf16Le),
            (_, 0) => Ok(Self::Utf16Be),
            _ => Err(SourceError("不是文本文件（含有空字节），无法检查；请先导出为文本、网页或表格".to_string())),
        }
    }

    /// What a page says of itself, in the first kilobyte. Only believed when the bytes are not valid UTF-8.
    fn from_meta(bytes: &[u8]) -> Option<Self> {
        let head = &bytes[..bytes.len().min(META_WINDOW)];
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        // An XML declaration has the word, whatever the text behind it speaks of.
        let declaration = head.starts_with("<?xml").then(|| head.split("?>").next()).flatten().unwrap_or_default();
        let encoding = |text: &str| text.split("encoding").nth(1).map(str::to_string);
        let after = encoding(declaration)
            .or_else(|| head.split("charset").nth(1).map(str::to_string))
            .or_else(|| encoding(&head))?;
        let label: String = after
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'' | ':'))
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        Self::from_label(&label)
    }

    /// By a name that pages and mails use.
    pub(crate) fn from_label(label: &str) -> Option<Self> {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
        [Self::Utf8, Self::Gb18030, Self::Big5]
            .into_iter()
            .find(|known| encoding == known.codec() || (*known == Self::Gb18030 && encoding == encoding_rs::GBK))
    }

    fn guess(bytes: &[u8], window: &[u8]) -> Self {
        // A text cut off in the middle of a character is still UTF-8 if most of its Chinese characters are whole.
        let (mut whole, mut broken) = (0usize, 0usize);
        for chunk in bytes.utf8_chunks() {
            whole += chunk.valid().bytes().filter(|byte| *byte >= 0xe0).count();
            broken += usize::from(!chunk.invalid().is_empty());
        }
        if whole >= broken * 2 {
            return Self::Utf8;
        }
        if is_plainly_gb(window) {
            return Self::Gb18030;
        }
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(window, true);
        match detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny) == encoding_rs::BIG5 {
            true => Self::Big5,
            false => Self::Gb18030,
        }
    }

    fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Gb18030 => encoding_rs::GB18030,
            Self::Big5 => encoding_rs::BIG5,
        }
    }

    /// Length in bytes of the byte-order mark at the start.
    pub(super) fn bom(self, bytes: &[u8]) -> usize {
        let mark: &[u8] = match self {
            Self::Utf8 => &[0xef, 0xbb, 0xbf],
            Self::Utf16Le => &[0xff, 0xfe],
            Self::Utf16Be => &[0xfe, 0xff],
            Self::Gb18030 | Self::Big5 => return 0,
        };
        if bytes.starts_with(mark) { mark.len() } else { 0 }
    }

    /// The text. Every raw unit (see [`Encoding::unit`]) gives exactly one character, U+FFFD where it is broken: that
    /// is what makes the way back exact.
    pub fn decode(self, bytes: &[u8]) -> String {
        if self == Self::Gb18030
            && let Some(text) = self.codec().decode_without_bom_handling_and_without_replacement(bytes)
        {
            return text.into_owned();
        }
        let mut text = String::with_capacity(bytes.len() * 3 / 2);
        let mut at = 0;
        while at < bytes.len() {
            let (length, character) = self.unit(&bytes[at..]);
            text.push(character);
            at += length;
        }
        text
    }

    /// Length in bytes of the first unit, and its character. `bytes` is not empty.
    pub(crate) fn unit(self, bytes: &[u8]) -> (usize, char) {
        match self {
            Self::Utf8 => utf8_unit(bytes),
            Self::Utf16Le => utf16_unit(bytes, u16::from_le_bytes),
            Self::Utf16Be => utf16_unit(bytes, u16::from_be_bytes),
            Self::Gb18030 | Self::Big5 => self.multibyte_unit(bytes),
        }
    }

    /// Length in bytes of the first unit, whose character is known to be `character`.
    pub(super) fn unit_length(self, bytes: &[u8], character: char) -> usize {
        match self {
            _ if character == char::REPLACEMENT_CHARACTER => self.unit(bytes).0,
            Self::Utf8 => character.len_utf8(),
            Self::Utf16Le | Self::Utf16Be => character.len_utf16() * 2,
            Self::Gb18030 | Self::Big5 if character.is_ascii() || bytes[0] == 0x80 => 1,
            Self::Gb18030 if bytes.get(1).is_some_and(u8::is_ascii_digit) => 4,
            Self::Gb18030 | Self::Big5 => 2,
        }
    }

    fn multibyte_unit(self, bytes: &[u8]) -> (usize, char) {
        if bytes[0] < 0x80 {
            return (1, char::from(bytes[0]));
        }
        if self == Self::Gb18030 && bytes[0] == 0x80 {
            return (1, '€'); // the one lone high byte that the standard decoder accepts
        }
        let four = self == Self::Gb18030 && bytes.get(1).is_some_and(u8::is_ascii_digit);
        let length = (if four { 4 } else { 2 }).min(bytes.len());
        let decoded = self.codec().decode_without_bom_handling_and_without_replacement(&bytes[..length]);
        let mut characters = decoded.as_deref().unwrap_or_default().chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => (length, character),
            // A broken lead byte must not swallow the character behind it.
            _ => (1, char::REPLACEMENT_CHARACTER),
        }
    }

    /// The bytes of `text` in this encoding; `None` where a character has none.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::Gb18030 | Self::Big5 => {
                let (bytes, _, unmappable): (Cow<'_, [u8]>, _, _) = self.codec().encode(text);
                (!unmappable).then(|| bytes.into_owned())
            }
        }
    }

    /// Whether a line feed byte is always a line feed, so that a file can be cut into lines before it is decoded.
    pub fn splits_on_line_feeds(self) -> bool {
        !matches!(self, Self::Utf16Le | Self::Utf16Be)
    }
}

/// Whether nearly all two-byte characters lie in the part of the code that GB2312 fills: both bytes from 0xA1. Of Big5
/// about half of the second bytes lie below, of UTF-8 a third of the lead bytes have an odd partner. This spares the
/// statistics, which cost more than all the rest of reading a file.
fn is_plainly_gb(window: &[u8]) -> bool {
    let (mut pairs, mut plain, mut at) = (0usize, 0usize, 0);
    while at < window.len() {
        if window[at] < 0x80 {
            at += 1;
            continue;
        }
        pairs += 1;
        let hanzi = |byte: u8| (0xa1..=0xfe).contains(&byte);
        let row = matches!(window[at], 0xa1..=0xa9 | 0xb0..=0xf7);
        plain += usize::from(row && window.get(at + 1).is_some_and(|second| hanzi(*second)));
        at += 2;
    }
    pairs >= 8 && plain * 100 >= pairs * 97
}

fn utf8_unit(bytes: &[u8]) -> (usize, char) {
    let window = &bytes[..bytes.len().min(4)];
    match window.utf8_chunks().next() {
        Some(chunk) => match chunk.valid().chars().next() {
            Some(character) => (character.len_utf8(), character),
            None => (chunk.invalid().len().max(1), char::REPLACEMENT_CHARACTER),
        },
        None => (1, char::REPLACEMENT_CHARACTER),
    }
}

fn utf16_unit(bytes: &[u8], read: fn([u8; 2]) -> u16) -> (usize, char) {
    let unit = |at: usize| bytes.get(at..at + 2).map(|pair| read([pair[0], pair[1]]));
    let Some(first) = unit(0) else {
        return (1, char::REPLACEMENT_CHARACTER);
    };
    let units = [first, unit(2).unwrap_or(0)];
    match char::decode_utf16(units).next() {
        Some(Ok(character)) => (character.len_utf16() * 2, character),
        _ => (2, char::REPLACEMENT_CHARACTER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_what_sites_use() {
        let (gbk, ..) = encoding_rs::GBK.encode("各单位要认真贯彻落实会议精神，请于月底前报送。");
        assert_eq!(Encoding::detect(&gbk), Ok(Encoding::Gb18030));
        let page = [b"<meta charset=gb2312>".as_slice(), &gbk[..4]].concat();
        assert_eq!(Encoding::detect(&page), Ok(Encoding::Gb18030));
        let page = [b"<meta charset=utf-8>".as_slice(), &gbk].concat();
        assert_eq!(Encoding::detect(&page), Ok(Encoding::Gb18030));
        let (big5, ..) = encoding_rs::BIG5.encode("各單位");
        let feed = [b"<?xml version='1.0' encoding='Big5'?><t>charset=gbk ".as_slice(), &big5].concat();
        assert_eq!(Encoding::detect(&feed), Ok(Encoding::Big5));
        assert_eq!(Encoding::detect("各单位".as_bytes()), Ok(Encoding::Utf8));
        let bare: Vec<u8> = "a各\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Encoding::detect(&bare), Ok(Encoding::Utf16Le));
        assert!(Encoding::detect(b"PK\0\x01\0\0").is_err());
    }

    #[test]
    fn broken_bytes_cost_one_character_each() {
        for encoding in [Encoding::Utf8, Encoding::Gb18030, Encoding::Big5, Encoding::Utf16Le, Encoding::Utf16Be] {
            let bytes = [0x81, 0xff, 0x41, 0xd6, 0xd0, 0xff, 0x0a, 0xd8];
            let text = encoding.decode(&bytes);
            let mut at = 0;
            let mut units = 0;
            while at < bytes.len() {
                let (length, character) = encoding.unit(&bytes[at..]);
                assert_eq!(encoding.unit_length(&bytes[at..], character), length);
                at += length;
                units += 1;
            }
            assert_eq!(text.chars().count(), units, "{encoding:?}");
        }
    }
}
