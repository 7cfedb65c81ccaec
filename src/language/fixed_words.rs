//! The index of fixed words that finds, in one pass and without segmenting, text that differs from one of them in a
//! single character; and which characters are confused with each other. Written by the build script, read in place:
//! loading it costs nothing. What a near miss means is judged by those who ask, not here.
//! Shared with the build script, so it names nothing of the crate.
//!
//! The scan looks up four characters in two bit sets: by sound, where all words of the same sound fall together, and
//! as they are written, in the set of all forms with one look-alike. Most of what sounds like a word is that word,
//! which a third set tells. Only then are the words looked up, by the three characters that are right. Longer words
//! lie in the index by windows of four. The sets are larger than the nearest cache, so all bits of a member lie in one
//! word of 64 (blocked Bloom filters).

/// Characters of a window.
pub const WINDOW: usize = 4;
/// The Han block that words and readings are kept for.
const FIRST: u16 = 0x4e00;
const LAST: u16 = 0x9fff;
/// Readings kept of a character.
const READINGS: usize = 4;
/// Bits of a sound in the key of a window.
const SOUND: u32 = 9;
const TRIPLE_BITS: u32 = 21;
const BUCKET_BITS: u32 = 18;
const BUCKETS: usize = 1 << BUCKET_BITS;

/// Bytes of the parts of fixed size, in the order of the file; of sets these are powers of two.
const SOUND_SET: usize = 1 << 18;
const LOOK_SET: usize = 1 << 20;
const RIGHT_SET: usize = 1 << 18;
const TRIPLES: usize = 1 << (TRIPLE_BITS - 3);
const OFFSETS: usize = (BUCKETS + 1) * 4;
const BLOCK: usize = (LAST - FIRST + 1) as usize;
const SOUNDS: usize = BLOCK * READINGS * 2;

/// Takes the next number into a key of four.
#[inline]
fn push(key: u64, next: u16, width: u32) -> u64 {
    (key << width | u64::from(next)) & (u64::MAX >> (64 - width * WINDOW as u32))
}

#[inline]
fn hash(key: u64) -> u32 {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// Where the word of a member begins in a set of so many bytes and which bits of it are the member's, from different
/// parts of its hash.
#[inline]
fn place(hash: u32, size: usize) -> (usize, u64) {
    ((hash >> 12) as usize % (size / 8) * 8, 1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 26))
}

/// All bits are tested at once: one by one they would be guessed wrong too often.
#[inline]
fn holds<const SIZE: usize>(set: &[u8; SIZE], hash: u32) -> bool {
    let (at, bits) = place(hash, SIZE);
    let word = set[at..at + 8].first_chunk().map_or(0, |word| u64::from_le_bytes(*word));
    word & bits == bits
}

/// A second hash, for the set in which nothing may fall together.
#[inline]
fn again(hash: u32) -> u32 {
    hash.wrapping_mul(0x85eb_ca6b)
}

/// The four ways to leave out one character of a window, each as a hash.
#[inline]
fn triples([a, b, c, d]: [u16; WINDOW]) -> [u32; WINDOW] {
    let four = [a, b, c, d].into_iter().fold(0, |key, c| push(key, c, 16));
    let without = |place: u32| hash(four & !(0xffff << (48 - 16 * place)));
    [without(0), without(1), without(2), without(3)]
}

#[inline]
fn has<const SIZE: usize>(bits: &[u8; SIZE], hash: u32, width: u32) -> bool {
    let at = hash >> (32 - width);
    bits[(at >> 3) as usize] & 1 << (at & 7) != 0
}

/// Reads the index.
pub struct FixedWords<'a> {
    idioms: usize,
    by_sound: &'a [u8; SOUND_SET],
    by_look: &'a [u8; LOOK_SET],
    right: &'a [u8; RIGHT_SET],
    triples: &'a [u8; TRIPLES],
    buckets: &'a [u8],
    sounds: &'a [u8; SOUNDS],
    entries: &'a [u8],
    ends: &'a [u8],
    words: &'a [u8],
    looks: &'a [u8],
}

/// A word that the text misses by one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    pub word: usize,
    /// Where the window begins in the word, in characters.
    pub offset: usize,
    /// Which character of the window differs.
    pub differs: usize,
}

#[inline]
fn number(bytes: &[u8], at: usize) -> usize {
    bytes
        .get(at * 4..at * 4 + 4)
        .map_or(0, |bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
}

#[inline]
fn unit(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at * 2..at * 2 + 2).map_or(0, |bytes| u16::from_le_bytes([bytes[0], bytes[1]]))
}

