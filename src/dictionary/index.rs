//! Words indexed by their rarest pair of characters (words of one character, by that): the search for thousands of words that an ordinary text hardly
//! holds. Shared with the build script, which writes the index of the bundled dictionaries.
//!
//! A text is gone through pair by pair; one bit tells nearly all pairs that no word is known by. What passes is
//! looked up, and the words known by the pair are compared where they would stand. In official prose one pair of a
//! hundred passes, so that this takes a fifth of the time of an Aho-Corasick automaton, whatever the number of words.
//! It is the rare-byte heuristic of substring search (as in the crate `memchr`) for many words of two-byte rarity.

use serde::{Deserialize, Serialize};

/// Bits of the filter, as a power of two: 32 KiB, which stays in the cache.
const FILTER: u32 = 18;
/// Buckets of pairs, as a power of two.
const BUCKETS: u32 = 14;

/// The bytes of two characters, the first byte lowest.
type Pair = u64;

/// See the module.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct WordIndex {
    /// In the order of their hashes.
    pairs: Vec<Pair>,
    /// Where the uses of each pair end.
    ends: Vec<u32>,
    uses: Vec<Use>,
    /// One behind the other, and where each ends: thousands of strings would take long to read.
    words: String,
    word_ends: Vec<u32>,
    /// Whether a pair may be among `pairs`, where those of each bucket begin, and the uses of each with what is looked
    /// at of a word, so that little memory is gone to. Not written down: made at the start.
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    buckets: Vec<u32>,
    #[serde(skip)]
    known: Vec<Known>,
    /// Whether a word has only one character; such a word is known by that.
    #[serde(skip)]
    singles: bool,
}

/// A bit for each hash of a pair.
#[derive(Debug, Clone)]
struct Filter(Box<[u64; 1 << (FILTER - 6)]>);

impl Default for Filter {
    fn default() -> Self {
        Self(Box::new([0; 1 << (FILTER - 6)]))
    }
}

impl Filter {
    fn add(&mut self, pair: Pair) {
        let bit = hash(pair, FILTER);
        self.0[bit >> 6] |= 1 << (bit & 63);
    }

    #[inline]
    fn has(&self, pair: Pair) -> bool {
        let bit = hash(pair, FILTER);
        self.0[bit >> 6] >> (bit & 63) & 1 == 1
    }
}

/// A word that is known by a pair.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Use {
    word: u32,
    /// Bytes of the word before the pair.
    before: u32,
}

/// A word by one of its pairs, all that is needed to compare it with a text.
#[derive(Debug, Clone, Copy)]
struct Known {
    pair: Pair,
    word: u32,
    /// Where it begins among the words.
    start: u32,
    /// Bytes of the word, and of it before the pair.
    length: u32,
    before: u32,
}

impl WordIndex {
    /// An index of words. `commonness` says how often a pair of characters is met, on any scale.
    pub fn new(words: &[&str], commonness: impl Fn(char, char) -> u64) -> Self {
        let mut known: Vec<(Pair, Use)> = Vec::new();
        for (number, word) in (0u32..).zip(words) {
            let seconds = word.char_indices().skip(1);
            let pairs = word.char_indices().zip(seconds).map(|((at, first), (_, second))| (at, first, second));
            if let Some((at, ..)) = pairs.min_by_key(|(_, first, second)| commonness(*first, *second)) {
                let (pair, _) = pair_at(word.as_bytes(), at);
                known.push((pair, Use { word: number, before: at as u32 }));
            } else if !word.is_empty() {
                let (pair, width) = pair_at(word.as_bytes(), 0);
                known.push((pair & mask(width), Use { word: number, before: 0 }));
            }
        }
        known.sort_by_key(|(pair, word)| (hash(*pair, u64::BITS), *pair, word.word));
        let word_ends = words.iter().scan(0, |end, word| {
            *end += word.len() as u32;
            Some(*end)
        });
        let mut index = Self { words: words.concat(), word_ends: word_ends.collect(), ..Self::default() };
        for (pair, word) in known {
            if index.pairs.last() != Some(&pair) {
                index.pairs.push(pair);
                index.ends.push(0);
            }
            index.uses.push(word);
            if let Some(end) = index.ends.last_mut() {
                *end = index.uses.len() as u32;
            }
        }
        index.prepared()
    }

    /// The index with what is not written down.
    #[must_use]
    pub fn prepared(mut self) -> Self {
        self.buckets = vec![0; (1 << BUCKETS) + 1];
        self.known = Vec::with_capacity(self.uses.len());
        let mut first = 0;
        for (pair, end) in self.pairs.iter().zip(&self.ends) {
            self.filter.add(*pair);
            self.buckets[hash(*pair, BUCKETS) + 1] += end - first;
            self.singles |= *pair == *pair & mask(width(*pair as u8));
            for used in &self.uses[first as usize..*end as usize] {
                let start = used.word.checked_sub(1).map_or(0, |last| self.word_ends[last as usize]);
                let length = self.word_ends[used.word as usize] - start;
                self.known.push(Known { pair: *pair, word: used.word, start, length, before: used.before });
            }
            first = *end;
        }
        for bucket in 1..self.buckets.len() {
            self.buckets[bucket] += self.buckets[bucket - 1];
        }
        self
    }

