//! Papers made of the store: the publication slip of an article (发稿单), and the journal as lines of JSON or as a workbook.

mod journal;
mod slip;

use super::error::{Result, ReviewError};
use super::store::Store;
use crate::paper;

impl Store {
    /// The slip of an article as a Word file.
    pub fn slip_word(&self, article: &str) -> Result<Vec<u8>> {
        let parts = slip::parts(self, article)?;
        paper::word(parts).map_err(|error| ReviewError::storage(error.0))
    }

    /// The slip of an article as a web page.
    pub fn slip_html(&self, article: &str) -> Result<String> {
        Ok(paper::html(&slip::parts(self, article)?))
    }

    /// The journal, a line of JSON an entry: the entry with its hash. Given out piece by piece.
    pub fn journal_lines(&self, article: Option<&str>, mut each: impl FnMut(&str) -> Result<()>) -> Result<()> {
        self.journal(article, |entry, hash| each(&journal::line(entry, hash)?))
    }

    /// The journal as a workbook.
    pub fn journal_workbook(&self, article: Option<&str>) -> Result<Vec<u8>> {
        journal::workbook(self, article)
    }
}
