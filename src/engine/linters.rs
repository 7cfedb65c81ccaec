//! For programs that run on: a linter for each configuration, made again when a file that it was made from changes, or the
//! day does.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use jiff::civil::Date;

use super::Linter;
use crate::config::{self, Loaded};
use crate::document::today;
use crate::finding::Severity;

type Make = dyn Fn(Loaded) -> Result<Linter, Vec<String>> + Send + Sync;

/// See the module.
pub struct Linters {
    /// The configuration to use for all documents, instead of the nearest.
    given: Option<PathBuf>,
    make: Box<Make>,
    /// Findings below it are not shown.
    pub least: Severity,
    made: Mutex<HashMap<Option<PathBuf>, Made>>,
}

struct Made {
    stamp: Stamp,
    linter: Result<Arc<Linter>, Vec<String>>,
}

/// What a linter depends on: the day, and the files it is made from, with their size and time of change.
#[derive(PartialEq)]
struct Stamp(Date, Vec<(PathBuf, Option<(SystemTime, u64)>)>);

impl Linters {
    /// `make` gives the linter of a configuration, or messages for the user.
    pub fn new(
        given: Option<PathBuf>,
        least: Severity,
        make: impl Fn(Loaded) -> Result<Linter, Vec<String>> + Send + Sync + 'static,
    ) -> Self {
        Self { given, make: Box::new(make), least, made: Mutex::default() }
    }

    /// The configuration that holds for what lies at a path.
    pub fn config(&self, path: Option<&Path>) -> Option<PathBuf> {
        self.given.clone().or_else(|| config::find(path?))
    }

    /// The linter of a configuration; without one, that of the defaults. The errors are for the user.
    pub fn get(&self, config: Option<&Path>) -> Result<Arc<Linter>, Vec<String>> {
        let key = config.map(Path::to_path_buf);
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.get(&key)
            && known.stamp == stamp(config, known.linter.as_ref().ok())
        {
            return known.linter.clone();
        }
        let loaded = config.map_or_else(|| Ok(Loaded::default()), |path| config::load(Some(path), path));
        let linter = loaded.map_err(|error| vec![error]).and_then(&self.make).map(Arc::new);
        let stamp = stamp(config, linter.as_ref().ok());
        made.insert(key, Made { stamp, linter: linter.clone() });
        linter
    }
}

fn stamp(config: Option<&Path>, linter: Option<&Arc<Linter>>) -> Stamp {
    let mut files: Vec<PathBuf> = config.map(Path::to_path_buf).into_iter().collect();
    let root = config.and_then(Path::parent).unwrap_or(Path::new("."));
    if let Some(linter) = linter {
        files.extend(linter.config.settings.context.archive.iter().map(|path| root.join(path)));
        files.extend(linter.config.dictionaries.iter().flat_map(|path| dictionary_files(&root.join(path))));
    }
    let stamped = |path: PathBuf| {
        let data = std::fs::metadata(&path).ok();
        let state = data.and_then(|data| Some((data.modified().ok()?, data.len())));
        (path, state)
    };
    Stamp(today(), files.into_iter().map(stamped).collect())
}

/// A dictionary of a user: a table, or a folder with one.
fn dictionary_files(path: &Path) -> Vec<PathBuf> {
    let inside = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = inside.chain([path.to_path_buf()]).collect();
    files.sort();
    files
}
