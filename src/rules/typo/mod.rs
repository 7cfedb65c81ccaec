//! Wrong characters that code finds; most are found by the word lists in `dictionaries/typo-*`.

rules! {
    look_alike_letter,
    radical_form,
    traditional_character,
//! Wrong characters that need code; single words are dictionaries.

rules! {
    doubled_character,
}
