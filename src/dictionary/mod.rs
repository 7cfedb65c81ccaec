//! Dictionaries: rules as data. Their format and validation, the compiled form of the bundled ones, users' own, and
//! the search for their words. What a hit means (boundaries, dates, contexts) is judged by `rules::data`, which sees
//! the article; nothing here does.

mod compile;
pub mod condition;
mod consistency;
mod format;
mod index;
mod matcher;
mod pattern;
mod user;
mod words;

use std::sync::{LazyLock, OnceLock};

use self::index::WordIndex;
use self::pattern::Patterns;

pub use consistency::{Contradiction, between, validate};
pub use format::{AllowEntry, Boundary, Dictionary, Entry, FixPolicy, FormatError, parse_folder};
pub use matcher::{Hit, Matcher};
pub use pattern::Pattern;
pub use user::load as load_user;
pub use words::{WordPlaces, WordSet};

static BUNDLED: LazyLock<Bundle> = LazyLock::new(Bundle::embedded);
static BUNDLED_IN_FULL: LazyLock<Vec<Dictionary>> = LazyLock::new(|| Bundle::bundled().in_full());

/// The entries of the bundled dictionaries, one behind the other.
const ENTRIES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/entries.bin"));
/// Where each begins, in four bytes.
const OFFSETS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/offsets.bin"));

/// Dictionaries with the automaton over all their words.
pub struct Bundle {
    pub dictionaries: Vec<Dictionary>,
    pub matcher: Matcher,
    /// Of bundled dictionaries: how many entries lie before those of each, and the entries that were asked for, by
    /// pages of which nearly all stay empty.
    before: Option<Vec<u32>>,
    entries: Vec<OnceLock<Page>>,
}

type Page = Box<[OnceLock<Option<Box<Entry>>>]>;
/// Entries of a page.
const PAGE: usize = 64;

impl Bundle {
    /// The dictionaries compiled into the program.
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// Dictionaries loaded at run time.
    pub fn new(dictionaries: Vec<Dictionary>) -> Self {
        let matcher = Matcher::build(&dictionaries);
        Self { dictionaries, matcher, before: None, entries: Vec::new() }
    }

    fn embedded() -> Self {
        let table: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/dictionaries.bin"));
        let dictionaries: Vec<Dictionary> = postcard::from_bytes(table).expect("compiled by the build script");
        let words = WordIndex::embedded(include_bytes!(concat!(env!("OUT_DIR"), "/index.bin")));
        let patterns = Patterns::embedded(include_bytes!(concat!(env!("OUT_DIR"), "/patterns.bin")));
        let before = dictionaries.iter().scan(0, |sum, dictionary| {
            let before = *sum;
            *sum += dictionary.size;
            Some(before)
        });
        let before = Some(before.collect());
        let entries = empty((OFFSETS.len() / 4).div_ceil(PAGE));
        Self { dictionaries, matcher: Matcher::embedded(words, patterns), before, entries }
    }

    /// An entry by dictionary and index. Entries of bundled dictionaries are read when they are first asked for, not at
    /// the start: a run needs few of the thousands.
    pub fn entry(&self, dictionary: usize, index: usize) -> Option<&Entry> {
        let Some(before) = &self.before else {
            return self.dictionaries.get(dictionary)?.entries.get(index);
        };
        let number = *before.get(dictionary)? as usize + index;
        let page = self.entries.get(number / PAGE)?.get_or_init(|| empty(PAGE));
        page[number % PAGE].get_or_init(|| read_entry(number).map(Box::new)).as_deref()
    }

    fn in_full(&self) -> Vec<Dictionary> {
        let mut dictionaries = self.dictionaries.clone();
        for (number, dictionary) in dictionaries.iter_mut().enumerate() {
            let entries = (0..dictionary.size as usize).filter_map(|index| self.entry(number, index));
            dictionary.entries = entries.cloned().collect();
        }
        dictionaries
    }
}

fn empty<T, C: FromIterator<OnceLock<T>>>(count: usize) -> C {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

fn read_entry(number: usize) -> Option<Entry> {
    let offset = u32::from_le_bytes(OFFSETS.get(number * 4..number * 4 + 4)?.try_into().ok()?);
    postcard::take_from_bytes(ENTRIES.get(offset as usize..)?).ok().map(|(entry, _)| entry)
}

/// The bundled dictionaries with all their entries, to look at.
pub fn bundled_in_full() -> &'static [Dictionary] {
    &BUNDLED_IN_FULL
}

/// A short hash of all bundled dictionaries, for reports and caches.
pub fn edition() -> &'static str {
    env!("SHENJIAO_DICTIONARIES")
}
