//! Many files in parallel, results in order: files are cut into pieces of work where they are large, read and checked
//! by the workers, and handed on in the order of the input.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::framing::Framer;
use super::linter::Linter;
use super::locate::Checked;
use super::ordered::{self, Sink};
use crate::input::{self, Discovered, Input, InputError, ReadContext};
use crate::source::{self, Source};

/// Files larger than this are read in pieces where their format allows it.
const STREAM_FROM: u64 = 4 << 20;
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
    File(PathBuf, String),
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
        |sink| Producer { sink }.produce(task),
        |piece| check(linter, piece),
        |results: Vec<Progress>| results.into_iter().all(&mut each),
    );
}

struct Producer {
    sink: Sink<Work>,
}

impl Producer {
    fn produce(mut self, task: Task) {
        match task {
            Task::Bytes(bytes, name) => {
                self.send(Work::Bytes(bytes, name));
            }
            Task::Files(files) => {
                for file in files {
                    let sent = match file {
                        Discovered::Missing(name, message) => self.send(Work::Failed(name, InputError::new(message))),
                        Discovered::File(path, name) => self.file(&path, name),
                    };
                    if !sent {
                        return;
                    }
                }
            }
        }
    }

    fn send(&mut self, work: Work) -> bool {
        self.sink.send(work)
    }

    fn file(&mut self, path: &Path, name: String) -> bool {
        let large = std::fs::metadata(path).is_ok_and(|data| data.len() > STREAM_FROM);
        match large.then(|| Framer::open(path, &name)).flatten() {
            Some(framer) => self.parts(framer, &name),
            None => self.send(Work::File(path.to_path_buf(), name)),
        }
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

fn check(linter: &Linter, piece: Work) -> Vec<Progress> {
    let whole = |name: &str, source: Result<Source, source::SourceError>| match source {
        Err(error) => vec![Progress::Failed(name.to_string(), InputError::new(error.0))],
        Ok(source) => check_source(linter, &source, linter.read(&source)),
    };
    match piece {
        Work::Failed(name, error) => vec![Progress::Failed(name, error)],
        Work::File(path, name) => whole(&name, Source::open(&path, &name)),
        Work::Bytes(bytes, name) => whole(&name, Source::new(&name, bytes)),
        Work::Part { source, format, header, records_before } => {
            let header = header.as_deref();
            let context = ReadContext { header, records_before, ..linter.read_context(source.path()) };
            let outcome = format.read(&source, &context);
            check_source(linter, &source, outcome)
        }
    }
}

fn check_source(linter: &Linter, source: &Source, outcome: input::Outcome) -> Vec<Progress> {
    let mut results = Vec::with_capacity(outcome.articles.len() + 1);
    for error in outcome.errors {
        results.push(Progress::Failed(source.path().to_string(), error));
    }
    for article in outcome.articles {
        let mut checked = linter.check(source, &article);
        for message in std::mem::take(&mut checked.errors) {
            let error = InputError { place: article.place.clone(), line: None, message };
            results.push(Progress::Failed(source.path().to_string(), error));
        }
        results.push(Progress::Checked(Box::new(checked)));
    }
    results.push(Progress::Bytes(source.bytes().len() as u64));
    results
}

/// Reads standard input up to the size of a document.
pub fn read_all(mut reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(source::MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
