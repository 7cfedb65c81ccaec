//! What the context typo engine knows of the language: n-gram models of characters and words, which characters and words
//! are written for one another, and how much the evidence for a correction is worth. It knows nothing of articles or
//! rules: `rules/typo/context` asks it about paragraphs.
//!
//! The way of a text: `characters` → `ngrams` score each → `scan` picks improbable places and tries candidates from
//! `confusion` and `homophones`, first by `pairs`, and what the classifiers of `choices` call for → `words` cuts the clause
//! with and without → `evidence` → `ranker` → `correct` picks what is reported. What is missing: `omission`, with `neighbours`.

pub mod characters;
pub mod choices;
mod confusion;
mod correct;
mod evidence;
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
mod words;

use std::sync::LazyLock;

pub use confusion::Kind;
pub use correct::Correction;
pub use evidence::{Evidence, NAMES};
pub use model::{Model, ModelError, pack, sum};
pub use ngrams::{Ngrams, Token};
pub use omission::{NAMES as OMISSION_NAMES, Omission};
pub use scan::{Scanner, Suspect};

use choices::Choices;
use confusion::Confusions;
use homophones::Homophones;
use neighbours::Neighbours;
use pairs::Pairs;
use ranker::Ranker;

/// The groups of words that classifiers choose between, a row a group.
pub const GROUPS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries/confusion/choices.tsv"));

/// What comes with the program besides the models.
pub struct Knowledge {
    confusions: Confusions<'static>,
    homophones: Homophones<'static>,
    pairs: Pairs<'static>,
    neighbours: Neighbours<'static>,
    choices: Choices<'static>,
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
    pairs: Pairs::new(include_bytes!(concat!(env!("OUT_DIR"), "/pairs.bin"))),
    neighbours: Neighbours::new(include_bytes!(concat!(env!("OUT_DIR"), "/neighbours.bin"))),
    choices: Choices::new(include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/dictionaries/language-model/choices.bin"
    )))
    .expect("the bundled classifiers"),
    ranker: Ranker::new(include_bytes!(concat!(env!("OUT_DIR"), "/ranker.bin"))),
    omission_ranker: Ranker::new(include_bytes!(concat!(env!("OUT_DIR"), "/omissions.bin"))),
});

/// The bundled model.
pub fn model() -> &'static Model<'static> {
    &MODEL
}

/// The bundled tables.
pub fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE
}
