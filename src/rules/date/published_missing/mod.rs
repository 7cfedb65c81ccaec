//! The format has a field for the publication date, but the article's is empty or cannot be read.

use std::sync::LazyLock;

use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article};
use crate::finding::Severity;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/published-missing",
        "没有注明发布日期",
        Severity::Warning,
        "检查时未注明发布时间的信息会被当作没有更新，读者也无从判断它是否还有效。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

struct PublishedMissing;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PublishedMissing)
}

impl Rule for PublishedMissing {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if !article.meta.has_published || article.meta.published.is_some() {
            return;
        }
        context.report(context.finding(article.heading(), "发布日期为空或无法识别，请补上发布日期"));
    }
}