    /// Calls `each` for every occurrence of a word, overlapping ones too: start, end, number of the word.
    #[allow(dead_code)] // the build script only writes
    pub fn find(&self, text: &str, mut each: impl FnMut(usize, usize, usize)) {
        if self.singles {
            self.walk::<true>(text.as_bytes(), &mut each);
        } else {
            self.walk::<false>(text.as_bytes(), &mut each);
        }
    }

    /// The same, looking for words of one character only where there are any: this is the innermost loop of a run.
    fn walk<const SINGLES: bool>(&self, bytes: &[u8], each: &mut impl FnMut(usize, usize, usize)) {
        let mut look = |rest: usize, pair: Pair, width: usize| {
            if self.filter.has(pair) {
                self.compare(bytes, bytes.len() - rest, pair, each);
            }
            let single = pair & mask(width);
            if SINGLES && single != pair && self.filter.has(single) {
                self.compare(bytes, bytes.len() - rest, single, each);
            }
        };
        let mut rest = bytes;
        while let Some(window) = rest.first_chunk() {
            let (pair, width) = first_pair(*window);
            look(rest.len(), pair, width);
            rest = &rest[width..];
        }
        while !rest.is_empty() {
            let (pair, width) = pair_at(rest, 0);
            look(rest.len(), pair, width);
            rest = rest.get(width..).unwrap_or_default();
        }
    }

    /// The words known by a pair that stands at `at`.
    #[inline(never)]
    fn compare(&self, bytes: &[u8], at: usize, pair: Pair, each: &mut impl FnMut(usize, usize, usize)) {
        let bucket = hash(pair, BUCKETS);
        let (from, to) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
        for known in self.known[from..to].iter().filter(|known| known.pair == pair) {
            let length = known.length as usize;
            let Some(start) = at.checked_sub(known.before as usize) else {
                continue;
            };
            // The pair stands there. Of longer words mostly one byte tells that it is another, which is cheaper than
            // the call that compares them.
            let end = start + length;
            let is_pair = length == (u64::BITS - pair.leading_zeros()).div_ceil(8) as usize;
            let word = || &self.words.as_bytes()[known.start as usize..known.start as usize + length];
            if is_pair || bytes.get(end - 1) == word().last() && &bytes[start..end] == word() {
                each(start, end, known.word as usize);
            }
        }
    }
}

/// The pair of characters that begins at `at`, and the width of the first one. At the end of the text the second one
/// is NUL, which stands in no word.
fn pair_at(bytes: &[u8], at: usize) -> (Pair, usize) {
    let mut window = [0; 8];
    for (to, from) in window.iter_mut().zip(&bytes[at..]) {
        *to = *from;
    }
    first_pair(window)
}

/// The same at the beginning of so many bytes.
#[inline]
fn first_pair(window: [u8; 8]) -> (Pair, usize) {
    /// Bits that tell a byte that begins a character of three bytes, at the places of two such characters.
    const LEADS: u64 = 0xf000_00f0;
    const TWO_OF_THREE: u64 = 0xe000_00e0;
    let window = u64::from_le_bytes(window);
    if window & LEADS == TWO_OF_THREE {
        return (window & 0xffff_ffff_ffff, 3);
    }
    let first = width(window as u8);
    let both = first + width((window >> (8 * first)) as u8);
    (window & mask(both), first)
}

/// The lowest bytes.
#[inline]
fn mask(bytes: usize) -> u64 {
    u64::MAX >> (u64::BITS as usize - 8 * bytes)
}

/// Bytes of the character that begins with `lead`.
#[inline]
fn width(lead: u8) -> usize {
    match lead.leading_ones() {
        0 => 1,
        ones => ones.clamp(1, 4) as usize,
    }
}

/// The highest bits of a pair's multiplicative hash (Knuth, The Art of Computer Programming, 6.4).
#[inline]
fn hash(pair: Pair, bits: u32) -> usize {
    (pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - bits)) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        WordIndex::new(words, |first, _| u64::from(first as u32))
            .find(text, |start, end, word| found.push((start, end, word)));
        found.sort_unstable();
        found
    }

    /// Every occurrence of every word, looked for one by one.
    fn expected(words: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let places = |word: &str| {
            text.char_indices().map(|(at, _)| at).filter(|at| text[*at..].starts_with(word)).collect::<Vec<_>>()
        };
        let mut expected: Vec<_> = words
            .iter()
            .enumerate()
            .flat_map(|(number, word)| places(word).into_iter().map(move |at| (at, at + word.len(), number)))
            .collect();
        expected.sort_unstable();
        expected
    }

    #[test]
    fn the_last_pair_of_a_text_is_found() {
        assert_eq!(found(&["侯选人", "己经"], "侯选人己经"), [(0, 9, 0), (9, 15, 1)]);
        assert_eq!(found(&["一二"], "一\0一"), []);
        assert_eq!(found(&[], "一二"), []);
    }

    proptest! {
        #[test]
        fn finds_what_a_search_for_each_word_finds(text in "[一二三aé\u{1f600}\0]{0,40}", words in prop::collection::hash_set("[一二三aé\u{1f600}]{1,4}", 0..8)) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            prop_assert_eq!(found(&words, &text), expected(&words, &text));
        }
    }
}
