//! What stands beside a mark, and what kinds of characters and blocks there are. Nothing is judged here.

use crate::document::{Article, Block, Mark, Region};

/// The character before an offset, in the same block.
#[inline]
pub fn before(text: &str, at: u32) -> Option<char> {
    text.get(..at as usize)?.chars().next_back().filter(|c| *c != '\n')
}

/// The character behind an offset, in the same block.
#[inline]
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

/// Whether the marks of a block belong to the article: no comments of readers, no attributes, nothing hidden.
fn is_own(block: &Block) -> bool {
    block.region.is_prose() && !matches!(block.region, Region::Comment | Region::Attribute | Region::Signature)
}

/// Whether a block is running text.
pub fn is_paragraph(block: &Block) -> bool {
    matches!(block.region, Region::Body | Region::Quote | Region::Summary)
}

/// The blocks whose marks belong to the article.
pub fn blocks(article: &Article) -> impl Iterator<Item = &Block> {
    article.blocks.iter().filter(|block| is_own(block))
}

/// The blocks of running text.
pub fn paragraphs(article: &Article) -> impl Iterator<Item = &Block> {
    article.blocks.iter().filter(|block| is_paragraph(block))
}

/// The block of a place, if its marks belong to the article.
pub fn block_of(article: &Article, at: u32) -> Option<&Block> {
    article.block_at(at).filter(|block| is_own(block))
}

/// The block of a place, if it is running text.
pub fn paragraph_of(article: &Article, at: u32) -> Option<&Block> {
    article.block_at(at).filter(|block| is_paragraph(block))
}

/// The first of some marks and those behind it that touch and are the same; then the others.
pub fn split_run(marks: &[Mark]) -> (&[Mark], &[Mark]) {
    let same = |pair: &&[Mark]| pair[0].character == pair[1].character && pair[0].end() == pair[1].at;
    marks.split_at(marks.len().min(1 + marks.windows(2).take_while(same).count()))
}
