//! A finding with its place in the file: the objects of the contract, as they are serialised.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Applicability, Fingerprint, Severity};
use crate::document::{Place, Region};
use crate::source::Position;

/// What a report says of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleSummary {
    pub id: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    /// `yyyy-mm-dd`.
    pub published: Option<String>,
    pub column: Option<String>,
    pub source: Option<String>,
}

/// A byte range on disk and what goes there, already escaped for its container. Encode it in the file's encoding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LocatedEdit {
    pub start: u64,
    pub end: u64,
    pub text: String,
}

/// A fix with byte ranges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LocatedFix {
    pub applicability: Applicability,
    pub edits: Vec<LocatedEdit>,
}

/// One finding of a report; see the contract, section 3.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LocatedFinding {
    pub path: Arc<str>,
    pub place: Option<Place>,
    /// In a file that is no text: the characters of the cell or paragraph at `place` that come before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u32>,
    pub article: Arc<ArticleSummary>,
    pub rule: Arc<str>,
    pub family: String,
    pub severity: Severity,
    pub message: String,
    pub why: Arc<str>,
    pub basis: Arc<str>,
    pub confidence: f32,
    /// The flagged text as the reader sees it.
    pub text: String,
    pub suggestions: Vec<String>,
    pub region: Region,
    pub paragraph: u32,
    pub start: Position,
    pub end: Position,
    /// Byte ranges on disk, one per run of source that the flagged text comes from; null in a file that is no text.
    pub pieces: Option<Vec<(u64, u64)>>,
    pub before: String,
    pub after: String,
    pub fix: Option<LocatedFix>,
    /// The edits of the other suggestions, where the fix puts the first one in place of the flagged text: for editors.
    #[serde(skip)]
    pub alternatives: Vec<(String, Vec<LocatedEdit>)>,
    pub fingerprint: Fingerprint,
    /// In how many articles the same finding stands in the same paragraph; left out where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated: Option<u32>,
    /// Hash of the paragraph, 0 where it is too short to be recognised as boilerplate.
    #[serde(skip)]
    pub boilerplate: u64,
}

impl LocatedFinding {
    /// Where it is inside its file, in words.
    pub fn location(&self) -> String {
        let place = self.place.as_ref().map(ToString::to_string);
        let inside = if self.start.is_in_text() {
            Some(format!("第 {} 行第 {} 字", self.start.line, self.start.column))
        } else {
            self.offset.map(|offset| format!("第 {} 字", offset + 1))
        };
        place.into_iter().chain(inside).collect::<Vec<_>>().join("，")
    }
}
