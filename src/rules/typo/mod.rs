//! Wrong characters that code finds; most are found by the word lists in `dictionaries/typo-*`.

rules! {
    doubled_character,
    look_alike_letter,
    near_idiom,
    radical_form,
    traditional_character,
}
