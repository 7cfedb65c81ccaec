//! The records of a web archive: header lines, then as many bytes as these say. What is in the bytes is `body`'s.

use std::io::{BufRead, Read};

use crate::input::InputError;
use crate::input::package::unpack_error;
use crate::source::{Base, MAX_DOCUMENT};

/// Bytes of one header line, and lines of one header, at most.
const MAX_LINE: u64 = 16 << 10;
const MAX_LINES: usize = 200;

/// A response with the bytes that the server sent.
pub struct Record {
    pub url: String,
    /// HTTP header and body.
    pub block: Vec<u8>,
    /// Where the block begins in the archive.
    pub base: Base,
}

/// Reads records one by one.
pub struct Records<R> {
    reader: R,
    base: Base,
    /// Whether the last byte was a carriage return: a line feed behind it ends no further line.
    after_return: bool,
}

/// What a header says.
#[derive(Default)]
struct Header {
    is_response: bool,
    url: String,
    length: Option<u64>,
}

impl<R: BufRead> Records<R> {
    pub fn new(reader: R) -> Self {
        Self { reader, base: Base::default(), after_return: false }
    }

    /// The next response; the error ends the archive.
    pub fn next(&mut self) -> Result<Option<Record>, InputError> {
        while let Some(header) = self.header()? {
            let length = header.length.ok_or_else(|| self.fault("记录没有写明长度（Content-Length）"))?;
            if !header.is_response || length > MAX_DOCUMENT as u64 {
                self.skip(length)?;
                continue;
            }
            let base = self.base;
            let mut block = Vec::with_capacity(length as usize);
            self.reader.by_ref().take(length).read_to_end(&mut block).map_err(|error| self.failed(&error))?;
            if block.len() < length as usize {
                return Err(self.fault("最后一条记录不完整（文件可能没有下载完）"));
            }
            self.count(&block);
            return Ok(Some(Record { url: header.url, block, base }));
        }
        Ok(None)
    }

    /// The header of the next record; `None` at the end.
    fn header(&mut self) -> Result<Option<Header>, InputError> {
        let mut line = self.line()?;
        while line.as_deref() == Some("") {
            line = self.line()?;
        }
        match line {
            None => return Ok(None),
            Some(version) if version.starts_with("WARC/1.") => {}
            Some(_) => return Err(self.fault("这里应当是一条记录的开头（WARC/1.0）")),
        }
        let mut header = Header::default();
        for _ in 0..MAX_LINES {
            match self.line()? {
                None => return Err(self.fault("最后一条记录不完整（文件可能没有下载完）")),
                Some(line) if line.is_empty() => return Ok(Some(header)),
                Some(line) => header.note(&line),
            }
        }
        Err(self.fault("一条记录的头部太长"))
    }

    /// A line without its end; `None` at the end of the archive.
    fn line(&mut self) -> Result<Option<String>, InputError> {
        let mut line = Vec::new();
        let read = self.reader.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
        read.map_err(|error| self.failed(&error))?;
        if line.is_empty() {
            return Ok(None);
        }
        self.count(&line);
        Ok(Some(String::from_utf8_lossy(&line).trim_end().to_string()))
    }

    fn skip(&mut self, mut length: u64) -> Result<(), InputError> {
        while length > 0 {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => return Err(self.failed(&error)),
            };
            if buffer.is_empty() {
                return Err(self.fault("最后一条记录不完整（文件可能没有下载完）"));
            }
            let some = buffer.len().min(usize::try_from(length).unwrap_or(usize::MAX));
            (self.base, self.after_return) = advanced(self.base, self.after_return, &buffer[..some]);
            self.reader.consume(some);
            length -= some as u64;
        }
        Ok(())
    }

    fn count(&mut self, bytes: &[u8]) {
        (self.base, self.after_return) = advanced(self.base, self.after_return, bytes);
    }

    fn failed(&self, error: &std::io::Error) -> InputError {
        InputError::new(unpack_error(error))
    }

    fn fault(&self, what: &str) -> InputError {
        let message = format!("{what}，这之前的网页已检查，后面的没有检查；请重新抓取或下载");
        InputError::new(message).at_line(self.base.line + 1)
    }
}

/// The place behind some bytes: lines end at CR LF, LF and CR, as everywhere.
fn advanced(base: Base, after_return: bool, bytes: &[u8]) -> (Base, bool) {
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
    let second_of_pair =
        |at: usize| bytes[at] == b'\n' && (if at == 0 { after_return } else { bytes[at - 1] == b'\r' });
    let lines = ends.filter(|at| !second_of_pair(*at)).count();
    let base = Base { byte: base.byte + bytes.len() as u64, line: base.line.saturating_add(lines as u32) };
    (base, bytes.last().map_or(after_return, |last| *last == b'\r'))
}

impl Header {
    fn note(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => self.is_response = value.eq_ignore_ascii_case("response"),
            // wget puts the address in angle brackets.
            "warc-target-uri" => self.url = value.trim_matches(['<', '>']).to_string(),
            "content-length" => self.length = value.parse().ok(),
            _ => {}
        }
    }
}
