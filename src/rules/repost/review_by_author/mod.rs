//! An author who is among the reviewers of the article. An editor who also wrote it has not reviewed it.

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::Severity;
use crate::rules::repost::record::{NAMED, is_person, names, place};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/review-by-author",
        "作者审核自己的稿件",
        Severity::Warning,
        "自己写的稿件由自己审，差错最难发现；起草、审核、签发要分开。",
        "《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）；“三审三校”制度",
        include_str!("rule.md"),
    )
});

/// Stages besides the named three that are reviews.
const CHECKS: [&str; 7] = ["审核", "审签", "签发", "审定", "复核", "监制", "终核"];

struct ReviewByAuthor;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ReviewByAuthor)
}

impl Rule for ReviewByAuthor {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(author) = article.meta.author.as_deref() else {
            return;
        };
        let authors: Vec<String> = names(author).into_iter().filter(|name| is_person(name)).collect();
        let reviews = article.meta.reviews.iter().filter(|review| {
            let stage = review.stage.trim();
            NAMED.contains(&stage) || CHECKS.contains(&stage)
        });
        for review in reviews {
            if let Some(name) = names(&review.by).into_iter().find(|name| authors.contains(name)) {
                let message = format!("作者{name}又是{}人，应由别人审核", review.stage.trim());
                context.report(context.finding(place(article), message));
                return;
            }
        }
    }
}
