//! What a package is read from: a file, bytes in memory, or the stream of the package around it.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::source::MAX_DOCUMENT;

/// What can be read from any place.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// See the module.
pub enum Medium<'a> {
    /// A file, and where the bytes read of it are counted.
    File(&'a Path, &'a Cell<u64>),
    Bytes(&'a [u8]),
    Stream(Box<dyn BufRead + 'a>),
}

impl<'a> Medium<'a> {
    pub fn stream(stream: impl Read + 'a) -> Self {
        Self::Stream(Box::new(BufReader::new(stream)))
    }

    /// Bytes of the package; 0 where nobody can tell.
    pub fn size(&self) -> u64 {
        match self {
            Self::File(path, _) => std::fs::metadata(path).map_or(0, |data| data.len()),
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Stream(_) => 0,
        }
    }

    /// From the beginning to the end.
    pub fn reader(self) -> io::Result<Box<dyn BufRead + 'a>> {
        Ok(match self {
            Self::File(path, count) => Box::new(BufReader::new(Counted { file: File::open(path)?, count })),
            Self::Bytes(bytes) => Box::new(bytes),
            Self::Stream(stream) => stream,
        })
    }

    /// With seeking. A stream is laid down first: in memory while it is small, then in a temporary file.
    pub fn seekable(self) -> io::Result<Box<dyn ReadSeek + 'a>> {
        Ok(match self {
            Self::File(path, count) => Box::new(BufReader::new(Counted { file: File::open(path)?, count })),
            Self::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Self::Stream(mut stream) => {
                let mut spool = tempfile::spooled_tempfile(MAX_DOCUMENT);
                io::copy(&mut stream, &mut spool)?;
                spool.flush()?;
                spool.rewind()?;
                Box::new(spool)
            }
        })
    }
}

/// A file whose bytes are counted as they are read.
struct Counted<'a> {
    file: File,
    count: &'a Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

impl Seek for Counted<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
