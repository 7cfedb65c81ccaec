//! Cuts a large file of lines or CSV records into sources of bounded size, without decoding it as a whole.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use crate::input::{self, Framing, Input, InputError};
use crate::source::{Base, Encoding, MAX_DOCUMENT, Source};

/// A part holds at least so many bytes, on average about twice as many, and four times as many at most but for its last
/// record.
const PART: usize = 1 << 19;
/// How much of a file is looked at to recognise its format and encoding.
const HEAD: usize = 64 << 10;

/// See the module.
pub(super) struct Framer<R> {
    reader: R,
    path: Arc<str>,
    member: Option<Arc<str>>,
    format: &'static dyn Input,
    encoding: Encoding,
    base: Base,
    header: Option<Arc<str>>,
    records: u32,
    done: bool,
    /// Said when the part before it is handed over.
    pending: Option<InputError>,
}

/// What was read.
enum Record {
    Whole,
    /// Over the size of a document: skipped.
    TooLong,
    /// The end of the file.
    None,
}

impl Framer<BufReader<File>> {
    /// `None` where the file's format cannot be cut, or the file cannot be read (which reading it as a whole will say).
    pub(super) fn open(path: &Path, name: &str) -> Option<Self> {
        Self::on(File::open(path).ok()?, Arc::from(name), None).ok()
    }
}

impl<S: Read> Framer<BufReader<S>> {
    /// Gives the stream back, from its beginning, where its format cannot be cut.
    pub(super) fn on(stream: S, path: Arc<str>, member: Option<Arc<str>>) -> Result<Self, BufReader<S>> {
        let mut reader = BufReader::with_capacity(HEAD, stream);
        let Ok(head) = reader.fill_buf() else { return Err(reader) };
        // Whole lines only: a character cut in two would mislead the detection.
        let head = &head[..memchr::memrchr(b'\n', head).map_or(head.len(), |at| at + 1)];
        let Ok(encoding) = Encoding::detect(head) else { return Err(reader) };
        let source = Source::record(path.clone(), head.to_vec(), encoding, Base::default()).within(member.clone());
        let format = input::recognise(source.name(), source.text());
        let cut = format.framing() != Framing::Whole && encoding.splits_on_line_feeds();
        if cut { Ok(Self { member, ..Self::new(reader, path, format, encoding) }) } else { Err(reader) }
    }
}

impl<R: BufRead> Framer<R> {
    fn new(reader: R, path: Arc<str>, format: &'static dyn Input, encoding: Encoding) -> Self {
        Self {
            reader,
            path,
            member: None,
            format,
            encoding,
            base: Base::default(),
            header: None,
            records: 0,
            done: false,
            pending: None,
        }
    }

    pub(super) fn format(&self) -> &'static dyn Input {
        self.format
    }

    /// Where an error of a part is.
    pub(super) fn path_and_member(&self) -> (&Arc<str>, Option<&str>) {
        (&self.path, self.member.as_deref())
    }

    /// The header of a CSV file, once the first part is cut.
    pub(super) fn header(&self) -> Option<Arc<str>> {
        self.header.clone()
    }

    /// Records before the next part.
    pub(super) fn records_before(&self) -> u32 {
        self.records
    }

    /// The next part; `None` at the end. A record over the size of a document is skipped and reported; what comes
    /// before and behind it is not lost.
    pub(super) fn next_part(&mut self) -> Result<Option<Source>, InputError> {
        if let Some(error) = self.pending.take() {
            return Err(error);
        }
        let base = self.base;
        let mut part = Vec::with_capacity(3 * PART);
        let mut is_full = false;
        while !is_full && !self.done && self.pending.is_none() {
            let start = part.len();
            match self.record(&mut part)? {
                Record::Whole => {
                    self.note_header(&part[start..]);
                    is_full = part.len() >= PART && ends_part(&part[start..]) || part.len() >= 4 * PART;
                }
                Record::TooLong => part.truncate(start),
                Record::None => self.done = true,
            }
        }
        if !part.is_empty() {
            let source = Source::record(Arc::clone(&self.path), part, self.encoding, base);
            return Ok(Some(source.within(self.member.clone())));
        }
        self.pending.take().map_or(Ok(None), Err)
    }

    /// Counts a record; the first of a CSV file is its header.
    fn note_header(&mut self, record: &[u8]) {
        self.records += 1;
        if self.format.framing() == Framing::CsvRecords && self.header.is_none() {
            let record = Source::record(Arc::clone(&self.path), record.to_vec(), self.encoding, Base::default());
            self.header = Some(Arc::from(record.text()));
        }
    }

    /// Appends one record with its line end. What goes beyond the limit is read past and not kept.
    fn record(&mut self, part: &mut Vec<u8>) -> Result<Record, InputError> {
        let quoted = self.format.framing() == Framing::CsvRecords;
        let (start, first_line) = (part.len(), self.base.line);
        let mut open = false;
        loop {
            let from = part.len();
            let limit = (MAX_DOCUMENT + 1).saturating_sub(from - start) as u64;
            let read = self.reader.by_ref().take(limit.max(1)).read_until(b'\n', part);
            let read = read.map_err(|error| self.failed(&error))?;
            if read == 0 {
                return Ok(if part.len() > start { Record::Whole } else { Record::None });
            }
            self.base.byte += read as u64;
            let ended = part.ends_with(b"\n");
            self.base.line += u32::from(ended);
            if part.len() - start > MAX_DOCUMENT {
                self.skip_line(ended)?;
                let message =
                    format!("这一条记录超过单篇文章的上限 {} MiB，已跳过；请检查导出是否正常", MAX_DOCUMENT >> 20);
                self.pending = Some(InputError::new(message).at_line(first_line + 1));
                return Ok(Record::TooLong);
            }
            open ^= quoted && memchr::memchr_iter(b'"', &part[from..]).count() % 2 == 1;
            if ended && !open {
                return Ok(Record::Whole);
            }
        }
    }

    /// Nothing more is read of a file that failed.
    fn failed(&mut self, error: &std::io::Error) -> InputError {
        self.done = true;
        InputError::new(crate::source::read_error(error))
    }

    fn skip_line(&mut self, ended: bool) -> Result<(), InputError> {
        let mut ended = ended;
        while !ended {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => return Err(self.failed(&error)),
            };
            if buffer.is_empty() {
                return Ok(());
            }
            let end = memchr::memchr(b'\n', buffer);
            let length = end.map_or(buffer.len(), |at| at + 1);
            ended = end.is_some();
            self.base.byte += length as u64;
            self.base.line += u32::from(ended);
            self.reader.consume(length);
        }
        Ok(())
    }
}

