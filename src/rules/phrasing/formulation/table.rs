//! The table of fixed formulations and the search for places that look like one: a few rare runs of three characters of
//! each template are its anchors, more of them than slips can spoil. They are the trigger words of the rule, so that a
//! text is looked at only where one stands.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use jiff::civil::Date;

use super::align::{Edit, align};
use super::judge::cut;

/// Characters of an anchor.
const GRAM: usize = 3;
/// Templates of so many characters may deviate at two places, shorter ones at one.
const LONG: usize = 9;
/// How far, in bytes, the text on either side of an anchor is looked at beyond the template.
const MARGIN: usize = 12;
/// Bytes that no template is longer than.
pub(super) const REACH: usize = 512;

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
    /// Deviations up to which a text is taken for this template.
    budget: usize,
    characters: Characters,
    /// Its words, cut when first asked for.
    words: OnceLock<Vec<Range<usize>>>,
}

impl Template {
    fn new(text: &'static str) -> Self {
        let budget = if text.chars().nth(LONG - 1).is_some() { 2 } else { 1 };
        Self {
            text,
            since: None,
            basis: "",
            is_whole: false,
            is_allowed: false,
            budget,
            characters: Characters::of(text),
            words: OnceLock::new(),
        }
    }

    /// A wording that is right.
    fn allowed(text: &'static str) -> Self {
        Self { is_allowed: true, budget: 0, ..Self::new(text) }
    }

    pub fn words(&self) -> &[Range<usize>] {
        self.words.get_or_init(|| cut(self.text, 0..self.text.len()))
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
    /// The characters of the template around the anchor.
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
    anchors: Vec<Anchor>,
    /// The anchors as they stand in a text.
    pub grams: Vec<&'static str>,
}

pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::new(include_str!("templates.tsv"), include_str!("allow.tsv")));

impl Table {
    fn new(templates: &'static str, allow: &'static str) -> Self {
        let mut all: Vec<Template> = Vec::new();
        for line in templates.lines().skip(1) {
            let [text, since, whole, allow, basis] = line.split('\t').collect::<Vec<_>>()[..] else {
                continue;
            };
            let since = if since.is_empty() { None } else { since.parse().ok() };
            let is_whole = !whole.is_empty();
            all.push(Template { since, basis, is_whole, ..Template::new(text) });
            all.extend(allow.split('|').filter(|text| !text.is_empty()).map(Template::allowed));
        }
        all.extend(allow.lines().skip(1).filter_map(|line| line.split('\t').next()).map(Template::allowed));
        let anchors = anchors(&all);
        let mut grams: Vec<&str> = Vec::new();
        let mut last = 0;
        for anchor in anchors.iter().filter(|anchor| std::mem::replace(&mut last, anchor.key) != anchor.key) {
            let gram = &all[anchor.template].text[anchor.place.clone()];
            let swapped = || gram.chars().take(1).chain(gram.chars().rev().take(GRAM - 1)).collect::<String>();
            grams.push(if anchor.swapped { swapped().leak() } else { gram });
        }
        Self { templates: all, anchors, grams }
    }

    /// The places of a text that are or resemble a template, each once; those without edits are it. `places`: where
    /// anchors begin.
    pub fn find(&self, text: &str, places: impl Iterator<Item = usize>) -> Vec<Near> {
        let mut found: Vec<Near> = Vec::new();
        for start in places {
            let gram = text[start..].char_indices().take(GRAM);
            let (key, end) = gram.fold((0, start), |(key, _), (at, c)| (push(key, c), start + at + c.len_utf8()));
            self.verify(text, start..end, key, &mut found);
        }
        found.sort_by_key(|near| (near.place.start, near.template, near.edits.len()));
        found.dedup_by(|next, near| next.template == near.template && next.place == near.place);
        found
    }

    /// Adds the templates that stand around the three characters at `hit`.
    fn verify(&self, text: &str, hit: Range<usize>, key: u64, found: &mut Vec<Near>) {
        let first = self.anchors.partition_point(|anchor| anchor.key < key);
        let around = LazyCell::new(|| Characters::around(text, &hit, AROUND));
        for anchor in self.anchors[first..].iter().take_while(|anchor| anchor.key == key) {
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
            if template.is_allowed || anchor.around.lacking(&around) > template.budget {
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
        let (mut before, mut behind) = (text[..place.start].chars(), text[place.end..].chars());
        for _ in 0..reach {
            if let Some(c) = before.next_back() {
                set.add(c);
            }
            if let Some(c) = behind.next() {
                set.add(c);
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
        self.0[c as usize >> 6 & 3] |= 1 << (c as usize & 63);
    }

    /// How many of them another set has not.
    #[inline]
    fn lacking(&self, other: &Self) -> usize {
        let (Self(one), Self(other)) = (self, other);
        let count = |part: usize| (one[part] & !other[part]).count_ones() as usize;
        count(0) + count(1) + count(2) + count(3)
    }
}

/// The key of the last three characters.
fn push(key: u64, c: char) -> u64 {
    ((key << 21) | u64::from(u32::from(c))) & (u64::MAX >> 1)
}

fn key(gram: &[(usize, char)]) -> u64 {
    gram.iter().fold(0, |key, (_, c)| push(key, *c))
}

/// The anchors of all templates: of each part of a template the run that fewest templates share.
fn anchors(templates: &[Template]) -> Vec<Anchor> {
    let chars: Vec<Vec<(usize, char)>> =
        templates.iter().map(|template| template.text.char_indices().collect()).collect();
    let mut keys: Vec<u64> = chars.iter().flat_map(|chars| chars.windows(GRAM)).map(key).collect();
    keys.sort_unstable();
    let shared = |gram: u64| {
        let first = keys.partition_point(|key| *key < gram);
        keys[first..].partition_point(|key| *key == gram)
    };
    let mut anchors = Vec::new();
    for (number, (template, chars)) in templates.iter().zip(&chars).enumerate() {
        let mut add = |place: Range<usize>, key: u64, swapped: bool| {
            let byte = |at: usize| chars.get(at).map_or(template.text.len(), |(byte, _)| *byte);
            let place = byte(place.start)..byte(place.end);
            let around = Characters::around(template.text, &place, NEARER);
            anchors.push(Anchor { key, template: number, place, swapped, around });
        };
        // One part more than the slips can spoil, and another one where there is room.
        let (budget, count) = (template.budget, chars.len());
        let parts = if budget == 0 { 1 } else { (count / GRAM).clamp(1, budget + 2) };
        for part in 0..parts {
            let (from, to) = (count * part / parts, count * (part + 1) / parts);
            let rarest = (from..(to + 1).saturating_sub(GRAM)).min_by_key(|at| shared(key(&chars[*at..at + GRAM])));
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
            let text_around = format!("在{text}里");
            let places = text_around.char_indices().map(|(at, _)| at);
            assert!(TABLE.find(&text_around, places).iter().any(is_it), "{text}");
        }
    }
}
