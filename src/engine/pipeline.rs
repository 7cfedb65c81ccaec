//! Many files in parallel, results in order: files are cut into pieces of work where they are large, read and checked
//! by the workers, and handed on in the order of the input.

use std::cell::Cell;
use std::io::{BufRead, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::framing::Framer;
use super::linter::Linter;
use super::locate::Checked;
use super::ordered::{self, Sink};
use super::trace::Trace;
use crate::document::Article;
use crate::input::package::{self, Medium, Member, Package, Unpacked, Unpacking};
use crate::input::{Discovered, Held, Input, InputError, Outcome, ReadContext};
use crate::source::{self, MAX_DOCUMENT, Source};

/// Files larger than this are read in pieces where their format allows it.
const STREAM_FROM: u64 = 4 << 20;
/// Files that are read and checked together at most, and bytes: so few that what is known of them stays in the cache
/// while rule after rule goes through it, and so many that threads seldom hand over.
const BATCH_FILES: usize = 64;
const BATCH_BYTES: u64 = 512 << 10;

/// Pieces that each thread gets at least, where there are files for so many: those at the end are not all of a size.
const PIECES: usize = 4;

/// How a run is done.
#[derive(Debug, Clone, Copy)]
pub struct RunOptions {
    pub threads: usize,
    /// Whether what is compared across articles is taken from each.
    pub traced: bool,
}

/// What the receiver of results is told, in order.
pub enum Progress {
    Checked(Box<Checked>),
    /// An input, or part of one, that could not be read.
    Failed(String, InputError),
    /// So many bytes of the input are done.
    Bytes(u64),
}

/// A piece of work.
enum Work {
    /// Small files, with their names.
    Files(Vec<(PathBuf, String)>),
    /// Files in memory.
    Held(Vec<Held>),
    /// Articles of a package whose text was taken out already.
    Read(Source, Outcome),
    Part {
        source: Source,
        format: &'static dyn Input,
        header: Option<Arc<str>>,
        records_before: u32,
    },
    Failed(String, InputError),
    /// So many bytes of a package are unpacked.
    Unpacked(u64),
}

/// What to read: files found, or bytes from standard input.
pub enum Task {
    Files(Vec<Discovered>),
    Bytes(Vec<u8>, String),
}

/// Checks a task and hands everything to `each` in the order of the input. `each` returns false to stop early.
pub fn run(linter: &Linter, task: Task, options: RunOptions, mut each: impl FnMut(Progress) -> bool) {
    read_all_of(
        linter,
        task,
        options.threads,
        |opened| check(linter, &opened, options.traced),
        |results: Vec<Progress>| results.into_iter().all(&mut each),
    );
}

/// Reads a task in pieces, has `work` done on each by the threads, and hands what it gives to `each` in the order of the
/// input.
pub(super) fn read_all_of<R: Send>(
    linter: &Linter,
    task: Task,
    threads: usize,
    work: impl Fn(Vec<Opened>) -> R + Sync,
    each: impl FnMut(R) -> bool,
) {
    let produce = |sink: Sink<'_, Work>| Producer::new(linter, sink).produce(task, threads);
    ordered::run(threads, produce, |piece| work(read(linter, piece)), each);
}

struct Producer<'a> {
    linter: &'a Linter,
    sink: Sink<'a, Work>,
    /// Files that wait for others to go with, and their bytes.
    batch: Vec<(PathBuf, String)>,
    held: Vec<Held>,
    bytes: u64,
    /// Files that go together at most.
    most: usize,
}

impl<'a> Producer<'a> {
    fn new(linter: &'a Linter, sink: Sink<'a, Work>) -> Self {
        Self { linter, sink, batch: Vec::new(), held: Vec::new(), bytes: 0, most: 1 }
    }

