//! A source: the bytes of one file (or of one record of a streamed file), its encoding, and where each decoded
//! character lies on disk. This is the one place that computes bytes, lines, columns and UTF-16 units.
//!
//! It knows nothing of formats: containers are undone by `input`.

mod encoding;
pub mod misread;
mod place;
mod position;
mod table;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, OnceLock};

pub use encoding::Encoding;
pub use place::{Cells, Place};
pub use position::Position;
#[cfg(feature = "lsp")]
pub(crate) use position::line_starts;
pub(crate) use position::{count, holds};
pub use table::read_table;

use crate::span::{Decoded, Raw, Span};

/// The largest file or record that is read as one document. An article is a few kilobytes; what is larger than
/// this is a broken export, and refusing it keeps memory bounded.
pub const MAX_DOCUMENT: usize = 64 << 20;

/// Why bytes could not be made a source. The text is for the user and says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError(pub String);

impl std::fmt::Display for SourceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SourceError {}

/// Where a source begins in its file: non-zero for a record of a streamed file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Base {
    pub byte: u64,
    /// Lines before it.
    pub line: u32,
}

/// Decoded text with the way back to the bytes.
#[derive(Debug)]
pub struct Source {
    path: Arc<str>,
    /// Its name in the archive that it lies in.
    member: Option<Arc<str>>,
    content: Content,
    /// Length in bytes of the byte-order mark.
    bom: u32,
    encoding: Encoding,
    base: Base,
    index: OnceLock<position::Index>,
}

#[derive(Debug)]
enum Content {
    /// The bytes are valid UTF-8 and are the text themselves, behind the byte-order mark.
    Plain(String),
    Encoded {
        bytes: Vec<u8>,
        text: String,
    },
    /// Text taken out of a file that is no text (a spreadsheet, a word-processor document, a database).
    Cells(Cells),
}

impl Source {
    /// Reads a whole file of text.
    pub fn open(path: &Path, name: &str) -> Result<Self, SourceError> {
        Self::new(name, read_file(path)?)
    }

    /// Takes the bytes of a whole file and detects their encoding.
    pub fn new(name: &str, bytes: Vec<u8>) -> Result<Self, SourceError> {
        if bytes.len() > MAX_DOCUMENT {
            return Err(too_large(bytes.len() as u64));
        }
        let path = Arc::from(name);
        if memchr::memchr(0, &bytes[..bytes.len().min(1 << 16)]).is_some() {
            let encoding = Encoding::detect(&bytes)?;
            return Ok(Self::record(path, bytes, encoding, Base::default()));
        }
        // Nearly every file is UTF-8: try that first, so that it is gone through once only.
        if let Some(text) = utf8(&bytes) {
            return Ok(Self::with(path, Content::Plain(text), Encoding::Utf8, Base::default()));
        }
        let encoding = Encoding::detect(&bytes)?;
        Ok(Self::record(path, bytes, encoding, Base::default()))
    }

    /// Takes the bytes of a record that begins at `base` of a streamed file whose encoding is known.
    pub fn record(path: Arc<str>, bytes: Vec<u8>, encoding: Encoding, base: Base) -> Self {
        let content = match encoding {
            Encoding::Utf8 => utf8(&bytes).map_or_else(|| Content::encoded(encoding, bytes), Content::Plain),
            _ => Content::encoded(encoding, bytes),
        };
        Self::with(path, content, encoding, base)
    }

    /// Takes text out of a file that is no text. What is found in it has a place and characters, but no bytes.
    pub fn of_cells(path: Arc<str>, cells: Cells) -> Self {
        Self::with(path, Content::Cells(cells), Encoding::Utf8, Base::default())
    }

    fn with(path: Arc<str>, content: Content, encoding: Encoding, base: Base) -> Self {
        let bom = match &content {
            Content::Plain(text) => encoding.bom(text.as_bytes()),
            Content::Encoded { bytes, .. } => encoding.bom(bytes),
            Content::Cells(_) => 0,
        };
        Self { path, member: None, content, bom: bom as u32, encoding, base, index: OnceLock::new() }
    }

    /// The same where it begins at a place of its file.
    #[must_use]
    pub fn based(mut self, base: Base) -> Self {
        self.base = base;
        self
    }

    /// The same as a member of the archive at its path: bytes and lines are those of the unpacked member.
    #[must_use]
    pub fn within(mut self, member: Option<Arc<str>>) -> Self {
        self.member = member;
        self
    }

    /// The path as the user gave it; `-` for standard input.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The name in the archive that it lies in.
    pub fn member(&self) -> Option<&Arc<str>> {
        self.member.as_ref()
    }

    /// A place in it, as reports have it.
    pub fn placed(&self, inner: Option<Place>) -> Option<Place> {
        Place::within(self.member.as_deref(), inner)
    }

