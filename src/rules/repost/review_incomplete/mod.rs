//! An article whose record of the three reviews lacks a stage or a name. Whether an article is a repost is said by
//! `standing`; whether the reviewers did their work is nothing that a text can tell.

use std::sync::LazyLock;

use crate::rules::repost::is_repost;
use crate::rules::repost::record::{STAGES, place, stages};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Review};
use crate::finding::Severity;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/review-incomplete",
        "三审记录不全",
        Severity::Warning,
        "信息要先审后发，转载的也一样；少一道审核，差错就少一次被发现的机会。",
        "《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）；“三审三校”制度",
        include_str!("rule.md"),
    )
});

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
        if stages.iter().all(Vec::is_empty) && !required {
            return;
        }
        // Two of the three named stages show that the unit reviews in three, whoever wrote the article.
        let named = |level: usize| article.meta.reviews.iter().any(|review| STAGES[level][..2].contains(&review.stage.trim()));
        if (0..3).filter(|level| named(*level)).count() < 2 && !is_repost(article, &context.settings.repost, context.as_of()) {
            return;
        }
        if let Some(fault) = fault(&stages) {
            context.report(context.finding(place(article), format!("三审记录不全：{fault}")));
        }
    }
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
    None
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
        findings.pop().map(|finding| finding.message.replace("三审记录不全：", ""))
    }

    #[test]
    fn stages_and_names_are_checked() {
        let complete = [("一审", "甲", ""), ("二审", "乙", ""), ("三审", "丙", "")];
        assert_eq!(message("新华网", &complete, true), None);
        assert_eq!(message("新华网", &complete[..2], false).as_deref(), Some("缺终审"));
        let nobody = [("初审", "甲", ""), ("复审", "", ""), ("终审", "丙", "")];
        assert_eq!(message("新华网", &nobody, false).as_deref(), Some("复审没有写明是谁"));
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
