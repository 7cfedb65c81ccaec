//! The index of fixed words that finds, in one pass and without segmenting, text that differs from one of them in a
//! single character; and which characters are confused with each other. Written by the build script, read in place by
//! the rule: loading it costs nothing. What a near miss means is judged by the rule, not here.
//! Shared with the build script, so it names nothing of the crate.
//!
//! A word of four characters with one wrong keeps its first or its last pair and one more: pairs are looked up in two
//! bit sets, where one is there the three in another, and only then the words. Longer words lie in it by windows of four.

/// Characters of a window.
pub const WINDOW: usize = 4;
/// The Han block that words and readings are kept for.
const FIRST: u16 = 0x4e00;
const LAST: u16 = 0x9fff;
/// Readings kept of a character.
const READINGS: usize = 4;
const PAIR_BITS: u32 = 19;
const TRIPLE_BITS: u32 = 21;
const BUCKET_BITS: u32 = 17;
const BUCKETS: usize = 1 << BUCKET_BITS;

/// Bytes of the parts of fixed size, in the order of the file.
const PAIRS: usize = 1 << (PAIR_BITS - 3);
const TRIPLES: usize = 1 << (TRIPLE_BITS - 3);
const OFFSETS: usize = (BUCKETS + 1) * 4;
const SOUNDS: usize = (LAST - FIRST + 1) as usize * READINGS * 2;

fn pair(a: u16, b: u16) -> u32 {
    (u32::from(a) << 16 | u32::from(b)).wrapping_mul(0x9e37_79b1)
}

/// `gap` says which character of the window is left out.
fn triple(pair: u32, third: u16, gap: u32) -> u32 {
    (pair ^ (u32::from(third) << 3 | gap)).wrapping_mul(0x85eb_ca6b)
}

/// The four ways to leave out one character of a window, each as a hash.
fn triples([a, b, c, d]: [u16; WINDOW]) -> [u32; WINDOW] {
    let (head, tail) = (pair(a, b), pair(c, d));
    [triple(tail, b, 0), triple(tail, a, 1), triple(head, d, 2), triple(head, c, 3)]
}

fn has(bits: &[u8], hash: u32, width: u32) -> bool {
    let at = hash >> (32 - width);
    bits[(at >> 3) as usize] & 1 << (at & 7) != 0
}

/// Reads the index.
pub struct Index<'a> {
    idioms: usize,
    heads: &'a [u8],
    tails: &'a [u8],
    triples: &'a [u8],
    buckets: &'a [u8],
    sounds: &'a [u8],
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

fn number(bytes: &[u8], at: usize) -> usize {
    bytes.get(at * 4..at * 4 + 4).map_or(0, |bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
}

fn unit(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at * 2..at * 2 + 2).map_or(0, |bytes| u16::from_le_bytes([bytes[0], bytes[1]]))
}

impl<'a> Index<'a> {
    /// What [`build`] wrote.
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut rest = bytes;
        let mut take = |length: usize| {
            let (part, after) = rest.split_at(length.min(rest.len()));
            rest = after;
            part
        };
        let sizes = take(20);
        let [heads, tails, triples] = [PAIRS, PAIRS, TRIPLES].map(&mut take);
        let [buckets, sounds] = [OFFSETS, SOUNDS].map(&mut take);
        let [entries, ends, words, looks] = [0, 1, 2, 3].map(|at| take(number(sizes, at)));
        Self { idioms: number(sizes, 4), heads, tails, triples, buckets, sounds, entries, ends, words, looks }
    }

    /// Calls `each` with every stretch of four Han characters that may miss a word by one: where it begins, in bytes,
    /// and the four.
    pub fn scan(&self, text: &str, mut each: impl FnMut(usize, [u16; WINDOW])) {
        let bytes = text.as_bytes();
        let (mut at, mut run) = (0, 0u32);
        // The last characters, and the last pairs with whether a word begins and ends with them.
        let (mut window, mut pairs, mut heads) = ([0u16; WINDOW], [0u32; 3], [false; 3]);
        while at < bytes.len() {
            if !(0xe4..=0xe9).contains(&bytes[at]) || at + 3 > bytes.len() {
                run = 0;
                at += 1;
                continue;
            }
            let next = u16::from(bytes[at] & 15) << 12 | u16::from(bytes[at + 1] & 63) << 6 | u16::from(bytes[at + 2] & 63);
            at += 3;
            run += 1;
            window = [window[1], window[2], window[3], next];
            let last = pair(window[2], next);
            pairs = [pairs[1], pairs[2], last];
            heads = [heads[1], heads[2], has(self.heads, last, PAIR_BITS)];
            let [a, b, c, d] = window;
            let near = run >= 4
                && (heads[0] && (self.knows(pairs[0], c, 3) || self.knows(pairs[0], d, 2))
                    || has(self.tails, last, PAIR_BITS) && (self.knows(last, b, 0) || self.knows(last, a, 1)));
            if near {
                each(at - 12, [a, b, c, d]);
            }
        }
    }

    fn knows(&self, pair: u32, third: u16, gap: u32) -> bool {
        has(self.triples, triple(pair, third, gap), TRIPLE_BITS)
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

    fn start(&self, word: usize) -> usize {
        if word == 0 { 0 } else { number(self.ends, word - 1) }
    }

    /// The characters of a word.
    pub fn word(&self, word: usize) -> impl Iterator<Item = u16> {
        (self.start(word)..number(self.ends, word)).map(|at| unit(self.words, at))
    }

    /// Whether one is written for the other: they sound or look alike.
    pub fn confused(&self, one: u16, other: u16) -> bool {
        self.sound_alike(one, other) || self.look_alike(one, other)
    }

    fn sound_alike(&self, one: u16, other: u16) -> bool {
        let readings = |of: u16| {
            let at = usize::from(of.wrapping_sub(FIRST)) * READINGS;
            (at..at + READINGS).map(|at| unit(self.sounds, at)).filter(|sound| *sound != 0)
        };
        readings(one).any(|sound| readings(other).any(|another| sound == another))
    }

    fn look_alike(&self, one: u16, other: u16) -> bool {
        let wanted = (one.min(other) as usize) << 16 | one.max(other) as usize;
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
        Some(rest) if rest.ends_with(['a', 'e', 'i']) && !rest.ends_with("ia") && !rest.ends_with("ua") => format!("{rest}n"),
        _ => syllable,
    }
}