    /// The name that tells its format.
    pub fn name(&self) -> &Arc<str> {
        self.member.as_ref().unwrap_or(&self.path)
    }

    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub fn base(&self) -> Base {
        self.base
    }

    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Plain(text) => text.as_bytes(),
            Content::Encoded { bytes, .. } => bytes,
            Content::Cells(cells) => cells.text().as_bytes(),
        }
    }

    /// The decoded text, byte-order mark left out.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Plain(text) => &text[self.bom as usize..],
            Content::Encoded { text, .. } => text,
            Content::Cells(cells) => cells.text(),
        }
    }

    /// The cells that the text was taken out of, where the file is no text.
    pub fn cells(&self) -> Option<&Cells> {
        match &self.content {
            Content::Cells(cells) => Some(cells),
            _ => None,
        }
    }

    /// The bytes of the file that a stretch of the decoded text was decoded from.
    pub fn raw(&self, span: Span<Decoded>) -> Span<Raw> {
        Span::new(self.raw_offset(span.start), self.raw_offset(span.end))
    }

    fn raw_offset(&self, decoded: u32) -> u32 {
        self.bom
            + match &self.content {
                Content::Plain(_) | Content::Cells(_) => decoded,
                Content::Encoded { .. } => self.index().raw(self.decoding(), decoded),
            }
    }

    /// Byte on disk, line, column and UTF-16 unit of an offset of the decoded text.
    pub fn position(&self, decoded: u32) -> Position {
        if self.cells().is_some() {
            return Position::of_cell(decoded);
        }
        let mut position = self.index().position(self.decoding(), decoded);
        position.byte = self.base.byte + u64::from(self.raw_offset(decoded));
        position.line += self.base.line;
        position
    }

    /// Byte range on disk of a stretch of the decoded text.
    pub fn disk(&self, span: Span<Decoded>) -> (u64, u64) {
        let raw = self.raw(span);
        (self.base.byte + u64::from(raw.start), self.base.byte + u64::from(raw.end))
    }

    fn index(&self) -> &position::Index {
        self.index.get_or_init(|| position::Index::new(self.text()))
    }

    fn decoding(&self) -> position::Decoding<'_> {
        let raw = match &self.content {
            Content::Plain(_) | Content::Cells(_) => None,
            Content::Encoded { bytes, .. } => Some(&bytes[self.bom as usize..]),
        };
        position::Decoding { text: self.text(), raw, encoding: self.encoding }
    }
}

impl Content {
    fn encoded(encoding: Encoding, bytes: Vec<u8>) -> Self {
        let text = encoding.decode(&bytes[encoding.bom(&bytes)..]);
        Self::Encoded { bytes, text }
    }
}

/// The bytes of a file, up to the size of a document.
pub fn read_file(path: &Path) -> Result<Vec<u8>, SourceError> {
    let fault = |error| SourceError(read_error(&error));
    let file = File::open(path).map_err(fault)?;
    let size = file.metadata().map_err(fault)?.len();
    if size > MAX_DOCUMENT as u64 {
        return Err(too_large(size));
    }
    // One byte more, so that the end is seen without growing.
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes).map_err(fault)?;
    Ok(bytes)
}

/// The bytes as text if they are UTF-8. Validation by vector instructions and a copy are together several times faster
/// than the standard library's validation in place.
fn utf8(bytes: &[u8]) -> Option<String> {
    simdutf8::basic::from_utf8(bytes).ok().map(str::to_string)
}

/// A message for a document over [`MAX_DOCUMENT`].
pub fn too_large(size: u64) -> SourceError {
    SourceError(format!(
        "太大：{} MiB，超过单篇文章的上限 {} MiB；请拆成小文件，或者导出为每行一篇的 JSON Lines",
        size >> 20,
        MAX_DOCUMENT >> 20
    ))
}

/// What the operating system said, in words that tell the user what to do.
pub fn read_error(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "找不到这个文件，请检查路径".to_string(),
        ErrorKind::PermissionDenied => "没有读取权限，请检查文件权限".to_string(),
        ErrorKind::IsADirectory => "这是文件夹，不是文件".to_string(),
        _ => format!("读取失败：{error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(source: &Source, needle: &str) -> Position {
        source.position(source.text().find(needle).unwrap() as u32)
    }

    #[test]
    fn utf8_with_bom_and_all_line_ends() {
        let source = Source::new("a", "\u{feff}甲\r\n乙\r丙\n𠮷丁".as_bytes().to_vec()).unwrap();
        assert_eq!(position(&source, "甲"), Position { byte: 3, line: 1, column: 1, utf16: 0 });
        assert_eq!(position(&source, "乙"), Position { byte: 8, line: 2, column: 1, utf16: 0 });
        assert_eq!(position(&source, "丙"), Position { byte: 12, line: 3, column: 1, utf16: 0 });
        assert_eq!(position(&source, "丁"), Position { byte: 20, line: 4, column: 2, utf16: 2 });
    }

    #[test]
    fn gbk_utf16_and_broken_utf8_lead_back_to_their_bytes() {
        let (gbk, ..) = encoding_rs::GBK.encode("第一行\n第二行截止目前");
        let source = Source::new("a", gbk.to_vec()).unwrap();
        assert_eq!(source.encoding(), Encoding::Gb18030);
        assert_eq!(position(&source, "截止"), Position { byte: 13, line: 2, column: 4, utf16: 3 });

        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend("甲𠮷乙".encode_utf16().flat_map(u16::to_le_bytes));
        let source = Source::new("a", utf16).unwrap();
        assert_eq!(position(&source, "乙"), Position { byte: 8, line: 1, column: 3, utf16: 3 });

        let mut broken = "<meta charset=utf-8>甲".as_bytes().to_vec();
        broken.extend([0xe4, 0xb8]);
        broken.extend("乙".as_bytes());
        let source = Source::new("a", broken).unwrap();
        assert_eq!(position(&source, "乙").byte, 25);
    }
}
