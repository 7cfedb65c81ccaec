//! Build script: compiles `dictionaries/` into one table with an index of their words, and the segmenter's word list
//! into a double array, the index of near misses, the anchors of fixed formulations and the tables of the language model,
//! so that starting the program costs nothing. A fault in a dictionary stops the build with its place.

#[allow(dead_code)]
mod dictionary {
    pub mod compile;
    pub mod condition;
    pub mod format;
    pub mod index;
    pub mod pattern;
}

#[allow(dead_code)]
mod language {
    pub mod channel;
    pub mod characters;
    pub mod confusion;
    pub mod homophones;
    pub mod model;
    pub mod neighbours;
    pub mod ngrams;
    pub mod pairs;
    pub mod ranker;
    pub mod table;
    pub mod words;
}

#[allow(dead_code)]
#[path = "rules/phrasing/formulation/anchors.rs"]
mod anchors;

#[allow(dead_code)]
#[path = "language/fixed_words.rs"]
mod fixed_words;

#[path = "segment/pairs.rs"]
mod pairs;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=dictionaries");
    println!("cargo:rerun-if-changed=src/dictionary");
    println!("cargo:rerun-if-changed=src/language");
    println!("cargo:rerun-if-changed=src/language/fixed_words.rs");
    println!("cargo:rerun-if-changed=src/rules/phrasing/formulation");
    println!("cargo:rerun-if-changed=src/segment/pairs.rs");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("set by cargo"));
    let list = segmenter_list(Path::new("dictionaries/segmenter/words.txt.gz"));
    let words = words_of(&list);
    compile_dictionaries(Path::new("dictionaries"), &words, &out);
    compile_segmenter(&words, &out);
    compile_near_words(&list, Path::new("dictionaries/near-word"), &out);
    compile_language(&words, Path::new("dictionaries"), &out);
    compile_anchors(Path::new("src/rules/phrasing/formulation"), &out);
}

fn compile_dictionaries(root: &Path, vocabulary: &[(&str, u32)], out: &Path) {
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .expect("dictionaries/ lies beside src/")
        .map(|entry| entry.expect("readable folder").path())
        .filter(|path| path.join("dictionary.toml").is_file())
        .collect();
    folders.sort();
    let mut dictionaries = Vec::new();
    let mut faults = 0;
    for folder in &folders {
        let (dictionary, errors) = dictionary::format::parse_folder(folder);
        for error in &errors {
            println!("cargo:warning={error}");
        }
        faults += errors.len();
        dictionaries.extend(dictionary);
    }
    assert!(faults == 0, "{faults} faults in dictionaries/, listed above");

    let (words, patterns) = dictionary::compile::patterns(&dictionaries);
    let commonness = Commonness::new(vocabulary, &dictionaries);
    let index = dictionary::index::WordIndex::new(&words, |first, second| commonness.of(first, second));
    let (packed, offsets) = pack_entries(&mut dictionaries);
    let table = postcard::to_allocvec(&dictionaries).expect("serialisable");
    println!(
        "cargo:rustc-env=SHENJIAO_DICTIONARIES={:016x}",
        fnv(&[&table, index.bytes(), patterns.bytes(), &packed].concat())
    );
    fs::write(out.join("dictionaries.bin"), table).expect("writable OUT_DIR");
    fs::write(out.join("index.bin"), index.bytes()).expect("writable OUT_DIR");
    fs::write(out.join("patterns.bin"), patterns.bytes()).expect("writable OUT_DIR");
    fs::write(out.join("entries.bin"), packed).expect("writable OUT_DIR");
    fs::write(out.join("offsets.bin"), offsets).expect("writable OUT_DIR");
}

/// Takes the entries out of the dictionaries, one behind the other, so that the program reads only those that are hit;
/// and where each begins, as little-endian numbers of four bytes.
fn pack_entries(dictionaries: &mut [dictionary::format::Dictionary]) -> (Vec<u8>, Vec<u8>) {
    let (mut packed, mut offsets) = (Vec::new(), Vec::new());
    for dictionary in dictionaries {
        dictionary.size = dictionary.entries.len() as u32;
        for entry in std::mem::take(&mut dictionary.entries) {
            offsets.extend((packed.len() as u32).to_le_bytes());
            packed.extend(postcard::to_allocvec(&entry).expect("serialisable"));
        }
    }
    (packed, offsets)
}

