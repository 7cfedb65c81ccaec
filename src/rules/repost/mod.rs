//! Texts taken over from elsewhere: their source, the traces they carry and their review.

mod origin;
mod standing;

use origin::{Given, Origin, is_repost, origin};
use standing::{Standing, standing};

rules! {
    copyright_notice,
    hearsay,
    review_incomplete,
    source_missing,
    source_not_permitted,
}
