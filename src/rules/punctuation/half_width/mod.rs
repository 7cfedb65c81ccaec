//! A text that is written in half-width marks throughout, as exports are: said once. Texts that mix widths are
//! `mixed-width`'s.

use std::sync::LazyLock;

use super::widths::{full, half};
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/half-width",
        "全文使用半角标点",
        Severity::Info,
        "汉字之间的标点应占一个字的位置；全文都是半角，多半是导出时被转换了，请在原系统里核对。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct HalfWidth;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(HalfWidth)
}

impl Rule for HalfWidth {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let half = half(article);
        if let Some(first) = half.first()
            && full(article).is_empty()
        {
            let message = format!("全文标点用了半角（共{}处），正式发布的文字应使用全角标点", half.len());
            super::report(context, context.finding(first.span(), message));
        }
    }
}
