//! One article that a caller hands over as a record: a line of JSON, a row of a table, a request. What is wrong with a
//! record that cannot be read is told by who reads it.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::linter::Linter;
use super::locate::Checked;
use crate::document::{Article, ArticleBuilder, Meta, Published, Region, Review};
use crate::input;
use crate::source::{Base, Encoding, Source};
use crate::span::Span;

/// An article; see the contract, section 4. Unknown keys are kept out of the way.
#[derive(Debug, Default, Deserialize)]
pub struct Record {
    #[serde(default)]
    pub id: Option<Box<RawValue>>,
    pub body: String,
    /// What the body is: `text`, `html` or `markdown`; told by the body where it is absent.
    #[serde(default)]
    pub format: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    /// A date as text, or the seconds or milliseconds since 1970.
    #[serde(default)]
    pub published: Option<serde_json::Value>,
    #[serde(default)]
    pub source: Option<String>,
    #[serde(default)]
    pub author: Option<String>,
    #[serde(default)]
    pub column: Option<String>,
    #[serde(default)]
    pub unit: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub review: Vec<Review>,
}

impl Linter {
    /// Checks records together, which is faster than one by one. One result a record, in their order; positions refer
    /// to the body, and findings in the title have none.
    pub fn check_records<'a>(&self, records: impl IntoIterator<Item = &'a Record>) -> Vec<Checked> {
        let read: Vec<(Source, Article)> =
            records.into_iter().map(|record| (record.source(), record.article())).collect();
        let articles: Vec<(&Source, &Article)> = read.iter().map(|(source, article)| (source, article)).collect();
        self.check_all(&articles)
    }
}

impl Record {
    fn source(&self) -> Source {
        Source::record(Arc::from("-"), self.body.clone().into_bytes(), Encoding::Utf8, Base::default())
    }

    /// The title has no place in the body.
    pub(super) fn article(&self) -> Article {
        let mut builder = ArticleBuilder::new();
        if let Some(title) = self.title.as_deref().filter(|title| !title.trim().is_empty()) {
            builder.block(Region::Title);
            builder.push_from(title, Span::point(0));
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
            reviews: self.review.clone(),
            has_published: self.published.is_some(),
            ..Meta::default()
        };
        input::push_body(&self.body, self.format.as_deref(), &mut builder);
        builder.finish(None)
    }
}

fn published(value: &serde_json::Value) -> Option<Published> {
    match value {
        serde_json::Value::String(text) => Published::parse(text),
        value => Published::from_unix(value.as_i64()?),
    }
}
