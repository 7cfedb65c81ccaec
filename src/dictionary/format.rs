//! The format of a dictionary folder: parsing and validation. Its page is `dictionaries/README.md`.
//! Shared with the build script, so it names nothing of the crate but its sibling `condition`.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::condition::{self, is_date};

/// The columns of `entries.tsv`, in order.
pub const COLUMNS: [&str; 10] =
    ["wrong", "right", "boundary", "since", "until", "unless", "only", "severity", "basis", "note"];

/// Which ends of a hit must lie on word boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Boundary {
    Word,
    Start,
    End,
    Any,
}

/// Whether the first suggestion of an entry may be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FixPolicy {
    Safe,
    Unsafe,
    Manual,
}

/// A dictionary: one rule as data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Dictionary {
    pub id: String,
    pub rule: String,
    pub title: String,
    pub severity: String,
    pub preview: bool,
    pub message: String,
    pub message_bare: String,
    pub why: String,
    pub basis: String,
    pub licence: String,
    pub fix: FixPolicy,
    pub regions: Vec<String>,
    pub unless: String,
    /// Empty in a bundled dictionary, whose entries are read when they are hit; see `Bundle::entry`.
    pub entries: Vec<Entry>,
    /// Number of the entries of a bundled dictionary.
    pub size: u32,
    pub allow: Vec<AllowEntry>,
    /// Sentences that must not, must be flagged; for `explain` and the tests.
    pub good: Vec<String>,
    pub bad: Vec<String>,
}

/// A row of `entries.tsv`. Empty strings are absent values; dates are `yyyy-mm-dd`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    pub wrong: String,
    /// Alternatives separated by `|`.
    pub right: String,
    pub boundary: Boundary,
    pub since: String,
    pub until: String,
    pub unless: String,
    pub only: String,
    pub severity: String,
    pub basis: String,
    pub note: String,
    /// 1-based row of the file.
    pub row: u32,
}

/// A row of `allow.tsv`: a text that silences hits inside it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AllowEntry {
    pub text: String,
    /// 1-based row of the file.
    pub row: u32,
}

/// A fault of a dictionary. `line` is 0 where it concerns a whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatError {
    pub path: PathBuf,
    pub line: u32,
    pub message: String,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}：{}", self.path.display(), self.message),
            line => write!(f, "{}:{line}：{}", self.path.display(), self.message),
        }
    }
}

/// `dictionary.toml` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    rule: String,
    title: String,
    severity: String,
    #[serde(default = "stable")]
    status: String,
    message: String,
    #[serde(default)]
    message_bare: String,
    why: String,
    basis: String,
    #[serde(default)]
    licence: String,
    #[serde(default = "word")]
    boundary: Boundary,
    #[serde(default = "unsafe_fix")]
    fix: FixPolicy,
    #[serde(default)]
    regions: Vec<String>,
    #[serde(default)]
    unless: String,
}

fn stable() -> String {
    "stable".to_string()
}

fn word() -> Boundary {
    Boundary::Word
}

fn unsafe_fix() -> FixPolicy {
    FixPolicy::Unsafe
}

/// Reads a dictionary folder whose entries are in `entries.tsv`. Faults of single rows are collected, so that a
/// maintainer sees all of them at once; those rows are left out.
pub fn parse_folder(folder: &Path) -> (Option<Dictionary>, Vec<FormatError>) {
    let mut errors = Vec::new();
    let read = |name: &str| std::fs::read_to_string(folder.join(name));
    let head = match read("dictionary.toml") {
        Ok(text) => text,
        Err(error) => {
            let message = format!("读不到 dictionary.toml：{error}");
            return (None, vec![FormatError { path: folder.to_path_buf(), line: 0, message }]);
        }
    };
    let mut dictionary = match parse_head(&folder.join("dictionary.toml"), &head) {
        Ok(found) => found,
        Err(error) => return (None, vec![error]),
    };
    let (ref mut found, boundary) = dictionary;
    if folder.file_name().is_some_and(|name| name != found.id.as_str()) {
        let message = format!("编号“{}”与文件夹名不同", found.id);
        errors.push(FormatError { path: folder.join("dictionary.toml"), line: 1, message });
    }
    if let Ok(text) = read("entries.tsv") {
        let rows = text.lines().map(|line| line.split('\t').map(str::to_string).collect());
        found.entries = parse_rows(&folder.join("entries.tsv"), rows, boundary, &mut errors);
    }
    if let Ok(text) = read("allow.tsv") {
        let rows = (2..).zip(text.lines().skip(1)).filter_map(|(row, line)| Some((row, line.split('\t').next()?)));
        let rows = rows.filter(|(_, text)| !text.is_empty());
        found.allow = rows.map(|(row, text)| AllowEntry { text: text.to_string(), row }).collect();
    }
    found.good = sentences(&read("good.txt").unwrap_or_default());
    found.bad = sentences(&read("bad.txt").unwrap_or_default());
    (Some(dictionary.0), errors)
}

fn sentences(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(str::to_string).collect()
}

