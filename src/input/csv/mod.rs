//! CSV and TSV exports: a header, then one article a row. Rows shorter or longer than the header are taken as they
//! are, because tools write such.

mod rows;

use super::inner::Inner;
use super::layout::{Layout, Role};
use super::record::{self, Fields, Values};
use super::{Claim, Framing, Input, InputError, Outcome, Probe, ReadContext};
use crate::document::{Escape, Place};
use crate::source::Source;
use crate::span::{Decoded, Span};
use rows::{RawRow, Rows, trimmed};

struct Csv;

pub const FORMAT: &dyn Input = &Csv;

/// A text with so many usual column names in its first line is CSV whatever it is called.
const COLUMNS_TO_TELL: usize = 3;

impl Input for Csv {
    fn name(&self) -> &'static str {
        "CSV"
    }

    fn claims(&self, probe: &Probe<'_>) -> Claim {
        // Markup and prose have no header: that is seen without reading one.
        let first = probe.head.trim_start().lines().next().unwrap_or_default();
        let tabular = !first.starts_with(['<', '{', '[', '#']) && first.contains([',', ';', '\t']);
        let header = tabular.then(|| Header::read(probe.head, rows::delimiter(probe.extension, probe.head)));
        let names: Vec<&str> = header.iter().flat_map(|header| &header.names).map(String::as_str).collect();
        let many = names.len() >= COLUMNS_TO_TELL;
        if many && Layout::known(&names).is_some() {
            Claim::Certain
        } else if many && Layout::of(None, &names, &names).is_some() {
            Claim::Content
        } else if matches!(probe.extension, "csv" | "tsv") {
            Claim::Name
        } else {
            Claim::No
        }
    }

    fn framing(&self) -> Framing {
        Framing::CsvRecords
    }

    fn read(&self, source: &Source, context: &ReadContext<'_>) -> Outcome {
        let text = source.text();
        let extension = source.name().rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
        let head = context.header.unwrap_or(text);
        let delimiter = rows::delimiter(&extension, head);
        let header = Header::read(head, delimiter);
        let names: Vec<&str> = header.names.iter().map(String::as_str).collect();
        let layout = Layout::of(context.mapping, &names, &names);
        let known = |layout: &Layout<'_>| layout.names(Role::Body).any(|name| names.contains(&name));
        let Some(layout) = layout.filter(known) else {
            return match context.header {
                // Said of the first part already.
                Some(_) => Outcome::default(),
                None => Outcome::failed(record::unknown_fields(source.path(), "列", names.into_iter()).at_line(1)),
            };
        };
        let mut outcome = Outcome::default();
        // Without a header of its own, the first row of a part is an article.
        let skipped = if context.header.is_some() { 0 } else { header.rows };
        for row in Rows::new(text, delimiter).skip(skipped) {
            read_row(source, &header, row, context.records_before, &layout, &mut outcome);
        }
        outcome
    }
}

fn read_row(
    source: &Source,
    header: &Header,
    raw: RawRow,
    records_before: u32,
    layout: &Layout<'_>,
    outcome: &mut Outcome,
) {
    let row = Row { text: source.text(), header, number: records_before + raw.number + 1, fields: raw.fields };
    if let Some(open) = row.unclosed() {
        let message = "这一行有一个引号没有配对，从这里到文件末尾都没有检查；请补上引号，或者重新导出";
        outcome.errors.push(InputError::new(message).at_line(source.position(open.start).line));
    } else if !row.is_blank() {
        outcome.articles.push(record::article(&row, layout));
    }
}

/// The names of the columns.
struct Header {
    names: Vec<String>,
    /// Rows up to it: none in an empty text.
    rows: usize,
}

impl Header {
    fn read(text: &str, delimiter: u8) -> Self {
        let row = if text.is_empty() { None } else { Rows::new(text, delimiter).next() };
        let Some(row) = row else {
            return Self { names: Vec::new(), rows: 0 };
        };
        Self { names: row.fields.iter().map(|field| trimmed(text, *field)).collect(), rows: 1 }
    }
}

struct Row<'a> {
    text: &'a str,
    header: &'a Header,
    /// 1-based, the header being row 1.
    number: u32,
    fields: Vec<Span<Decoded>>,
}

impl Row<'_> {
    /// The field of a column; `None` where the row ends before it.
    fn field(&self, name: &str) -> Option<Span<Decoded>> {
        let column = self.header.names.iter().position(|column| column == name)?;
        self.fields.get(column).copied()
    }

    fn raw(&self, field: Span<Decoded>) -> &str {
        self.text.get(field.range()).unwrap_or_default()
    }

    fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| self.raw(*field).trim_matches([' ', '\t', '"', '\u{3000}']).is_empty())
    }

    /// The field whose quote is never closed: only the last can be.
    fn unclosed(&self) -> Option<Span<Decoded>> {
        let last = self.fields.last().copied()?;
        (last.range().end == self.text.len() && !rows::lay(self.text, last, &mut Inner::default())).then_some(last)
    }
}

impl Values for Row<'_> {
    fn has(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    fn text(&self, name: &str) -> Option<String> {
        self.field(name).map(|field| trimmed(self.text, field)).filter(|text| !text.is_empty())
    }
}

impl Fields for Row<'_> {
    fn lay(&self, name: &str, inner: &mut Inner) -> Vec<Span<Decoded>> {
        let Some(field) = self.field(name) else {
            return Vec::new();
        };
        let start = inner.begin();
        rows::lay(self.text, field, inner);
        vec![inner.since(start)]
    }

    fn place(&self, name: &str) -> Place {
        Place::Row { row: self.number, column: name.to_string() }
    }

    /// What can stand without quotes can stand inside them too.
    fn escape(&self, names: &[&str]) -> Escape {
        let quoted = |name: &&str| self.field(name).is_some_and(|field| self.raw(field).starts_with('"'));
        if names.iter().all(quoted) { Escape::CsvQuoted } else { Escape::CsvPlain }
    }
}

#[cfg(test)]
mod tests;
