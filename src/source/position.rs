//! Lines, columns and the way from decoded offsets to raw ones: one pass over the text for its lines when the first
//! position is asked for, then a short walk each. Where that would be long, in long lines and in other encodings, it
//! begins at the last of sparse check points, so that this is linear whatever the length of a line.

use std::sync::OnceLock;

use super::Encoding;
use crate::span::offset;

/// Decoded bytes between two check points.
const STEP: usize = 1 << 10;
/// Decoded bytes from the start of a line that are walked without them.
const NEAR: u32 = 4 << 10;

/// Where something is in a file, as the contract defines it. In a file that is no text there is no such place: all of it
/// is null in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(into = "Reported")]
#[schemars(with = "Reported")]
pub struct Position {
    /// 0-based offset into the file as it lies on disk.
    pub byte: u64,
    /// 1-based; 0 in a file that is no text, where `byte` gives nothing but the order.
    pub line: u32,
    /// 1-based, in code points of the decoded line.
    pub column: u32,
    /// 0-based, in UTF-16 units of the decoded line.
    pub utf16: u32,
}

impl Position {
    /// For text out of a file that is no text: `order` sorts the findings.
    pub fn of_cell(order: u32) -> Self {
        Self { byte: u64::from(order), line: 0, column: 0, utf16: 0 }
    }

    /// Whether there are bytes and lines: not so in spreadsheets and the like.
    pub fn is_in_text(self) -> bool {
        self.line > 0
    }
}

/// A [`Position`] as reports have it.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Position")]
struct Reported {
    /// 0-based offset into the file as it lies on disk.
    byte: Option<u64>,
    /// 1-based.
    line: Option<u32>,
    /// 1-based, in code points of the decoded line.
    column: Option<u32>,
    /// 0-based, in UTF-16 units of the decoded line.
    utf16: Option<u32>,
}

impl From<Position> for Reported {
    fn from(position: Position) -> Self {
        let Position { byte, line, column, utf16 } = position;
        let is_in_text = position.is_in_text();
        Self {
            byte: is_in_text.then_some(byte),
            line: is_in_text.then_some(line),
            column: is_in_text.then_some(column),
            utf16: is_in_text.then_some(utf16),
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    characters: u32,
    utf16: u32,
}

impl Counts {
    fn add(self, text: &str) -> Self {
        let characters = offset(text.chars().count());
        let outside_of_bmp = offset(count(text.as_bytes(), |byte| byte >= 0xf0));
        Self { characters: self.characters + characters, utf16: self.utf16 + characters + outside_of_bmp }
    }
}

/// How many bytes are wanted: in stretches whose sum fits into a byte, which compilers turn into vector instructions.
pub(crate) fn count(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let of_stretch = |stretch: &[u8]| usize::from(stretch.iter().map(|byte| u8::from(wanted(*byte))).sum::<u8>());
    bytes.chunks(128).map(of_stretch).sum()
}

/// Whether a wanted byte is among others, where there is mostly none: in stretches without a way out before their end, the
/// last one overlapping the one before it, which compilers turn into vector instructions.
pub(crate) fn holds(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> bool {
    let in_stretch = |stretch: &[u8; 32]| stretch.iter().fold(false, |found, byte| found | wanted(*byte));
    match bytes.last_chunk() {
        None => bytes.iter().any(|byte| wanted(*byte)),
        Some(last) => bytes.as_chunks().0.iter().any(in_stretch) || in_stretch(last),
    }
}

#[derive(Debug, Clone, Copy)]
struct CheckPoint {
    decoded: u32,
    raw: u32,
    counts: Counts,
}

/// Lines and check points of a text.
#[derive(Debug)]
pub(super) struct Index {
    /// Decoded offset of the start of each line.
    lines: Vec<u32>,
    points: OnceLock<Vec<CheckPoint>>,
}

/// A text and, where it is not simply the bytes, what it was decoded from.
#[derive(Clone, Copy)]
pub(super) struct Decoding<'a> {
    pub text: &'a str,
    pub raw: Option<&'a [u8]>,
    pub encoding: Encoding,
}

impl Decoding<'_> {
    fn points(self) -> Vec<CheckPoint> {
        let Self { text, raw, encoding } = self;
        let mut points = Vec::with_capacity(text.len() / STEP + 1);
        let mut point = CheckPoint { decoded: 0, raw: 0, counts: Counts::default() };
        while (point.decoded as usize) < text.len() {
            points.push(point);
            let start = point.decoded as usize;
            let end = text.ceil_char_boundary(start + STEP);
            let stretch = &text[start..end];
            point.decoded = offset(end);
            point.counts = point.counts.add(stretch);
            point.raw = match raw {
                Some(bytes) => point.raw + walk(bytes, point.raw, encoding, stretch),
                None => point.decoded,
            };
        }
        points.push(point);
        points
    }
}

impl Index {
    pub(super) fn new(text: &str) -> Self {
        Self { lines: line_starts(text), points: OnceLock::new() }
    }

    fn before(&self, decoding: Decoding<'_>, decoded: u32) -> CheckPoint {
        let points = self.points.get_or_init(|| decoding.points());
        points[points.partition_point(|point| point.decoded <= decoded).saturating_sub(1)]
    }

    pub(super) fn raw(&self, decoding: Decoding<'_>, decoded: u32) -> u32 {
        let point = self.before(decoding, decoded);
        let end = decoding.text.floor_char_boundary(decoded as usize);
        let stretch = &decoding.text[point.decoded as usize..end];
        decoding.raw.map_or(decoded, |bytes| point.raw + walk(bytes, point.raw, decoding.encoding, stretch))
    }

    fn counts(&self, decoding: Decoding<'_>, decoded: u32) -> Counts {
        let point = self.before(decoding, decoded);
        let end = decoding.text.floor_char_boundary(decoded as usize);
        point.counts.add(&decoding.text[point.decoded as usize..end])
    }

    /// The position, its `byte` left at zero.
    pub(super) fn position(&self, decoding: Decoding<'_>, decoded: u32) -> Position {
        let line = self.lines.partition_point(|start| *start <= decoded);
        let start = self.lines[line - 1];
        let inside = if decoded - start <= NEAR {
            let end = decoding.text.floor_char_boundary(decoded as usize);
            Counts::default().add(&decoding.text[start as usize..end])
        } else {
            let (start, here) = (self.counts(decoding, start), self.counts(decoding, decoded));
            Counts { characters: here.characters - start.characters, utf16: here.utf16 - start.utf16 }
        };
        Position { byte: 0, line: offset(line), column: inside.characters + 1, utf16: inside.utf16 }
    }
}

/// Bytes taken by the units of `stretch`, which begins at `from` of `bytes`.
fn walk(bytes: &[u8], from: u32, encoding: Encoding, stretch: &str) -> u32 {
    let mut at = from as usize;
    for character in stretch.chars() {
        if at >= bytes.len() {
            break;
        }
        at += encoding.unit_length(&bytes[at..], character);
    }
    offset(at) - from
}

/// Where each line begins, in bytes; lines end with a line feed, a carriage return, or both.
pub(crate) fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let first_of_pair = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
        if !first_of_pair {
            starts.push(offset(at + 1));
        }
    }
    starts
}
