//! Texts taken over from elsewhere: their source, the traces they carry and their review.

mod record;
mod standing;

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
