//! The documents of an inspection in their folder: each replaces the one before as a whole or not at all, and one that is
//! still there as it was written for the run stays. What stands in them is not said here.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::engine;
use crate::fix::AtomicFile;
use crate::inspect::{self, InspectError, Overview, Store};

const LEDGER: &str = "整改台账.xlsx";
const LETTERS: &str = "通知单";

type Written = Result<(), Box<dyn std::error::Error>>;

/// Writes what is not there yet; gives the names of what was written. The ledger takes as long as all the others.
pub(super) fn write(folder: &Path, store: &Store, overview: &Overview) -> Result<Vec<String>, InspectError> {
    let mut shelf = Shelf { folder, store, overview, written: Vec::new() };
    std::thread::scope(|scope| {
        let ledger = if shelf.holds(LEDGER)? {
            None
        } else {
            let (path, again) = (shelf.path(LEDGER), store.again()?);
            Some(scope.spawn(move || in_place(&path, |file| Ok(inspect::ledger(&again, overview, file)?))))
        };
        let others = shelf.write_others();
        if let Some(ledger) = ledger {
            ledger.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            shelf.note(LEDGER)?;
        }
        others
    })?;
    Ok(shelf.written)
}

struct Shelf<'a> {
    folder: &'a Path,
    store: &'a Store,
    overview: &'a Overview,
    written: Vec<String>,
}

impl Shelf<'_> {
    fn write_others(&mut self) -> Result<(), InspectError> {
        let Self { store, overview, .. } = *self;
        self.put("巡检报告.html", |file| Ok(inspect::report(store, overview, file)?))?;
        self.put("通报（稿）.md", |file| Ok(file.write_all(inspect::markdown(overview).as_bytes())?))?;
        self.put("通报（稿）.docx", |file| Ok(file.write_all(&inspect::word(overview)?)?))?;
        let letters = self.path(LETTERS);
        fs::create_dir_all(&letters)
            .map_err(|error| InspectError(format!("建不了文件夹 {}：{error}", letters.display())))?;
        for unit in overview.units.iter().filter(|unit| unit.figures.findings() > 0 || !unit.issues.is_empty()) {
            let name = format!("{LETTERS}/{}.docx", file_name(&unit.name));
            self.put(&name, |file| Ok(file.write_all(&inspect::letter(store, overview, unit)?)?))?;
        }
        Ok(())
    }

    fn put(&mut self, name: &str, write: impl FnOnce(&mut AtomicFile) -> Written) -> Result<(), InspectError> {
        if self.holds(name)? {
            return Ok(());
        }
        in_place(&self.path(name), write)?;
        self.note(name)
    }

    /// Whether the document is there as it was written for this run.
    fn holds(&self, name: &str) -> Result<bool, InspectError> {
        let document = self.store.document(self.overview.run, name)?;
        Ok(document.is_some_and(|digest| engine::hash_of_file(&self.path(name)) == Some(digest)))
    }

    /// Remembers a document that was written.
    fn note(&mut self, name: &str) -> Result<(), InspectError> {
        if let Some(digest) = engine::hash_of_file(&self.path(name)) {
            self.store.keep_document(self.overview.run, name, &digest)?;
        }
        self.written.push(name.to_string());
        Ok(())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Writes a document beside its place and moves it there once it is whole.
pub(super) fn in_place(path: &Path, write: impl FnOnce(&mut AtomicFile) -> Written) -> Result<(), InspectError> {
    let written = AtomicFile::create(path).map_err(Into::into).and_then(|mut file| {
        write(&mut file)?;
        Ok(file.commit()?)
    });
    written.map_err(|error: Box<dyn std::error::Error>| InspectError(format!("写不了 {}：{error}", path.display())))
}

/// A name without what file systems do not allow.
fn file_name(name: &str) -> String {
    let safe = |c: char| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c };
    let name: String = name.chars().map(safe).take(60).collect();
    if name.trim_matches(['.', ' ']).is_empty() { "未知单位".to_string() } else { name }
}