/// The first reading of a character; 0 for those that none is known of.
#[inline]
fn sound(sounds: &[u8], of: u16) -> u16 {
    unit(sounds, usize::from(of.wrapping_sub(FIRST)))
}

/// All readings of a character.
#[inline]
fn sounds_of(sounds: &[u8], of: u16) -> impl Iterator<Item = u16> {
    let at = usize::from(of.wrapping_sub(FIRST));
    let count = if at < BLOCK { READINGS } else { 0 };
    (0..count).map(move |nth| unit(sounds, nth * BLOCK + at)).take_while(|sound| *sound != 0)
}

impl<'a> FixedWords<'a> {
    /// What [`build`] wrote.
    pub fn new(bytes: &'a [u8]) -> Self {
        const WRITTEN: &str = "written by the build script";
        let (sizes, rest) = bytes.split_first_chunk::<20>().expect(WRITTEN);
        let (by_sound, rest) = rest.split_first_chunk().expect(WRITTEN);
        let (by_look, rest) = rest.split_first_chunk().expect(WRITTEN);
        let (right, rest) = rest.split_first_chunk().expect(WRITTEN);
        let (triples, rest) = rest.split_first_chunk().expect(WRITTEN);
        let (buckets, rest) = rest.split_at(OFFSETS);
        let (sounds, mut rest) = rest.split_first_chunk().expect(WRITTEN);
        let [entries, ends, words, looks] = [0, 1, 2, 3].map(|part| {
            let (part, after) = rest.split_at(number(sizes, part));
            rest = after;
            part
        });
        Self {
            idioms: number(sizes, 4),
            by_sound,
            by_look,
            right,
            triples,
            buckets,
            sounds,
            entries,
            ends,
            words,
            looks,
        }
    }

    /// Calls `each` with every stretch of four Han characters that may miss a word by one: where it begins, in bytes,
    /// and the four; and `twice` with where a Han character that repeats the one before it begins.
    pub fn scan(&self, text: &str, mut each: impl FnMut(usize, [u16; WINDOW]), mut twice: impl FnMut(usize)) {
        let mut rest = text.as_bytes();
        // The last four characters of the run of Han; until it has four, the first of them are none.
        let (mut written, mut spoken) = (0u64, 0);
        while let Some((&[first, second, third], after)) = rest.split_first_chunk() {
            if !(0xe4..=0xe9).contains(&first) {
                written = 0;
                rest = &rest[1..];
                continue;
            }
            rest = after;
            let next = u16::from(first & 15) << 12 | u16::from(second & 63) << 6 | u16::from(third & 63);
            if written as u16 == next {
                twice(text.len() - rest.len() - 3);
            }
            written = push(written, next, 16);
            spoken = push(spoken, sound(self.sounds, next), SOUND);
            if written >> 48 != 0
                && (holds(self.by_sound, hash(spoken)) | holds(self.by_look, hash(written)))
                && !self.is_right(written)
            {
                let start = text.len() - rest.len() - WINDOW * 3;
                each(start, [(written >> 48) as u16, (written >> 32) as u16, (written >> 16) as u16, written as u16]);
            }
        }
    }

    #[inline]
    fn is_right(&self, written: u64) -> bool {
        let hash = hash(written);
        holds(self.right, hash) && holds(self.right, again(hash))
    }

    /// Whether the four are a word or a window of one.
    pub fn knows(&self, four: [u16; WINDOW]) -> bool {
        self.is_right(four.into_iter().fold(0, |key, next| push(key, next, 16)))
    }

    /// The words that the four miss by one character, into `found`; none where they are a word or a window of one.
    pub fn near(&self, four: [u16; WINDOW], found: &mut Vec<Near>) {
        found.clear();
        for hash in triples(four).into_iter().filter(|hash| has(self.triples, *hash, TRIPLE_BITS)) {
            let bucket = (hash >> (32 - BUCKET_BITS)) as usize;
            for entry in number(self.buckets, bucket)..number(self.buckets, bucket + 1) {
                let entry = number(self.entries, entry);
                let (word, offset) = (entry >> 4, entry & 15);
                let at = (self.start(word) + offset) * 2;
                let Some(window) = self.words.get(at..at + WINDOW * 2) else { continue };
                let same = |place: usize| u16::from_le_bytes([window[place * 2], window[place * 2 + 1]]) == four[place];
                let differing = (0..WINDOW).filter(|place| !same(*place)).fold(0, |bits, place| bits | 1u32 << place);
                match differing.count_ones() {
                    0 => return found.clear(),
                    1 => found.push(Near { word, offset, differs: differing.trailing_zeros() as usize }),
                    _ => {}
                }
            }
        }
        found.sort_unstable();
        found.dedup();
    }

