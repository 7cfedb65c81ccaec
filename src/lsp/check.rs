//! One check of one state of a document, on a thread of its own: the bytes of the text go the way of a file that
//! `check` is given.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::{self, Linter, Linters, Progress, Repeats, RunOptions, Task};
use crate::finding::LocatedFinding;
use crate::source::{MAX_DOCUMENT, too_large};

/// A state of a document.
pub(super) struct Snapshot {
    pub uri: String,
    pub revision: u64,
    pub path: Option<PathBuf>,
    /// What tells the format of a document that has no path.
    pub name: String,
    pub text: String,
}

/// What was found in a state of a document.
pub(super) struct Checked {
    pub uri: String,
    pub revision: u64,
    pub outcome: Result<Found, Vec<String>>,
}

/// Findings in the order of the report, and who found them.
pub(super) struct Found {
    pub linter: Arc<Linter>,
    pub name: String,
    pub findings: Vec<LocatedFinding>,
    /// Parts that could not be read.
    pub errors: Vec<String>,
}

/// Checks a snapshot; a fault of ours becomes a message, so that the server goes on.
pub(super) fn check(linters: &Linters, snapshot: Snapshot) -> Checked {
    let (uri, revision) = (snapshot.uri.clone(), snapshot.revision);
    let outcome = catch_unwind(AssertUnwindSafe(|| found(linters, snapshot)));
    let failed = |_| Err(vec![format!("检查 {uri} 时程序出错，这一篇没有检查；请把文章发给维护者")]);
    Checked { outcome: outcome.unwrap_or_else(failed), revision, uri }
}

fn found(linters: &Linters, snapshot: Snapshot) -> Result<Found, Vec<String>> {
    if snapshot.text.len() > MAX_DOCUMENT {
        return Err(vec![too_large(snapshot.text.len() as u64).0]);
    }
    let config = linters.config(snapshot.path.as_deref());
    let linter = linters.get(config.as_deref())?;
    let name = snapshot.path.as_deref().map_or(snapshot.name, |path| name_in(config.as_deref(), path));
    let (mut repeats, mut findings, mut errors) = (Repeats::default(), Vec::new(), Vec::new());
    let mut keep = |checked: engine::Checked| {
        findings.extend(checked.findings);
        true
    };
    let task = Task::Bytes(snapshot.text.into_bytes(), name.clone());
    let options = RunOptions { threads: 1, traced: false, cache: None };
    engine::run(&linter, task, options, |progress| match progress {
        Progress::Checked(mut checked) => {
            checked.findings.retain(|finding| finding.severity >= linters.least);
            repeats.push(*checked, &mut keep)
        }
        Progress::Failed(_, error) => {
            errors.push(error.message);
            true
        }
        Progress::Bytes(_) => true,
    });
    repeats.finish(&mut keep);
    Ok(Found { linter, name, findings, errors })
}

/// The path as `check` has it in the folder of the configuration, which the paths in the configuration start from.
fn name_in(config: Option<&Path>, path: &Path) -> String {
    let inside = config.and_then(Path::parent).and_then(|root| path.strip_prefix(root).ok());
    inside.unwrap_or(path).to_string_lossy().replace('\\', "/")
}
