//! How a text deviates from a template around an anchor that both share: a bounded edit distance, walked outwards from
//! the anchor. Knows strings and nothing of articles.

use std::ops::Range;

/// One deviation. `at` is empty where the text lacks something, `wanted` where it has something too many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// Bytes of the text.
    pub at: Range<usize>,
    /// Bytes of the template.
    pub wanted: Range<usize>,
}

/// A string read from one of its ends.
#[derive(Clone, Copy)]
struct Walk<'a> {
    rest: &'a str,
    back: bool,
}

impl Walk<'_> {
    #[inline]
    fn step(self) -> Option<(char, Self)> {
        let mut chars = self.rest.chars();
        let next = if self.back { chars.next_back() } else { chars.next() }?;
        Some((next, Self { rest: chars.as_str(), back: self.back }))
    }

    /// Without its first `count` characters; `None` where it has fewer.
    #[inline]
    fn after(self, count: usize) -> Option<Self> {
        (0..count).try_fold(self, |walk, _| walk.step().map(|(_, rest)| rest))
    }
}

/// Where the pairs of walks stood before and behind an edit: lengths of what was left.
type Step = [usize; 4];

/// Whether all of `wanted` can be read from `found` with at most `budget` edits, which are added to `steps`.
fn extend<'a>(mut wanted: Walk<'a>, mut found: Walk<'a>, budget: usize, steps: &mut Vec<Step>) -> bool {
    let first = loop {
        let Some((want, next)) = wanted.step() else {
            return true;
        };
        match found.step() {
            Some((have, rest)) if have == want => (wanted, found) = (next, rest),
            other => break (want, other.map(|(have, _)| have)),
        }
    };
    if budget == 0 {
        return false;
    }
    // Swapped, too many, replaced, missing: characters of the template and of the text that each takes. At the end of
    // the template the later ones always fit, so they come last.
    for (takes, gives) in [(2, 2), (0, 1), (1, 1), (1, 0)] {
        let (Some(next), Some(rest)) = (wanted.after(takes), found.after(gives)) else {
            continue;
        };
        if takes == 2 && !is_swap(first, wanted, found) {
            continue;
        }
        steps.push([wanted.rest.len(), next.rest.len(), found.rest.len(), rest.rest.len()]);
        if extend(next, rest, budget - 1, steps) {
            return true;
        }
        steps.pop();
    }
    false
}

/// Whether the next two characters of both are the same two in another order.
fn is_swap(first: (char, Option<char>), wanted: Walk<'_>, found: Walk<'_>) -> bool {
    let second = |walk: Walk<'_>| walk.after(1).and_then(Walk::step).map(|(c, _)| c);
    second(found) == Some(first.0) && first.1.is_some() && second(wanted) == first.1
}

/// The fewest edits, up to `budget`, that lead from one side of a template to the text on that side.
fn side(wanted: &str, found: &str, back: bool, budget: usize) -> Option<Vec<Step>> {
    (0..=budget).find_map(|budget| {
        let mut steps = Vec::new();
        extend(Walk { rest: wanted, back }, Walk { rest: found, back }, budget, &mut steps).then_some(steps)
    })
}

/// The edits between a template and the text in which `hit` is the template's `anchor`; `None` if there are more than
/// `budget`. The edits are in order; neighbours are joined.
pub(super) fn align(
    template: &str,
    anchor: Range<usize>,
    text: &str,
    hit: Range<usize>,
    budget: usize,
) -> Option<Vec<Edit>> {
    let after = side(&template[anchor.end..], &text[hit.end..], false, budget)?;
    let before = side(&template[..anchor.start], &text[..hit.start], true, budget - after.len())?;
    let (wanted, found) = (template.len(), text.len());
    let mut edits: Vec<Edit> = Vec::new();
    let backward = before.into_iter().rev().map(|[from, to, start, end]| Edit { at: end..start, wanted: to..from });
    let forward = after
        .into_iter()
        .map(|[from, to, start, end]| Edit { at: found - start..found - end, wanted: wanted - from..wanted - to });
    for edit in backward.chain(forward) {
        match edits.last_mut() {
            Some(last) if last.at.end == edit.at.start && last.wanted.end == edit.wanted.start => {
                last.at.end = edit.at.end;
                last.wanted.end = edit.wanted.end;
            }
            _ => edits.push(edit),
        }
    }
    Some(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(template: &str, anchor: &str, text: &str, budget: usize) -> Option<Vec<(String, String)>> {
        let at = |whole: &str| whole.find(anchor).map(|at| at..at + anchor.len()).unwrap();
        let edits = align(template, at(template), text, at(text), budget)?;
        Some(edits.iter().map(|edit| (template[edit.wanted.clone()].into(), text[edit.at.clone()].into())).collect())
    }

    #[test]
    fn finds_the_fewest_edits() {
        let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
        assert_eq!(edits("甲乙丙丁戊己", "丙丁", "在甲乙丙丁戊己里", 2), Some(vec![]));
        assert_eq!(edits("甲乙丙丁戊己", "甲乙", "甲乙丁丙戊己", 1), Some(vec![pair("丙丁", "丁丙")]));
        assert_eq!(edits("甲乙丙丁戊己", "甲乙", "甲乙丁戊己", 1), Some(vec![pair("丙", "")]));
        assert_eq!(edits("甲乙丙丁戊己", "戊己", "甲x乙丙丁戊己", 1), Some(vec![pair("", "x")]));
        assert_eq!(edits("甲乙丙丁戊己", "丙丁", "子乙丙丁丑己", 2), Some(vec![pair("甲", "子"), pair("戊", "丑")]));
        assert_eq!(edits("甲乙丙丁戊己", "甲乙", "甲乙子丑戊己", 2), Some(vec![pair("丙丁", "子丑")]));
        assert_eq!(edits("甲乙丙丁戊己", "甲乙", "甲乙子丑戊己", 1), None);
        assert_eq!(edits("甲乙丙丁", "甲乙", "甲乙", 1), None);
    }
}