    fn produce(mut self, task: Task, threads: usize) {
        match task {
            Task::Bytes(bytes, name) => {
                self.send(Work::Held(vec![Held::new(&name, bytes)]));
            }
            Task::Files(files) => {
                self.most = (files.len() / (threads.max(1) * PIECES)).clamp(1, BATCH_FILES);
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
        let size = std::fs::metadata(&path).map_or(0, |data| data.len());
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
        self.batch.push((path, name));
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
                    self.send(Work::Part { source, format, header, records_before })
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
        let mapping = self.linter.read_context(name).mapping;
        let context = Unpacking { path: Arc::from(name), member: None, mapping };
        package::unpack(package, Medium::File(&path, &count), &context, &mut |unpacked| {
            is_heard = match unpacked {
                Unpacked::Failed(error) => self.send(Work::Failed(name.to_string(), error)),
                Unpacked::Read(source, outcome) => self.send(Work::Read(source, outcome)),
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

/// What a file, or a part of one, was read into.
pub(super) enum Opened {
    Failed(String, InputError),
    Source(Source, Outcome),
    /// So many bytes of the input are read.
    Bytes(u64),
}

fn read(linter: &Linter, piece: Work) -> Vec<Opened> {
    match piece {
        Work::Failed(name, error) => vec![Opened::Failed(name, error)],
        Work::Unpacked(bytes) => vec![Opened::Bytes(bytes)],
        Work::Read(source, mut outcome) => {
            linter.complete(&mut outcome.articles);
            vec![Opened::Source(source, outcome)]
        }
        Work::Files(files) => {
            let mut opened = Vec::with_capacity(files.len());
            for (path, name) in files {
                match source::read_file(&path) {
                    Err(error) => opened.push(Opened::Failed(name, InputError::new(error.0))),
                    Ok(bytes) => {
                        let length = bytes.len() as u64;
                        read_held(linter, Held::new(&name, bytes), length, &mut opened);
                    }
                }
            }
            opened
        }
        Work::Held(files) => {
            let mut opened = Vec::with_capacity(files.len());
            for held in files {
                // Of a member, what it took up in the package was counted there.
                let length = if held.member.is_some() { 0 } else { held.bytes.len() as u64 };
                read_held(linter, held, length, &mut opened);
            }
            opened
        }
        Work::Part { source, format, header, records_before } => {
            let header = header.as_deref();
            let context = ReadContext { header, records_before, ..linter.read_context(source.path()) };
            let mut outcome = format.read(&source, &context);
            linter.complete(&mut outcome.articles);
            let length = if source.member().is_some() { 0 } else { source.bytes().len() as u64 };
            vec![Opened::Source(source, outcome), Opened::Bytes(length)]
        }
    }
}

/// Reads a file in memory, which may be a package itself. `length`: what it takes up in the input.
fn read_held(linter: &Linter, held: Held, length: u64, opened: &mut Vec<Opened>) {
    let path = Arc::clone(&held.path);
    linter.open(held, &mut |result| match result {
        Ok((source, outcome)) => opened.push(Opened::Source(source, outcome)),
        Err(error) => opened.push(Opened::Failed(path.to_string(), error)),
    });
    opened.push(Opened::Bytes(length));
}

fn check(linter: &Linter, read: &[Opened], traced: bool) -> Vec<Progress> {
    let articles: Vec<(&Source, &Article)> = read
        .iter()
        .flat_map(|read| match read {
            Opened::Failed(..) | Opened::Bytes(_) => None,
            Opened::Source(source, outcome) => Some(outcome.articles.iter().map(move |article| (source, article))),
        })
        .flatten()
        .collect();
    let mut checked = articles.chunks(BATCH_FILES).flat_map(|some| {
        let mut checked = linter.check_all(some);
        for (checked, (_, article)) in checked.iter_mut().zip(some).filter(|_| traced) {
            checked.trace = Some(Trace::of(linter, article));
        }
        checked
    });
    let mut results = Vec::with_capacity(articles.len() + read.len());
    for read in read {
        match read {
            Opened::Failed(name, error) => results.push(Progress::Failed(name.clone(), error.clone())),
            Opened::Source(source, outcome) => report(source, outcome, &mut checked, &mut results),
            Opened::Bytes(length) => results.push(Progress::Bytes(*length)),
        }
    }
    results
}

/// The results of a source, whose articles are the next of those checked.
fn report(
    source: &Source,
    outcome: &Outcome,
    checked: &mut impl Iterator<Item = Checked>,
    results: &mut Vec<Progress>,
) {
    let failed = |error: InputError| Progress::Failed(source.path().to_string(), error);
    let member = source.member().map(|member| &**member);
    results.extend(outcome.errors.iter().cloned().map(|error| failed(error.within(member))));
    for mut checked in checked.take(outcome.articles.len()) {
        for message in std::mem::take(&mut checked.errors) {
            results.push(failed(InputError { place: checked.place.clone(), line: None, message }));
        }
        results.push(Progress::Checked(Box::new(checked)));
    }
}

/// Reads standard input up to the size of a document.
pub fn read_all(mut reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(source::MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
