//! The record of the three reviews of an article, by stage: what the review rules share. It reports nothing itself.

use crate::document::{Article, Region, Review};
use crate::span::{Span, Text};

/// The stages under the names that records give them; the first is the one that messages use.
pub(super) const STAGES: [&[&str]; 3] = [
    &["初审", "一审", "初核", "第一审"],
    &["复审", "二审", "复核", "第二审"],
    &["终审", "三审", "终核", "第三审", "审签", "签发", "审定"],
];

/// Names that say that a record is one of three named stages. Who only signs (审签) may do so in any chain.
pub(super) const NAMED: [&str; 6] = ["初审", "一审", "复审", "二审", "终审", "三审"];

const EDITORS: [&str; 4] = ["编辑", "责任编辑", "责编", "值班编辑"];

/// Where the article names its reviewers, else its beginning.
pub(super) fn place(article: &Article) -> Span<Text> {
    let mut credits = article.blocks_in(Region::Reviewer).filter(|block| article.block_text(block).contains('审'));
    credits.next().map_or_else(|| article.heading(), |block| block.text)
}

/// The record by stage. Three named stages are taken as named; otherwise an editor and the reviews after him count as
/// a chain, but only where there is a review at all: an editor's name alone is no record of reviews.
pub(super) fn stages(reviews: &[Review]) -> [Vec<&Review>; 3] {
    let mut stages: [Vec<&Review>; 3] = Default::default();
    if reviews.iter().any(|review| NAMED.contains(&review.stage.trim())) {
        for review in reviews {
            if let Some(level) = STAGES.iter().position(|names| names.contains(&review.stage.trim())) {
                stages[level].push(review);
            }
        }
        return stages;
    }
    let is_review = |review: &&Review| matches!(review.stage.trim(), "审核" | "审签" | "签发" | "审定" | "监制");
    let checks: Vec<&Review> = reviews.iter().filter(is_review).collect();
    if !checks.iter().any(|review| review.stage.trim() == "审核") {
        return stages;
    }
    let editor = reviews.iter().find(|review| EDITORS.contains(&review.stage.trim()));
    for (level, review) in editor.into_iter().chain(checks).enumerate() {
        stages[level.min(2)].push(review);
    }
    stages
}

/// The people of a stage: 张三、李四 are two. Remarks in brackets and blanks in names are left out.
pub(super) fn people<'a>(stage: &'a [&Review]) -> impl Iterator<Item = String> + 'a {
    stage.iter().flat_map(|review| names(&review.by))
}

/// The names in a field.
pub(super) fn names(field: &str) -> Vec<String> {
    let field = field.split(['（', '(']).next().unwrap_or_default();
    // 张　三 is one man.
    let parts: Vec<&str> = field.split(['、', '，', ',', '/', ';', '；', ' ', '\u{3000}', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    let single = |part: &&str| part.chars().count() == 1;
    if parts.len() == 2 && parts.iter().all(single) {
        return vec![parts.concat()];
    }
    parts.into_iter().map(str::to_string).collect()
}

/// Whether a name is one person's: an office may stand in every field.
pub(super) fn is_person(name: &str) -> bool {
    let length = name.chars().count();
    (2..=4).contains(&length) && !name.ends_with(['局', '办', '科', '室', '部', '中', '台', '站', '委', '厅', '处', '心', '股', '组'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_records_write_them() {
        assert_eq!(names("张三、李四"), ["张三", "李四"]);
        assert_eq!(names("张　三"), ["张三"]);
        assert_eq!(names("张三（办公室）"), ["张三"]);
        assert!(is_person("欧阳小明") && !is_person("县政府办") && !is_person("办公室"));
    }
}
