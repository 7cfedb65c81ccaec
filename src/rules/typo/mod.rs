//! Wrong characters that need code; those that can be listed are dictionaries.

rules! {
    near_idiom,
}
