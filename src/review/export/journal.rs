//! The journal for auditors: lines of JSON that hold all of it, and a workbook that can be read and filtered.

use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, XlsxError};
use serde::Serialize;

use crate::review::clock::shown;
use crate::review::digest::Digest;
use crate::review::error::{Result, ReviewError};
use crate::review::event::{Entry, Event};
use crate::review::store::Store;

/// Name and width in characters of the columns.
const COLUMNS: [(&str, f64); 9] = [
    ("序号", 8.0),
    ("时间", 18.0),
    ("何人", 12.0),
    ("稿件编号", 16.0),
    ("做了什么", 32.0),
    ("理由、说明", 40.0),
    ("转给", 12.0),
    ("文字校验值", 24.0),
    ("本条校验值", 24.0),
];
/// Rows of a sheet below its header: the limit of the format is 1,048,576 with it.
const ROWS: usize = 1_000_000;
/// Characters of a cell at most (the limit of the format is 32,767).
const CELL: usize = 32_000;

#[derive(Serialize)]
struct Line<'a> {
    hash: Digest,
    #[serde(flatten)]
    entry: &'a Entry,
}

/// An entry as one line, the line feed included.
pub(super) fn line(entry: &Entry, hash: Digest) -> Result<String> {
    let line = serde_json::to_string(&Line { hash, entry });
    line.map(|line| line + "\n").map_err(|error| ReviewError::storage(error.to_string()))
}

pub(super) fn workbook(store: &Store, article: Option<&str>) -> Result<Vec<u8>> {
    let fault = |error: XlsxError| ReviewError::storage(format!("日志表格写不成：{error}"));
    let mut rows = Vec::new();
    store.journal(article, |entry, hash| {
        rows.push(row(entry, hash));
        Ok(())
    })?;
    if rows.len() > ROWS {
        return Err(ReviewError::refused(format!(
            "日志有{}条，一张表放不下；请按稿件导出，或者导出 .jsonl",
            rows.len()
        )));
    }
    write(&rows).map_err(fault)
}

fn row(entry: &Entry, hash: Digest) -> (u64, [String; COLUMNS.len() - 1]) {
    let (text, to) = match &entry.event {
        Event::Submit(submission) => (Some(submission.text), ""),
        Event::Decide(decision) => (Some(decision.text), decision.to.as_str()),
        Event::Pass { text, .. }
        | Event::Return { text, .. }
        | Event::Sign { text, .. }
        | Event::Publish { text, .. }
        | Event::Recheck { text, .. } => (Some(*text), ""),
        _ => (None, ""),
    };
    let cells = [
        shown(&entry.at),
        entry.by.clone(),
        entry.article.clone().unwrap_or_default(),
        entry.event.label(),
        entry.event.reason().to_string(),
        to.to_string(),
        text.map(|text| text.to_string()).unwrap_or_default(),
        hash.to_string(),
    ];
    (entry.seq, cells)
}

fn write(rows: &[(u64, [String; COLUMNS.len() - 1])]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let header = Format::new().set_bold().set_background_color(Color::RGB(0x00DC_E6F1));
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let sheet = workbook.add_worksheet().set_name("审核日志")?;
    for (column, (name, width)) in (0_u16..).zip(COLUMNS) {
        sheet.write_with_format(0, column, name, &header)?;
        sheet.set_column_width(column, width)?;
    }
    for (at, (seq, cells)) in (1_u32..).zip(rows) {
        sheet.write_number(at, 0, *seq as f64)?;
        for (column, cell) in (1_u16..).zip(cells) {
            let cell: String = cell.chars().take(CELL).collect();
            sheet.write_string_with_format(at, column, cell, &wrap)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}
