//! The rows of the tables of formulations, and the anchors of each: the runs of three characters that it is looked for
//! by. They are found by the build script, so that starting the program costs nothing.
//! Shared with the build script, so it names nothing of the crate.

use std::ops::Range;

/// Characters of an anchor.
pub const GRAM: usize = 3;
/// Templates of so many characters may deviate at two places, shorter ones at one.
const LONG: usize = 9;
/// Bytes of an anchor as it is written down.
const WRITTEN: usize = 7;

/// A row of a table.
pub struct Row<'a> {
    pub text: &'a str,
    pub since: &'a str,
    pub is_whole: bool,
    /// A wording that resembles a formulation and is right.
    pub is_allowed: bool,
    pub basis: &'a str,
}

impl<'a> Row<'a> {
    fn allowed(text: &'a str) -> Self {
        Self { text, since: "", is_whole: false, is_allowed: true, basis: "" }
    }

    /// Deviations up to which a text is taken for this template.
    pub fn budget(&self) -> usize {
        match self.text.chars().nth(LONG - 1) {
            _ if self.is_allowed => 0,
            Some(_) => 2,
            None => 1,
        }
    }
}

/// The formulations with the wordings that are right, in the order of the tables.
pub fn rows<'a>(templates: &'a str, allow: &'a str) -> Vec<Row<'a>> {
    let mut rows = Vec::with_capacity(templates.len() / 50);
    for line in templates.lines().skip(1) {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let [text, since, whole, allow, basis] = [next(), next(), next(), next(), next()];
        rows.push(Row { text, since, is_whole: !whole.is_empty(), is_allowed: false, basis });
        rows.extend(allow.split('|').filter(|text| !text.is_empty()).map(Row::allowed));
    }
    rows.extend(allow.lines().skip(1).filter_map(|line| line.split('\t').next()).map(Row::allowed));
    rows
}

/// A run of three characters of a template.
pub struct Anchor {
    /// Number of its row.
    pub template: usize,
    pub place: Range<usize>,
    /// The two last characters of the anchor stand in the other order in the text: the slip that would spoil both
    /// anchors of a short template.
    pub swapped: bool,
}

impl Anchor {
    /// The anchor as it stands in a text.
    pub fn key(&self, template: &str) -> u64 {
        let mut gram = template[self.place.clone()].chars();
        let mut next = || gram.next().unwrap_or_default();
        let [one, two, three] = [next(), next(), next()];
        key(if self.swapped { [one, three, two] } else { [one, two, three] })
    }
}

/// Three characters as a number, a different one for any three; mixed, so that its highest bits are as good as any
/// (Knuth, The Art of Computer Programming, 6.4).
pub fn key(gram: [char; GRAM]) -> u64 {
    let packed = gram.into_iter().fold(0, |key, c| key << 21 | u64::from(u32::from(c)));
    packed.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Reads what [`build`] wrote: the anchors in the order of their keys.
pub fn read(written: &[u8]) -> impl Iterator<Item = Anchor> {
    written.chunks_exact(WRITTEN).map(|one| {
        let number = |at: usize| usize::from(u16::from_le_bytes([one[at], one[at + 1]]));
        Anchor { template: number(0), place: number(2)..number(4), swapped: one[6] == 1 }
    })
}

/// Compiles the anchors of all rows.
#[allow(dead_code)] // the build script's
pub fn build(templates: &str, allow: &str) -> Vec<u8> {
    let rows = rows(templates, allow);
    let mut anchors: Vec<(u64, Anchor)> =
        anchors(&rows).into_iter().map(|anchor| (anchor.key(rows[anchor.template].text), anchor)).collect();
    anchors.sort_by_key(|(key, _)| *key);
    let number = |number: usize| u16::try_from(number).expect("a small table").to_le_bytes();
    let mut written = Vec::new();
    for (_, anchor) in anchors {
        [anchor.template, anchor.place.start, anchor.place.end].map(number).iter().for_each(|two| written.extend(two));
        written.push(u8::from(anchor.swapped));
    }
    written
}

/// The anchors of all rows: of each part of a row the run that fewest rows share.
#[allow(dead_code)] // the build script's
fn anchors(rows: &[Row<'_>]) -> Vec<Anchor> {
    let chars: Vec<Vec<(usize, char)>> = rows.iter().map(|row| row.text.char_indices().collect()).collect();
    let gram = |chars: &[(usize, char)], at: usize| key([chars[at].1, chars[at + 1].1, chars[at + 2].1]);
    let mut shared: std::collections::HashMap<u64, usize> = std::collections::HashMap::new();
    for chars in &chars {
        for at in 0..(chars.len() + 1).saturating_sub(GRAM) {
            *shared.entry(gram(chars, at)).or_default() += 1;
        }
    }
    let mut anchors = Vec::new();
    for (template, (row, chars)) in rows.iter().zip(&chars).enumerate() {
        let byte = |at: usize| chars.get(at).map_or(row.text.len(), |(byte, _)| *byte);
        let mut add =
            |at: usize, swapped: bool| anchors.push(Anchor { template, place: byte(at)..byte(at + GRAM), swapped });
        // One part more than the slips can spoil, and another one where there is room.
        let (budget, count) = (row.budget(), chars.len());
        let parts = if budget == 0 { 1 } else { (count / GRAM).clamp(1, budget + 2) };
        for part in 0..parts {
            let (from, to) = (count * part / parts, count * (part + 1) / parts);
            let rarest = (from..(to + 1).saturating_sub(GRAM)).min_by_key(|at| shared[&gram(chars, *at)]);
            if let Some(at) = rarest {
                add(at, false);
            }
        }
        if budget == 1 && parts == 2 {
            add(count / 2 - 2, true);
        }
    }
    anchors
}
