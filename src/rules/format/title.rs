//! Titles of official documents: which kind of document a title ends with and which organ it begins with.

use crate::document::{Article, Block, Region};

/// Kinds of documents that titles end with. Longer ones come first where one ends with another.
pub(super) const KINDS: [&str; 18] = [
    "请示", "批复", "通知", "通告", "公告", "公示", "通报", "报告", "决定", "决议", "意见", "公报", "命令", "议案", "纪要", "复函", "函", "令",
];

/// Characters of a title.
const LONGEST: usize = 60;

/// The title block of an article; else a first paragraph that is one but for the mark at its end.
pub(super) fn block(article: &Article) -> Option<&Block> {
    // The first sentence of news may look the same; a document is signed.
    let signed = || article.blocks_in(Region::Signature).next();
    let first = || article.blocks.first().filter(|block| block.region == Region::Body && signed().is_some());
    article.blocks_in(Region::Title).next().or_else(|| {
        first().filter(|block| {
            let text = article.block_text(block);
            text.chars().take(LONGEST + 1).count() <= LONGEST && !text.contains(['《', '“']) && is_official(text)
        })
    })
}

/// The title without blanks and brackets at its end: （试行）, (2024年版).
pub(super) fn bare(title: &str) -> &str {
    let title = title.trim().trim_end_matches(['。', '，', '；', '、', ',', ';']);
    match title.strip_suffix(['）', ')']).and_then(|inside| inside.rfind(['（', '('])) {
        Some(open) => title[..open].trim_end(),
        None => title,
    }
}

/// The kind of document that a title names: 关于…的通知.
pub(super) fn kind(title: &str) -> Option<&'static str> {
    KINDS.into_iter().find(|kind| bare(title).ends_with(kind))
}

/// Whether a title is that of an official document, not of a piece of news: 关于… and a kind at its end.
pub(super) fn is_official(title: &str) -> bool {
    title.contains("关于") && kind(title).is_some()
}

/// Ends of the names of organs.
const ORGANS: [&str; 14] = [
    "人民政府办公室", "人民政府办公厅", "政府办公室", "政府办公厅", "委员会", "人民政府", "办公室", "办公厅", "局", "厅", "委", "部", "政府", "院",
];

/// The organ that a title begins with: 某县教育局关于…. None where there are several or it is no organ.
pub(super) fn organ(title: &str) -> Option<&str> {
    let (organ, _) = title.trim().split_once("关于")?;
    let organ = organ.trim();
    let plain = organ.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    (plain && organ.chars().count() >= 4 && ORGANS.iter().any(|end| organ.ends_with(end))).then_some(organ)
}
