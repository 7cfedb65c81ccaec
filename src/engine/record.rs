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
    /// is one when the record is read. What readers do not see is left out, and so are comments of readers.
    pub fn of(article: &Article) -> Self {
        let shown = |block: &Block| article.shown.get(block.shown.range()).unwrap_or_default().trim();
        let joined = |blocks: Vec<&Block>, between: &str| {
            let texts: Vec<&str> = blocks.into_iter().map(shown).filter(|text| !text.is_empty()).collect();
            texts.join(between)
        };
        let title = joined(article.blocks_in(Region::Title).collect(), " ");
        let meta = &article.meta;
        Self {
            id: None,
            body: joined(article.blocks.iter().filter(|block| is_text(block.region)).collect(), "\n\n"),
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
