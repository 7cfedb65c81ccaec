//! One piece of work: small files, members of a package, a part of a large file. They are looked up in the cache; the
//! rest is read and checked together, and kept. Where pieces come from and in what order results go on is not known here.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::cache::{Cache, Digest, Keeping, Key, Origin};
use super::linter::Linter;
use super::locate::Checked;
use super::pipeline::RunOptions;
use super::trace::Trace;
use crate::document::Article;
use crate::input::{Held, Input, InputError, Outcome, ReadContext};
use crate::source::{self, Source};

/// Articles that are checked together at most.
pub(super) const TOGETHER: usize = 64;

/// What the receiver of results is told, in order.
pub enum Progress {
    Checked(Box<Checked>),
    /// An input, or part of one, that could not be read.
    Failed(String, InputError),
    /// So many bytes of the input are done.
    Bytes(u64),
}

/// A piece of work.
pub(super) enum Work {
    /// Small files.
    Files(Vec<Found>),
    /// Files in memory.
    Held(Vec<Held>),
    /// Articles of a package whose text was taken out already, and where to keep what is found in them.
    Read(Source, Outcome, Option<Keeping>),
    Part(Part),
    Failed(String, InputError),
    /// So many bytes of a package are unpacked.
    Unpacked(u64),
}

/// A small file that is not read yet.
pub(super) struct Found {
    pub path: PathBuf,
    /// As the user gave or would give it.
    pub name: String,
    pub size: u64,
    /// By what the cache knows it.
    pub stamp: Option<Key>,
}

/// A part of a large file.
pub(super) struct Part {
    pub source: Source,
    pub format: &'static dyn Input,
    pub header: Option<Arc<str>>,
    pub records_before: u32,
}

/// What a file, or a part of one, was read into.
pub(super) enum Opened {
    Failed(String, InputError),
    Source(Source, Outcome),
    /// So many bytes of the input are read.
    Bytes(u64),
}

/// One thing of a piece.
enum Unit {
    /// What is known of it.
    Known(Vec<Progress>),
    /// What was read of it, and where to keep what is found in that.
    Opened(Vec<Opened>, Option<Keeping>),
}

/// Reads a piece of work.
pub(super) fn read(linter: &Linter, piece: Work) -> Vec<Opened> {
    let units = Opener { linter, cache: None, traced: false }.piece(piece).into_iter();
    // Without a cache, nothing is known.
    units.flat_map(|unit| if let Unit::Opened(opened, _) = unit { opened } else { Vec::new() }).collect()
}

/// Checks a piece of work.
pub(super) fn check(linter: &Linter, options: RunOptions<'_>, piece: Work) -> Vec<Progress> {
    let RunOptions { cache, traced, .. } = options;
    let units = Opener { linter, cache, traced }.piece(piece);
    let articles: Vec<(&Source, &Article)> = units.iter().flat_map(articles).collect();
    let checked: Vec<Checked> = articles.chunks(TOGETHER).flat_map(|some| check_all(linter, some, traced)).collect();
    let mut checked = checked.into_iter();
    let mut results = Vec::with_capacity(checked.len() + units.len());
    for unit in units {
        match unit {
            Unit::Known(known) => results.extend(known),
            Unit::Opened(opened, keeping) => {
                let start = results.len();
                // What could not be opened may be there the next time, with the same bytes.
                let is_whole = !opened.iter().any(|opened| matches!(opened, Opened::Failed(..)));
                for opened in opened {
                    match opened {
                        Opened::Failed(path, error) => results.push(Progress::Failed(path, error)),
                        Opened::Bytes(bytes) => results.push(Progress::Bytes(bytes)),
                        Opened::Source(source, outcome) => report(&source, outcome, &mut checked, &mut results),
                    }
                }
                if let (Some(cache), Some(keeping), true) = (cache, keeping, is_whole) {
                    cache.keep(&keeping, &results[start..]);
                }
            }
        }
    }
    results
}

fn articles(unit: &Unit) -> impl Iterator<Item = (&Source, &Article)> {
    let opened = if let Unit::Opened(opened, _) = unit { opened.as_slice() } else { &[] };
    let sources = opened.iter().filter_map(|opened| match opened {
        Opened::Source(source, outcome) => Some((source, outcome)),
        Opened::Failed(..) | Opened::Bytes(_) => None,
    });
    sources.flat_map(|(source, outcome)| outcome.articles.iter().map(move |article| (source, article)))
}

fn check_all(linter: &Linter, articles: &[(&Source, &Article)], traced: bool) -> Vec<Checked> {
    let mut checked = linter.check_all(articles);
    for (checked, (_, article)) in checked.iter_mut().zip(articles).filter(|_| traced) {
        let (trace, same) = Trace::of(linter, article);
        checked.trace = Some(trace);
        checked.same = checked.same.and(same);
    }
    checked
}

/// The results of a source, whose articles are the next of those checked.
fn report(source: &Source, outcome: Outcome, checked: &mut impl Iterator<Item = Checked>, results: &mut Vec<Progress>) {
    let failed = |error: InputError| Progress::Failed(source.path().to_string(), error);
    let member = source.member().map(|member| &**member);
    results.extend(outcome.errors.into_iter().map(|error| failed(error.within(member))));
    for mut checked in checked.take(outcome.articles.len()) {
        for message in std::mem::take(&mut checked.errors) {
            results.push(failed(InputError { place: checked.place.clone(), line: None, message }));
        }
        results.push(Progress::Checked(Box::new(checked)));
    }
}

