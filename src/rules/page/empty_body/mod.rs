//! An article with a title and nothing else.

use std::sync::LazyLock;

use crate::document::{Article, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/empty-body",
        "正文是空的",
        Severity::Warning,
        "只有标题没有正文，读者打开是一片空白。",
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
        include_str!("rule.md"),
    )
});

struct EmptyBody;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EmptyBody)
}

impl Rule for EmptyBody {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let titled = article.title().is_some_and(|title| !title.trim().is_empty());
        let is_text = |region: Region| {
            matches!(region, Region::Body | Region::Quote | Region::Summary | Region::Table | Region::Caption | Region::Comment)
        };
        let mut texts = article.blocks.iter().filter(|block| is_text(block.region));
        if !titled || texts.any(|block| article.block_text(block).contains(char::is_alphanumeric)) {
            return;
        }
        // A picture or an attachment may be the article.
        let shown = article.links.iter().any(|link| !link.hidden) || article.blocks_in(Region::Attribute).next().is_some();
        let (severity, message) = match shown {
            true => (Severity::Info, "正文没有文字，只有图片或链接，请确认是否另附文字说明"),
            false => (Severity::Warning, "只有标题没有正文"),
        };
        context.report(context.finding(article.heading(), message).severity(severity).confidence(0.85));
    }
}