/// Reads `dictionary.toml`; also gives the boundary of entries that name none.
pub fn parse_head(path: &Path, text: &str) -> Result<(Dictionary, Boundary), FormatError> {
    let fault = |line: u32, message: String| FormatError { path: path.to_path_buf(), line, message };
    let head: Head = toml::from_str(text).map_err(|error| {
        let before = error.span().map_or(0, |span| text[..span.start.min(text.len())].lines().count().max(1));
        fault(before as u32, format!("格式有误：{}", error.message()))
    })?;
    let known = ["info", "warning", "error", "veto"].contains(&head.severity.as_str());
    if !known {
        return Err(fault(1, format!("没有“{}”这个等级，可用 info、warning、error、veto", head.severity)));
    }
    if !head.unless.is_empty() {
        condition::check(&head.unless).map_err(|message| fault(1, message))?;
    }
    let dictionary = Dictionary {
        id: head.id,
        rule: head.rule,
        title: head.title,
        severity: head.severity,
        preview: head.status == "preview",
        message: head.message,
        message_bare: head.message_bare,
        why: head.why,
        basis: head.basis,
        licence: head.licence,
        fix: head.fix,
        regions: head.regions,
        unless: head.unless,
        entries: Vec::new(),
        size: 0,
        allow: Vec::new(),
        good: Vec::new(),
        bad: Vec::new(),
    };
    Ok((dictionary, head.boundary))
}

/// Reads the rows of a table of entries, the header first. Columns are found by name, missing ones are empty.
pub fn parse_rows(
    path: &Path,
    mut rows: impl Iterator<Item = Vec<String>>,
    boundary: Boundary,
    errors: &mut Vec<FormatError>,
) -> Vec<Entry> {
    let fault = |line: u32, message: String| FormatError { path: path.to_path_buf(), line, message };
    let header: Vec<String> = rows.next().unwrap_or_default();
    let header: Vec<&str> = header.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
    if !header.contains(&"wrong") {
        errors.push(fault(1, format!("第一行应是表头，列名为：{}", COLUMNS.join(" "))));
        return Vec::new();
    }
    if let Some(name) = header.iter().find(|name| !name.is_empty() && !COLUMNS.contains(name)) {
        errors.push(fault(1, format!("没有“{name}”这一列，可用的列名为：{}", COLUMNS.join(" "))));
    }
    let mut entries = Vec::new();
    for (number, row) in (2u32..).zip(rows) {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if row.len() > header.len() {
            errors.push(fault(number, format!("有 {} 列，比表头多", row.len())));
            continue;
        }
        let cell = |name: &str| {
            let at = header.iter().position(|column| *column == name);
            at.and_then(|at| row.get(at)).map(|cell| cell.trim().to_string()).unwrap_or_default()
        };
        match parse_entry(&cell, number, boundary) {
            Ok(entry) => entries.push(entry),
            Err(message) => errors.push(fault(number, message)),
        }
    }
    entries
}

fn parse_entry(cell: &dyn Fn(&str) -> String, row: u32, boundary: Boundary) -> Result<Entry, String> {
    let entry = Entry {
        wrong: cell("wrong"),
        right: cell("right"),
        boundary: match cell("boundary").as_str() {
            "" => boundary,
            "word" => Boundary::Word,
            "start" => Boundary::Start,
            "end" => Boundary::End,
            "any" => Boundary::Any,
            other => return Err(format!("没有“{other}”这种边界，可用 word、start、end、any")),
        },
        since: cell("since"),
        until: cell("until"),
        unless: cell("unless"),
        only: cell("only"),
        severity: cell("severity"),
        basis: cell("basis"),
        note: cell("note"),
        row,
    };
    if entry.wrong.chars().count() < 2 {
        return Err(format!("“{}”太短：至少两个字，否则误报太多", entry.wrong));
    }
    if entry.alternatives().any(|right| right == entry.wrong) {
        return Err(format!("“{}”的改法与原文相同", entry.wrong));
    }
    if let Some(date) = [&entry.since, &entry.until].into_iter().find(|date| !date.is_empty() && !is_date(date)) {
        return Err(format!("日期“{date}”应写作 2018-04-10 这样"));
    }
    if !["", "info", "warning", "error", "veto"].contains(&entry.severity.as_str()) {
        return Err(format!("没有“{}”这个等级，可用 info、warning、error、veto", entry.severity));
    }
    for conditions in [&entry.unless, &entry.only] {
        if !conditions.is_empty() {
            condition::check(conditions)?;
        }
    }
    Ok(entry)
}

impl Entry {
    /// The suggestions, best first.
    pub fn alternatives(&self) -> impl Iterator<Item = &str> {
        self.right.split('|').map(str::trim).filter(|right| !right.is_empty())
    }

    /// Whether there is a day that both speak of.
    #[allow(dead_code)] // not the build script's
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |until: &str, since: &str| !until.is_empty() && !since.is_empty() && until < since;
        !before(&self.until, &other.since) && !before(&other.until, &self.since)
    }
}
