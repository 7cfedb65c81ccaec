//! Users' own dictionaries: a folder of the bundled form, or a single TSV, CSV or XLSX table with the same columns.
//! Read at run time; a bad row is named and left out, the others work.

use std::path::Path;

use super::consistency::validate;
use super::format::{Boundary, Dictionary, FixPolicy, FormatError, parse_folder, parse_rows};
use crate::source::read_table;

/// Loads what `path` names. Faults are for the user; the dictionary has what could be read.
pub fn load(path: &Path) -> (Option<Dictionary>, Vec<FormatError>) {
    if !path.is_dir() {
        return load_table(path);
    }
    let (dictionary, mut errors) = parse_folder(path);
    let Some(mut dictionary) = dictionary else {
        return (None, errors);
    };
    // A folder may hold its entries as a spreadsheet instead.
    for name in ["entries.csv", "entries.xlsx"] {
        if path.join(name).is_file() {
            let (table, faults) = load_table(&path.join(name));
            errors.extend(faults);
            dictionary.entries.extend(table.into_iter().flat_map(|table| table.entries));
        }
    }
    dictionary.entries.sort_by(|a, b| a.wrong.cmp(&b.wrong));
    report_faults(&dictionary, &path.join("entries.tsv"), &mut errors);
    (Some(dictionary), errors)
}

fn load_table(path: &Path) -> (Option<Dictionary>, Vec<FormatError>) {
    let mut errors = Vec::new();
    let rows = match read_table(path) {
        Ok(Some(rows)) => rows,
        Ok(None) => {
            let message = "词库应是文件夹，或 .tsv、.csv、.xlsx 表格".to_string();
            return (None, vec![FormatError { path: path.to_path_buf(), line: 0, message }]);
        }
        Err(message) => return (None, vec![FormatError { path: path.to_path_buf(), line: 0, message }]),
    };
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("user");
    let mut dictionary = plain(stem);
    dictionary.entries = parse_rows(path, rows.into_iter(), Boundary::Word, &mut errors);
    dictionary.entries.sort_by(|a, b| a.wrong.cmp(&b.wrong));
    report_faults(&dictionary, path, &mut errors);
    (Some(dictionary), errors)
}

fn report_faults(dictionary: &Dictionary, path: &Path, errors: &mut Vec<FormatError>) {
    let faults = validate(dictionary).into_iter();
    errors.extend(faults.map(|(line, message)| FormatError { path: path.to_path_buf(), line, message }));
}

/// What a table without `dictionary.toml` is: the user's own word list.
fn plain(name: &str) -> Dictionary {
    Dictionary {
        id: name.to_string(),
        rule: format!("phrasing/{name}"),
        title: format!("自备词库：{name}"),
        severity: "warning".to_string(),
        preview: false,
        message: "“{wrong}”应为“{right}”".to_string(),
        message_bare: "“{wrong}”在自备词库中，请核对".to_string(),
        why: "本单位自备词库中的词条。".to_string(),
        basis: "本单位规定".to_string(),
        licence: String::new(),
        fix: FixPolicy::Unsafe,
        regions: Vec::new(),
        unless: String::new(),
        entries: Vec::new(),
        size: 0,
        allow: Vec::new(),
        good: Vec::new(),
        bad: Vec::new(),
    }
}
