//! How often one character was really written for another: counts of slips in real pairs of wrong and right sentences, by
//! the two characters, by what was meant, by the two sounds. The noisy channel of the spelling correctors (Kernighan, Church
//! and Gale 1990), as evidence for the re-ranker rather than as a model of its own. Compiled at build time from
//! `dictionaries/language-model/slips.tsv`.

use super::homophones::Homophones;
use super::ngrams::Token;

/// A slip that was made so often counts as common: the pairs it is counted from repeat whole sentences.
const COMMON: u16 = 3;
/// Bytes of an entry: a key of two tokens or syllables (two bytes each), how often (two).
const ENTRY: usize = 6;

/// How often slips like a change were made, as natural logarithms of one more than the count: the rarest of its characters,
/// all of them together (of each character no more than [`COMMON`]); what was meant, whatever was written; one sound for the other.
pub type Slips = [f32; 4];

/// The table over its bytes: how many entries there are by characters and by what was meant (four bytes each); then the
/// entries by characters, by what was meant, by sounds, each in the order of their keys.
#[derive(Clone, Copy, Debug)]
pub struct Channel<'d> {
    characters: &'d [u8],
    meant: &'d [u8],
    sounds: &'d [u8],
}

impl<'d> Channel<'d> {
    /// Over what `compile` made.
    pub fn new(bytes: &'d [u8]) -> Self {
        let size = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize;
        let (characters, rest) = bytes[8..].split_at(size(0) * ENTRY);
        let (meant, sounds) = rest.split_at(size(4) * ENTRY);
        Self { characters, meant, sounds }
    }

    /// How often slips like this change were made.
    pub fn slips(&self, homophones: &Homophones<'_>, written: &[Token], meant: &[Token]) -> Slips {
        let (mut rarest, mut together, mut target, mut sound) = (u16::MAX, 0u32, u16::MAX, u16::MAX);
        for (&one, &other) in written.iter().zip(meant).filter(|(one, other)| one != other) {
            let (one_sound, other_sound) = (homophones.syllable(one), homophones.syllable(other));
            let (one, other) = (one as u16, other as u16);
            let count = find(self.characters, (one, other)).min(COMMON);
            rarest = rarest.min(count);
            together += u32::from(count);
            target = target.min(find(self.meant, (0, other)));
            sound = sound.min(find(self.sounds, (one_sound, other_sound)));
        }
        [u32::from(rarest), together, u32::from(target), u32::from(sound)].map(|count| (count as f32).ln_1p())
    }
}

/// How often something was counted.
fn find(entries: &[u8], key: (u16, u16)) -> u16 {
    let number = |at: usize| u16::from_le_bytes([entries[at], entries[at + 1]]);
    let (mut low, mut high) = (0, entries.len() / ENTRY);
    while low < high {
        let middle = low.midpoint(high);
        let at = middle * ENTRY;
        match (number(at), number(at + 2)).cmp(&key) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Equal => return number(at + 4),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    0
}

/// Compiles the table from rows of what was written, what was meant and how often; characters of the basic block.
#[allow(dead_code)] // Called by the build script.
pub fn compile(slips: &str, homophones: &Homophones<'_>) -> Vec<u8> {
    use std::collections::BTreeMap;
    let mut tables: [BTreeMap<(u16, u16), u16>; 3] = Default::default();
    for row in slips.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let character = |at: usize| cells[at].chars().next().map_or(0, |c| Token::from(u32::from(c)));
        let (one, other) = (character(0), character(1));
        let count: u16 = cells[2].parse().expect("a small number");
        let keys =
            [(one as u16, other as u16), (0, other as u16), (homophones.syllable(one), homophones.syllable(other))];
        for (table, key) in tables.iter_mut().zip(keys) {
            let sum = table.entry(key).or_default();
            *sum = sum.saturating_add(count);
        }
    }
    let mut bytes: Vec<u8> = tables[..2].iter().flat_map(|table| (table.len() as u32).to_le_bytes()).collect();
    for ((one, other), count) in tables.iter().flatten() {
        [one, other, count].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::homophones;
    use super::*;

    #[test]
    fn slips_are_counted_by_characters_by_what_was_meant_and_by_sounds() {
        let readings = homophones::compile("音节\t字\t又读此音的字\nzai\t在再\t\nzuo\t做作坐\t", std::iter::empty());
        let homophones = Homophones::new(&readings);
        let bytes = compile("写\t正\t次\n在\t再\t5\n作\t做\t1\n坐\t做\t2", &homophones);
        let channel = Channel::new(&bytes);
        let tokens = |text: &str| text.chars().map(|c| Token::from(u32::from(c))).collect::<Vec<_>>();
        let counts = |written: &str, meant: &str| {
            channel.slips(&homophones, &tokens(written), &tokens(meant)).map(|slips| slips.exp_m1().round())
        };
        assert_eq!(counts("在", "再"), [3.0, 3.0, 5.0, 5.0], "of the pair no more than three count");
        assert_eq!(counts("作", "做"), [1.0, 1.0, 3.0, 3.0]);
        assert_eq!(counts("再", "在"), [0.0, 0.0, 0.0, 5.0], "one sound for itself");
        assert_eq!(counts("在作", "再做"), [1.0, 4.0, 3.0, 3.0]);
        assert_eq!(counts("在做", "再做"), [3.0, 3.0, 5.0, 5.0], "what stays the same is no slip");
    }
}
