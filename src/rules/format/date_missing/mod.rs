//! An official document that ends with its organ and has no date under it.

use std::sync::LazyLock;

use super::title;
use crate::document::{Article, Precision, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/date-missing",
        "落款缺成文日期",
        Severity::Info,
        "公文从成文日期起有了依据时间；只有机关名称、没有日期，读者不知道是什么时候定的。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.5.4",
        include_str!("rule.md"),
    )
});

/// Bytes of a line that holds a date and nothing else.
const LINE: u32 = 72;

struct DateMissing;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DateMissing)
}

impl Rule for DateMissing {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["关于"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let signatures: Vec<_> = article.blocks_in(Region::Signature).collect();
        let Some(last) = signatures.last() else {
            return;
        };
        if !title::block(article).is_some_and(|block| title::is_official(article.block_text(block))) {
            return;
        }
        // The date may stand before the organ, or right under the title.
        let end = title::block(article).map_or(0, |block| block.text.end);
        let alone = |at: u32| {
            article.block_at(at).is_some_and(|block| block.text.len() <= LINE)
        };
        let dated = article.dates().iter().any(|date| {
            date.precision() == Precision::Day && date.span.start > end && alone(date.span.start)
        });
        if !dated {
            let message = "落款只有机关名称，缺成文日期".to_string();
            context.report(context.finding(last.text, message).confidence(0.7));
        }
    }
}
