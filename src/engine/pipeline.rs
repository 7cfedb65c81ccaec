//! Many files in parallel, results in order: files are cut into pieces of work where they are large, read and checked
//! by the workers, and handed on in the order of the input.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::framing::Framer;
use super::linter::Linter;
use super::locate::Checked;
use super::ordered::{self, Sink};
use crate::document::Article;
use crate::input::{Discovered, Input, InputError, Outcome, ReadContext};
use crate::source::{self, Source, SourceError};

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
    /// Bytes given in memory, with the name that tells their format.
    Bytes(Vec<u8>, String),
    Part {
        source: Source,
        format: &'static dyn Input,
        header: Option<Arc<str>>,
        records_before: u32,
    },
    Failed(String, InputError),
}

/// What to read: files found, or bytes from standard input.
pub enum Task {
    Files(Vec<Discovered>),
    Bytes(Vec<u8>, String),
}

/// Checks a task and hands everything to `each` in the order of the input. `each` returns false to stop early.
pub fn run(linter: &Linter, task: Task, options: RunOptions, mut each: impl FnMut(Progress) -> bool) {
    ordered::run(
        options.threads,
        |sink| Producer::new(sink).produce(task, options.threads),
        |piece| check(linter, piece),
        |results: Vec<Progress>| results.into_iter().all(&mut each),
    );
}

struct Producer<'a> {
    sink: Sink<'a, Work>,
    /// Files that wait for others to go with, and their bytes.
    batch: Vec<(PathBuf, String)>,
    bytes: u64,
    /// Files that go together at most.
    most: usize,
}

impl<'a> Producer<'a> {
    fn new(sink: Sink<'a, Work>) -> Self {
        Self { sink, batch: Vec::new(), bytes: 0, most: 1 }
    }

    fn produce(mut self, task: Task, threads: usize) {
        match task {
            Task::Bytes(bytes, name) => {
                self.send(Work::Bytes(bytes, name));
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
        self.batch.is_empty() || self.sink.send(Work::Files(std::mem::take(&mut self.batch)))
    }

    fn file(&mut self, path: PathBuf, name: String) -> bool {
        let size = std::fs::metadata(&path).map_or(0, |data| data.len());
        let is_large = size > STREAM_FROM;
        if let Some(framer) = is_large.then(|| Framer::open(&path, &name)).flatten() {
            return self.parts(framer, &name);
        }
        self.bytes += size;
        self.batch.push((path, name));
        let is_full = self.batch.len() >= self.most || self.bytes >= BATCH_BYTES;
        !is_full || self.send_batch()
    }

    fn parts(&mut self, mut framer: Framer<BufReader<File>>, name: &str) -> bool {
        loop {
            let (header, records_before) = (framer.header(), framer.records_before());
            let sent = match framer.next_part() {
                Ok(None) => return true,
                Ok(Some(source)) => {
                    let format = framer.format();
                    self.send(Work::Part { source, format, header, records_before })
                }
                Err(error) => self.send(Work::Failed(name.to_string(), error)),
            };
            if !sent {
                return false;
            }
        }
    }
}

/// What a file, or a part of one, was read into.
enum Opened {
    Failed(String, InputError),
    Source(Source, Outcome),
}

fn read(linter: &Linter, piece: Work) -> Vec<Opened> {
    let whole = |name: String, source: Result<Source, SourceError>| match source {
        Err(error) => Opened::Failed(name, InputError::new(error.0)),
        Ok(source) => {
            let outcome = linter.read(&source);
            Opened::Source(source, outcome)
        }
    };
    match piece {
        Work::Failed(name, error) => vec![Opened::Failed(name, error)],
        Work::Files(files) => files
            .into_iter()
            .map(|(path, name)| {
                let source = Source::open(&path, &name);
                whole(name, source)
            })
            .collect(),
        Work::Bytes(bytes, name) => {
            let source = Source::new(&name, bytes);
            vec![whole(name, source)]
        }
        Work::Part { source, format, header, records_before } => {
            let header = header.as_deref();
            let context = ReadContext { header, records_before, ..linter.read_context(source.path()) };
            let outcome = format.read(&source, &context);
            vec![Opened::Source(source, outcome)]
        }
    }
}

fn check(linter: &Linter, piece: Work) -> Vec<Progress> {
    let read = read(linter, piece);
    let articles: Vec<(&Source, &Article)> = read
        .iter()
        .flat_map(|read| match read {
            Opened::Failed(..) => None,
            Opened::Source(source, outcome) => Some(outcome.articles.iter().map(move |article| (source, article))),
        })
        .flatten()
        .collect();
    let mut checked = articles.chunks(BATCH_FILES).flat_map(|some| linter.check_all(some));
    let mut results = Vec::with_capacity(articles.len() + read.len());
    for read in &read {
        match read {
            Opened::Failed(name, error) => results.push(Progress::Failed(name.clone(), error.clone())),
            Opened::Source(source, outcome) => report(source, outcome, &mut checked, &mut results),
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
    results.extend(outcome.errors.iter().cloned().map(failed));
    for mut checked in checked.take(outcome.articles.len()) {
        for message in std::mem::take(&mut checked.errors) {
            results.push(failed(InputError { place: checked.place.clone(), line: None, message }));
        }
        results.push(Progress::Checked(Box::new(checked)));
    }
    results.push(Progress::Bytes(source.bytes().len() as u64));
}

/// Reads standard input up to the size of a document.
pub fn read_all(mut reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(source::MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
