//! A mark behind the name of an attachment: 附件：1.登记表。.

use std::sync::LazyLock;

use super::attachment;
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/attachment-mark",
        "附件名称后多了标点",
        Severity::Info,
        "附件说明里，附件名称后面不加标点。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.4",
        include_str!("rule.md"),
    )
});

/// Characters of a name of an attachment.
const NAME: usize = 60;

struct AttachmentMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AttachmentMark)
}

impl Rule for AttachmentMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["附件", "附：", "附:"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for attachment in attachment::listed(article) {
            let name = article.slice(attachment.name);
            let body = name.trim_end_matches(['。', '；', '，', '、', ';', ',']);
            let short = body.chars().count() <= NAME && !body.contains(['。', '；', '，']);
            if short && !body.is_empty() && body.len() < name.len() {
                let span = Span::new(attachment.name.start + offset(body.len()), attachment.name.end);
                let message = format!("附件名称后不加“{}”", article.slice(span));
                context.report(context.finding(span, message).suggest(vec![String::new()], Applicability::Safe));
            }
        }
    }
}
