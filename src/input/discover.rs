//! From the paths on the command line to the files to read: folders are walked, `.gitignore` and `.shenjiaoignore`
//! respected, in the order of their names.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// Files that are read inside a folder. Anything can be given by name.
const EXTENSIONS: [&str; 26] = [
    "txt", "text", "md", "markdown", "html", "htm", "shtml", "xhtml", "jhtml", "json", "jsonl", "ndjson", "csv", "tsv",
    "mdx", "docx", "xlsx", "zip", "gz", "tgz", "tar", "warc", "db", "sqlite", "sqlite3", "db3",
];

/// A file to read, or a path that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discovered {
    /// The path, and its name as the user gave or would give it.
    File(PathBuf, String),
    Missing(String, String),
}

/// The files under `paths`, ordered by name, each once.
pub fn discover(paths: &[PathBuf]) -> Vec<Discovered> {
    let mut found: Vec<Discovered> = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut found);
        } else if path.exists() {
            found.push(Discovered::File(path.clone(), name(path)));
        } else {
            found.push(Discovered::Missing(name(path), "找不到这个文件或文件夹，请检查路径".to_string()));
        }
    }
    found.sort_by(|a, b| key(a).cmp(key(b)));
    found.dedup_by(|a, b| key(a) == key(b));
    found
}

fn key(found: &Discovered) -> &str {
    match found {
        Discovered::File(_, name) | Discovered::Missing(name, _) => name,
    }
}

fn walk(folder: &Path, found: &mut Vec<Discovered>) {
    let mut builder = WalkBuilder::new(folder);
    builder.add_custom_ignore_filename(".shenjiaoignore").require_git(false).follow_links(false);
    for entry in builder.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && has_known_extension(&name(entry.path())) => {
                found.push(Discovered::File(entry.path().to_path_buf(), name(entry.path())));
            }
            Ok(_) => {}
            Err(error) => found.push(Discovered::Missing(name(folder), format!("读不了文件夹：{error}"))),
        }
    }
}

/// Whether a name inside a folder or an archive is that of a file to read.
pub fn has_known_extension(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str())
}

/// The path with forward slashes, so that reports are the same on every system.
fn name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