/// What is neither looked up nor kept.
fn told(opened: Opened) -> Unit {
    Unit::Opened(vec![opened], None)
}

/// What the reader of a file sees besides its name and bytes.
fn seen(held: &Held) -> impl Serialize {
    ("file", &held.member, &held.url, held.base.map(|base| (base.byte, base.line)))
}

fn digest(bytes: &[u8]) -> Digest {
    *blake3::hash(bytes).as_bytes()
}

/// Looks things up, and reads those that are not known.
struct Opener<'a> {
    linter: &'a Linter,
    cache: Option<&'a Cache>,
    traced: bool,
}

impl Opener<'_> {
    fn piece(&self, piece: Work) -> Vec<Unit> {
        match piece {
            Work::Failed(path, error) => vec![told(Opened::Failed(path, error))],
            Work::Unpacked(bytes) => vec![told(Opened::Bytes(bytes))],
            Work::Read(source, mut outcome, keeping) => {
                let read = || {
                    self.linter.complete(&mut outcome.articles);
                    Unit::Opened(vec![Opened::Source(source, outcome)], keeping.clone())
                };
                vec![self.known(&keeping).unwrap_or_else(read)]
            }
            Work::Files(files) => self.files(files),
            Work::Held(files) => files.into_iter().flat_map(|held| self.held(held, None)).collect(),
            Work::Part(part) => self.part(part).into(),
        }
    }

    /// Files, of which those that did not change since they were checked are not read.
    fn files(&self, files: Vec<Found>) -> Vec<Unit> {
        let unread = self.unread(&files);
        let units = files.into_iter().zip(unread).map(|(file, unread)| match unread {
            Some(results) => vec![Unit::Known(results), told(Opened::Bytes(file.size))],
            None => self.file(file),
        });
        units.flatten().collect()
    }

    /// What is known of files by their stamps.
    fn unread(&self, files: &[Found]) -> Vec<Option<Vec<Progress>>> {
        let Some(cache) = self.cache else { return files.iter().map(|_| None).collect() };
        let digests = cache.digests(&files.iter().map(|file| file.stamp).collect::<Vec<_>>());
        let keepings = digests.iter().zip(files).map(|(digest, file)| {
            let unread = Held::new(&file.name, Vec::new());
            self.keeping(&unread.path, Origin::default(), &seen(&unread), digest.as_ref()?)
        });
        cache.get_all(&keepings.collect::<Vec<_>>())
    }

    fn file(&self, file: Found) -> Vec<Unit> {
        match source::read_file(&file.path) {
            Err(error) => vec![told(Opened::Failed(file.name, InputError::new(error.0)))],
            Ok(bytes) => self.held(Held::new(&file.name, bytes), file.stamp).into(),
        }
    }

    /// A file in memory, which may be a package itself.
    fn held(&self, held: Held, stamp: Option<Key>) -> [Unit; 2] {
        // Of a member, what it takes up in the package is counted there.
        let length = if held.member.is_some() { 0 } else { held.bytes.len() as u64 };
        let keeping = self.cache.and_then(|cache| {
            let digest = digest(&held.bytes);
            if let Some(stamp) = stamp {
                cache.keep_digest(stamp, &digest);
            }
            self.keeping(&held.path, Origin::default(), &seen(&held), &digest)
        });
        let unit = self.known(&keeping).unwrap_or_else(|| {
            let (path, mut opened) = (Arc::clone(&held.path), Vec::new());
            self.linter.open(held, &mut |result| {
                opened.push(match result {
                    Ok((source, outcome)) => Opened::Source(source, outcome),
                    Err(error) => Opened::Failed(path.to_string(), error),
                });
            });
            Unit::Opened(opened, keeping)
        });
        [unit, told(Opened::Bytes(length))]
    }

    fn part(&self, part: Part) -> [Unit; 2] {
        let Part { source, format, header, records_before } = part;
        let length = if source.member().is_some() { 0 } else { source.bytes().len() as u64 };
        let origin = Origin { base: source.base(), records: records_before };
        let seen = ("part", source.member(), format.name(), source.encoding(), &header);
        let keeping = self.cache.and_then(|_| self.keeping(source.path(), origin, &seen, &digest(source.bytes())));
        let unit = self.known(&keeping).unwrap_or_else(|| {
            let header = header.as_deref();
            let context = ReadContext { header, records_before, ..self.linter.read_context(source.path()) };
            let mut outcome = format.read(&source, &context);
            self.linter.complete(&mut outcome.articles);
            Unit::Opened(vec![Opened::Source(source, outcome)], keeping)
        });
        [unit, told(Opened::Bytes(length))]
    }

    fn keeping(&self, path: &Arc<str>, origin: Origin, seen: &impl Serialize, digest: &Digest) -> Option<Keeping> {
        let key = self.cache?.key(path, &(seen, self.traced), digest);
        Some(Keeping { key, path: Arc::clone(path), origin })
    }

    fn known(&self, keeping: &Option<Keeping>) -> Option<Unit> {
        self.cache?.get_all(std::slice::from_ref(keeping)).pop()?.map(Unit::Known)
    }
}
