//! Two of the three reviews done by one person, in any article that names its reviewers.

use std::sync::LazyLock;

use crate::document::{Article, Review};
use crate::finding::Severity;
use crate::rules::repost::record::{STAGES, is_person, people, place, stages};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/review-same-person",
        "两道审核是同一人",
        Severity::Warning,
        "三道审核要由不同的人把关；一个人审两道，等于少了一道。",
        "《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）；“三审三校”制度",
        include_str!("rule.md"),
    )
});

struct SamePerson;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SamePerson)
}

impl Rule for SamePerson {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if let Some((first, second, person)) = same(&stages(&article.meta.reviews)) {
            let name = |level: usize| STAGES[level][0];
            let message = format!("{}和{}是同一人（{person}），应由不同的人审核", name(first), name(second));
            context.report(context.finding(place(article), message));
        }
    }
}

/// Two stages that one person did, and who.
fn same(stages: &[Vec<&Review>; 3]) -> Option<(usize, usize, String)> {
    [(0, 1), (1, 2), (0, 2)].into_iter().find_map(|(first, second)| {
        let others: Vec<String> = people(&stages[second]).collect();
        let person = people(&stages[first]).find(|person| is_person(person) && others.contains(person))?;
        Some((first, second, person))
    })
}
