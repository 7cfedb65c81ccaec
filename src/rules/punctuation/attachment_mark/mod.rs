//! The lines that name the attachments of a document: a half-width colon, a mark behind a name.

use std::sync::LazyLock;

use super::line::{Numbering, numbering};
use crate::document::{Article, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/attachment-mark",
        "附件说明的标点不规范",
        Severity::Info,
        "附件说明写作“附件：”，附件名称后面不加标点。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct AttachmentMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AttachmentMark)
}

impl Rule for AttachmentMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["附件"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut listed = false;
        for block in article.blocks.iter().filter(|block| block.region == Region::Body) {
            let text = article.block_text(block);
            let line = attachment(text);
            let numbered = || numbering(text).is_some_and(|(kind, _)| kind == Numbering::Arabic);
            listed = line.is_some() || (listed && numbered());
            if !listed || text.chars().nth(LONGEST).is_some() {
                continue;
            }
            if let Some((_, true)) = line && let Some(at) = text.find(':') {
                let finding = context.finding(block.text.part(at..at + 1), "“附件”后面应使用全角冒号");
                super::report(context, finding.suggest(vec!["：".to_string()], Applicability::Safe));
            }
            let last = text.chars().next_back().filter(|c| matches!(c, '。' | '；' | ';' | '，' | '、'));
            if let Some(last) = last.filter(|_| !text[..text.len() - 3.min(text.len() - 1)].contains(['。', '，'])) {
                let span = block.text.part(text.len() - last.len_utf8()..text.len());
                let finding = context.finding(span, format!("附件名称后面不加“{last}”"));
                super::report(context, finding.suggest(vec![String::new()], Applicability::Safe));
            }
        }
    }
}

/// Characters of a line that names an attachment.
const LONGEST: usize = 60;

/// What follows the colon of an attachment line, and whether the colon is of half width.
fn attachment(line: &str) -> Option<(&str, bool)> {
    let rest = line.strip_prefix("附件")?.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.strip_prefix('：').map(|name| (name, false)).or_else(|| rest.strip_prefix(':').map(|name| (name, true)))
}