/// The list as it is written: a word, its frequency and its part of speech a line.
fn segmenter_list(list: &Path) -> String {
    let packed = fs::File::open(list).expect("dictionaries/segmenter/words.txt.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("a gzip file of UTF-8");
    text
}

/// Its words with their frequencies, in order.
fn words_of(list: &str) -> Vec<(&str, u32)> {
    let read = |line: &'_ str| -> Option<u32> { line.split(' ').nth(1)?.parse().ok() };
    let words = list.lines().filter_map(|line| Some((line.split(' ').next()?, read(line)?)));
    let mut words: Vec<(&str, u32)> = words.collect();
    words.sort_unstable();
    words.dedup_by_key(|(word, _)| *word);
    words
}

/// How often characters follow each other, estimated from the frequencies of words.
struct Commonness {
    characters: HashMap<char, u64>,
    pairs: HashMap<(char, char), u64>,
    total: u64,
}

impl Commonness {
    fn new(words: &[(&str, u32)], dictionaries: &[dictionary::format::Dictionary]) -> Self {
        /// A right form of a dictionary counts as often as a word of middling frequency: the word list is older than
        /// much of today's official vocabulary, which the dictionaries hold.
        const RIGHT_FORM: u64 = 300;
        let mut common = Self { characters: HashMap::new(), pairs: HashMap::new(), total: 1 };
        for (word, frequency) in words {
            let frequency = u64::from(*frequency);
            for character in word.chars() {
                *common.characters.entry(character).or_default() += frequency;
                common.total += frequency;
            }
            for pair in word.chars().zip(word.chars().skip(1)) {
                *common.pairs.entry(pair).or_default() += frequency;
            }
        }
        let rights =
            dictionaries.iter().flat_map(|dictionary| &dictionary.entries).flat_map(|entry| entry.alternatives());
        for pair in rights.flat_map(|right| right.chars().zip(right.chars().skip(1))) {
            *common.pairs.entry(pair).or_default() += RIGHT_FORM;
        }
        common
    }

    /// Occurrences inside words and, as if words followed each other by chance, across them.
    fn of(&self, first: char, second: char) -> u64 {
        const OTHER: u64 = 1000;
        let character = |c| self.characters.get(&c).copied().unwrap_or_default();
        // Digits and punctuation are in no word of the list.
        if !first.is_alphabetic() || !second.is_alphabetic() {
            return OTHER + self.pairs.get(&(first, second)).copied().unwrap_or_default();
        }
        let across = u128::from(character(first)) * u128::from(character(second)) / u128::from(self.total);
        self.pairs.get(&(first, second)).copied().unwrap_or_default() + across as u64
    }
}

/// Total of the frequencies (eight bytes), then the double array from word to frequency.
fn compile_segmenter(words: &[(&str, u32)], out: &Path) {
    let total: u64 = words.iter().map(|(_, frequency)| u64::from(*frequency)).sum();
    let array = yada::builder::DoubleArrayBuilder::build(words).expect("sorted distinct words");
    let mut blob = total.to_le_bytes().to_vec();
    blob.extend(array);
    fs::write(out.join("segmenter.bin"), blob).expect("writable OUT_DIR");
    fs::write(out.join("common-pairs.bin"), pairs::build(words)).expect("writable OUT_DIR");
}

/// The fixed words whose near misses are looked for: the idioms and the well-known words of the segmenter's list, and
/// those of `terms.txt`; all of four characters and more.
fn compile_near_words(list: &str, folder: &Path, out: &Path) {
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a table of dictionaries/near-word");
    let [terms, except, allow] = ["terms.txt", "except.txt", "allow.txt"].map(read);
    let except: HashSet<&str> = except.lines().collect();
    let fits = |word: &&str| {
        let han = word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        han && (4..=16).contains(&word.chars().count()) && !except.contains(word)
    };
    let (mut idioms, mut words) = (BTreeSet::new(), BTreeSet::new());
    for line in list.lines() {
        let [word, _, kind] = line.split(' ').collect::<Vec<_>>()[..] else { continue };
        if ["i", "z"].contains(&kind) {
            idioms.insert(word);
        } else if ["l", "v", "vn", "c", "d", "b", "a", "an", "ad", "n", "nz", "nt", "j"].contains(&kind) {
            words.insert(word);
        }
    }
    words.extend(terms.lines());
    let words: Vec<&str> = words.difference(&idioms).copied().filter(fits).collect();
    let idioms: Vec<&str> = idioms.into_iter().filter(fits).collect();
    let index = fixed_words::build(
        [&idioms, &words, &allow.lines().collect::<Vec<_>>()],
        &read("readings.tsv"),
        &read("shapes.tsv"),
    );
    fs::write(out.join("near.bin"), index).expect("writable OUT_DIR");
}

/// The tables that the context engine asks: confusion sets, homophones, pairs of characters, the re-ranker. The model
/// itself goes into the program as it is, its check sum tested here.
fn compile_language(words: &[(&str, u32)], root: &Path, out: &Path) {
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let model = fs::read(root.join("language-model/model.bin")).expect("dictionaries/language-model/model.bin");
    let model = language::model::Model::read(&model).unwrap_or_else(|error| panic!("model.bin: {error}"));
    // Words of which the model knows nothing cannot be preferred by it.
    let known = |word: &&str| model.words.alone(language::words::word_of(word)).is_some();
    let words = || words.iter().map(|(word, _)| *word).filter(known);
    let homophones = language::homophones::compile(&read("near-word/readings.tsv"), words());
    let neighbours = language::neighbours::compile(words(), &read("language-model/short-forms.tsv"), &model.characters);
    let write = |name: &str, bytes: Vec<u8>| fs::write(out.join(name), bytes).expect("writable OUT_DIR");
    let slips = language::channel::compile(
        &read("language-model/slips.tsv"),
        &language::homophones::Homophones::new(&homophones),
    );
    write("channel.bin", slips);
    write("confusions.bin", language::confusion::compile(&read("confusion/confusions.tsv")));
    write("homophones.bin", homophones);
    write("neighbours.bin", neighbours);
    write("pairs.bin", language::pairs::compile(&model.characters));
    write("ranker.bin", language::ranker::compile(&read("language-model/ranker.tsv")));
    write("omissions.bin", language::ranker::compile(&read("language-model/omissions.tsv")));
}

/// The runs of characters by which fixed formulations are looked for.
fn compile_anchors(folder: &Path, out: &Path) {
    let [templates, allow] = ["templates.tsv", "allow.tsv"]
        .map(|name| fs::read_to_string(folder.join(name)).expect("a table of formulations"));
    fs::write(out.join("anchors.bin"), anchors::build(&templates, &allow)).expect("writable OUT_DIR");
}

fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
