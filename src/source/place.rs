//! Where an article or a piece of text lies inside its file, and text taken out of files that are no text.

use std::fmt;

use serde::ser::SerializeMap;

use crate::span::{Decoded, Span, offset};

/// Where an article lies inside its file.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// The entries of an object; those of a place in an archive beside the name of the member.
impl serde::Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.entries(&mut map)?;
        map.end()
    }
}

/// The entries of a place in reports: those of its kind, beside `member` where it is in an archive.
#[derive(schemars::JsonSchema)]
#[schemars(rename = "Place")]
#[allow(dead_code)] // describes what is written by hand above
struct Entries {
    member: Option<String>,
    pointer: Option<String>,
    row: Option<u32>,
    column: Option<String>,
    sheet: Option<String>,
    cell: Option<String>,
    paragraph: Option<u32>,
    record: Option<String>,
}

impl schemars::JsonSchema for Place {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Entries::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Entries::json_schema(generator)
    }
}

impl Place {
    fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Pointer { pointer } => map.serialize_entry("pointer", pointer),
            Self::Row { row, column } => {
                map.serialize_entry("row", row)?;
                map.serialize_entry("column", column)
            }
            Self::Cell { sheet, cell } => {
                map.serialize_entry("sheet", sheet)?;
                map.serialize_entry("cell", cell)
            }
            Self::Paragraph { paragraph } => map.serialize_entry("paragraph", paragraph),
            Self::Record { record } => map.serialize_entry("record", record),
            Self::Member { member, inner } => {
                map.serialize_entry("member", member)?;
                inner.as_ref().map_or(Ok(()), |inner| inner.entries(map))
            }
        }
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
