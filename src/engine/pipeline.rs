//! Many files in parallel, results in order. One thread cuts the input into pieces of work, workers read and check
//! them, and the calling thread receives the results in the order of the input. At most a window of pieces is under
//! way, so memory is bounded however large the input is.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::framing::Framer;
use super::linter::Linter;
use super::locate::Checked;
use super::overrides;
use crate::config::Mapping;
use crate::input::{self, Discovered, Input, InputError, ReadContext};
use crate::source::{self, Source};

/// Files larger than this are read in pieces where their format allows it.
const STREAM_FROM: u64 = 4 << 20;
/// Pieces under way for each thread.
const WINDOW_PER_THREAD: usize = 4;

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
    let threads = options.threads.max(1);
    let window = threads * WINDOW_PER_THREAD;
    let (work_in, work_out) = bounded::<(u64, Work)>(window);
    let (done_in, done_out) = bounded::<(u64, Vec<Progress>)>(window);
    let (permit_in, permit_out) = bounded::<()>(window);
    for _ in 0..window {
        let _ = permit_in.send(());
    }
    let mappings = CompiledMappings::new(&linter.config.mappings);
    std::thread::scope(|scope| {
        scope.spawn(|| Producer { work: work_in, permits: permit_out, number: 0 }.produce(task));
        for _ in 0..threads {
            let (work, done, mappings) = (work_out.clone(), done_in.clone(), &mappings);
            scope.spawn(move || {
                for (number, piece) in work {
                    if done.send((number, check(linter, mappings, piece))).is_err() {
                        break;
                    }
                }
            });
        }
        drop((work_out, done_in));
        receive(&done_out, permit_in, &mut each);
    });
}

/// Puts results into the order of their numbers.
fn receive(done: &Receiver<(u64, Vec<Progress>)>, permits: Sender<()>, each: &mut impl FnMut(Progress) -> bool) {
    let (mut waiting, mut next) = (BTreeMap::new(), 0);
    for (number, result) in done {
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&next) {
            next += 1;
            let _ = permits.try_send(());
            for progress in result {
                if !each(progress) {
                    return; // dropping the channels ends producer and workers
                }
            }
        }
    }
}

struct Producer {
    work: Sender<(u64, Work)>,
    permits: Receiver<()>,
    number: u64,
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

    /// False once nobody listens any more.
    fn send(&mut self, work: Work) -> bool {
        let sent = self.permits.recv().is_ok() && self.work.send((self.number, work)).is_ok();
        self.number += 1;
        sent
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

fn check(linter: &Linter, mappings: &CompiledMappings<'_>, piece: Work) -> Vec<Progress> {
    let whole = |name: &str, source: Result<Source, source::SourceError>| match source {
        Err(error) => vec![Progress::Failed(name.to_string(), InputError::new(error.0))],
        Ok(source) => {
            let context = ReadContext { mapping: mappings.of(name), ..ReadContext::default() };
            check_source(linter, &source, input::read(&source, &context))
        }
    };
    match piece {
        Work::Failed(name, error) => vec![Progress::Failed(name, error)],
        Work::File(path, name) => whole(&name, Source::open(&path, &name)),
        Work::Bytes(bytes, name) => whole(&name, Source::new(&name, bytes)),
        Work::Part { source, format, header, records_before } => {
            let mapping = mappings.of(source.path());
            let context = ReadContext { mapping, header: header.as_deref(), records_before };
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

/// The mappings of the configuration with their globs compiled.
struct CompiledMappings<'a>(Vec<(Option<ignore::gitignore::Gitignore>, &'a Mapping)>);

impl<'a> CompiledMappings<'a> {
    fn new(mappings: &'a [Mapping]) -> Self {
        // A bad glob was refused when the configuration was read.
        Self(mappings.iter().filter_map(|mapping| Some((overrides::globs(&mapping.paths).ok()?, mapping))).collect())
    }

    fn of(&self, path: &str) -> Option<&'a Mapping> {
        let matches = |globs: &Option<ignore::gitignore::Gitignore>| {
            globs.as_ref().is_none_or(|globs| globs.matched_path_or_any_parents(path, false).is_ignore())
        };
        self.0.iter().find(|(globs, _)| matches(globs)).map(|(_, mapping)| *mapping)
    }
}

/// Reads standard input up to the size of a document.
pub fn read_all(mut reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(source::MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
