//! What is compared across articles, taken from one of them while it is at hand: afterwards its text is gone. What follows
//! from it is for inspections to say.

use serde::{Deserialize, Serialize};

use super::linter::Linter;
use crate::alike::Signature;
use crate::document::{Article, Region};
use crate::rules::Days;
use crate::rules::format::document_number_mismatch::{Cited, cited};
use crate::rules::repost::is_repost;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Of the body; `None` where it is too short.
    pub signature: Option<Signature>,
    /// The source that it names: in its metadata, its text or its dateline.
    pub source: Option<String>,
    /// Whether an organ signed it: a notice says so whose it is.
    pub is_signed: bool,
    /// Whether it is certainly a repost.
    pub is_repost: bool,
    /// Whether anything is known of its review.
    pub is_reviewed: bool,
    pub documents: Vec<Cited>,
}

impl Trace {
    /// The trace, and the days on which, taken for today, it is the same.
    pub(super) fn of(linter: &Linter, article: &Article) -> (Self, Days) {
        let (meta, origin) = (&article.meta, article.origin());
        let given = origin.source.as_ref().or(origin.dateline.as_ref());
        let day = meta.published.map(|published| published.date).or(linter.published);
        let same = day.map_or(Days { from: linter.now, until: linter.now }, |_| Days::ALL);
        let day = day.unwrap_or(linter.now);
        let names_reviewer =
            || article.blocks_in(Region::Reviewer).any(|block| article.block_text(block).contains('审'));
        let trace = Self {
            signature: signature(article),
            source: given.map(|given| given.name.clone()),
            is_signed: article.blocks_in(Region::Signature).next().is_some(),
            is_repost: is_repost(article, &linter.config.settings.repost, day),
            is_reviewed: !meta.reviews.is_empty() || names_reviewer(),
            documents: cited(article),
        };
        (trace, same)
    }
}

/// The signature of the body, tables and quotations included; titles, credits and signatures differ where texts are alike.
pub(super) fn signature(article: &Article) -> Option<Signature> {
    let is_body = |region: Region| matches!(region, Region::Body | Region::Quote | Region::Table);
    let body = article.blocks.iter().filter(|block| is_body(block.region));
    Signature::of(body.map(|block| article.block_text(block)))
}
