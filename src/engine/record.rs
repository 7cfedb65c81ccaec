//! One article that a caller hands over as a record: a line of JSON, a row of a table, a request; and the record of an
//! article that was read from a file. What is wrong with a record that cannot be read is told by who reads it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::linter::Linter;
use super::locate::Checked;
use crate::document::{Article, ArticleBuilder, Block, Meta, Published, Region, Review};
use crate::input;
use crate::source::{Base, Encoding, Source};
use crate::span::{Span, offset};

/// An article; see the contract, section 4. Unknown keys are kept out of the way.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub struct Record {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Box<RawValue>>,
    pub body: String,
    /// What the body is: `text`, `html` or `markdown`; told by the body where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A date as text, or the seconds or milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it is taken over from elsewhere, as somebody stated it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repost: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub review: Vec<Review>,
}

impl Linter {
    /// Checks records together, which is faster than one by one. One result a record, in their order; positions refer
    /// to the body, and findings in the title have none.
    pub fn check_records<'a>(&self, records: impl IntoIterator<Item = &'a Record>) -> Vec<Checked> {
        let read: Vec<(Source, Article)> = records.into_iter().map(Record::read).collect();
        let articles: Vec<(&Source, &Article)> = read.iter().map(|(source, article)| (source, article)).collect();
        self.check_all(&articles)
    }
}

impl Record {
    /// The record of an article that was read: its text as plain text, paragraphs apart by a blank line, so that each of them
    /// is one when the record is read; the same with tables, a row a line and its cells apart by tabs. What readers do not
    /// see is left out, and so are comments of readers.
    pub fn of(article: &Article) -> Self {
        let title = paragraphs(article, &article.blocks_in(Region::Title).collect::<Vec<_>>(), " ");
        let meta = &article.meta;
        Self {
            id: None,
            body: body(article),
            format: Some("text".to_string()),
            title: Some(title).filter(|title| !title.is_empty()).or_else(|| meta.title.clone()),
            published: meta.published.map(|published| match published.time {
                Some(time) => time.to_string().into(),
                None => published.date.to_string().into(),
            }),
            source: meta.source.clone(),
            author: meta.author.clone(),
            column: meta.column.clone(),
            unit: meta.unit.clone(),
            url: meta.url.clone(),
            repost: meta.original.map(|original| !original),
            review: meta.reviews.clone(),
        }
    }

    /// The body as a source, and the article.
    pub fn read(&self) -> (Source, Article) {
        (source(self.body.clone()), self.article())
    }

    /// The body with the title on a line behind it as a source, the article, and where the title begins.
    pub(super) fn read_with_title(&self) -> (Source, Article, usize) {
        let title = self.title.as_deref().unwrap_or_default();
        let at = self.body.len() + 1;
        (source(format!("{}\n{title}", self.body)), self.article_of(|builder| builder.push(title, offset(at))), at)
    }

    /// The title has no place in the body.
    pub(super) fn article(&self) -> Article {
        let title = self.title.as_deref().unwrap_or_default();
        self.article_of(|builder| builder.push_from(title, Span::point(0)))
    }

    fn article_of(&self, push_title: impl FnOnce(&mut ArticleBuilder)) -> Article {
        let mut builder = ArticleBuilder::new();
        if self.title.as_deref().is_some_and(|title| !title.trim().is_empty()) {
            builder.block(Region::Title);
            push_title(&mut builder);
        }
        builder.meta = Meta {
            id: self.id.as_ref().map(|id| id.get().trim_matches('"').to_string()),
            title: self.title.clone(),
            url: self.url.clone(),
            published: self.published.as_ref().and_then(published),
            column: self.column.clone(),
            source: self.source.clone().filter(|source| !source.trim().is_empty()),
            author: self.author.clone(),
            unit: self.unit.clone(),
            original: self.repost.map(|repost| !repost),
            reviews: self.review.clone(),
            has_published: self.published.is_some(),
            ..Meta::default()
        };
        input::push_body(&self.body, self.format.as_deref(), &mut builder);
        builder.finish(None)
    }
}

fn source(text: String) -> Source {
    Source::record(Arc::from("-"), text.into_bytes(), Encoding::Utf8, Base::default())
}

/// Paragraphs in a cell at most; where one has more, the table is there for the layout of a page.
const MOST_IN_CELL: usize = 3;
/// Columns of a table at most that is written as text.
const MOST_COLUMNS: u16 = 256;

/// What of an article is text, as plain text.
fn body(article: &Article) -> String {
    let blocks: Vec<&Block> = article.blocks.iter().filter(|block| is_text(block.region)).collect();
    let table = |block: &Block| block.cell.map(|cell| cell.table);
    let parts = blocks.chunk_by(|one, other| table(one).is_some() && table(one) == table(other));
    let texts = parts.map(|blocks| rows(article, blocks).unwrap_or_else(|| paragraphs(article, blocks, "\n\n")));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn paragraphs(article: &Article, blocks: &[&Block], between: &str) -> String {
    let texts = blocks.iter().map(|block| shown(article, block).trim());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(between)
}

fn shown<'a>(article: &'a Article, block: &Block) -> &'a str {
    article.shown.get(block.shown.range()).unwrap_or_default()
}

/// The rows of a table, a line each; `None` where it is no table of several rows and columns.
fn rows(article: &Article, blocks: &[&Block]) -> Option<String> {
    let same_cell = |one: &&Block, other: &&Block| one.cell == other.cell;
    if blocks.chunk_by(same_cell).any(|blocks| blocks.len() > MOST_IN_CELL) {
        return None;
    }
    let row = |block: &Block| block.cell.map(|cell| cell.row);
    let rows = blocks.chunk_by(|one, other| row(one) == row(other));
    let lines = rows.map(|blocks| line(article, blocks)).collect::<Option<Vec<String>>>()?;
    let several = lines.iter().filter(|line| line.trim().contains('\t')).count();
    (several > 1).then(|| lines.join("\n"))
}

/// A row as a line, with a tab for the end of each column but the last.
fn line(article: &Article, blocks: &[&Block]) -> Option<String> {
    let mut line = String::new();
    let mut left = None;
    for block in blocks {
        let cell = block.cell.filter(|cell| cell.behind < MOST_COLUMNS)?;
        let between = match left {
            None => usize::from(!cell.is_first),
            Some(left) => usize::from(cell.behind.abs_diff(left)),
        };
        line += &"\t".repeat(between);
        if left == Some(cell.behind) {
            line.push(' ');
        }
        let words: Vec<&str> = shown(article, block).split(['\n', '\r', '\t']).map(str::trim).collect();
        line += words.join(" ").trim();
        left = Some(cell.behind);
    }
    Some(line + &"\t".repeat(usize::from(left?)))
}

/// Whether a region is of the text between title and end.
fn is_text(region: Region) -> bool {
    use Region::{Body, Caption, Quote, Reviewer, Signature, Summary, Table};
    matches!(region, Summary | Body | Quote | Caption | Table | Signature | Reviewer)
}

fn published(value: &serde_json::Value) -> Option<Published> {
    match value {
        serde_json::Value::String(text) => Published::parse(text),
        value => Published::from_unix(value.as_i64()?),
    }
}
