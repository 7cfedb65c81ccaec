//! A read-only hash table of n-grams of one order. Entries of four bytes stand in the order of their buckets, about
//! eight to a bucket, so a look-up reads one number of the directory and one or two lines of memory. It keeps
//! fingerprints, not the n-grams: one look-up in about 60,000 for an n-gram that is not there answers all the same
//! (one in a million for the longest n-grams).

/// Entries a bucket has on average.
const BUCKET: usize = 8;
/// Bytes of an entry.
const ENTRY: usize = 4;
/// Bytes that say how many entries and buckets there are.
const HEADER: usize = 8;

/// Lowest probability and lowest back-off weight that an entry can hold, as logarithms to base 10.
const LOWEST_PROBABILITY: f32 = -7.5;
const LOWEST_BACKOFF: f32 = -3.1;

/// What an n-gram is worth, as logarithms to base 10.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// Probability of the last token behind the others.
    pub probability: f32,
    /// What the probability behind a shorter context is multiplied by, where this n-gram is a context.
    pub backoff: f32,
}

/// How the 32 bits of an entry are shared out.
#[derive(Clone, Copy, Debug)]
struct Layout {
    probability_bits: u32,
    backoff_bits: u32,
}

impl Layout {
    /// The longest n-grams are no contexts: their entries have no back-off weight and longer fingerprints.
    fn of(longest: bool) -> Self {
        if longest {
            Self { probability_bits: 8, backoff_bits: 0 }
        } else {
            Self { probability_bits: 7, backoff_bits: 5 }
        }
    }

    fn fingerprint(self, hash: u64) -> u32 {
        (hash as u32) & ((1 << (32 - self.probability_bits - self.backoff_bits)) - 1)
    }

    fn pack(self, hash: u64, weight: Weight) -> u32 {
        let probability = quantised(weight.probability, LOWEST_PROBABILITY, self.probability_bits);
        let backoff = quantised(weight.backoff, LOWEST_BACKOFF, self.backoff_bits);
        (self.fingerprint(hash) << self.backoff_bits | backoff) << self.probability_bits | probability
    }

    fn unpack(self, entry: u32) -> Weight {
        let probability = entry & ((1 << self.probability_bits) - 1);
        let backoff = (entry >> self.probability_bits) & ((1 << self.backoff_bits) - 1);
        Weight {
            probability: restored(probability, LOWEST_PROBABILITY, self.probability_bits),
            backoff: restored(backoff, LOWEST_BACKOFF, self.backoff_bits),
        }
    }
}

/// The step of a logarithm between `lowest` and 0.
fn quantised(value: f32, lowest: f32, bits: u32) -> u32 {
    let steps = ((1u32 << bits) - 1) as f32;
    ((value / lowest).clamp(0.0, 1.0) * steps).round() as u32
}

fn restored(step: u32, lowest: f32, bits: u32) -> f32 {
    if bits == 0 { 0.0 } else { step as f32 * (lowest / ((1u32 << bits) - 1) as f32) }
}

/// The table over its bytes: the numbers of entries and buckets, the directory, the entries. The directory says for
/// each bucket by how much its first entry stands away from where it would if all buckets were equally full.
#[derive(Clone, Copy, Debug)]
pub struct Table<'d> {
    directory: &'d [u8],
    entries: &'d [u8],
    buckets: u64,
    layout: Layout,
}

