//! Many files in parallel, results in order: files are cut into pieces of work where they are large, read and checked
//! by the workers, and handed on in the order of the input.

use std::cell::{Cell, LazyCell};
use std::io::{BufRead, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::cache::{self, Cache, Keeping, Origin};
use super::framing::Framer;
use super::linter::Linter;
use super::ordered::{self, Sink};
use super::piece::{self, Found, Part, Progress, Work};
use crate::input::package::{self, Medium, Member, Package, Unpacked, Unpacking};
use crate::input::{Discovered, Held, InputError};
use crate::source::{self, MAX_DOCUMENT};

/// Files larger than this are read in pieces where their format allows it.
const STREAM_FROM: u64 = 4 << 20;
/// Files that are read and checked together at most, and bytes: so few that what is known of them stays in the cache
/// while rule after rule goes through it, and so many that threads seldom hand over.
const BATCH_FILES: usize = piece::TOGETHER;
const BATCH_BYTES: u64 = 512 << 10;

/// Pieces that each thread gets at least, where there are files for so many: those at the end are not all of a size.
const PIECES: usize = 4;

/// How a run is done.
#[derive(Clone, Copy)]
pub struct RunOptions<'a> {
    pub threads: usize,
    /// Whether what is compared across articles is taken from each.
    pub traced: bool,
    /// Where results of runs before are looked for and those of this one kept.
    pub cache: Option<&'a Cache>,
}

/// What to read: files found, or bytes from standard input.
pub enum Task {
    Files(Vec<Discovered>),
    Bytes(Vec<u8>, String),
}

/// Checks a task and hands everything to `each` in the order of the input. `each` returns false to stop early.
pub fn run(linter: &Linter, task: Task, options: RunOptions<'_>, mut each: impl FnMut(Progress) -> bool) {
    // What records say of an article is not known by its bytes.
    let options = RunOptions { cache: options.cache.filter(|_| !linter.asks_records()), ..options };
    in_pieces(
        linter,
        task,
        options,
        |piece| piece::check(linter, options, piece),
        |results: Vec<Progress>| results.into_iter().all(&mut each),
    );
}

/// Cuts a task into pieces, has `work` done on each by the threads, and hands what it gives to `each` in the order of the
/// input.
pub(super) fn in_pieces<R: Send>(
    linter: &Linter,
    task: Task,
    options: RunOptions<'_>,
    work: impl Fn(Work) -> R + Sync,
    each: impl FnMut(R) -> bool,
) {
    let produce = |sink: Sink<'_, Work>| Producer::new(linter, options, sink).produce(task);
    ordered::run(options.threads, produce, work, each);
}

struct Producer<'a> {
    linter: &'a Linter,
    options: RunOptions<'a>,
    sink: Sink<'a, Work>,
    /// Files that wait for others to go with, and their bytes.
    batch: Vec<Found>,
    held: Vec<Held>,
    bytes: u64,
    /// Files that go together at most.
    most: usize,
}

impl<'a> Producer<'a> {
    fn new(linter: &'a Linter, options: RunOptions<'a>, sink: Sink<'a, Work>) -> Self {
        Self { linter, options, sink, batch: Vec::new(), held: Vec::new(), bytes: 0, most: 1 }
    }

    fn produce(mut self, task: Task) {
        match task {
            Task::Bytes(bytes, name) => {
                self.send(Work::Held(vec![Held::new(&name, bytes)]));
            }
            Task::Files(files) => {
                self.most = (files.len() / (self.options.threads.max(1) * PIECES)).clamp(1, BATCH_FILES);
                for file in files {
                    let sent = match file {
                        Discovered::Missing(name, message) => self.send(Work::Failed(name, InputError::new(message))),
                        Discovered::File(path, name) => self.file(path, name),
                    };
                    if !sent {
                        return;
                    }
                }
                self.send_batch();
            }
        }
    }

    fn send(&mut self, work: Work) -> bool {
        self.send_batch() && self.sink.send(work)
    }

    fn send_batch(&mut self) -> bool {
        self.bytes = 0;
        let files = std::mem::take(&mut self.batch);
        let held = std::mem::take(&mut self.held);
        (files.is_empty() || self.sink.send(Work::Files(files)))
            && (held.is_empty() || self.sink.send(Work::Held(held)))
    }

