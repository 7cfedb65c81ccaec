//! The table of fixed formulations and the search for places that look like one: a few rare runs of three characters of
//! each template are its anchors, more of them than slips can spoil, so that a text is gone through once with a look
//! at a bit per character.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::align::{Edit, align};

/// Characters of an anchor.
const GRAM: usize = 3;
/// Templates of so many characters may deviate at two places, shorter ones at one.
const LONG: usize = 9;
/// How far, in bytes, the text on either side of an anchor is looked at beyond the template.
const MARGIN: usize = 12;
/// Bytes that no template is longer than.
pub(super) const REACH: usize = 512;
/// Bits of the filter; a power of two.
const FILTER: usize = 1 << 16;

/// A formulation that stands word for word in a public document.
#[derive(Debug)]
pub(super) struct Template {
    pub text: &'static str,
    since: Option<Date>,
    pub basis: &'static str,
    /// No word of it may be another or be left out.
    pub is_whole: bool,
    /// A wording that resembles a formulation and is right: nothing is reported where it stands.
    pub is_allowed: bool,
}

impl Template {
    /// Deviations up to which a text is taken for this template.
    fn budget(&self) -> usize {
        match self.text.chars().count() {
            _ if self.is_allowed => 0,
            LONG.. => 2,
            _ => 1,
        }
    }

    pub fn holds(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day)
    }
}

/// A run of three characters of a template.
struct Anchor {
    key: u64,
    template: usize,
    place: Range<usize>,
    /// The two last characters of the anchor stand in the other order in the text: the slip that would spoil both
    /// anchors of a short template.
    swapped: bool,
}

/// A place that is a template but for `edits`.
#[derive(Debug)]
pub(super) struct Near {
    pub template: usize,
    pub place: Range<usize>,
    pub edits: Vec<Edit>,
}

pub(super) struct Table {
    pub templates: Vec<Template>,
    /// Ordered by key.
    anchors: Vec<Anchor>,
    filter: Vec<u64>,
}

pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("templates.tsv"), include_str!("allow.tsv")));

impl Table {
    fn new(templates: &'static str, allow: &'static str) -> Self {
        let allowed = |text| Template { text, since: None, basis: "", is_whole: false, is_allowed: true };
        let mut all: Vec<Template> = Vec::new();
        for line in templates.lines().skip(1) {
            let [text, since, whole, allow, basis] = line.split('\t').collect::<Vec<_>>()[..] else {
                continue;
            };
            all.push(Template {
                text,
                since: since.parse().ok(),
                basis,
                is_whole: !whole.is_empty(),
                is_allowed: false,
            });
            all.extend(allow.split('|').filter(|text| !text.is_empty()).map(allowed));
        }
        all.extend(allow.lines().skip(1).filter_map(|line| line.split('\t').next()).map(allowed));
        let anchors = anchors(&all);
        let mut filter = vec![0u64; FILTER / 64];
        for anchor in &anchors {
            let bit = bit(anchor.key);
            filter[bit / 64] |= 1 << (bit % 64);
        }
        Self { templates: all, anchors, filter }
    }

    /// The places of a text that are or resemble a template, each once; those without edits are it.
    pub fn find(&self, text: &str) -> Vec<Near> {
        let mut found: Vec<Near> = Vec::new();
        let mut key = 0;
        for (at, c) in text.char_indices() {
            key = push(key, c);
            let bit = bit(key);
            if self.filter[bit / 64] & (1 << (bit % 64)) != 0 {
                self.verify(text, at + c.len_utf8(), key, &mut found);
            }
        }
        found.sort_by_key(|near| (near.place.start, near.template, near.edits.len()));
        found.dedup_by(|next, near| next.template == near.template && next.place == near.place);
        found
    }