    /// Whether a word is an idiom, whose parts mean nothing by themselves, rather than put together from words.
    pub fn is_idiom(&self, word: usize) -> bool {
        word < self.idioms
    }

    #[inline]
    fn start(&self, word: usize) -> usize {
        if word == 0 { 0 } else { number(self.ends, word - 1) }
    }

    /// The characters of a word.
    pub fn word(&self, word: usize) -> impl Iterator<Item = u16> {
        (self.start(word)..number(self.ends, word)).map(|at| unit(self.words, at))
    }

    /// A character of a word, by its place.
    pub fn character(&self, word: usize, place: usize) -> Option<u16> {
        let at = self.start(word) + place;
        (at < number(self.ends, word)).then(|| unit(self.words, at))
    }

    /// Whether one is written for the other: they sound or look alike.
    pub fn confused(&self, one: u16, other: u16) -> bool {
        self.sound_alike(one, other) || self.look_alike(one, other)
    }

    fn sound_alike(&self, one: u16, other: u16) -> bool {
        for sound in sounds_of(self.sounds, one) {
            for another in sounds_of(self.sounds, other) {
                if sound == another {
                    return true;
                }
            }
        }
        false
    }

    fn look_alike(&self, one: u16, other: u16) -> bool {
        let wanted = (one as usize) << 16 | other as usize;
        let (mut low, mut high) = (0, self.looks.len() / 4);
        while low < high {
            let middle = usize::midpoint(low, high);
            match number(self.looks, middle).cmp(&wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return true,
            }
        }
        false
    }
}

/// Where the windows of a word of that length begin: whatever character is wrong, a window holds it.
#[inline]
fn windows(length: usize) -> impl Iterator<Item = usize> {
    let last = length.saturating_sub(WINDOW);
    (0..last).step_by(WINDOW).chain([last])
}

/// What accents of Chinese do not tell apart, and what typists therefore mix: z and zh, n and l, in and ing.
#[allow(dead_code)] // the build script's
fn plain(syllable: &str) -> String {
    let syllable = match syllable.strip_prefix('n') {
        Some(rest) => format!("l{rest}"),
        None => syllable.to_string(),
    };
    let syllable = ["z", "c", "s"].iter().fold(syllable, |syllable, letter| match syllable.strip_prefix(*letter) {
        Some(rest) if rest.starts_with('h') => format!("{letter}{}", &rest[1..]),
        _ => syllable,
    });
    match syllable.strip_suffix("ng") {
        Some(rest) if rest.ends_with(['a', 'e', 'i']) && !rest.ends_with("ia") && !rest.ends_with("ua") => {
            format!("{rest}n")
        }
        _ => syllable,
    }
}

/// Compiles the index from idioms, other words and words that are merely right, all of four characters and more, the
/// table of readings (syllable, characters, characters that have it besides another) and that of look-alikes.
#[allow(dead_code)] // the build script's
pub fn build([idioms, words, allow]: [&[&str]; 3], readings: &str, shapes: &str) -> Vec<u8> {
    let units = |text: &str| text.chars().filter_map(|c| u16::try_from(u32::from(c)).ok()).collect::<Vec<u16>>();
    let (sounds, looks) = (sounds(readings), looks(shapes));
    let mut sets = Sets {
        by_sound: vec![0; SOUND_SET],
        by_look: vec![0; LOOK_SET],
        right: vec![0; RIGHT_SET],
        triples: vec![0; TRIPLES],
    };
    let (mut text, mut ends) = (Vec::new(), Vec::new());
    let mut buckets: Vec<Vec<u32>> = vec![Vec::new(); BUCKETS];
    for (number, word) in idioms.iter().chain(words).enumerate() {
        let word = units(word);
        for offset in windows(word.len()) {
            let window = [0, 1, 2, 3].map(|at| word[offset + at]);
            sets.insert(window, &sounds, &looks);
            sets.allow(window);
            for hash in triples(window) {
                buckets[(hash >> (32 - BUCKET_BITS)) as usize].push((number << 4 | offset) as u32);
            }
        }
        text.extend(word.iter().flat_map(|unit| unit.to_le_bytes()));
        ends.extend((text.len() as u32 / 2).to_le_bytes());
    }
    for word in allow.iter().map(|word| units(word)) {
        windows(word.len()).for_each(|offset| sets.allow([0, 1, 2, 3].map(|at| word[offset + at])));
    }
    let (mut offsets, mut entries) = (Vec::new(), Vec::new());
    for bucket in &buckets {
        offsets.extend((entries.len() as u32 / 4).to_le_bytes());
        entries.extend(bucket.iter().flat_map(|entry| entry.to_le_bytes()));
    }
    offsets.extend((entries.len() as u32 / 4).to_le_bytes());
    let looks: Vec<u8> =
        looks.into_iter().flat_map(|(one, other)| (u32::from(one) << 16 | u32::from(other)).to_le_bytes()).collect();
    let sizes = [entries.len(), ends.len(), text.len(), looks.len(), idioms.len()];
    let sizes = sizes.map(|size| (size as u32).to_le_bytes()).concat();
    [sizes, sets.by_sound, sets.by_look, sets.right, sets.triples, offsets, sounds, entries, ends, text, looks].concat()
}

