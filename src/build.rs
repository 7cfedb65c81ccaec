//! Build script: compiles `dictionaries/` into one table and one automaton, and the segmenter's word list into a
//! double array and the index of near misses, so that starting the program costs nothing. A fault in a dictionary stops the build with its place.

#[allow(dead_code)]
mod dictionary {
    pub mod compile;
    pub mod condition;
    pub mod format;
    pub mod pattern;
}

#[allow(dead_code)]
#[path = "rules/typo/near_idiom/index.rs"]
mod near_index;

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use daachorse::CharwiseDoubleArrayAhoCorasickBuilder;

fn main() {
    println!("cargo:rerun-if-changed=dictionaries");
    println!("cargo:rerun-if-changed=src/dictionary");
    println!("cargo:rerun-if-changed=src/rules/typo/near_idiom/index.rs");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("set by cargo"));
    compile_dictionaries(Path::new("dictionaries"), &out);
    let words = segmenter_words(Path::new("dictionaries/segmenter/words.txt.gz"));
    compile_segmenter(&words, &out);
    compile_near_words(&words, Path::new("dictionaries/near-word"), &out);
}

fn compile_dictionaries(root: &Path, out: &Path) {
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
    let automaton = if words.is_empty() {
        Vec::new()
    } else {
        let values = words.iter().copied().zip(0u32..);
        let built = CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(values).expect("distinct words");
        built.serialize()
    };
    let (packed, offsets) = pack_entries(&mut dictionaries);
    let table = postcard::to_allocvec(&(&dictionaries, &patterns)).expect("serialisable");
    println!("cargo:rustc-env=SHENJIAO_DICTIONARIES={:016x}", fnv(&[table.as_slice(), &packed].concat()));
    fs::write(out.join("automaton.bin"), automaton).expect("writable OUT_DIR");
    fs::write(out.join("dictionaries.bin"), table).expect("writable OUT_DIR");
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
fn segmenter_words(list: &Path) -> String {
    let packed = fs::File::open(list).expect("dictionaries/segmenter/words.txt.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("a gzip file of UTF-8");
    text
}

/// Total of the frequencies (eight bytes), then the double array from word to frequency.
fn compile_segmenter(list: &str, out: &Path) {
    let mut words: Vec<(&str, u32)> = list
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ');
            Some((fields.next()?, fields.next()?.parse().ok()?))
        })
        .collect();
    words.sort_unstable();
    words.dedup_by_key(|(word, _)| *word);
    let total: u64 = words.iter().map(|(_, frequency)| u64::from(*frequency)).sum();
    let array = yada::builder::DoubleArrayBuilder::build(&words).expect("sorted distinct words");
    let mut blob = total.to_le_bytes().to_vec();
    blob.extend(array);
    fs::write(out.join("segmenter.bin"), blob).expect("writable OUT_DIR");
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
    let index = near_index::build(
        [&idioms, &words, &allow.lines().collect::<Vec<_>>()],
        &read("readings.tsv"),
        &read("shapes.tsv"),
    );
    fs::write(out.join("near.bin"), index).expect("writable OUT_DIR");
}

fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