    /// Adds the templates that stand around the three characters that end at `end`.
    fn verify(&self, text: &str, end: usize, key: u64, found: &mut Vec<Near>) {
        let first = self.anchors.partition_point(|anchor| anchor.key < key);
        for anchor in self.anchors[first..].iter().take_while(|anchor| anchor.key == key) {
            let template = &self.templates[anchor.template];
            let hit = end - anchor.place.len()..end;
            // Most places are the template itself.
            let start = hit.start.checked_sub(anchor.place.start).filter(|_| !anchor.swapped);
            if let Some(start) = start.filter(|start| text.as_bytes()[*start..].starts_with(template.text.as_bytes())) {
                found.push(Near {
                    template: anchor.template,
                    place: start..start + template.text.len(),
                    edits: Vec::new(),
                });
                continue;
            }
            let from = text.floor_char_boundary(hit.start.saturating_sub(anchor.place.start + MARGIN));
            let to = text.ceil_char_boundary((end + template.text.len() - anchor.place.end + MARGIN).min(text.len()));
            let budget = template.budget() - usize::from(anchor.swapped);
            let local = hit.start - from..hit.end - from;
            if !is_near(template.text, &text[from..to], template.budget()) {
                continue;
            }
            let Some(mut edits) = align(template.text, anchor.place.clone(), &text[from..to], local, budget) else {
                continue;
            };
            for edit in &mut edits {
                edit.at = edit.at.start + from..edit.at.end + from;
            }
            let grown = |edit: &Edit| edit.at.len() as isize - edit.wanted.len() as isize;
            let before: isize = edits.iter().filter(|edit| edit.wanted.end <= anchor.place.start).map(grown).sum();
            let after: isize = edits.iter().filter(|edit| edit.wanted.start >= anchor.place.end).map(grown).sum();
            let start = hit.start.saturating_add_signed(-(anchor.place.start as isize) - before);
            let stop = end.saturating_add_signed((template.text.len() - anchor.place.end) as isize + after);
            if anchor.swapped {
                let one = template.text[anchor.place.clone()].chars().next().map_or(0, char::len_utf8);
                let edit = Edit { at: hit.start + one..end, wanted: anchor.place.start + one..anchor.place.end };
                edits.push(edit);
                edits.sort_by_key(|edit| edit.at.start);
            }
            found.push(Near { template: anchor.template, place: start..stop, edits });
        }
    }
}

/// Whether a text has all but `budget` of the characters of a template, in any order: a look that spares most places
/// the search for the edits.
fn is_near(template: &str, text: &str, budget: usize) -> bool {
    // A set of hashes: a character too many is let through now and then, none is lost.
    let mut set = [0u64; 4];
    for c in text.chars() {
        set[c as usize >> 6 & 3] |= 1 << (c as usize & 63);
    }
    let is_missing = |c: &char| set[*c as usize >> 6 & 3] >> (*c as usize & 63) & 1 == 0;
    template.chars().filter(is_missing).nth(budget).is_none()
}

/// The key of the last three characters.
fn push(key: u64, c: char) -> u64 {
    ((key << 21) | u64::from(u32::from(c))) & (u64::MAX >> 1)
}

fn key(gram: &[(usize, char)]) -> u64 {
    gram.iter().fold(0, |key, (_, c)| push(key, *c))
}

fn bit(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize % FILTER
}

/// The anchors of all templates: of each part of a template the run that fewest templates share.
fn anchors(templates: &[Template]) -> Vec<Anchor> {
    let chars: Vec<Vec<(usize, char)>> =
        templates.iter().map(|template| template.text.char_indices().collect()).collect();
    let mut shared: HashMap<u64, usize> = HashMap::new();
    for gram in chars.iter().flat_map(|chars| chars.windows(GRAM)) {
        *shared.entry(key(gram)).or_default() += 1;
    }
    let mut anchors = Vec::new();
    for (number, (template, chars)) in templates.iter().zip(&chars).enumerate() {
        let mut add = |place: Range<usize>, key: u64, swapped: bool| {
            let byte = |at: usize| chars.get(at).map_or(template.text.len(), |(byte, _)| *byte);
            anchors.push(Anchor { key, template: number, place: byte(place.start)..byte(place.end), swapped });
        };
        // One part more than the slips can spoil, and another one where there is room.
        let (budget, count) = (template.budget(), chars.len());
        let parts = if budget == 0 { 1 } else { (count / GRAM).clamp(1, budget + 2) };
        for part in 0..parts {
            let (from, to) = (count * part / parts, count * (part + 1) / parts);
            let rarest = (from..(to + 1).saturating_sub(GRAM)).min_by_key(|at| shared[&key(&chars[*at..at + GRAM])]);
            if let Some(at) = rarest {
                add(at..at + GRAM, key(&chars[at..at + GRAM]), false);
            }
        }
        if budget == 1 && parts == 2 {
            let at = count / 2 - 2;
            add(at..at + GRAM, key(&[chars[at], chars[at + 2], chars[at + 1]]), true);
        }
    }
    anchors.sort_by_key(|anchor| anchor.key);
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_found() {
        let rows = include_str!("templates.tsv").lines().skip(1);
        let texts: Vec<&str> = rows.filter_map(|row| row.split('\t').next()).collect();
        let templates = TABLE.templates.iter().filter(|template| !template.is_allowed);
        assert!(texts.len() >= 400 && templates.map(|template| template.text).eq(texts.iter().copied()));
        for text in texts {
            let is_it = |near: &Near| near.edits.is_empty() && near.place == (3..3 + text.len());
            assert!(TABLE.find(&format!("在{text}里")).iter().any(is_it), "{text}");
        }
    }
}
