//! Articles for the unit tests of the rules.

use crate::document::{ArticleBuilder, Region};

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
