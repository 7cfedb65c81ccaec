//! Texts taken over from elsewhere: their source, the traces they carry and their review.

mod record;
mod standing;

use jiff::civil::Date;

use crate::config::Settings;
use crate::document::Article;
use crate::rules::Context;
use standing::{Standing, is_repost, official_edition, own_regions, standing};

rules! {
    copyright_notice,
    deictic,
    foreign_credits,
    hearsay,
    review_by_author,
    review_incomplete,
    review_order,
    review_same_person,
    source_contradicted,
    source_missing,
    source_not_permitted,
}

/// Whether an article is certainly a repost, judged as of `day`: for those who keep the record of its reviews.
pub fn is_known_repost(article: &Article, settings: &Settings, day: Date) -> bool {
    let (rule, mut none) = (review_incomplete::rule(), Vec::new());
    rule.metas().first().is_some_and(|meta| {
        let context = Context::new(day, None, settings, meta, &mut none);
        is_repost(article, &context)
    })
}

/// The people named in a field of authors or reviewers, one name each.
pub fn people_named(field: &str) -> Vec<String> {
    record::names(field)
}
