//! Parts of a document as a Word file in the layout of official documents (GB/T 9704—2012: 仿宋 three, headings 黑体).

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts, Table, TableCell, TableRow, WidthType,
};

use super::{PaperError, Part};

/// Sizes in half points: title 小标宋 二号 (22), text 三号 (16), tables 小四 (12).
const TITLE: usize = 44;
const TEXT: usize = 32;
const CELL: usize = 24;
/// Margins of a page in twentieths of a point: 37 mm above, 35 below, 28 left, 26 right.
const MARGINS: (i32, i32, i32, i32) = (2098, 1984, 1588, 1474);
/// A fixed line of 28 points, and two characters of indent.
const LINE: i32 = 560;
const INDENT: i32 = 640;
/// Width of the text.
const WIDTH: usize = 8845;

/// The bytes of the file.
pub fn word(parts: Vec<Part>) -> Result<Vec<u8>, PaperError> {
    let (top, bottom, left, right) = MARGINS;
    let margin = PageMargin::new().top(top).bottom(bottom).left(left).right(right);
    let mut docx = Docx::new().page_margin(margin);
    for part in parts {
        docx = match part {
            Part::Title(text) => {
                let run = run(&text, "方正小标宋简体", TITLE);
                docx.add_paragraph(Paragraph::new().add_run(run).align(AlignmentType::Center))
            }
            Part::Heading(text) => docx.add_paragraph(paragraph(run(&text, "黑体", TEXT))),
            Part::Paragraph(text) => docx.add_paragraph(paragraph(run(&text, "仿宋", TEXT))),
            Part::Table(rows) => docx.add_table(table(&rows)),
        };
    }
    let mut bytes = Cursor::new(Vec::new());
    let packed = docx.build().pack(&mut bytes);
    packed.map_err(|error| PaperError(format!("文档写不成：{error}")))?;
    Ok(bytes.into_inner())
}

fn run(text: &str, font: &str, size: usize) -> Run {
    let fonts = RunFonts::new().east_asia(font).ascii("Times New Roman").hi_ansi("Times New Roman");
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    Run::new().add_text(text).fonts(fonts).size(size)
}

fn paragraph(run: Run) -> Paragraph {
    let spacing = LineSpacing::new().line(LINE).line_rule(docx_rs::LineSpacingType::Exact);
    Paragraph::new().add_run(run).line_spacing(spacing).indent(
        None,
        Some(docx_rs::SpecialIndentType::FirstLine(INDENT)),
        None,
        None,
    )
}

fn table(rows: &[Vec<String>]) -> Table {
    let columns = rows.first().map_or(1, Vec::len).max(1);
    let rows = rows.iter().enumerate().map(|(at, row)| {
        let font = if at == 0 { "黑体" } else { "仿宋" };
        let cell = |text: &String| TableCell::new().add_paragraph(Paragraph::new().add_run(run(text, font, CELL)));
        TableRow::new(row.iter().map(cell).collect())
    });
    Table::new(rows.collect()).width(WIDTH, WidthType::Dxa).set_grid(vec![WIDTH / columns; columns])
}
