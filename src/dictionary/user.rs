//! Users' own dictionaries: a folder of the bundled form, or a single TSV, CSV or XLSX table with the same columns.
//! Read at run time; a bad row is named and left out, the others work.

use std::fs;
use std::path::Path;

use calamine::{Reader, open_workbook_auto};

use super::consistency::validate;
use super::format::{Boundary, Dictionary, FixPolicy, FormatError, parse_folder, parse_rows};

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
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    let rows = match extension.as_str() {
        "xlsx" | "xls" | "ods" => read_workbook(path),
        "csv" => read_text(path).map(|text| csv_rows(&text)),
        "tsv" | "txt" => read_text(path)
            .map(|text| text.lines().map(|line| line.split('\t').map(str::to_string).collect()).collect()),
        _ => Err("词库应是文件夹，或 .tsv、.csv、.xlsx 表格".to_string()),
    };
    let rows = match rows {
        Ok(rows) => rows,
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

fn read_text(path: &Path) -> Result<String, String> {
    let source = crate::source::Source::open(path, &path.display().to_string()).map_err(|error| error.0)?;
    if fs::metadata(path).is_ok_and(|data| data.len() == 0) {
        return Err("文件是空的".to_string());
    }
    Ok(source.text().to_string())
}

fn read_workbook(path: &Path) -> Result<Vec<Vec<String>>, String> {
    let mut workbook = open_workbook_auto(path).map_err(|error| format!("打不开这个表格：{error}"))?;
    let range = workbook.worksheet_range_at(0).ok_or("表格里没有工作表")?;
    let range = range.map_err(|error| format!("读不了第一张工作表：{error}"))?;
    Ok(range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect())
}

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), Vec::new());
    let mut input = text.as_bytes();
    let mut buffer = [0u8; 4096];
    loop {
        let (result, read, written) = reader.read_field(input, &mut buffer);
        input = &input[read..];
        field.extend_from_slice(&buffer[..written]);
        match result {
            csv_core::ReadFieldResult::Field { record_end } => {
                row.push(String::from_utf8_lossy(&field).into_owned());
                field.clear();
                if record_end {
                    rows.push(std::mem::take(&mut row));
                }
            }
            csv_core::ReadFieldResult::End => return rows,
            csv_core::ReadFieldResult::InputEmpty | csv_core::ReadFieldResult::OutputFull => {}
        }
    }
}