/// Compiles the index from idioms and other words, all of four characters and more, the table of readings (syllable, characters) and that of
/// characters that look alike (character, characters).
#[allow(dead_code)] // the build script's
pub fn build(idioms: &[&str], words: &[&str], readings: &str, shapes: &str) -> Vec<u8> {
    let units = |text: &str| text.chars().filter_map(|c| u16::try_from(u32::from(c)).ok()).collect::<Vec<u16>>();
    let (mut heads, mut tails, mut triple_bits) = (vec![0u8; PAIRS], vec![0u8; PAIRS], vec![0u8; TRIPLES]);
    let set = |bits: &mut [u8], hash: u32, width: u32| {
        let at = hash >> (32 - width);
        bits[(at >> 3) as usize] |= 1 << (at & 7);
    };
    let (mut text, mut ends) = (Vec::new(), Vec::new());
    let mut buckets: Vec<Vec<u32>> = vec![Vec::new(); BUCKETS];
    for (number, word) in idioms.iter().chain(words).enumerate() {
        let word = units(word);
        for offset in windows(word.len()) {
            let [a, b, c, d] = [0, 1, 2, 3].map(|at| word[offset + at]);
            let (head, tail) = (pair(a, b), pair(c, d));
            set(&mut heads, head, PAIR_BITS);
            set(&mut tails, tail, PAIR_BITS);
            for hash in triples([a, b, c, d]) {
                set(&mut triple_bits, hash, TRIPLE_BITS);
                buckets[(hash >> (32 - BUCKET_BITS)) as usize].push((number << 4 | offset) as u32);
            }
        }
        text.extend(word.iter().flat_map(|unit| unit.to_le_bytes()));
        ends.extend((text.len() as u32 / 2).to_le_bytes());
    }
    let (mut offsets, mut entries) = (Vec::new(), Vec::new());
    for bucket in &buckets {
        offsets.extend((entries.len() as u32 / 4).to_le_bytes());
        entries.extend(bucket.iter().flat_map(|entry| entry.to_le_bytes()));
    }
    offsets.extend((entries.len() as u32 / 4).to_le_bytes());
    let looks = looks(shapes);
    let sizes = [entries.len(), ends.len(), text.len(), looks.len(), idioms.len()];
    let sizes = sizes.map(|size| (size as u32).to_le_bytes()).concat();
    [sizes, heads, tails, triple_bits, offsets, sounds(readings), entries, ends, text, looks].concat()
}

#[allow(dead_code)] // the build script's
fn sounds(readings: &str) -> Vec<u8> {
    let mut syllables: Vec<String> = Vec::new();
    let mut sounds = vec![0u8; SOUNDS];
    for (syllable, characters) in readings.lines().skip(1).filter_map(|line| line.split_once('\t')) {
        let syllable = plain(syllable);
        let known = syllables.iter().position(|other| *other == syllable);
        let sound = known.unwrap_or_else(|| {
            syllables.push(syllable);
            syllables.len() - 1
        }) as u16 + 1;
        for character in characters.chars().map(u32::from).filter(|c| (u32::from(FIRST)..=u32::from(LAST)).contains(c)) {
            let at = (character - u32::from(FIRST)) as usize * READINGS;
            if let Some(free) = (at..at + READINGS).find(|at| unit(&sounds, *at) == 0) {
                sounds[free * 2..free * 2 + 2].copy_from_slice(&sound.to_le_bytes());
            }
        }
    }
    sounds
}

#[allow(dead_code)] // the build script's
fn looks(shapes: &str) -> Vec<u8> {
    let mut pairs = Vec::new();
    for (one, others) in shapes.lines().skip(1).filter_map(|line| line.split_once('\t')) {
        for (one, other) in one.chars().flat_map(|one| others.chars().map(move |other| (u32::from(one), u32::from(other)))) {
            pairs.push(one.min(other) << 16 | one.max(other));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.iter().flat_map(|pair| pair.to_le_bytes()).collect()
}
