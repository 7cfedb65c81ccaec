//! Records whose fields are cells of a file that is no text (a spreadsheet, a table of a database), made articles in
//! batches of bounded size. It knows nothing of the file itself.

use std::sync::Arc;

use super::inner::Inner;
use super::layout::Layout;
use super::package::Part;
use super::record::{self, Fields, Values};
use super::{InputError, Outcome};
use crate::document::{Article, Escape, Place};
use crate::source::{Cells, MAX_DOCUMENT, Source, too_large};
use crate::span::{Decoded, Span};

/// A batch is handed over once it has so many records or bytes.
const RECORDS: usize = 256;
const BYTES: usize = 512 << 10;

/// See the module.
pub struct Records<'a> {
    path: Arc<str>,
    names: &'a [String],
    layout: &'a Layout<'a>,
    cells: Cells,
    articles: Vec<Article>,
}

impl<'a> Records<'a> {
    /// Records with the fields `names`.
    pub fn new(path: Arc<str>, names: &'a [String], layout: &'a Layout<'a>) -> Self {
        Self { path, names, layout, cells: Cells::default(), articles: Vec::new() }
    }

    /// Adds a record: number and text of its fields, and where a field is. False: stop.
    pub fn push(
        &mut self,
        values: &[(usize, String)],
        place: impl Fn(usize) -> Place,
        each: &mut dyn FnMut(Part<'_>) -> bool,
    ) -> bool {
        if values.iter().all(|(_, text)| text.trim().is_empty()) {
            return true;
        }
        let size: usize = values.iter().map(|(_, text)| text.len()).sum();
        if size > MAX_DOCUMENT {
            let error = InputError::new(too_large(size as u64).0).at_place(place(values[0].0));
            return each(Part::Failed(None, error));
        }
        let mut spans = vec![None; self.names.len()];
        for (field, text) in values {
            if let Some(span) = spans.get_mut(*field) {
                *span = Some(self.cells.push(text, place(*field)));
            }
        }
        let record = Record { cells: &self.cells, names: self.names, spans, place: &place };
        self.articles.push(record::article(&record, self.layout));
        let is_full = self.articles.len() >= RECORDS || self.cells.text().len() >= BYTES;
        !is_full || self.finish(each)
    }

    /// Hands over what is there. False: stop.
    pub fn finish(&mut self, each: &mut dyn FnMut(Part<'_>) -> bool) -> bool {
        if self.articles.is_empty() {
            return true;
        }
        let source = Source::of_cells(Arc::clone(&self.path), std::mem::take(&mut self.cells));
        let outcome = Outcome { articles: std::mem::take(&mut self.articles), errors: Vec::new() };
        each(Part::Read(source, outcome))
    }
}

struct Record<'a> {
    cells: &'a Cells,
    names: &'a [String],
    spans: Vec<Option<Span<Decoded>>>,
    place: &'a dyn Fn(usize) -> Place,
}

impl Record<'_> {
    fn number(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|own| own == name)
    }

    fn slice(&self, span: Span<Decoded>) -> &str {
        self.cells.text().get(span.range()).unwrap_or_default()
    }
}

impl Values for Record<'_> {
    fn has(&self, name: &str) -> bool {
        self.number(name).is_some()
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = self.slice(self.spans[self.number(name)?]?).trim();
        (!text.is_empty()).then(|| text.to_string())
    }
}

impl Fields for Record<'_> {
    fn lay(&self, name: &str, inner: &mut Inner) -> Vec<Span<Decoded>> {
        let Some(span) = self.number(name).and_then(|number| self.spans[number]) else {
            return Vec::new();
        };
        let start = inner.begin();
        inner.copy(self.slice(span), span.start as usize);
        vec![inner.since(start)]
    }

    fn place(&self, name: &str) -> Place {
        (self.place)(self.number(name).unwrap_or_default())
    }

    /// Nothing goes back into such files.
    fn escape(&self, _names: &[&str]) -> Escape {
        Escape::CsvPlain
    }
}
