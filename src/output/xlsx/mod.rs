//! A workbook: one finding a row, as the ledger of an inspection has them, with filters and a frozen header. Inputs that
//! could not be read stand on a sheet of their own. Rows are written away as they come; the workbook is put together at
//! the end.

use std::fs::File;
use std::io::{self, Seek, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{Header, Options, Output, ReportedError, Summary, words};
use crate::engine::Checked;
use crate::finding::{LocatedFinding, family_label};
use crate::report::Rows;

/// Name and width in characters of the columns; [`Xlsx::push`] gives the cells in this order.
const COLUMNS: [(&str, f64); 15] = [
    ("编号", 18.0),
    ("文件", 24.0),
    ("栏目", 12.0),
    ("标题", 30.0),
    ("链接", 24.0),
    ("发布日期", 11.0),
    ("位置", 24.0),
    ("原文", 18.0),
    ("上下文", 36.0),
    ("问题", 36.0),
    ("建议", 18.0),
    ("依据", 30.0),
    ("等级", 7.0),
    ("类别", 10.0),
    ("规则", 24.0),
];
const UNREAD: [(&str, f64); 3] = [("文件", 40.0), ("位置", 24.0), ("说明", 60.0)];

#[derive(Default)]
struct Xlsx {
    workbook: Workbook,
    rows: Option<Rows<{ COLUMNS.len() }>>,
}

pub(super) fn new(_options: Options) -> Box<dyn Output> {
    Box::new(Xlsx::default())
}

impl Output for Xlsx {
    fn begin(&mut self, _out: &mut dyn Write, _header: Header<'_>) -> io::Result<()> {
        // The same findings give the same bytes: the day of their making would not.
        let first = ExcelDateTime::from_ymd(1980, 1, 1).map_err(fault)?;
        self.workbook.set_properties(&DocProperties::new().set_creation_datetime(&first));
        self.rows = Some(Rows::begin(&mut self.workbook, "问题", &COLUMNS, |_| Ok(())).map_err(fault)?);
        Ok(())
    }

    fn article(&mut self, _out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        checked.findings.iter().try_for_each(|finding| self.push(finding)).map_err(fault)
    }

    fn end(&mut self, out: &mut dyn Write, _summary: &Summary, errors: &[ReportedError]) -> io::Result<()> {
        if let Some(rows) = self.rows.take() {
            rows.end(&mut self.workbook).map_err(fault)?;
        }
        if !errors.is_empty() {
            unread(&mut self.workbook, errors).map_err(fault)?;
        }
        // By way of a file: a workbook of a million rows is not held in memory.
        let mut file: File = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file).map_err(fault)?;
        file.rewind()?;
        io::copy(&mut file, out)?;
        Ok(())
    }
}

impl Xlsx {
    fn push(&mut self, finding: &LocatedFinding) -> Result<(), XlsxError> {
        let Some(rows) = &mut self.rows else { return Ok(()) };
        let article = &finding.article;
        let known = |value: &Option<String>| value.clone().unwrap_or_default();
        let repeated = words::repetition(finding).map(|said| format!("（{said}）")).unwrap_or_default();
        let cells = [
            finding.fingerprint.to_string(),
            finding.path.to_string(),
            known(&article.column),
            known(&article.title),
            known(&article.url),
            known(&article.published),
            finding.location() + &repeated,
            finding.text.clone(),
            format!("{}【{}】{}", finding.before, finding.text, finding.after),
            finding.message.clone(),
            finding.suggestions.join("；"),
            finding.basis.to_string(),
            finding.severity.label().to_string(),
            family_label(&finding.family).to_string(),
            finding.rule.to_string(),
        ];
        rows.push(&mut self.workbook, &cells.each_ref().map(String::as_str))
    }
}

fn unread(workbook: &mut Workbook, errors: &[ReportedError]) -> Result<(), XlsxError> {
    let mut rows = Rows::begin(workbook, "没有读成的文件", &UNREAD, |_| Ok(()))?;
    for error in errors {
        let line = error.line.map(|line| format!("第 {line} 行"));
        let place = error.place.as_ref().map(ToString::to_string).into_iter().chain(line).collect::<Vec<_>>().join("，");
        rows.push(workbook, &[&error.path, &place, &error.message])?;
    }
    rows.end(workbook)
}

fn fault(error: XlsxError) -> io::Error {
    io::Error::other(format!("表格写不成：{error}"))
}