fn set(bits: &mut [u8], hash: u32, width: u32) {
    let at = hash >> (32 - width);
    bits[(at >> 3) as usize] |= 1 << (at & 7);
}

fn insert(set: &mut [u8], hash: u32) {
    let (at, bits) = place(hash, set.len());
    set[at..at + 8].iter_mut().zip(bits.to_le_bytes()).for_each(|(byte, bits)| *byte |= bits);
}

/// The bit sets of an index that is being compiled.
struct Sets {
    by_sound: Vec<u8>,
    by_look: Vec<u8>,
    right: Vec<u8>,
    triples: Vec<u8>,
}

impl Sets {
    fn insert(&mut self, window: [u16; WINDOW], sounds: &[u8], looks: &[(u16, u16)]) {
        for place in 0..WINDOW {
            let with = |other: u16, width: u32, read: &dyn Fn(u16) -> u16| {
                let key = (0..WINDOW).map(|at| if at == place { other } else { read(window[at]) });
                hash(key.fold(0, |key, next| push(key, next, width)))
            };
            for reading in sounds_of(sounds, window[place]) {
                insert(&mut self.by_sound, with(reading, SOUND, &|c| sound(sounds, c)));
            }
            let from = looks.partition_point(|(one, _)| *one < window[place]);
            for (_, look) in looks[from..].iter().take_while(|(one, _)| *one == window[place]) {
                insert(&mut self.by_look, with(*look, 16, &|c| c));
            }
        }
        for hash in triples(window) {
            set(&mut self.triples, hash, TRIPLE_BITS);
        }
    }

    fn allow(&mut self, window: [u16; WINDOW]) {
        let hash = hash(window.into_iter().fold(0, |key, next| push(key, next, 16)));
        insert(&mut self.right, hash);
        insert(&mut self.right, again(hash));
    }
}

/// The readings of all characters as numbers, the commonest first, 0 where there are no more.
#[allow(dead_code)] // the build script's
fn sounds(readings: &str) -> Vec<u8> {
    let mut syllables: Vec<String> = Vec::new();
    let mut sounds = vec![0u8; SOUNDS];
    for column in [1, 2] {
        for row in readings.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
            let syllable = plain(row[0]);
            let known = syllables.iter().position(|other| *other == syllable);
            let sound = known.unwrap_or_else(|| {
                syllables.push(syllable);
                syllables.len() - 1
            }) as u16
                + 1;
            assert!(sound < 1 << SOUND, "more syllables than a key has room for");
            for character in row[column].chars().map(|c| u32::from(c) as u16) {
                let mut places = (0..READINGS).map(|nth| nth * BLOCK + usize::from(character - FIRST));
                if let Some(free) = places.find(|at| unit(&sounds, *at) == 0) {
                    sounds[free * 2..free * 2 + 2].copy_from_slice(&sound.to_le_bytes());
                }
            }
        }
    }
    sounds
}

/// All pairs of look-alikes, both ways, in order.
#[allow(dead_code)] // the build script's
fn looks(shapes: &str) -> Vec<(u16, u16)> {
    let mut pairs = Vec::new();
    for (one, others) in shapes.lines().skip(1).filter_map(|line| line.split_once('\t')) {
        for (one, other) in one
            .chars()
            .flat_map(|one| others.chars().map(move |other| (u32::from(one) as u16, u32::from(other) as u16)))
        {
            pairs.extend([(one, other), (other, one)]);
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
