//! Attachments of which the text names some and leaves others out.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::attachment;
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/attachment-unmentioned",
        "列出的附件正文没有提到",
        Severity::Info,
        "正文按序号提到了别的附件，唯独没提这一个，可能是编号错了，也可能是多列了。",
        "《党政机关公文格式》（GB/T 9704—2012）关于附件说明的规定",
        include_str!("rule.md"),
    )
});

struct AttachmentUnmentioned;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AttachmentUnmentioned)
}

impl Rule for AttachmentUnmentioned {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["附件"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let named: BTreeSet<u32> = attachment::mentions(article).iter().filter_map(|mention| mention.number).collect();
        if named.is_empty() {
            return;
        }
        let mut seen = Vec::new();
        for attachment in attachment::listed(article) {
            let Some(number) = attachment.number.filter(|number| !named.contains(number) && !seen.contains(number)) else {
                continue;
            };
            // 附件1至3 names the second without its number.
            let between = named.iter().any(|other| *other < number) && named.iter().any(|other| *other > number);
            let ranged = article.text.contains("附件1—") || article.text.contains("附件1至") || article.text.contains("附件1-");
            if !between && !ranged && !attachment.name.is_empty() {
                let message = format!("正文没有提到附件{number}，请核对编号");
                context.report(context.finding(attachment.name, message).confidence(0.7));
            }
            seen.push(number);
        }
    }
}
