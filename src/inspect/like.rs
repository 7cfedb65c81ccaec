//! One confirmed error, by the number that a ledger or a report has for it, and the table of the places where it stands.

use std::io::Write;
use std::path::Path;

use rusqlite::{OptionalExtension, params};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde::Serialize;
use serde_json::Value;

use super::InspectError;
use super::store::Store;

/// What is known of a confirmed error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    pub rule: String,
    pub message: String,
    pub suggestions: Vec<String>,
    pub before: String,
    pub text: String,
    pub after: String,
}

/// A place where the same text stands.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    pub unit: String,
    pub path: String,
    pub title: String,
    pub url: String,
    pub published: String,
    /// In the file, in words.
    pub place: String,
    pub region: &'static str,
    pub before: String,
    pub text: String,
    pub after: String,
    pub suggestion: String,
    /// Whether the rule reports it there.
    #[serde(rename = "reported")]
    pub is_reported: bool,
    /// Whether the article is a draft, or was taken back.
    #[serde(rename = "draft")]
    pub is_draft: bool,
}

/// Characters of a cell at most (the limit of the format is 32,767).
const CELL: usize = 32_000;
/// Rows below the header: the limit of the format is 1,048,576 with it.
const ROWS: usize = 1_000_000;

impl Store {
    /// The finding with this fingerprint, or with this number in the ledger; of several the last.
    pub fn confirmed(&self, number: &str) -> Result<Option<Confirmed>, InspectError> {
        let identity = u64::from_str_radix(number, 16).ok().map(u64::cast_signed);
        let sql = "SELECT rule, message, suggestion, before, text, after FROM finding
            WHERE fingerprint = ?1 OR identity = ?2 ORDER BY run DESC LIMIT 1";
        let found = self.database().query_row(sql, params![number, identity], |row| {
            let suggestion: String = row.get(2)?;
            Ok(Confirmed {
                rule: row.get(0)?,
                message: row.get(1)?,
                suggestions: suggestion.split('；').filter(|one| !one.is_empty()).map(str::to_string).collect(),
                before: row.get(3)?,
                text: row.get(4)?,
                after: row.get(5)?,
            })
        });
        Ok(found.optional()?)
    }
}

/// The finding with this fingerprint in a report of `check`, as JSON or JSON Lines.
pub fn confirmed_in_report(path: &Path, fingerprint: &str) -> Result<Option<Confirmed>, InspectError> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| InspectError(format!("读不了报告 {name}：{error}")))?;
    let values = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
    for value in values {
        let value = value.map_err(|error| InspectError(format!("{name} 不是 JSON 报告：{error}")))?;
        if let Some(found) = find(&value, fingerprint) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// In a line of JSON Lines, or in the articles of a report.
fn find(report: &Value, fingerprint: &str) -> Option<Confirmed> {
    let articles = report["articles"].as_array().into_iter().flatten();
    let findings = articles.flat_map(|article| article["findings"].as_array().into_iter().flatten());
    let finding = std::iter::once(report).chain(findings).find(|finding| finding["fingerprint"] == fingerprint)?;
    let text = |key: &str| finding[key].as_str().unwrap_or_default().to_string();
    let suggestions = finding["suggestions"].as_array().into_iter().flatten();
    Some(Confirmed {
        rule: text("rule"),
        message: text("message"),
        suggestions: suggestions.filter_map(Value::as_str).map(str::to_string).collect(),
        before: text("before"),
        text: text("text"),
        after: text("after"),
    })
}

/// Writes the places as a workbook.
pub fn places(places: &[Place], out: &mut (impl Write + Send)) -> Result<(), InspectError> {
    table(places, out).map_err(|error| InspectError(format!("表格写不成：{error}")))
}

fn table(places: &[Place], out: &mut (impl Write + Send)) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name("同样的错误")?.set_freeze_panes(1, 0)?;
    let header = Format::new().set_bold();
    let columns = ["单位", "标题", "链接", "发布日期", "文件", "位置", "原文", "上下文", "建议", "规则", "发布状态"];
    for (column, name) in columns.iter().enumerate() {
        sheet.write_with_format(0, column as u16, *name, &header)?;
        sheet.set_column_width(column as u16, if column == 7 { 44 } else { 18 })?;
    }
    for (row, place) in places.iter().take(ROWS).enumerate() {
        let context = format!("{}【{}】{}", place.before, place.text, place.after);
        let reported = if place.is_reported { "已报" } else { "没有报" };
        let state = if place.is_draft { "未发布" } else { "" };
        let Place { unit, title, url, published, path, place: at, text, suggestion, .. } = place;
        let cells: [&str; 11] = [unit, title, url, published, path, at, text, &context, suggestion, reported, state];
        for (column, cell) in cells.iter().enumerate() {
            // Text and never a formula, whatever it begins with.
            let cell: String = cell.chars().filter(|c| !c.is_control()).take(CELL).collect();
            sheet.write_string(row as u32 + 1, column as u16, cell)?;
        }
    }
    sheet.autofilter(0, 0, places.len().clamp(1, ROWS) as u32, columns.len() as u16 - 1)?;
    workbook.save_to_writer(out)
}
