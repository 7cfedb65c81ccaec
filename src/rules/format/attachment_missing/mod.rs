//! The text speaks of an attachment that is neither listed nor linked.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{abbreviation, attachment};
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/attachment-missing",
        "提到的附件没有",
        Severity::Warning,
        "正文让读者看附件，附件却没有列出、没有上传，群众办事就缺了要填的表。",
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）第九条；《党政机关公文格式》（GB/T 9704—2012）",
        include_str!("rule.md"),
    )
});

struct AttachmentMissing;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AttachmentMissing)
}

impl Rule for AttachmentMissing {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["附件"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        // A statute lies before the reader without its annexes.
        if attachment::has_files(article) || abbreviation::is_statute(article) {
            return;
        }
        let mentions = attachment::mentions(article);
        let listed = attachment::listed(article);
        let numbers: BTreeSet<u32> = listed.iter().filter_map(|attachment| attachment.number).collect();
        let has = |number: u32| numbers.contains(&number) || numbers.is_empty() && listed.len() >= number as usize;
        let mut reported: Vec<Option<u32>> = Vec::new();
        for mention in mentions {
            let missing = listed.is_empty() || mention.number.is_some_and(|number| !has(number));
            if missing && !reported.contains(&mention.number) {
                let what = article.slice(mention.place);
                let message = format!("正文提到“{what}”，文后没有列出，也没有链接，请补上");
                context.report(context.finding(mention.place, message).confidence(0.85));
                reported.push(mention.number);
            }
        }
    }
}
