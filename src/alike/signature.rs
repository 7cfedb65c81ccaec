//! The signature of a text: MinHash of its runs of characters by one permutation, with optimal densification, a byte a
//! lane; and the same of its numbers.
//!
//! A. Broder, On the resemblance and containment of documents (1997); P. Li, A. Owen, C.-H. Zhang, One Permutation Hashing
//! (2012); A. Shrivastava, Optimal Densification for Fast and Accurate Minwise Hashing (2017); P. Li, A. C. König,
//! b-Bit Minwise Hashing (2010).

use serde::{Deserialize, Serialize};

/// Lanes of the text in one band, and bands: texts of which 85 in 100 runs are the same share a whole band in 99 of 100
/// cases, those with 50 in 6.
const ROWS: usize = 8;
pub const BANDS: usize = 16;
const LANES: usize = ROWS * BANDS;
const NUMBER_LANES: usize = 16;

/// Characters of a run. So long that each changed number or name of a template counts eight times.
const RUN: usize = 8;
/// Characters (letters, digits, Han) that a text must have: short notices are all alike.
const SHORTEST: usize = 150;

/// Share of the runs that two versions of one text have in common at least.
const ALIKE: f64 = 0.85;
/// Of the lanes of the numbers: the issues of a bulletin that comes out every week differ there.
const NUMBERS_ALIKE: usize = 12;
/// Lanes of the text in which a text and its repetition agree at least: a name put in for another in a text of some
/// hundred characters costs more.
const VERBATIM: usize = LANES - 2;

/// Chance that lanes of different texts agree.
const CHANCE: f64 = 1.0 / 256.0;

/// See the module. Those of equal texts are equal; they are ordered as bytes, which means nothing but is always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signature {
    text: [u8; LANES],
    numbers: [u8; NUMBER_LANES],
}

/// As it is written: a word a band, as [`Signature::bands`] gives them, and one with the numbers.
#[derive(Serialize, Deserialize)]
struct Written {
    bands: Vec<String>,
    numbers: String,
}

impl Signature {
    /// Bytes of a signature.
    pub const BYTES: usize = LANES + NUMBER_LANES;

    /// The signature of a text in parts; punctuation, blanks and the case of letters count nothing. `None` where it is too
    /// short to be recognised.
    pub fn of<'a>(parts: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let letters = || parts.clone().flat_map(str::chars).filter(|c| c.is_alphanumeric());
        letters().nth(SHORTEST - 1)?;
        let numbers = parts.clone().flat_map(|part| part.split(|c: char| !c.is_ascii_digit()));
        let numbers = numbers.filter(|digits| !digits.is_empty());
        Some(Self {
            text: lanes(runs(letters())),
            numbers: lanes(numbers.map(|digits| mix(digits.bytes().fold(1, |hash, byte| step(hash, byte.into()))))),
        })
    }

    /// The estimated share of runs that both texts have, of those that either has, 0 to 1. The standard error is 0.04 at most.
    pub fn likeness(&self, other: &Self) -> f64 {
        let share = equal(&self.text, &other.text) as f64 / LANES as f64;
        ((share - CHANCE) / (1.0 - CHANCE)).max(0.0)
    }

    /// Whether they are versions of one text.
    pub fn is_alike(&self, other: &Self) -> bool {
        self.likeness(other) >= ALIKE && equal(&self.numbers, &other.numbers) >= NUMBERS_ALIKE
    }

    /// Whether they are of one text, to the character or nearly so.
    pub fn is_verbatim(&self, other: &Self) -> bool {
        self.numbers == other.numbers && equal(&self.text, &other.text) >= VERBATIM
    }

    /// What texts share in a band; those that share none are not compared.
    pub(super) fn band(&self, band: usize) -> [u8; ROWS] {
        self.text.as_chunks().0[band]
    }

    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..LANES].copy_from_slice(&self.text);
        bytes[LANES..].copy_from_slice(&self.numbers);
        bytes
    }

    /// `None` where they are not as many bytes as a signature has.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (text, numbers) = bytes.split_first_chunk()?;
        Some(Self { text: *text, numbers: numbers.try_into().ok()? })
    }

    /// A word for each band, its number in the first two digits, so that words of different bands are never the same:
    /// what a cluster gathers the texts by that may be alike.
    pub fn bands(&self) -> Vec<String> {
        (0..BANDS).map(|band| format!("{band:02x}{}", hex(&self.band(band)))).collect()
    }

    fn read(written: &Written) -> Option<Self> {
        let mut bytes = Vec::with_capacity(Self::BYTES);
        for (number, band) in written.bands.iter().enumerate() {
            bytes.extend(unhex(band.strip_prefix(&format!("{number:02x}"))?)?);
        }
        bytes.extend(unhex(&written.numbers)?);
        Self::from_bytes(&bytes)
    }
}

impl Serialize for Signature {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { bands: self.bands(), numbers: hex(&self.numbers) }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        Self::read(&written).ok_or_else(|| serde::de::Error::custom("no signature"))
    }
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    data_encoding::HEXLOWER.decode(text.as_bytes()).ok()
}

