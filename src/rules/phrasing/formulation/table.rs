//! The table of fixed formulations and the search for places that look like one: a few rare runs of three characters of
//! each template are its anchors, more of them than slips can spoil. They are the trigger words of the rule, so that a
//! text is looked at only where one stands.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use jiff::civil::Date;

use super::align::{Edit, align};
use super::anchors::{Anchor, GRAM, Row, key, read, rows};
use super::judge::cut;

/// How far, in bytes, the text on either side of an anchor is looked at beyond the template.
const MARGIN: usize = 12;
/// Bytes that no template is longer than.
pub(super) const REACH: usize = 512;

/// A formulation that stands word for word in a public document.
#[derive(Debug)]
pub(super) struct Template {
    pub text: &'static str,
    pub since: Option<Date>,
    pub basis: &'static str,
    /// No word of it may be another or be left out.
    pub is_whole: bool,
    /// A wording that resembles a formulation and is right: nothing is reported where it stands.
    pub is_allowed: bool,
    /// Deviations up to which a text is taken for this template.
    budget: usize,
    characters: Characters,
    /// Its words, cut when first asked for.
    words: OnceLock<Vec<Range<usize>>>,
}

impl Template {
    fn new(row: &Row<'static>) -> Self {
        Self {
            text: row.text,
            since: if row.since.is_empty() { None } else { row.since.parse().ok() },
            basis: row.basis,
            is_whole: row.is_whole,
            is_allowed: row.is_allowed,
            budget: row.budget(),
            characters: Characters::of(row.text),
            words: OnceLock::new(),
        }
    }

    pub fn words(&self) -> &[Range<usize>] {
        self.words.get_or_init(|| cut(self.text, 0..self.text.len()))
    }
}

/// Anchors are found by so many of the highest bits of their keys, about one by each.
const BUCKET_BITS: u32 = 13;

fn bucket(key: u64) -> usize {
    (key >> (u64::BITS - BUCKET_BITS)) as usize
}

/// An anchor, ready to be looked up.
struct Known {
    /// Its characters, as they stand in a text.
    key: u64,
    anchor: Anchor,
    /// The characters of the template around it.
    around: Characters,
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
    anchors: Vec<Known>,
    /// Where those of each bucket begin.
    buckets: Vec<u32>,
    /// The anchors as they stand in a text.
    pub grams: Vec<&'static str>,
}

/// What the build script wrote.
const ANCHORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/anchors.bin"));

pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("templates.tsv"), include_str!("allow.tsv")));

impl Table {
    fn new(templates: &'static str, allow: &'static str) -> Self {
        let templates: Vec<Template> = rows(templates, allow).iter().map(Template::new).collect();
        let anchors = read(ANCHORS).map(|anchor| {
            let text = templates[anchor.template].text;
            let around = Characters::around(text, &anchor.place, NEARER);
            Known { key: anchor.key(text), around, anchor }
        });
        let anchors: Vec<Known> = anchors.collect();
        let grams = anchors.chunk_by(|one, next| one.key == next.key).map(|same| {
            let Anchor { template, place, swapped } = &same[0].anchor;
            let gram = &templates[*template].text[place.clone()];
            let other = || gram.chars().take(1).chain(gram.chars().rev().take(GRAM - 1)).collect::<String>();
            if *swapped { other().leak() } else { gram }
        });
        let mut buckets = vec![0; (1 << BUCKET_BITS) + 1];
        anchors.iter().for_each(|known| buckets[bucket(known.key) + 1] += 1);
        for bucket in 1..buckets.len() {
            buckets[bucket] += buckets[bucket - 1];
        }
        Self { grams: grams.collect(), buckets, templates, anchors }
    }

    /// The places of a text that are or resemble a template, each once; those without edits are it. `places`: where
    /// anchors begin.
    pub fn find(&self, text: &str, places: impl Iterator<Item = usize>) -> Vec<Near> {
        let mut found: Vec<Near> = Vec::new();
        for start in places {
            let mut rest = text[start..].chars();
            let mut next = || rest.next().unwrap_or_default();
            let key = key([next(), next(), next()]);
            self.verify(text, start..text.len() - rest.as_str().len(), key, &mut found);
        }
        found.sort_by_key(|near| (near.place.start, near.template, near.edits.len()));
        found.dedup_by(|next, near| next.template == near.template && next.place == near.place);
        found
    }

