//! A repost whose record of the three reviews lacks a stage, a name, or a second pair of eyes. Whether an article is
//! a repost is said by `reposting`; whether the reviewers did their work is nothing that a text can tell.

use std::sync::LazyLock;

use crate::rules::repost::{is_repost, origin};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Published, Region, Review};
use crate::finding::Severity;
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/review-incomplete",
        "转载稿件的三审记录不全",
        Severity::Warning,
        "转载的内容同样要先审后发；少一道审核，或者由一个人审到底，差错就少一次被发现的机会。",
        "《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）；“三审三校”制度",
        include_str!("rule.md"),
    )
});

/// The stages under the names that records give them; the first is the one that messages use.
const STAGES: [&[&str]; 3] = [
    &["初审", "一审", "初核", "第一审"],
    &["复审", "二审", "复核", "第二审"],
    &["终审", "三审", "终核", "第三审", "审签", "签发", "审定"],
];

/// Names that say that a record is one of three named stages. Who only signs (审签) may do so in any chain.
const NAMED: [&str; 6] = ["初审", "一审", "复审", "二审", "终审", "三审"];

const EDITORS: [&str; 4] = ["编辑", "责任编辑", "责编", "值班编辑"];

struct ReviewIncomplete;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ReviewIncomplete)
}

impl Rule for ReviewIncomplete {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let required = context.settings.repost.require_review;
        let stages = stages(&article.meta.reviews);
        if stages.iter().all(Vec::is_empty) && !required || !is_repost(article, &origin(article), context) {
            return;
        }
        if let Some(fault) = fault(&stages) {
            context.report(context.finding(place(article), format!("转载稿件的三审记录不全：{fault}")));
        }
    }
}

/// Where the article names its reviewers, else its beginning.
fn place(article: &Article) -> Span<Text> {
    let mut credits = article.blocks_in(Region::Reviewer).filter(|block| article.block_text(block).contains('审'));
    credits.next().map_or_else(|| article.heading(), |block| block.text)
}

/// The record by stage. Three named stages are taken as named; otherwise an editor and the reviews after him count as
/// a chain, but only where there is a review at all: an editor's name alone is no record of reviews.
fn stages(reviews: &[Review]) -> [Vec<&Review>; 3] {
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

fn fault(stages: &[Vec<&Review>; 3]) -> Option<String> {
    let name = |level: usize| STAGES[level][0];
    let missing: Vec<&str> = (0..3).filter(|level| stages[*level].is_empty()).map(name).collect();
    if !missing.is_empty() {
        return Some(format!("缺{}", missing.join("、")));
    }
    if let Some(level) = (0..3).find(|level| stages[*level].iter().all(|review| review.by.trim().is_empty())) {
        return Some(format!("{}没有写明是谁", name(level)));
    }
    for (first, second) in [(0, 1), (1, 2), (0, 2)] {
        if let Some(person) = people(&stages[first]).find(|person| people(&stages[second]).any(|other| other == *person)) {
            return Some(format!("{}和{}是同一人（{person}）", name(first), name(second)));
        }
        if let Some((before, after)) = time(&stages[first]).zip(time(&stages[second])).filter(|(a, b)| b < a) {
            return Some(format!("{}的时间（{after}）早于{}（{before}）", name(second), name(first)));
        }
    }
    None
}

/// The people of a stage: 张三、李四 are two.
fn people<'a>(stage: &'a [&Review]) -> impl Iterator<Item = &'a str> {
    let names = stage.iter().flat_map(|review| review.by.split(['、', '，', ',', '/', ' ', '\u{3000}']));
    names.map(str::trim).filter(|name| !name.is_empty())
}

/// When a stage ended, where the record has the time of day.
fn time(stage: &[&Review]) -> Option<jiff::civil::DateTime> {
    stage.iter().filter_map(|review| Published::parse(review.at.as_deref()?)?.time).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::rules::testing::article;

    fn message(source: &str, reviews: &[(&str, &str, &str)], required: bool) -> Option<String> {
        let mut builder = article(&["标题", "会议今天召开。"]);
        builder.meta.source = Some(source.to_string());
        builder.meta.reviews = reviews
            .iter()
            .map(|(stage, by, at)| Review {
                stage: stage.to_string(),
                by: by.to_string(),
                at: Some(at.to_string()).filter(|at| !at.is_empty()),
            })
            .collect();
        let (mut settings, mut findings) = (Settings::default(), Vec::new());
        settings.repost.require_review = required;
        let day = jiff::civil::date(2024, 5, 1);
        ReviewIncomplete
            .check(&builder.finish(None), &mut Context::new(day, None, &settings, &META, &mut findings));
        findings.pop().map(|finding| finding.message.replace("转载稿件的三审记录不全：", ""))
    }

    #[test]
    fn stages_people_and_times_are_checked() {
        let complete = [("一审", "甲", ""), ("二审", "乙", ""), ("三审", "丙", "")];
        assert_eq!(message("新华网", &complete, true), None);
        assert_eq!(message("新华网", &complete[..2], false).as_deref(), Some("缺终审"));
        let same = [("初审", "甲", ""), ("复审", "乙", ""), ("终审", "丁、甲", "")];
        assert_eq!(message("新华网", &same, false).as_deref(), Some("初审和终审是同一人（甲）"));
        let nobody = [("初审", "甲", ""), ("复审", "", ""), ("终审", "丙", "")];
        assert_eq!(message("新华网", &nobody, false).as_deref(), Some("复审没有写明是谁"));
        let times = [("初审", "甲", "2024-05-01 10:00"), ("复审", "乙", "2024-05-01 09:00"), ("终审", "丙", "")];
        assert!(message("新华网", &times, false).is_some_and(|message| message.contains("早于初审")));
    }

    #[test]
    fn chains_of_unnamed_reviews_count() {
        let chain = [("编辑", "甲", ""), ("审核", "乙", ""), ("监制", "丙", "")];
        assert_eq!(message("新华网", &chain, false), None);
        assert_eq!(message("新华网", &chain[..2], false).as_deref(), Some("缺终审"));
        assert_eq!(message("新华网", &chain[..1], false), None);
    }

    #[test]
    fn only_reposts_and_only_on_demand_without_a_record() {
        assert_eq!(message("新华网", &[], false), None);
        assert_eq!(message("新华网", &[], true).as_deref(), Some("缺初审、复审、终审"));
        assert_eq!(message("某县水务局", &[("初审", "甲", "")], true), None);
    }
}
