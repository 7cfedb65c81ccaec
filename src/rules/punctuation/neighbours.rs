//! What stands beside a mark, and what kinds of characters and blocks there are. Nothing is judged here.

use crate::document::{Article, Block, Region};

/// The character before an offset, in the same block.
pub fn before(text: &str, at: u32) -> Option<char> {
    text.get(..at as usize)?.chars().next_back().filter(|c| *c != '\n')
}

/// The character behind an offset, in the same block.
pub fn after(text: &str, at: u32) -> Option<char> {
    text.get(at as usize..)?.chars().next().filter(|c| *c != '\n')
}

pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '〇' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Ends a sentence.
pub fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…')
}

/// A pausing or ending mark of Chinese, of either width.
pub fn is_point(c: char) -> bool {
    matches!(c, '。' | '，' | '、' | '；' | '：' | '？' | '！' | ',' | ';' | ':' | '?' | '!')
}

pub fn is_opening(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '《' | '〈' | '（' | '(' | '【' | '〔' | '［')
}

pub fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '》' | '〉' | '）' | ')' | '】' | '〕' | '］')
}

pub fn is_chinese_numeral(c: char) -> bool {
    matches!(c, '〇' | '零' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万' | '亿')
}

/// The blocks whose marks belong to the article: no comments of readers, no attributes, nothing hidden.
pub fn blocks(article: &Article) -> impl Iterator<Item = &Block> {
    let own = |block: &&Block| !matches!(block.region, Region::Comment | Region::Attribute | Region::Signature);
    article.prose().filter(own)
}

/// The blocks of running text.
pub fn paragraphs(article: &Article) -> impl Iterator<Item = &Block> {
    let running = |block: &&Block| matches!(block.region, Region::Body | Region::Quote | Region::Summary);
    article.blocks.iter().filter(running)
}
