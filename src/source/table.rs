//! A small table that a person keeps (a register, a word list): CSV, TSV or a workbook as rows of cells. Not about exports
//! of articles: their cells have places.

use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};

/// The rows of a table; `None` where the name is not that of one. The error is for the user.
pub fn read_table(path: &Path) -> Result<Option<Vec<Vec<String>>>, String> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    let rows = match extension.as_str() {
        "xlsx" | "xls" | "ods" => read_workbook(path)?,
        "csv" => csv_rows(&read_text(path)?),
        "tsv" | "txt" => {
            let cells = |line: &str| line.split('\t').map(str::to_string).collect();
            read_text(path)?.lines().map(cells).collect()
        }
        _ => return Ok(None),
    };
    Ok(Some(rows))
}

fn read_text(path: &Path) -> Result<String, String> {
    let source = super::Source::open(path, &path.display().to_string()).map_err(|error| error.0)?;
    if std::fs::metadata(path).is_ok_and(|data| data.len() == 0) {
        return Err("文件是空的".to_string());
    }
    Ok(source.text().to_string())
}

fn read_workbook(path: &Path) -> Result<Vec<Vec<String>>, String> {
    let mut workbook = open_workbook_auto(path).map_err(|error| format!("打不开这个表格：{error}"))?;
    let range = workbook.worksheet_range_at(0).ok_or("表格里没有工作表")?;
    let range = range.map_err(|error| format!("读不了第一张工作表：{error}"))?;
    Ok(range.rows().map(|row| row.iter().map(shown).collect()).collect())
}

/// A cell as a person typed it: of a date, workbooks keep the number of days since 1900.
fn shown(cell: &Data) -> String {
    let whole = |text: &str| text.strip_suffix("T00:00:00").unwrap_or(text).to_string();
    match cell {
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            whole(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"))
        }
        Data::DateTimeIso(text) => whole(text),
        _ => cell.to_string(),
    }
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
