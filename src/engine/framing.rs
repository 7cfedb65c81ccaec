//! Cuts a large file of lines or CSV records into sources of bounded size, without decoding it as a whole.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use crate::input::{self, Framing, Input, InputError};
use crate::source::{Base, Encoding, MAX_DOCUMENT, Source};

/// A part holds about so many bytes, and at least one record.
const PART: usize = 1 << 20;
/// How much of a file is looked at to recognise its format and encoding.
const HEAD: usize = 64 << 10;

/// See the module.
pub(super) struct Framer<R> {
    reader: R,
    path: Arc<str>,
    format: &'static dyn Input,
    encoding: Encoding,
    base: Base,
    header: Option<Arc<str>>,
    records: u32,
    done: bool,
}

impl Framer<BufReader<File>> {
    /// `None` where the file's format cannot be cut, or the file cannot be read (which reading it as a whole will say).
    pub(super) fn open(path: &Path, name: &str) -> Option<Self> {
        let mut reader = BufReader::with_capacity(HEAD, File::open(path).ok()?);
        let head = reader.fill_buf().ok()?;
        // Whole lines only: a character cut in two would mislead the detection.
        let head = &head[..memchr::memrchr(b'\n', head).map_or(head.len(), |at| at + 1)];
        let encoding = Encoding::detect(head).ok()?;
        let source = Source::record(Arc::from(name), head.to_vec(), encoding, Base::default());
        let format = input::recognise(name, source.text());
        let cut = format.framing() != Framing::Whole && encoding.splits_on_line_feeds();
        cut.then(|| Self::new(reader, name, format, encoding))
    }
}

impl<R: BufRead> Framer<R> {
    fn new(reader: R, name: &str, format: &'static dyn Input, encoding: Encoding) -> Self {
        let path = Arc::from(name);
        Self { reader, path, format, encoding, base: Base::default(), header: None, records: 0, done: false }
    }

    pub(super) fn format(&self) -> &'static dyn Input {
        self.format
    }

    /// The header of a CSV file, once the first part is cut.
    pub(super) fn header(&self) -> Option<Arc<str>> {
        self.header.clone()
    }

    /// Records before the next part.
    pub(super) fn records_before(&self) -> u32 {
        self.records
    }

    /// The next part; `None` at the end. A record over the size of a document is skipped and reported.
    pub(super) fn next_part(&mut self) -> Result<Option<Source>, InputError> {
        let mut part = Vec::with_capacity(PART + (PART >> 2));
        let mut lines = 0;
        while part.len() < PART && !self.done {
            let start = part.len();
            match self.record(&mut part, &mut lines) {
                Ok(true) => {
                    self.records += 1;
                    if self.format.framing() == Framing::CsvRecords && self.header.is_none() {
                        let record =
                            Source::record(Arc::clone(&self.path), part[start..].to_vec(), self.encoding, self.base);
                        self.header = Some(Arc::from(record.text()));
                    }
                }
                Ok(false) => self.done = true,
                Err(error) => {
                    self.done = true;
                    return Err(error);
                }
            }
            if part.len() - start > MAX_DOCUMENT {
                let bytes = part.len() as u64;
                let line = self.base.line + lines;
                self.base = Base { byte: self.base.byte + bytes, line };
                let limit = MAX_DOCUMENT >> 20;
                return Err(InputError::new(format!(
                    "这一条记录超过单篇文章的上限 {limit} MiB，已跳过；请检查导出是否正常"
                ))
                .at_line(line));
            }
        }
        if part.is_empty() {
            return Ok(None);
        }
        let base = self.base;
        self.base = Base { byte: base.byte + part.len() as u64, line: base.line + lines };
        Ok(Some(Source::record(Arc::clone(&self.path), part, self.encoding, base)))
    }

    /// Appends one record with its line end; false at the end of the file. What goes beyond the limit is read past
    /// and not kept.
    fn record(&mut self, part: &mut Vec<u8>, lines: &mut u32) -> Result<bool, InputError> {
        let quoted = self.format.framing() == Framing::CsvRecords;
        let start = part.len();
        let mut open = false;
        loop {
            let from = part.len();
            let limit = (MAX_DOCUMENT + 1).saturating_sub(from - start) as u64;
            let read = self.reader.by_ref().take(limit.max(1)).read_until(b'\n', part);
            let read = read.map_err(|error| InputError::new(crate::source::read_error(&error)))?;
            if read == 0 {
                return Ok(part.len() > start);
            }
            let ended = part.ends_with(b"\n");
            *lines += u32::from(ended);
            if part.len() - start > MAX_DOCUMENT {
                self.skip_line(ended)?;
                return Ok(true);
            }
            open ^= quoted && part[from..].iter().filter(|byte| **byte == b'"').count() % 2 == 1;
            if ended && !open {
                return Ok(true);
            }
        }
    }

    fn skip_line(&mut self, ended: bool) -> Result<(), InputError> {
        let mut ended = ended;
        while !ended {
            let buffer = self.reader.fill_buf().map_err(|error| InputError::new(crate::source::read_error(&error)))?;
            if buffer.is_empty() {
                return Ok(());
            }
            let end = memchr::memchr(b'\n', buffer);
            let length = end.map_or(buffer.len(), |at| at + 1);
            ended = end.is_some();
            self.base.byte += length as u64;
            self.reader.consume(length);
        }
        Ok(())
    }
}
