//! A later review that was done before an earlier one, by the times of the record, or stages named in a muddled order.

use std::sync::LazyLock;

use jiff::civil::DateTime;

use crate::document::{Article, Published, Review};
use crate::finding::Severity;
use crate::rules::repost::record::{STAGES, place, stages};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/review-order",
        "审核次序颠倒",
        Severity::Warning,
        "先终审后初审，说明审核是补登的，没有真正逐级把关。",
        "《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）；“三审三校”制度",
        include_str!("rule.md"),
    )
});

struct ReviewOrder;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ReviewOrder)
}

impl Rule for ReviewOrder {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let reviews = &article.meta.reviews;
        let name = |level: usize| STAGES[level][0];
        if let Some((first, before, second, after)) = reversed(&stages(reviews)) {
            let message = format!("{}的时间（{after}）早于{}（{before}）", name(second), name(first));
            context.report(context.finding(place(article), message));
        } else if is_muddled(reviews) {
            let message = "署名的次序不是初审、复审、终审，请核对是否写错了环节";
            context.report(context.finding(place(article), message).severity(Severity::Info).confidence(0.7));
        }
    }
}

/// An earlier stage with its time and a later one that ended before it; the publication of the result is no stage.
fn reversed(stages: &[Vec<&Review>; 3]) -> Option<(usize, DateTime, usize, DateTime)> {
    [(0, 1), (1, 2), (0, 2)].into_iter().find_map(|(first, second)| {
        let (before, after) = (time(&stages[first])?, time(&stages[second])?);
        (after < before).then_some((first, before, second, after))
    })
}

/// When a stage ended, where the record has the time of day.
fn time(stage: &[&Review]) -> Option<DateTime> {
    stage.iter().filter_map(|review| Published::parse(review.at.as_deref()?)?.time).max()
}

/// Three stages neither from the first to the last nor from the last to the first.
fn is_muddled(reviews: &[Review]) -> bool {
    let level = |review: &Review| STAGES.iter().position(|names| names[..2].contains(&review.stage.trim()));
    let levels: Vec<usize> = reviews.iter().filter_map(level).collect();
    let mut distinct = levels.clone();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() == levels.len() && levels.len() == 3 && !levels.is_sorted() && !levels.is_sorted_by(|a, b| a >= b)
}
