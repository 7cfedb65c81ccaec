//! From the paths on the command line to the files to read: folders are walked, `.gitignore` and `.shenjiaoignore`
//! respected, in the order of their names.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// Files that are read inside a folder. Anything can be given by name.
const EXTENSIONS: [&str; 33] = [
    "txt", "text", "md", "markdown", "html", "htm", "shtml", "xhtml", "jhtml", "json", "jsonl", "ndjson", "csv", "tsv",
    "mdx", "rss", "atom", "wxr", "sql", "mht", "mhtml", "docx", "xlsx", "zip", "gz", "tgz", "tar", "warc", "db",
    "sqlite", "sqlite3", "db3", "parquet",
];
/// How much of an XML file is looked at: many are no articles, those that are begin as feeds do.
const XML_HEAD: u64 = 16 << 10;

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
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && is_readable(entry.path()) => {
                found.push(Discovered::File(entry.path().to_path_buf(), name(entry.path())));
            }
            Ok(_) => {}
            Err(error) => found.push(Discovered::Missing(name(folder), format!("读不了文件夹：{error}"))),
        }
    }
}

/// Whether a name inside a folder or an archive is that of a file to read.
pub fn has_known_extension(name: &str) -> bool {
    EXTENSIONS.contains(&extension(name).as_str())
}

/// Lower-case extension of a name, without the dot.
fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase()
}

fn is_readable(path: &Path) -> bool {
    let name = name(path);
    has_known_extension(&name) || extension(&name) == "xml" && begins_as_feed(path)
}

fn begins_as_feed(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(XML_HEAD).read_to_end(&mut head));
    read.is_ok() && super::feed::is_feed(&String::from_utf8_lossy(&head))
}

/// The path with forward slashes, so that reports are the same on every system.
fn name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
