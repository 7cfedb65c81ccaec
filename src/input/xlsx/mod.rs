//! Excel workbooks (.xlsx) with one article a row under a header: exports of wechat-article-exporter, SSCMS, any other by
//! mapping or usual names. Read by calamine, row by row.

use std::io::{Read, Seek};

use calamine::{DataRef, Reader, Xlsx as Workbook};

use super::InputError;
use super::cells::Records;
use super::layout::{Layout, Role};
use super::package::{DAMAGED, Medium, Package, Part, Unpacking, unpack_error};
use super::record;
use super::zip::is_zip;
use crate::document::Place;

struct Xlsx;

pub const FORMAT: &dyn Package = &Xlsx;

/// The header is one of the first rows that are not empty: some systems put a title above it.
const ROWS_TO_HEADER: usize = 5;

impl Package for Xlsx {
    fn name(&self) -> &'static str {
        "XLSX"
    }

    fn claims(&self, head: &[u8]) -> bool {
        is_zip(head) && memchr::memmem::find(head, b"xl/").is_some()
    }

    fn unpack(
        &self,
        medium: Medium<'_>,
        context: &Unpacking<'_>,
        each: &mut dyn FnMut(Part<'_>) -> bool,
    ) -> Result<(), InputError> {
        let reader = medium.seekable().map_err(|error| InputError::new(unpack_error(&error)))?;
        let mut workbook = Workbook::new(reader).map_err(|error| fault(&error))?;
        let mut others = Vec::new();
        let mut found = false;
        for sheet in workbook.sheet_names() {
            let mut rows = Rows::new(&mut workbook, &sheet).map_err(|error| fault(&error))?;
            match header(&mut rows, context)? {
                Ok(header) => {
                    found = true;
                    if !articles(rows, &sheet, &header, context, each)? {
                        return Ok(());
                    }
                }
                Err(names) => others.extend(names),
            }
        }
        if found {
            Ok(())
        } else {
            Err(record::unknown_fields(&context.path, "列", others.iter().map(String::as_str)))
        }
    }
}

fn fault(error: &calamine::XlsxError) -> InputError {
    InputError::new(match error {
        calamine::XlsxError::Password => "加了密码，读不了；请去掉密码再检查".to_string(),
        calamine::XlsxError::Io(error) => unpack_error(error),
        _ => format!("表格文件{DAMAGED}"),
    })
}

/// A row: its number from 0, and its cells by column.
type Row = (u32, Vec<(usize, String)>);

/// The rows of a sheet that are not empty.
struct Rows<'a, R: Read + Seek> {
    cells: calamine::XlsxCellReader<'a, R>,
    /// The first cell of the next row.
    ahead: Option<(u32, usize, String)>,
}

impl<'a, R: Read + Seek> Rows<'a, R> {
    fn new(workbook: &'a mut Workbook<R>, sheet: &str) -> Result<Self, calamine::XlsxError> {
        Ok(Self { cells: workbook.worksheet_cells_reader(sheet)?, ahead: None })
    }

    fn cell(&mut self) -> Result<Option<(u32, usize, String)>, InputError> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        while let Some(cell) = self.cells.next_cell().map_err(|error| fault(&error))? {
            let ((row, column), text) = (cell.get_position(), shown(cell.get_value()));
            if !text.is_empty() {
                return Ok(Some((row, column as usize, text)));
            }
        }
        Ok(None)
    }

    fn next(&mut self) -> Result<Option<Row>, InputError> {
        let Some((row, column, text)) = self.cell()? else { return Ok(None) };
        let mut cells = vec![(column, text)];
        while let Some((number, column, text)) = self.cell()? {
            if number != row {
                self.ahead = Some((number, column, text));
                break;
            }
            cells.push((column, text));
        }
        Ok(Some((row, cells)))
    }
}

/// A value as the reader of the sheet sees it, as far as articles need.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(time) => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// The names of the columns, empty where a column has none.
struct Header(Vec<String>);

impl Header {
    fn layout<'a>(&'a self, context: &'a Unpacking<'_>) -> Option<Layout<'a>> {
        let names: Vec<&str> = self.0.iter().map(String::as_str).collect();
        let layout = Layout::of(context.mapping, &names, &names)?;
        let has_body = layout.names(Role::Body).any(|name| names.contains(&name));
        has_body.then_some(layout)
    }
}

/// The header of a sheet of articles; else the names in its first row.
fn header<R: Read + Seek>(
    rows: &mut Rows<'_, R>,
    context: &Unpacking<'_>,
) -> Result<Result<Header, Vec<String>>, InputError> {
    let mut first = Vec::new();
    for _ in 0..ROWS_TO_HEADER {
        let Some((_, cells)) = rows.next()? else { break };
        let mut names = Vec::new();
        for (column, text) in cells {
            names.resize(column.min(MAX_COLUMNS), String::new());
            names.push(text.trim().to_string());
        }
        let header = Header(names);
        if header.layout(context).is_some() {
            return Ok(Ok(header));
        }
        if first.is_empty() {
            first = header.0;
        }
    }
    Ok(Err(first))
}

/// Columns of a sheet at most (the limit of the format itself).
const MAX_COLUMNS: usize = 16_384;

/// Hands over the articles below the header. False: stop.
fn articles<R: Read + Seek>(
    mut rows: Rows<'_, R>,
    sheet: &str,
    header: &Header,
    context: &Unpacking<'_>,
    each: &mut dyn FnMut(Part<'_>) -> bool,
) -> Result<bool, InputError> {
    let layout = header.layout(context).expect("it has one");
    let mut records = Records::new(context.path.clone(), &header.0, &layout);
    loop {
        let row = rows.next();
        let Ok(Some((number, cells))) = row else {
            // What was read before a break counts.
            let goes_on = records.finish(each);
            return row.map(|_| goes_on);
        };
        let place = |column: usize| Place::Cell {
            sheet: sheet.to_string(),
            cell: format!("{}{}", letters(column), number + 1),
        };
        if !records.push(&cells, place, each) {
            return Ok(false);
        }
    }
}

/// The letters of a column: A, …, Z, AA, …
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }
}
