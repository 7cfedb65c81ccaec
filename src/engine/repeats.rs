//! Boilerplate: the same finding in the same paragraph of many articles (a footer, a disclaimer) is reported once,
//! with the number of articles. What is about an article as a whole (its date, its source) is never boilerplate.

use std::collections::HashMap;

use super::locate::Checked;
use crate::finding::LocatedFinding;

/// In how many articles a paragraph must stand to be boilerplate.
const REPEATED_FROM: u32 = 3;
/// Articles held back until the counts are known. Beyond that they are handed on as they come, and a repetition is
/// dropped from its third article on, so that memory stays bounded.
const HELD_ARTICLES: usize = 50_000;
/// Findings held back.
const HELD_FINDINGS: usize = 50_000;

/// What a repetition is recognised by.
type Key = (u64, u64);

/// Holds articles back and hands them on in order, repetitions left out.
#[derive(Default)]
pub struct Repeats {
    held: Vec<Checked>,
    held_findings: usize,
    /// Articles in which each finding was seen.
    seen: HashMap<Key, u32>,
    overflowed: bool,
}

impl Repeats {
    /// Takes the next article; hands on what need not be held back any more. False as soon as `each` says so.
    pub fn push(&mut self, mut checked: Checked, each: &mut impl FnMut(Checked) -> bool) -> bool {
        let mut keys: Vec<Key> = checked.findings.iter().filter_map(key).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *self.seen.entry(key).or_insert(0) += 1;
        }
        if self.overflowed {
            let seen = &self.seen;
            checked.findings.retain(|finding| key(finding).is_none_or(|key| seen[&key] < REPEATED_FROM));
            return each(checked);
        }
        self.held_findings += checked.findings.len();
        self.held.push(checked);
        if self.held.len() < HELD_ARTICLES && self.held_findings < HELD_FINDINGS {
            return true;
        }
        self.overflowed = true;
        self.release(each)
    }

    /// Hands on what is left.
    pub fn finish(mut self, each: &mut impl FnMut(Checked) -> bool) -> bool {
        self.release(each)
    }

    fn release(&mut self, each: &mut impl FnMut(Checked) -> bool) -> bool {
        let mut reported = std::collections::HashSet::new();
        for mut checked in std::mem::take(&mut self.held) {
            checked.findings.retain_mut(|finding| match key(finding).map(|key| (key, self.seen[&key])) {
                Some((key, count)) if count >= REPEATED_FROM => {
                    finding.repeated = Some(count);
                    reported.insert(key)
                }
                _ => true,
            });
            if !each(checked) {
                return false;
            }
        }
        true
    }
}

/// `None` for findings that are never boilerplate.
fn key(finding: &LocatedFinding) -> Option<Key> {
    let whole_article = matches!(finding.family.as_str(), "date" | "repost" | "site");
    (!whole_article && finding.boilerplate != 0).then_some((finding.boilerplate, finding.fingerprint.0))
}
