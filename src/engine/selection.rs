//! Which rules run: `--select` and `--ignore`, by id, family or `ALL`.

use crate::finding::{FAMILIES, family};
use crate::rules::{RuleMeta, Status};

/// What is selected and ignored; empty: every stable rule.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    pub select: Vec<String>,
    pub ignore: Vec<String>,
}

/// Whether a rule is named by an id, its family, or `ALL`.
pub(super) fn names(pattern: &str, rule: &str) -> bool {
    pattern == "ALL" || pattern == rule || pattern == family(rule)
}

impl Selection {
    /// Whether a rule runs. A preview rule runs when its id or `ALL` is selected; the more exact name wins, and
    /// `ignore` wins over an equal one.
    pub fn includes(&self, meta: &RuleMeta) -> bool {
        let id = &*meta.id;
        let exactness = |patterns: &[String]| {
            let weight = |pattern: &String| match pattern.as_str() {
                "ALL" => 1,
                pattern if pattern == id => 3,
                _ => 2,
            };
            patterns.iter().filter(|pattern| names(pattern, id)).map(weight).max().unwrap_or(0)
        };
        let selected = match (self.select.is_empty(), exactness(&self.select)) {
            (true, _) => i32::from(meta.status == Status::Stable),
            (false, 2) if meta.status == Status::Preview => 0,
            (false, weight) => weight,
        };
        selected > 0
            && selected > exactness(&self.ignore) - i32::from(self.select.is_empty())
            && !(self.select.is_empty() && exactness(&self.ignore) > 0)
    }

    /// The first name that is neither a rule nor a family.
    pub fn unknown(&self, metas: &[&RuleMeta]) -> Option<&str> {
        let known = |name: &str| {
            name == "ALL"
                || FAMILIES.iter().any(|(family, _)| *family == name)
                || metas.iter().any(|meta| &*meta.id == name)
        };
        self.select.iter().chain(&self.ignore).map(String::as_str).find(|name| !known(name))
    }
}