    fn file(&mut self, path: PathBuf, name: String) -> bool {
        let data = std::fs::metadata(&path).ok();
        let size = data.as_ref().map_or(0, |data| data.len());
        if size > STREAM_FROM {
            // Small ones are unpacked where they are checked.
            if let Some(package) = package::of_file(&path) {
                return self.package(package, path, &name);
            }
            if let Some(framer) = Framer::open(&path, &name) {
                return self.parts(framer);
            }
        }
        if !self.held.is_empty() && !self.send_batch() {
            return false;
        }
        self.bytes += size;
        let stamp = self.options.cache.zip(data).and_then(|(cache, data)| cache.stamp(&path, &data));
        self.batch.push(Found { path, name, size, stamp });
        let is_full = self.batch.len() >= self.most || self.bytes >= BATCH_BYTES;
        !is_full || self.send_batch()
    }

    fn parts<R: BufRead>(&mut self, mut framer: Framer<R>) -> bool {
        loop {
            let (header, records_before) = (framer.header(), framer.records_before());
            let sent = match framer.next_part() {
                Ok(None) => return true,
                Ok(Some(source)) => {
                    let format = framer.format();
                    self.send(Work::Part(Part { source, format, header, records_before }))
                }
                Err(error) => {
                    let (path, member) = framer.path_and_member();
                    self.send(failed(path, member, error))
                }
            };
            if !sent {
                return false;
            }
        }
    }

    /// Unpacks a large file: its members are read and checked by the workers.
    fn package(&mut self, package: &'static dyn Package, path: PathBuf, name: &str) -> bool {
        let (count, mut told, mut is_heard) = (Cell::new(0), 0, true);
        // What is taken out of documents is known by the bytes of the whole and its number.
        let RunOptions { cache: known, traced, .. } = self.options;
        let (whole, mut number) = (LazyCell::new(|| known.and_then(|_| cache::hash_of_file(&path))), 0_u64);
        let mapping = self.linter.read_context(name).mapping;
        let context = Unpacking { path: Arc::from(name), member: None, mapping };
        package::unpack(package, Medium::File(&path, &count), &context, &mut |unpacked| {
            is_heard = match unpacked {
                Unpacked::Failed(error) => self.send(Work::Failed(name.to_string(), error)),
                Unpacked::Read(source, outcome) => {
                    number += 1;
                    let keeping = whole.as_ref().zip(known).map(|(whole, known)| Keeping {
                        key: known.key(name, &("read", number, traced), whole),
                        path: Arc::clone(source.path()),
                        origin: Origin::default(),
                    });
                    self.send(Work::Read(source, outcome, keeping))
                }
                Unpacked::Member(member) => self.member(&context.path, member),
            };
            let unpacked = count.get() - told;
            if unpacked > BATCH_BYTES {
                told += unpacked;
                is_heard = is_heard && self.send(Work::Unpacked(unpacked));
            }
            is_heard
        });
        is_heard && self.send(Work::Unpacked(count.get() - told))
    }

    /// A member of a package: in parts where it is large and its format allows it, else as a whole.
    fn member(&mut self, path: &Arc<str>, member: Member<'_>) -> bool {
        let Member { name, url, base, mut stream } = member;
        let mut bytes = Vec::new();
        let mut read = stream.by_ref().take(STREAM_FROM).read_to_end(&mut bytes);
        if read.is_ok() && bytes.len() as u64 == STREAM_FROM {
            match Framer::on(Cursor::new(std::mem::take(&mut bytes)).chain(stream), path.clone(), Some(name.clone())) {
                Ok(framer) => return self.parts(framer),
                Err(reader) => read = reader.take(MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes),
            }
        }
        if let Err(error) = read {
            return self.send(failed(path, Some(&name), InputError::new(package::unpack_error(&error))));
        }
        if !self.batch.is_empty() && !self.send_batch() {
            return false;
        }
        self.bytes += bytes.len() as u64;
        self.held.push(Held { path: path.clone(), member: Some(name), url, base, bytes });
        let is_full = self.held.len() >= BATCH_FILES || self.bytes >= BATCH_BYTES;
        !is_full || self.send_batch()
    }
}

/// Something of a file that could not be read.
fn failed(path: &str, member: Option<&str>, error: InputError) -> Work {
    Work::Failed(path.to_string(), error.within(member))
}

/// Reads standard input up to the size of a document.
pub fn read_all(mut reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(source::MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
