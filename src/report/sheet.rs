//! Rows of findings in a workbook: header, filters and severities look the same in every list, long lists go on to
//! further sheets, and what a row was is written away, so that memory does not grow with the list.

use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::finding::Severity;

/// Rows of a sheet below its header: the limit of the format is 1,048,576 with it.
const ROWS: u32 = 1_000_000;
/// Characters of a cell at most (the limit of the format is 32,767).
const CELL: usize = 32_000;

/// How cells look.
pub struct Looks {
    pub header: Format,
    /// Text.
    pub wrap: Format,
    /// A number with two places.
    pub number: Format,
    veto: Format,
    error: Format,
}

impl Default for Looks {
    fn default() -> Self {
        let base = || Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            header: Format::new().set_bold().set_background_color(Color::RGB(0x00DC_E6F1)).set_text_wrap(),
            wrap: base(),
            number: Format::new().set_num_format("0.00").set_align(FormatAlign::Top),
            veto: base().set_font_color(Color::RGB(0x009C_0006)).set_bold(),
            error: base().set_font_color(Color::RGB(0x009C_0006)),
        }
    }
}

impl Looks {
    fn of(&self, severity: Severity) -> &Format {
        match severity {
            Severity::Veto => &self.veto,
            Severity::Error => &self.error,
            _ => &self.wrap,
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
            sheet.set_column_width(column as u16, *width)?;
        }
        sheet.set_freeze_panes(1, 2)?.set_landscape().set_repeat_rows(0, 0)?;
        (self.prepare)(sheet)?;
        for (column, (name, _)) in self.columns.iter().enumerate() {
            sheet.write_with_format(0, column as u16, *name, &self.looks.header)?;
        }
        Ok(())
    }

    /// Writes a row.
    pub fn push(&mut self, workbook: &mut Workbook, severity: Severity, cells: &[&str; N]) -> Result<(), XlsxError> {
        if self.rows == ROWS {
            self.filter(workbook)?;
            self.next_sheet(workbook)?;
        }
        self.rows += 1;
        let sheet = workbook.worksheet_from_index(self.sheet)?;
        let look = self.looks.of(severity);
        for (column, cell) in cells.iter().enumerate() {
            // Text and never a formula, whatever it begins with.
            let cell: String = cell.chars().filter(|c| !c.is_control() || *c == '\n').take(CELL).collect();
            sheet.write_string_with_format(self.rows, column as u16, cell, look)?;
        }
        Ok(())
    }

    /// Ends the list.
    pub fn end(self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        self.filter(workbook)
    }

    fn filter(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        workbook.worksheet_from_index(self.sheet)?.autofilter(0, 0, self.rows.max(1), N as u16 - 1)?;
        Ok(())
    }
}
