//! Words indexed by their rarest pair of characters (words of one character, by that): the search for thousands of words that an ordinary text hardly
//! holds. Shared with the build script, which writes the index of the bundled dictionaries.
//!
//! A text is gone through pair by pair; one bit tells nearly all pairs that no word is known by. What passes is
//! looked up, and the words known by the pair are compared where they would stand. In official prose one pair of a
//! hundred passes, so that this takes a fifth of the time of an Aho-Corasick automaton, whatever the number of words.
//! It is the rare-byte heuristic of substring search (as in the crate `memchr`) for many words of two-byte rarity.

use std::borrow::Cow;

/// Bits of the filter, as a power of two: 32 KiB, which stays in the cache.
const FILTER: u32 = 18;
/// Buckets of pairs at most, as a power of two.
const MOST_BUCKETS: u32 = 14;

/// Bytes of the parts, in the order of the index.
const HEAD: usize = 12;
const FILTER_BYTES: usize = 1 << (FILTER - 3);
const BUCKET_BYTES: usize = 4;
const KNOWN_BYTES: usize = 24;

/// The bytes of two characters, the first byte lowest.
type Pair = u64;

/// See the module. Read in place: of the index of the bundled dictionaries, only what is looked at is fetched.
#[derive(Debug, Clone)]
pub struct WordIndex(Cow<'static, [u8]>);

/// What an index consists of; numbers are little-endian.
struct Parts<'a> {
    /// Whether a word has only one character; such a word is known by that.
    singles: bool,
    /// A bit for each hash of a pair that a word is known by.
    filter: &'a [u8; FILTER_BYTES],
    /// Buckets, as a power of two; where the words of each begin and the last ones end.
    bits: u32,
    buckets: &'a [[u8; BUCKET_BYTES]],
    /// In the order of the hashes of their pairs.
    known: &'a [[u8; KNOWN_BYTES]],
    /// One behind the other.
    words: &'a [u8],
}

/// A word by one of its pairs, all that is needed to compare it with a text.
struct Known {
    pair: Pair,
    word: u32,
    /// Where it begins among the words.
    start: u32,
    /// Bytes of the word, and of it before the pair.
    length: u32,
    before: u32,
}