fn equal<const N: usize>(one: &[u8; N], other: &[u8; N]) -> usize {
    one.iter().zip(other).filter(|(one, other)| one == other).count()
}

/// A hash with one character more: a polynomial in an odd number without a pattern.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

fn step(hash: u64, next: u64) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(next)
}

/// Spreads a hash over all bits (the finaliser of SplitMix64; G. Steele, D. Lea, C. Flood, 2014).
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

/// The hashes of all runs, each got from the one before.
fn runs(letters: impl Iterator<Item = char>) -> impl Iterator<Item = u64> {
    let mut last = [0u64; RUN];
    let leaving = BASE.wrapping_pow(RUN as u32);
    letters
        .enumerate()
        .scan(0u64, move |hash, (at, letter)| {
            let letter = u64::from(u32::from(letter.to_ascii_lowercase()));
            let gone = std::mem::replace(&mut last[at % RUN], letter);
            *hash = step(*hash, letter).wrapping_sub(gone.wrapping_mul(leaving));
            Some((at, mix(*hash)))
        })
        .skip(RUN - 1)
        .map(|(_, hash)| hash)
}

/// The least hash of each lane, as a byte; a lane that got none takes that of another, which one being the same for all
/// texts. All lanes are 0 without any hash.
fn lanes<const N: usize>(hashes: impl Iterator<Item = u64>) -> [u8; N] {
    let mut least = [u64::MAX; N];
    for hash in hashes {
        let lane = &mut least[((u128::from(hash) * N as u128) >> 64) as usize];
        *lane = (*lane).min(hash);
    }
    if least.iter().all(|hash| *hash == u64::MAX) {
        return [0; N];
    }
    std::array::from_fn(|lane| {
        let tries = (0u64..).map(|attempt| mix((lane as u64) << 32 | attempt) as usize % N);
        let from = std::iter::once(lane).chain(tries).find(|from| least[*from] != u64::MAX);
        mix(least[from.unwrap_or(lane)]) as u8
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Signature {
        Signature::of(std::iter::once(text)).unwrap()
    }

    /// Text of so many Han, the same for the same seed.
    fn text(seed: u64, length: u64) -> String {
        (0..length).map(|at| char::from_u32(0x4e00 + (mix(seed << 32 | at) % 3000) as u32).unwrap()).collect()
    }

    fn resemblance(one: &str, other: &str) -> f64 {
        let runs = |text: &str| {
            let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
            chars.windows(RUN).map(<[char]>::to_vec).collect::<HashSet<_>>()
        };
        let (one, other) = (runs(one), runs(other));
        one.intersection(&other).count() as f64 / one.union(&other).count() as f64
    }

    proptest! {
        #[test]
        fn the_estimate_is_near_the_truth(seed in 0u64..1000, common in 100u64..2000, one in 60u64..900, other in 60u64..900) {
            let common = text(seed, common);
            let (one, other) = (common.clone() + &text(seed + 1000, one), common + &text(seed + 2000, other));
            let error = of(&one).likeness(&of(&other)) - resemblance(&one, &other);
            // Five times the standard error.
            prop_assert!(error.abs() < 0.22, "{error}");
        }

        #[test]
        fn it_comes_back_as_written(seed in 0u64..1000) {
            let signature = of(&text(seed, 300));
            prop_assert_eq!(Signature::from_bytes(&signature.to_bytes()), Some(signature));
            let json = serde_json::to_string(&signature).unwrap();
            prop_assert_eq!(serde_json::from_str::<Signature>(&json).unwrap(), signature);
        }
    }

    #[test]
    fn estimates_are_right_on_average() {
        let pair = |seed: u64| {
            let common = text(seed, 700);
            (common.clone() + &text(seed + 1000, 150), common + &text(seed + 2000, 150))
        };
        let errors = (0..200).map(|seed| {
            let (one, other) = pair(seed);
            of(&one).likeness(&of(&other)) - resemblance(&one, &other)
        });
        let mean = errors.sum::<f64>() / 200.0;
        assert!(mean.abs() < 0.01, "{mean}");
    }

    #[test]
    fn what_nobody_reads_counts_nothing() {
        let plain = text(1, 300);
        let spaced: String = plain.chars().flat_map(|c| [c, '，', ' ']).collect();
        assert_eq!(of(&plain), of(&spaced));
        assert_eq!(of(&plain), Signature::of([&plain[..300], &plain[300..]].into_iter()).unwrap());
        assert_eq!(Signature::of(std::iter::once("各单位按时报送材料。")), None);
    }

    #[test]
    fn issues_of_a_bulletin_are_no_versions_of_one_text() {
        let issue = |week: u32| {
            let lines = (0..12u32).map(|line| {
                format!(
                    "{}第{week}周，全县空气质量优良天数{}天，细颗粒物浓度{}微克。",
                    text(line.into(), 60),
                    line + week,
                    line * 3 + week * 7
                )
            });
            lines.collect::<String>()
        };
        assert!(of(&issue(3)).likeness(&of(&issue(4))) > 0.3);
        assert!(!of(&issue(3)).is_alike(&of(&issue(4))));
        assert!(of(&issue(3)).is_verbatim(&of(&issue(3))));
    }
}
