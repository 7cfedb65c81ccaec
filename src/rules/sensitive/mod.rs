//! Sensitive writing that code finds; the wording itself is the business of the word lists in `dictionaries/`.

rules! {
    obfuscated,
}
