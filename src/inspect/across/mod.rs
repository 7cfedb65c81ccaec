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
use crate::engine::Selection;
use crate::finding::{Fingerprint, Severity};
use crate::rules::RuleMeta;

/// A text of another unit, or the same as one of another unit whose source is named, without saying where it is from.
pub(super) const UNSOURCED: &str = "repost/unsourced-copy";
/// The same text again, under another title or on another day.
pub(super) const REPEATED: &str = "site/repeated-text";
/// A document cited with another number or title than elsewhere.
pub(super) const DOCUMENT: &str = "site/document-number";

/// The articles that a finding is made of.
pub(super) const COMPARED: &str = "比对这次导出的全部文章得出，请人工核对";

/// A finding about an article among others.
pub(super) struct Remark {
    pub article: i64,
    pub rule: &'static str,
    pub message: String,
    pub basis: &'static str,
    pub text: String,
    /// What makes it another matter than one of the same text: the other article.
    pub other: String,
}

impl Remark {
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::new(self.rule, &self.text, &self.other, "", 0)
    }

    pub(super) const SEVERITY: Severity = Severity::Warning;
}

/// Compares the articles of a run and adds what there is to say of them. Gives the texts that stand in several places.
pub(super) fn compare(
    store: &mut Store,
    run: i64,
    task: &Task,
    owner: &Owner<'_>,
) -> Result<Vec<Copies>, InspectError> {
    let is_wanted = |rule: &str| is_selected(&task.selection, rule) && task.least <= Remark::SEVERITY;
    let (copies, mut remarks) = copies::find(store, owner)?;
    remarks.extend(documents::find(store)?);
    for remark in remarks.iter().filter(|remark| is_wanted(remark.rule)) {
        store.remark(run, remark)?;
    }
    Ok(copies)
}

fn is_selected(selection: &Selection, rule: &str) -> bool {
    selection.includes(&RuleMeta::new(rule, "", Remark::SEVERITY, "", "", ""))
}
