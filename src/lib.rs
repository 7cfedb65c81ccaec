//! shenjiao (审校): a linter for Chinese articles of government sites and government new media.
//!
//! # The map of the house
//!
//! ```text
//! path → Source (bytes, encoding, lines)                     source/
//!      → Input::read → Article* (text, maps, blocks, meta)   input/<format>/, document/
//!      → each rule → Finding (in text space)                 rules/<rule>/, dictionaries/<id>/
//!      → suppress, allow, override, order                    engine/
//!      → LocatedFinding (bytes, line, column, UTF-16)        engine/locate.rs: the one place
//!      → Output (pretty, json, sarif, …)                     output/<format>/
//! ```
//!
//! Who may use whom: a higher line may use a lower one, never the reverse (`tests/architecture.rs` holds this table).
//!
//! ```text
//! cli
//! lsp  serve
//! output  fix  inspect  review
//! paper  report
//! engine
//! rules
//! input
//! config
//! finding
//! document  dictionary  language
//! segment  alike
//! source
//! span
//! ```
//!
//! Rules see an [`document::Article`] and a [`rules::Context`]; they never see files, formats, threads or byte
//! offsets. They report spans of text, so a rule cannot get a location wrong.
//!
//! To add something, one folder is touched: `src/rules/<family>/<fault>/`, named like the rule's id,
//! `dictionaries/<id>/` (no Rust), `src/input/<format>/` (text formats, and packages: archives, documents, databases), `src/output/<format>/`; but for the dictionaries, with a line
//! in the list of the folder above.

#![forbid(unsafe_code)]

pub mod alike;
pub mod cli;
pub mod config;
pub mod dictionary;
pub mod document;
pub mod engine;
pub mod finding;
pub mod fix;
pub mod input;
pub mod inspect;
pub mod language;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod output;
pub mod paper;
pub mod report;
#[cfg(feature = "review")]
pub mod review;
pub mod rules;
pub mod segment;
#[cfg(feature = "serve")]
pub mod serve;
pub mod source;
pub mod span;
