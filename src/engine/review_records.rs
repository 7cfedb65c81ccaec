//! What is known of an article outside of its file: the reviews that a store keeps for exactly this text. The engine asks
//! through a trait, so that rules see the record like one that came with the article and nothing here knows the store.

use std::sync::Arc;

use crate::document::{Article, Review};

/// What the records say of a text.
#[derive(Debug, Clone, Default)]
pub struct ReviewRecord {
    /// What the records call the text by.
    pub key: Option<Arc<str>>,
    pub reviews: Vec<Review>,
}

/// Those who keep records. Asked by all threads.
pub trait ReviewRecords: Send + Sync {
    fn of(&self, article: &Article) -> ReviewRecord;
}

/// Puts what the records say where the rules look for it.
pub(super) fn complete(records: &dyn ReviewRecords, articles: &mut [Article]) {
    for article in articles {
        let ReviewRecord { key, reviews } = records.of(article);
        article.meta.record = key;
        article.meta.reviews.extend(reviews);
    }
}