impl Known {
    fn bytes(&self) -> [u8; KNOWN_BYTES] {
        let mut bytes = [0; KNOWN_BYTES];
        bytes[..8].copy_from_slice(&self.pair.to_le_bytes());
        for (to, number) in bytes[8..].chunks_exact_mut(4).zip([self.word, self.start, self.length, self.before]) {
            to.copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }

    #[inline]
    fn read(bytes: &[u8; KNOWN_BYTES]) -> Self {
        Self {
            pair: u64::from(number(bytes, 0)) | u64::from(number(bytes, 4)) << 32,
            word: number(bytes, 8),
            start: number(bytes, 12),
            length: number(bytes, 16),
            before: number(bytes, 20),
        }
    }
}

#[inline]
fn number<const N: usize>(bytes: &[u8; N], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

impl WordIndex {
    /// An index of words. `commonness` says how often a pair of characters is met, on any scale.
    pub fn new(words: &[&str], commonness: impl Fn(char, char) -> u64) -> Self {
        let (mut known, mut start, mut singles) = (Vec::new(), 0, false);
        for (number, word) in (0u32..).zip(words) {
            let length = word.len() as u32;
            let seconds = word.char_indices().skip(1);
            let pairs = word.char_indices().zip(seconds).map(|((at, first), (_, second))| (at, first, second));
            let rarest = match word.chars().count() {
                0 => continue,
                1 => None,
                2 => Some(0),
                _ => pairs.min_by_key(|(_, first, second)| commonness(*first, *second)).map(|(at, ..)| at),
            };
            let before = rarest.unwrap_or_default() as u32;
            let (pair, width) = pair_at(word.as_bytes(), before as usize);
            let pair = if rarest.is_some() { pair } else { pair & mask(width) };
            singles |= rarest.is_none();
            known.push(Known { pair, word: number, start, length, before });
            start += length;
        }
        // No two pairs have the same hash of all bits.
        known.sort_by_key(|known| hash(known.pair, u64::BITS));
        let mut filter = [0; FILTER_BYTES];
        let bits = (known.len() as u32 * 2).checked_ilog2().unwrap_or_default().clamp(1, MOST_BUCKETS);
        let mut ends = vec![0u32; (1 << bits) + 1];
        for known in &known {
            let bit = hash(known.pair, FILTER);
            filter[bit >> 3] |= 1 << (bit & 7);
            ends[hash(known.pair, bits) + 1] += 1;
        }
        let mut end = 0;
        for count in &mut ends {
            end += *count;
            *count = end;
        }
        let numbers = |numbers: &[u32]| numbers.iter().map(|number| number.to_le_bytes()).collect::<Vec<_>>();
        let (head, buckets) = (numbers(&[known.len() as u32, bits, u32::from(singles)]), numbers(&ends));
        let known: Vec<_> = known.iter().map(Known::bytes).collect();
        let words = words.concat();
        let parts = [head.as_flattened(), &filter, buckets.as_flattened(), known.as_flattened(), words.as_bytes()];
        Self(parts.concat().into())
    }

    /// The index whose bytes the build script wrote.
    #[allow(dead_code)] // the build script only writes
    pub fn embedded(bytes: &'static [u8]) -> Self {
        Self(bytes.into())
    }

    /// What [`WordIndex::embedded`] reads.
    #[allow(dead_code)] // the build script's
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn parts(&self) -> Parts<'_> {
        const WRITTEN: &str = "written by `new`";
        let (head, rest) = self.0.split_first_chunk::<HEAD>().expect(WRITTEN);
        let (filter, rest) = rest.split_first_chunk().expect(WRITTEN);
        let (count, bits, singles) = (number(head, 0), number(head, 4), number(head, 8));
        let (buckets, rest) = rest.split_at(((1 << bits) + 1) * BUCKET_BYTES);
        let (known, words) = rest.split_at(count as usize * KNOWN_BYTES);
        Parts { singles: singles == 1, filter, bits, buckets: buckets.as_chunks().0, known: known.as_chunks().0, words }
    }

    /// Calls `each` for every occurrence of a word, overlapping ones too: start, end, number of the word.
    #[allow(dead_code)] // the build script only writes
    pub fn find(&self, text: &str, mut each: impl FnMut(usize, usize, usize)) {
        let parts = self.parts();
        if parts.singles {
            parts.walk::<true>(text.as_bytes(), &mut each);
        } else {
            parts.walk::<false>(text.as_bytes(), &mut each);
        }
    }
}

impl Parts<'_> {
    #[inline]
    fn may_know(&self, pair: Pair) -> bool {
        let bit = hash(pair, FILTER);
        self.filter[bit >> 3] >> (bit & 7) & 1 == 1
    }

    /// The same, looking for words of one character only where there are any: this is the innermost loop of a run.
    fn walk<const SINGLES: bool>(&self, bytes: &[u8], each: &mut impl FnMut(usize, usize, usize)) {
        let mut look = |rest: usize, pair: Pair, width: usize| {
            if self.may_know(pair) {
                self.compare(bytes, bytes.len() - rest, pair, each);
            }
            let single = pair & mask(width);
            if SINGLES && single != pair && self.may_know(single) {
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
        let bucket = hash(pair, self.bits);
        let from = u32::from_le_bytes(self.buckets[bucket]) as usize;
        let to = u32::from_le_bytes(self.buckets[bucket + 1]) as usize;
        for known in self.known[from..to].iter().map(Known::read).filter(|known| known.pair == pair) {
            let length = known.length as usize;
            let Some(start) = at.checked_sub(known.before as usize) else {
                continue;
            };
            // The pair stands there. Of longer words mostly one byte tells that it is another, which is cheaper than
            // the call that compares them.
            let end = start + length;
            let is_pair = length == (u64::BITS - pair.leading_zeros()).div_ceil(8) as usize;
            let word = || &self.words[known.start as usize..known.start as usize + length];
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
