//! How often two characters are met as a word, roughly and in a table small enough to stay in the cache: for those who
//! ask of thousands of pairs at the start. [`super::Segmenter::frequency`] is exact and goes through six megabytes.
//! Shared with the build script, which writes the table.

/// Bits of the place of a pair.
const BITS: u32 = 17;
/// Bytes of the table.
pub const SIZE: usize = 1 << BITS;
/// Rarer words are left out, so that the table is not full.
const LEAST: u32 = 20;

fn place(first: char, second: char) -> usize {
    let pair = u64::from(u32::from(first)) << 21 | u64::from(u32::from(second));
    // Knuth's multiplicative hash.
    (pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BITS)) as usize
}

/// The table: for each place the order of magnitude of the most frequent word there.
#[allow(dead_code)] // the build script's
pub fn build(words: &[(&str, u32)]) -> Vec<u8> {
    let mut table = vec![0; SIZE];
    for (word, frequency) in words.iter().filter(|(_, frequency)| *frequency >= LEAST) {
        if let [first, second] = word.chars().collect::<Vec<_>>()[..] {
            let known: &mut u8 = &mut table[place(first, second)];
            *known = frequency.ilog2().to_le_bytes()[0].max(*known);
        }
    }
    table
}

/// The binary logarithm of how often a pair is met as a word; 0 for rare ones. Two pairs in one place count as the more
/// frequent one.
#[allow(dead_code)] // the build script only writes
pub fn commonness(table: &[u8; SIZE], first: char, second: char) -> u8 {
    table[place(first, second)]
}
