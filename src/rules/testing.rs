//! Articles for the unit tests of the rules.

use super::Rule;
use crate::document::{Article, ArticleBuilder, Region};

/// An article of one block a line, the first line being the title.
pub fn article(lines: &[&str]) -> ArticleBuilder {
    let mut builder = ArticleBuilder::new();
    let mut at = 0;
    for (number, line) in lines.iter().enumerate() {
        builder.block(if number == 0 { Region::Title } else { Region::Body });
        builder.push(line, at);
        at += crate::span::offset(line.len()) + 1;
    }
    builder
}

/// Where the trigger words of a rule begin, in order, as the engine tells it.
pub fn places(rule: &dyn Rule, article: &Article) -> Vec<u32> {
    let of_word =
        |word: &&str| article.text.match_indices(*word).map(|(at, _)| crate::span::offset(at)).collect::<Vec<_>>();
    let mut places: Vec<u32> = rule.triggers().iter().flat_map(of_word).collect();
    places.sort_unstable();
    places.dedup();
    places
}