    /// Adds the templates that stand around the three characters at `hit`.
    fn verify(&self, text: &str, hit: Range<usize>, key: u64, found: &mut Vec<Near>) {
        let bucket = bucket(key);
        let anchors = &self.anchors[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        let around = LazyCell::new(|| Characters::around(text, &hit, AROUND));
        for Known { anchor, around: wanted, .. } in anchors.iter().filter(|known| known.key == key) {
            let template = &self.templates[anchor.template];
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
            if template.is_allowed || wanted.lacking(&around) > template.budget {
                continue;
            }
            let from = text.floor_char_boundary(hit.start.saturating_sub(anchor.place.start + MARGIN));
            let to = text.ceil_char_boundary((hit.end + template.text.len() - anchor.place.end + MARGIN).min(text.len()));
            if template.characters.lacking(&Characters::of(&text[from..to])) > template.budget {
                continue;
            }
            let budget = template.budget - usize::from(anchor.swapped);
            let local = hit.start - from..hit.end - from;
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
            let stop = hit.end.saturating_add_signed((template.text.len() - anchor.place.end) as isize + after);
            if anchor.swapped {
                let one = template.text[anchor.place.clone()].chars().next().map_or(0, char::len_utf8);
                let edit = Edit { at: hit.start + one..hit.end, wanted: anchor.place.start + one..anchor.place.end };
                edits.push(edit);
                edits.sort_by_key(|edit| edit.at.start);
            }
            found.push(Near { template: anchor.template, place: start..stop, edits });
        }
    }
}

/// A set of characters, by a hash: one too many is taken to be in it now and then, none is lost.
#[derive(Debug, Default)]
struct Characters([u64; 4]);

/// Characters of a text on either side of an anchor that are looked at, before the edits are looked for. A template
/// has those that are nearer by its deviations there, all but so many.
const AROUND: usize = 8;
const NEARER: usize = AROUND - 2;

impl Characters {
    /// The characters on either side of a place, up to `reach`.
    fn around(text: &str, place: &Range<usize>, reach: usize) -> Self {
        let mut set = Self::default();
        let (mut before, mut behind) = text.as_bytes().split_at(place.start);
        behind = &behind[place.len()..];
        for _ in 0..reach {
            if let [rest @ .., 0xe0..=0xef, second, third] = before {
                set.add_bits(*second, *third);
                before = rest;
            } else if let Some(c) = text[..before.len()].chars().next_back() {
                set.add(c);
                before = &before[..before.len() - c.len_utf8()];
            }
        }
        for _ in 0..reach {
            if let [0xe0..=0xef, second, third, rest @ ..] = behind {
                set.add_bits(*second, *third);
                behind = rest;
            } else if let Some(c) = text[text.len() - behind.len()..].chars().next() {
                set.add(c);
                behind = &behind[c.len_utf8()..];
            }
        }
        set
    }

    fn of(text: &str) -> Self {
        let mut set = Self::default();
        for c in text.chars() {
            set.add(c);
        }
        set
    }

    #[inline]
    fn add(&mut self, c: char) {
        self.add_bits((c as usize >> 6) as u8, c as u8);
    }

    /// Takes in a character by its lowest twelve bits, six each, as the last two bytes of UTF-8 hold them.
    #[inline]
    fn add_bits(&mut self, high: u8, low: u8) {
        self.0[usize::from(high & 3)] |= 1 << (low & 63);
    }

    /// How many of them another set has not.
    #[inline]
    fn lacking(&self, other: &Self) -> usize {
        let (Self(one), Self(other)) = (self, other);
        let count = |part: usize| (one[part] & !other[part]).count_ones() as usize;
        count(0) + count(1) + count(2) + count(3)
    }
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
            let text_around = format!("在{text}里");
            let places = text_around.char_indices().map(|(at, _)| at);
            assert!(TABLE.find(&text_around, places).iter().any(is_it), "{text}");
        }
    }
}
