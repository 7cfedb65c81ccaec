//! What the context typo engine knows of the language: n-gram models of characters and words, which characters and words
//! are written for one another, and how much the evidence for a correction is worth. It knows nothing of articles or
//! rules: `rules/typo/context` asks it about paragraphs.
//!
//! The way of a text: `characters` → `ngrams` score each → `scan` picks improbable places and tries candidates from
//! `confusion`, `homophones` and `fixed_words`, first by `pairs`, and what the classifiers of `choices` call for → `words` cuts the clause
//! with and without → `evidence`, with `vectors` → `ranker` → `correct` picks what is reported. What is missing: `omission`, with `neighbours`.

mod channel;
pub mod characters;
pub mod choices;
mod confusion;
mod correct;
mod evidence;
pub mod fixed_words;
mod homophones;
mod model;
mod neighbours;
mod ngrams;
mod omission;
mod pairs;
mod ranker;
mod scan;
mod table;
pub mod train;
mod vectors;
mod words;

use std::sync::LazyLock;

pub use confusion::Kind;
pub use correct::Correction;
pub use evidence::{Evidence, NAMES};
pub use model::{Model, ModelError, pack, sum};
pub use ngrams::{Ngrams, Token};
pub use omission::{NAMES as OMISSION_NAMES, Omission};
pub use scan::{Scanner, Suspect};

use channel::Channel;
use choices::Choices;
use confusion::Confusions;
use fixed_words::FixedWords;
use homophones::Homophones;
use neighbours::Neighbours;
use pairs::Pairs;
use ranker::Ranker;
use vectors::Vectors;

/// The groups of words that classifiers choose between, a row a group.
pub const GROUPS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries/confusion/choices.tsv"));

/// What comes with the program besides the models.
pub struct Knowledge {
    confusions: Confusions<'static>,
    homophones: Homophones<'static>,
    channel: Channel<'static>,
    pairs: Pairs<'static>,
    neighbours: Neighbours<'static>,
    choices: Choices<'static>,
    vectors: Vectors<'static>,
    ranker: Ranker<'static>,
    omission_ranker: Ranker<'static>,
}

static MODEL: LazyLock<Model<'static>> = LazyLock::new(|| {
    let bytes = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries/language-model/model.bin"));
    // Its check sum was tested when the program was built.
    Model::trusted(bytes).expect("the bundled model")
});

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge {
    confusions: Confusions::new(include_bytes!(concat!(env!("OUT_DIR"), "/confusions.bin"))),
    homophones: Homophones::new(include_bytes!(concat!(env!("OUT_DIR"), "/homophones.bin"))),
    channel: Channel::new(include_bytes!(concat!(env!("OUT_DIR"), "/channel.bin"))),
    pairs: Pairs::new(include_bytes!(concat!(env!("OUT_DIR"), "/pairs.bin"))),
    neighbours: Neighbours::new(include_bytes!(concat!(env!("OUT_DIR"), "/neighbours.bin"))),
    choices: Choices::new(include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/dictionaries/language-model/choices.bin"
    )))
    .expect("the bundled classifiers"),
    vectors: Vectors::new(include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/dictionaries/language-model/vectors.bin"
    )))
    .expect("the bundled vectors"),
    ranker: Ranker::new(include_bytes!(concat!(env!("OUT_DIR"), "/ranker.bin"))),
    omission_ranker: Ranker::new(include_bytes!(concat!(env!("OUT_DIR"), "/omissions.bin"))),
});

static FIXED_WORDS: LazyLock<FixedWords<'static>> =
    LazyLock::new(|| FixedWords::new(include_bytes!(concat!(env!("OUT_DIR"), "/near.bin"))));

/// The bundled model.
pub fn model() -> &'static Model<'static> {
    &MODEL
}

/// The fixed words of four characters and more.
pub fn fixed_words() -> &'static FixedWords<'static> {
    &FIXED_WORDS
}

/// The bundled tables.
pub fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE
}
