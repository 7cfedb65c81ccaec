//! Wrong characters that need code; single words are dictionaries.

rules! {
    doubled_character,
}
