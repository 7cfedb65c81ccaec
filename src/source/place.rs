//! Where an article or a piece of text lies inside its file, and text taken out of files that are no text.

use std::fmt;

use crate::span::{Decoded, Span, offset};

/// Where an article lies inside its file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(into = "Entries", try_from = "Entries")]
#[schemars(with = "Entries")]
pub enum Place {
    /// JSON pointer of the text.
    Pointer { pointer: String },
    /// A row of a CSV file, 1-based, the header being row 1.
    Row { row: u32, column: String },
    /// A cell of a spreadsheet or of a table of a database.
    Cell { sheet: String, cell: String },
    /// A paragraph of a word-processor document, 1-based.
    Paragraph { paragraph: u32 },
    /// An item of a feed by its id, link or number, or a row of a database dump by table and id.
    Record { record: String },
    /// A member of an archive, and the place inside it.
    Member { member: String, inner: Option<Box<Place>> },
}

impl Place {
    /// A place in a file seen from outside of the archive, if the file is a member of one.
    pub fn within(member: Option<&str>, inner: Option<Self>) -> Option<Self> {
        match member {
            Some(member) => Some(Self::Member { member: member.to_string(), inner: inner.map(Box::new) }),
            None => inner,
        }
    }

    /// The same in another row of its table, if it is in a row; `None` where there is no such row.
    pub fn with_row(&self, change: impl FnOnce(u32) -> Option<u32>) -> Option<Self> {
        Some(match self {
            Self::Row { row, column } => Self::Row { row: change(*row)?, column: column.clone() },
            Self::Member { member, inner: Some(inner) } => Self::within(Some(member), Some(inner.with_row(change)?))?,
            other => other.clone(),
        })
    }
}

/// In words for people.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pointer { pointer } => write!(f, "JSON 指针 {pointer}"),
            Self::Row { row, column } => write!(f, "第 {row} 行“{column}”栏"),
            Self::Cell { sheet, cell } => write!(f, "“{sheet}”表 {cell}"),
            Self::Paragraph { paragraph } => write!(f, "第 {paragraph} 段"),
            Self::Record { record } => write!(f, "记录 {record}"),
            Self::Member { member, inner: None } => write!(f, "包内 {member}"),
            Self::Member { member, inner: Some(inner) } => write!(f, "包内 {member}，{inner}"),
        }
    }
}

/// A place as reports have it: the entries of its kind, beside `member` where it is in an archive.
#[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "Place")]
struct Entries {
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
}

impl From<Place> for Entries {
    fn from(place: Place) -> Self {
        let none = Self::default();
        match place {
            Place::Pointer { pointer } => Self { pointer: Some(pointer), ..none },
            Place::Row { row, column } => Self { row: Some(row), column: Some(column), ..none },
            Place::Cell { sheet, cell } => Self { sheet: Some(sheet), cell: Some(cell), ..none },
            Place::Paragraph { paragraph } => Self { paragraph: Some(paragraph), ..none },
            Place::Record { record } => Self { record: Some(record), ..none },
            Place::Member { member, inner } => {
                let inner = inner.map(|inner| Self::from(*inner)).unwrap_or_default();
                Self { member: Some(member), ..inner }
            }
        }
    }
}

impl TryFrom<Entries> for Place {
    type Error = &'static str;

    fn try_from(entries: Entries) -> Result<Self, Self::Error> {
        let Entries { member, pointer, row, column, sheet, cell, paragraph, record } = entries;
        let inner = match (pointer, row, column, sheet, cell, paragraph, record) {
            (Some(pointer), ..) => Some(Self::Pointer { pointer }),
            (_, Some(row), Some(column), ..) => Some(Self::Row { row, column }),
            (_, _, _, Some(sheet), Some(cell), ..) => Some(Self::Cell { sheet, cell }),
            (.., Some(paragraph), _) => Some(Self::Paragraph { paragraph }),
            (.., Some(record)) => Some(Self::Record { record }),
            _ => None,
        };
        Self::within(member.as_deref(), inner).ok_or("a place has no entry")
    }
}

/// Texts of cells or paragraphs laid one after another, a line feed between them.
#[derive(Debug, Default)]
pub struct Cells {
    text: String,
    /// Where each begins, in order.
    starts: Vec<(u32, Place)>,
}

impl Cells {
    /// Lays the text of one more cell; gives where it lies.
    pub fn push(&mut self, text: &str, place: Place) -> Span<Decoded> {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = offset(self.text.len());
        self.text.push_str(text);
        self.starts.push((start, place));
        Span::new(start, offset(self.text.len()))
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cell that an offset of the text lies in, and the characters of it that come before.
    pub fn at(&self, decoded: u32) -> Option<(&Place, u32)> {
        let next = self.starts.partition_point(|(start, _)| *start <= decoded);
        let (start, place) = self.starts.get(next.checked_sub(1)?)?;
        let before = self.text.get(*start as usize..decoded as usize)?;
        Some((place, offset(before.chars().count())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_leads_to_its_cell() {
        let mut cells = Cells::default();
        cells.push("标题", Place::Paragraph { paragraph: 1 });
        let second = cells.push("正文𠮷吉", Place::Paragraph { paragraph: 3 });
        assert_eq!(cells.text(), "标题\n正文𠮷吉");
        assert_eq!(cells.at(0), Some((&Place::Paragraph { paragraph: 1 }, 0)));
        assert_eq!(cells.at(second.start + 10), Some((&Place::Paragraph { paragraph: 3 }, 3)));
        assert_eq!(cells.at(second.start), Some((&Place::Paragraph { paragraph: 3 }, 0)));
    }

    #[test]
    fn places_are_said_in_words() {
        assert_eq!(Place::Pointer { pointer: "/0/content".to_string() }.to_string(), "JSON 指针 /0/content");
        let row = Place::Row { row: 3, column: "正文".to_string() };
        assert_eq!(Place::within(Some("a.csv"), Some(row)).unwrap().to_string(), "包内 a.csv，第 3 行“正文”栏");
    }

    #[test]
    fn a_place_in_an_archive_holds_the_place_inside() {
        let inner = Place::Pointer { pointer: "/0/content".to_string() };
        let place = serde_json::to_value(Place::within(Some("x/a.json"), Some(inner))).unwrap();
        assert_eq!(place, serde_json::json!({ "member": "x/a.json", "pointer": "/0/content" }));
        let place = serde_json::to_value(Place::within(Some("x/b.html"), None)).unwrap();
        assert_eq!(place, serde_json::json!({ "member": "x/b.html" }));
    }
}
