//! What is left on a page that is no text of the article: hidden links, advertising, linter comments without use.

rules! {
    hidden_link,
    outside_ad,
    unused_suppression,
}