impl<'d> Table<'d> {
    /// # Errors
    /// Where the bytes are not as long as their header says.
    pub fn new(bytes: &'d [u8], longest: bool) -> Result<Self, &'static str> {
        let wrong = "表的长度不对";
        let (header, rest) = bytes.split_at_checked(HEADER).ok_or(wrong)?;
        let (count, buckets) = (number(&header[..4]) as usize, number(&header[4..]) as usize);
        let (directory, entries) = rest.split_at_checked((buckets + 1) * 2).ok_or(wrong)?;
        if buckets == 0 || entries.len() != count * ENTRY {
            return Err(wrong);
        }
        Ok(Self { directory, entries, buckets: buckets as u64, layout: Layout::of(longest) })
    }

    /// The weight of the n-gram with this hash.
    #[inline]
    pub fn get(&self, hash: u64) -> Option<Weight> {
        let bucket = home(hash, self.buckets);
        let entries = self.entries.get(self.start(bucket) * ENTRY..self.start(bucket + 1) * ENTRY)?;
        let shift = self.layout.probability_bits + self.layout.backoff_bits;
        let wanted = self.layout.fingerprint(hash);
        // The whole bucket is looked at: a way out in the middle would be guessed wrong, and wait for memory each time.
        let (mut found, mut entry) = (false, 0);
        for other in entries.chunks_exact(ENTRY).map(number) {
            let same = other >> shift == wanted;
            found |= same;
            entry = if same { other } else { entry };
        }
        found.then(|| self.layout.unpack(entry))
    }

    fn start(&self, bucket: u64) -> usize {
        let at = bucket as usize * 2;
        let away = i16::from_le_bytes([self.directory[at], self.directory[at + 1]]);
        expected(bucket).wrapping_add_signed(isize::from(away))
    }
}

/// The bytes of a table of these n-grams, by hash; hashes of different n-grams differ.
///
/// # Panics
/// Where hashes are so uneven that the directory cannot say where buckets begin; a good hash never is.
pub fn build(mut entries: Vec<(u64, Weight)>, longest: bool) -> Vec<u8> {
    let layout = Layout::of(longest);
    let buckets = (entries.len() / BUCKET).max(1) as u64;
    // In the order of the buckets, whatever the order of training was.
    entries.sort_unstable_by_key(|(hash, _)| *hash);
    let mut bytes = Vec::with_capacity(HEADER + entries.len() * (ENTRY + 1));
    bytes.extend((entries.len() as u32).to_le_bytes());
    bytes.extend((buckets as u32).to_le_bytes());
    let mut start = 0;
    for bucket in 0..=buckets {
        let away = start as i64 - expected(bucket) as i64;
        bytes.extend(i16::try_from(away).expect("hashes spread evenly").to_le_bytes());
        start += entries[start..].iter().take_while(|(hash, _)| home(*hash, buckets) == bucket).count();
    }
    for (hash, weight) in &entries {
        bytes.extend(layout.pack(*hash, *weight).to_le_bytes());
    }
    bytes
}

/// The bucket an n-gram belongs to; the high half of its hash, the fingerprint is the low one.
#[inline]
fn home(hash: u64, buckets: u64) -> u64 {
    ((hash >> 32) * buckets) >> 32
}

/// Where a bucket would begin if all were equally full.
#[inline]
fn expected(bucket: u64) -> usize {
    bucket as usize * BUCKET
}

#[inline]
fn number(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in_and_nothing_else() {
        let hash =
            |n: u64| (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        for longest in [false, true] {
            let weight = |n: u64| Weight {
                probability: -(n as f32 % 7.0),
                backoff: if longest { 0.0 } else { -(n as f32 % 3.0) },
            };
            let bytes = build((0..5000).map(|n| (hash(n), weight(n))).collect(), longest);
            let table = Table::new(&bytes, longest).unwrap();
            for n in 0..5000 {
                let found = table.get(hash(n)).unwrap();
                assert!((found.probability - weight(n).probability).abs() < 0.04);
                assert!((found.backoff - weight(n).backoff).abs() < 0.06);
            }
            assert!((5000..50_000).filter(|n| table.get(hash(*n)).is_some()).count() <= 5);
        }
    }

    #[test]
    fn refuses_bytes_that_are_no_table() {
        assert!(Table::new(&[], true).is_err());
        assert!(Table::new(&[7; 65], true).is_err());
    }
}
