//! Fixed official wording that needs code; single words are dictionaries.

rules! {
    fixed_sequence,
    missing_subject,
}
