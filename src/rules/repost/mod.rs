//! Texts taken over from elsewhere: their source, the traces they carry and their review.

mod record;
mod standing;

pub use standing::{is_own, is_repost};
use standing::{Standing, official_edition, own_regions, standing};

rules! {
    click_bait,
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

/// The people named in a field of authors or reviewers, one name each.
pub fn people_named(field: &str) -> Vec<String> {
    record::names(field)
}
