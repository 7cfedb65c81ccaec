//! Rows of findings in a workbook: header, filters and severities look the same in every list, long lists go on to
//! further sheets, and what a row was is written away, so that memory does not grow with the list.

use std::borrow::Cow;

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError, utility,
};

use crate::finding::Severity;

/// Rows of a sheet below its header: the limit of the format is 1,048,576 with it.
const ROWS: u32 = 1_000_000;
/// Characters of a cell at most (the limit of the format is 32,767).
const CELL: usize = 32_000;
/// Of those that can be chosen: a long list is written in half the time, and is a third larger.
const COMPRESSION: u8 = 2;
/// The column by which rows look different.
pub const SEVERITY: &str = "等级";

/// How cells look.
pub struct Looks {
    pub header: Format,
    /// Text.
    pub wrap: Format,
    /// A number with two places.
    pub number: Format,
}

impl Default for Looks {
    fn default() -> Self {
        Self {
            header: Format::new().set_bold().set_background_color(Color::RGB(0x00DC_E6F1)).set_text_wrap(),
            wrap: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            number: Format::new().set_num_format("0.00").set_align(FormatAlign::Top),
        }
    }
}

/// A list under way.
pub struct Rows<const N: usize> {
    name: String,
    /// Name and width in characters of the columns.
    columns: &'static [(&'static str, f64); N],
    /// Done to each sheet besides.
    prepare: fn(&mut Worksheet) -> Result<(), XlsxError>,
    looks: Looks,
    /// The sheet that is filled, by its place in the workbook, and which one of the list it is.
    sheet: usize,
    sheets: u32,
    rows: u32,
}

impl<const N: usize> Rows<N> {
    /// Begins a list on a new sheet of that name, behind those that there are.
    pub fn begin(
        workbook: &mut Workbook,
        name: &str,
        columns: &'static [(&'static str, f64); N],
        prepare: fn(&mut Worksheet) -> Result<(), XlsxError>,
    ) -> Result<Self, XlsxError> {
        let name = name.to_string();
        let mut rows = Self { name, columns, prepare, looks: Looks::default(), sheet: 0, sheets: 0, rows: 0 };
        rows.next_sheet(workbook)?;
        Ok(rows)
    }

    fn next_sheet(&mut self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        self.sheet = workbook.worksheets().len();
        self.sheets += 1;
        self.rows = 0;
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(if self.sheets == 1 { self.name.clone() } else { format!("{}{}", self.name, self.sheets) })?;
        for (column, (_, width)) in self.columns.iter().enumerate() {
            sheet.set_column_width(column as u16, *width)?.set_column_format(column as u16, &self.looks.wrap)?;
        }
        sheet.set_freeze_panes(1, 2)?.set_landscape().set_repeat_rows(0, 0)?;
        (self.prepare)(sheet)?;
        for (column, (name, _)) in self.columns.iter().enumerate() {
            sheet.write_with_format(0, column as u16, *name, &self.looks.header)?;
        }
        Ok(())
    }

    /// Writes a row. Cells look as their columns do: a look of its own would cost each of them more than its text.
    pub fn push(&mut self, workbook: &mut Workbook, cells: &[&str; N]) -> Result<(), XlsxError> {
        if self.rows == ROWS {
            self.finish(workbook)?;
            self.next_sheet(workbook)?;
        }
        self.rows += 1;
        let sheet = workbook.worksheet_from_index(self.sheet)?;
        for (column, cell) in cells.iter().enumerate() {
            // Text and never a formula, whatever it begins with.
            sheet.write_string(self.rows, column as u16, written(cell))?;
        }
        Ok(())
    }

    /// Ends the list.
    pub fn end(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        self.finish(workbook)
    }

    /// Filters, and the looks of severe rows, which go with the rows when they are sorted.
    fn finish(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        workbook.set_zip_compression_level(COMPRESSION);
        let (sheet, last) = (workbook.worksheet_from_index(self.sheet)?, N as u16 - 1);
        sheet.autofilter(0, 0, self.rows.max(1), last)?;
        let Some(column) = self.columns.iter().position(|(name, _)| *name == SEVERITY) else { return Ok(()) };
        let letters = utility::column_number_to_name(column as u16);
        let red = || Format::new().set_font_color(Color::RGB(0x009C_0006));
        for (severity, look) in [(Severity::Veto, red().set_bold()), (Severity::Error, red())] {
            let rule = Formula::new(format!("=${letters}2=\"{}\"", severity.label()));
            let look = ConditionalFormatFormula::new().set_rule(rule).set_format(look);
            sheet.add_conditional_format(1, 0, self.rows.max(1), last, &look)?;
        }
        Ok(())
    }
}

/// What a cell can hold of a text.
fn written(text: &str) -> Cow<'_, str> {
    let is_fine = |c: char| !c.is_control() || c == '\n';
    if text.len() <= CELL && text.chars().all(is_fine) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| is_fine(*c)).take(CELL).collect())
}
