//! Papers for people: a document as a list of parts, and what it looks like as Markdown, as a web page that needs no network,
//! and as a Word file. What they say is the business of those who make the parts.

mod html;
mod word;

pub use html::html;
pub use word::word;

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Title(String),
    Heading(String),
    Paragraph(String),
    /// The first row is the header.
    Table(Vec<Vec<String>>),
}

/// Why a document could not be made: a message for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperError(pub String);

/// The document as Markdown.
pub fn markdown(parts: Vec<Part>) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Title(title) => text += &format!("# {title}\n\n"),
            Part::Heading(heading) => text += &format!("## {heading}\n\n"),
            Part::Paragraph(paragraph) => text += &format!("{paragraph}\n\n"),
            Part::Table(rows) => text += &format!("{}\n", table(&rows)),
        }
    }
    text
}

fn table(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        text += &format!("| {} |\n", cells.join(" | "));
        if at == 0 {
            text += &format!("|{}\n", " --- |".repeat(row.len()));
        }
    }
    text
}
