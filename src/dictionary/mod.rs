//! Dictionaries: rules as data. Their format and validation, the compiled form of the bundled ones, users' own, and
//! the search for their words. What a hit means (boundaries, dates, contexts) is judged by `rules::data`, which sees
//! the article; nothing here does.

mod compile;
pub mod condition;
mod format;
mod matcher;
mod pattern;
mod user;

use std::sync::LazyLock;

pub use condition::{CharClass, Condition, Expression};
pub use format::{AllowEntry, Boundary, Dictionary, Entry, FixPolicy, FormatError, parse_folder, validate};
pub use matcher::{Hit, Matcher};
pub use pattern::Pattern;
pub use user::load as load_user;

static BUNDLED: LazyLock<Bundle> = LazyLock::new(Bundle::embedded);

/// Dictionaries with the automaton over all their words.
pub struct Bundle {
    pub dictionaries: Vec<Dictionary>,
    pub matcher: Matcher,
}

impl Bundle {
    /// The dictionaries compiled into the program.
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// Dictionaries loaded at run time.
    pub fn new(dictionaries: Vec<Dictionary>) -> Self {
        let matcher = Matcher::build(&dictionaries);
        Self { dictionaries, matcher }
    }

    fn embedded() -> Self {
        let table: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/dictionaries.bin"));
        let automaton: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/automaton.bin"));
        let (dictionaries, patterns) = postcard::from_bytes(table).expect("compiled by the build script");
        Self { dictionaries, matcher: Matcher::embedded(automaton, patterns) }
    }
}

/// A short hash of all bundled dictionaries, for reports and caches.
pub fn edition() -> &'static str {
    env!("SHENJIAO_DICTIONARIES")
}
