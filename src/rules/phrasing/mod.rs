//! Fixed official wording that needs code; single words are dictionaries.

rules! {
    fixed_sequence,
    law_article_range,
}