/// Whether a record is the last of its part, told by its bytes alone: where a file grows or changes, the parts before and
/// behind the place are the same as they were. Of `PART` bytes of records, one ends a part.
fn ends_part(record: &[u8]) -> bool {
    let chance = record.len() as u64 * (u64::from(u32::MAX) + 1) / PART as u64;
    u64::from(crc32fast::hash(record)) < chance
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str, bytes: &[u8]) -> Vec<Result<(u64, u32, usize), InputError>> {
        let format = input::recognise(name, "{\"body\":1}\n{\"body\":2}");
        let mut framer = Framer::new(bytes, Arc::from(name), format, Encoding::Utf8);
        std::iter::from_fn(|| framer.next_part().transpose())
            .map(|part| part.map(|source| (source.base().byte, source.base().line, source.bytes().len())))
            .collect()
    }

    #[test]
    fn a_record_too_long_costs_nobody_else() {
        let long = [b"{\"body\":\"".as_slice(), &vec![b'x'; MAX_DOCUMENT + 10], b"\"}\n"].concat();
        let text = [b"{\"body\":1}\n".as_slice(), &long, b"{\"body\":2}\n"].concat();
        let parts = parts("a.jsonl", &text);
        assert_eq!(parts[0], Ok((0, 0, 11)));
        assert_eq!(parts[1].as_ref().unwrap_err().line, Some(2));
        assert_eq!(parts[2], Ok((11 + long.len() as u64, 2, 11)));
        assert_eq!(parts.len(), 3);
    }

    #[test]
    fn parts_end_with_records() {
        let line = format!("{{\"body\":\"{}\"}}\n", "x".repeat(PART));
        let parts = parts("a.jsonl", line.repeat(2).as_bytes());
        let length = line.len();
        assert_eq!(parts, [Ok((0, 0, length)), Ok((length as u64, 1, length))]);
    }

    #[test]
    fn a_change_moves_the_ends_of_few_parts() {
        let line = |number: u32| format!("{{\"body\":\"第{number}篇{}\"}}\n", "甲".repeat(300));
        let lines: Vec<String> = (0..8000).map(line).collect();
        let before = lines.concat();
        let after = [&*line(9999), &lines[..4000].concat(), &lines[4001..].concat()].concat();
        let ends = |text: &str| -> Vec<u64> {
            let parts = parts("a.jsonl", text.as_bytes()).into_iter().map(Result::unwrap);
            // Counted from the end of the file.
            parts.map(|(byte, ..)| text.len() as u64 - byte).collect()
        };
        let (before, after) = (ends(&before), ends(&after));
        assert!(before.len() > 4, "{before:?}");
        let same = before.iter().filter(|end| after.contains(end)).count();
        assert!(same + 4 >= before.len(), "{same} of {}", before.len());
    }
}
