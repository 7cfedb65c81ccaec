//! CSV for a spreadsheet: one finding a row, Chinese headers. A byte-order mark and CRLF, because Excel takes a file
//! without them for GBK; every cell quoted. Inputs that could not be read are no findings and have no row.

use std::io::{self, Write};

use super::{Header, Options, Output};
use crate::engine::Checked;
use crate::finding::{LocatedFinding, family_label};

/// The columns; [`row`] gives the cells in this order.
const HEADERS: [&str; 23] = [
    "文件", "位置", "标题", "网址", "发布日期", "栏目", "来源", "等级", "类别", "规则", "原文", "建议", "说明", "原因",
    "依据", "上文", "下文", "行", "列", "字节起", "字节止", "指纹", "重复篇数",
];

struct Csv;

pub(super) fn new(_options: Options) -> Box<dyn Output> {
    Box::new(Csv)
}

impl Output for Csv {
    fn begin(&mut self, out: &mut dyn Write, _header: Header<'_>) -> io::Result<()> {
        write!(out, "\u{feff}")?;
        write_row(out, &HEADERS.map(str::to_string))
    }

    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        checked.findings.iter().try_for_each(|finding| write_row(out, &row(finding)))
    }
}

fn row(finding: &LocatedFinding) -> [String; 23] {
    let article = &finding.article;
    let known = |value: &Option<String>| value.clone().unwrap_or_default();
    // Empty where the file is no text.
    let number = |number: u64| if finding.start.is_in_text() { number.to_string() } else { String::new() };
    [
        finding.path.to_string(),
        finding.place.as_ref().map(ToString::to_string).unwrap_or_default(),
        known(&article.title),
        known(&article.url),
        known(&article.published),
        known(&article.column),
        known(&article.source),
        finding.severity.label().to_string(),
        family_label(&finding.family).to_string(),
        finding.rule.to_string(),
        finding.text.clone(),
        finding.suggestions.join("；"),
        finding.message.clone(),
        finding.why.to_string(),
        finding.basis.to_string(),
        finding.before.clone(),
        finding.after.clone(),
        number(u64::from(finding.start.line)),
        number(u64::from(finding.start.column)),
        number(finding.start.byte),
        number(finding.end.byte),
        finding.fingerprint.to_string(),
        finding.repeated.unwrap_or(1).to_string(),
    ]
}

fn write_row(out: &mut dyn Write, cells: &[String]) -> io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // A spreadsheet runs a cell that begins so as a formula; the apostrophe makes it text.
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        write!(out, "{comma}\"{guard}{}\"", cell.replace('"', "\"\""))?;
    }
    out.write_all(b"\r\n")
}
