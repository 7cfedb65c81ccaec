//! What is seen only across articles: texts that come twice, reposts that do not say whose they are, documents with two
//! numbers or two titles. Judged once all articles are in; findings go where those of single articles are.
//!
//! Made to be believed: a notice that names its organ, a repost that names its source and the issues of a bulletin are no
//! faults, and what two articles say against each other is asked about only where others side with one of them.

mod copies;
mod documents;

pub use copies::Copies;
pub(super) use copies::Owner;

use super::store::Store;
use super::{InspectError, Task};
use crate::finding::Fingerprint;
use crate::rules::RuleMeta;

/// A finding about an article among others.
pub(super) struct Remark {
    pub article: i64,
    pub rule: &'static RuleMeta,
    pub message: String,
    pub text: String,
    /// What makes it another matter than one of the same text: the other article.
    pub other: String,
}

impl Remark {
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::new(&self.rule.id, &self.text, &self.other, "", 0)
    }
}

/// Compares the articles of a run and adds what there is to say of them. Gives the texts that stand in several places.
pub(super) fn compare(
    store: &mut Store,
    run: i64,
    task: &Task,
    owner: &Owner<'_>,
) -> Result<Vec<Copies>, InspectError> {
    let is_wanted = |rule: &RuleMeta| task.selection.includes(rule) && task.least <= rule.severity;
    let (copies, mut remarks) = copies::find(store, owner)?;
    remarks.extend(documents::find(store)?);
    for remark in remarks.iter().filter(|remark| is_wanted(remark.rule)) {
        store.remark(run, remark)?;
    }
    Ok(copies)
}
