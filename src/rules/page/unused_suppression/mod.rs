//! A suppression comment that silences nothing. The finding itself is made by the engine, which alone knows what was
//! silenced; here is only what the rule is.

use std::sync::LazyLock;

use crate::rules::{Context, Rule, RuleMeta};
use crate::document::Article;
use crate::finding::Severity;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/unused-suppression",
        "没有用上的停用注释",
        Severity::Info,
        "停用注释留着不用，以后这里真出了问题会被它盖住。",
        "本工具约定",
        include_str!("rule.md"),
    )
});

/// What the rule is.
pub fn meta() -> &'static RuleMeta {
    &META
}

struct UnusedSuppression;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(UnusedSuppression)
}

impl Rule for UnusedSuppression {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, _article: &Article, _context: &mut Context<'_>) {}
}
