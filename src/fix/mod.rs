//! Fixes: puts the edits of findings into the bytes of a file. Every byte outside the edits stays as it is; the file
//! is replaced in one step, so a crash leaves either the old or the new one.

mod allow;
mod silence;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::finding::{Applicability, LocatedEdit, LocatedFinding};
use crate::source::Source;

pub use allow::allow;
pub use silence::silence;

/// A file after its fixes.
#[derive(Debug)]
pub struct Fixed {
    pub bytes: Vec<u8>,
    /// Findings whose fix was applied.
    pub applied: usize,
    /// Findings whose fix touches one that was applied; they need another run.
    pub left: usize,
}

/// Fixes that go together.
#[derive(Debug, Default)]
pub struct Merged<'a> {
    /// In order, none touching another.
    pub edits: Vec<&'a LocatedEdit>,
    /// Findings whose fix is among them.
    pub applied: usize,
    /// Findings whose fix touches one that is.
    pub left: usize,
}

/// Applies the fixes of `findings` that are at least as safe as `least`. Findings come from this very source.
pub fn apply(source: &Source, findings: &[LocatedFinding], least: Applicability) -> Fixed {
    let Merged { edits, applied, left } = merge(findings, least);
    Fixed { bytes: splice(source, &edits), applied, left }
}

/// The edits of the fixes of `findings` that are at least as safe as `least`; of two that touch, the first.
pub fn merge(findings: &[LocatedFinding], least: Applicability) -> Merged<'_> {
    let mut edits: Vec<&LocatedEdit> = Vec::new();
    let (mut applied, mut left) = (0, 0);
    for finding in findings {
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.applicability >= least && !fix.edits.is_empty()) else {
            continue;
        };
        let clashes = |edit: &&LocatedEdit| {
            fix.edits.iter().any(|new| new.start < edit.end && edit.start < new.end || new.start == edit.start)
        };
        if edits.iter().any(clashes) {
            left += 1;
        } else {
            edits.extend(&fix.edits);
            applied += 1;
        }
    }
    edits.sort_by_key(|edit| edit.start);
    Merged { edits, applied, left }
}

fn splice(source: &Source, edits: &[&LocatedEdit]) -> Vec<u8> {
    let old = source.bytes();
    let mut new = Vec::with_capacity(old.len());
    let mut at = 0;
    for edit in edits {
        let (Ok(start), Ok(end)) = (usize::try_from(edit.start), usize::try_from(edit.end)) else {
            continue;
        };
        // Only edits that can be written were made; see `engine::locate`.
        let (Some(kept), Some(text)) = (old.get(at..start), source.encoding().encode(&edit.text)) else {
            continue;
        };
        new.extend_from_slice(kept);
        new.extend_from_slice(&text);
        at = end;
    }
    new.extend_from_slice(old.get(at..).unwrap_or_default());
    new
}

/// A file that is there as a whole or not at all: written beside its place and moved there by [`AtomicFile::commit`].
/// A path that is no regular file (a device, a pipe) is written through.
pub struct AtomicFile {
    target: PathBuf,
    file: BufWriter<File>,
    temporary: Option<TempPath>,
}

impl AtomicFile {
    pub fn create(path: &Path) -> io::Result<Self> {
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let metadata = std::fs::metadata(&target).ok();
        if metadata.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            let file = std::fs::OpenOptions::new().write(true).open(&target)?;
            return Ok(Self { target, file: BufWriter::new(file), temporary: None });
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let (file, temporary) = tempfile::Builder::new().tempfile_in(folder)?.into_parts();
        match metadata {
            Some(metadata) => file.set_permissions(metadata.permissions())?,
            None => make_readable(&file)?,
        }
        Ok(Self { target, file: BufWriter::new(file), temporary: Some(temporary) })
    }

    pub fn commit(mut self) -> io::Result<()> {
        self.file.flush()?;
        match self.temporary {
            None => Ok(()),
            Some(temporary) => {
                self.file.get_ref().sync_all()?;
                temporary.persist(&self.target).map_err(|error| error.error)
            }
        }
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Temporary files are private; a report or a page is not.
#[cfg(unix)]
fn make_readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_file: &File) -> io::Result<()> {
    Ok(())
}

/// Writes a file in one step.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(bytes)?;
    file.commit()
}

/// Why a file could not be written, for the user. What stood there before stands there still.
pub fn write_error(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "磁盘满了，请腾出空间后再试".to_string(),
        io::ErrorKind::PermissionDenied => "没有写的权限，请检查文件和文件夹的权限".to_string(),
        io::ErrorKind::NotFound => "没有这个文件夹，请检查路径".to_string(),
        _ => format!("写入失败：{error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_whole_or_absent_and_keeps_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all("甲".as_bytes()).unwrap();
        assert!(!path.exists());
        drop(file);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        write_atomically(&path, b"1").unwrap();
        write_atomically(&path, b"2").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"2");
    }
}
