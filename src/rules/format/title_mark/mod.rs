//! A mark at the end of a title that a title does not have: a full stop, a comma.

use std::sync::LazyLock;

use super::title;
use crate::document::{Article, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/title-mark",
        "标题末尾多了标点",
        Severity::Warning,
        "标题单独成行，末尾不用句号、逗号、分号、顿号；多一个标点显得排版粗糙。",
        "《标点符号用法》（GB/T 15834—2011）",
        include_str!("rule.md"),
    )
});

struct TitleMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TitleMark)
}

impl Rule for TitleMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let titles = article.blocks_in(Region::Title);
        for block in titles.chain(title::block(article).filter(|block| block.region == Region::Body)) {
            let text = article.block_text(block).trim_end();
            let Some(last) = text.chars().next_back().filter(|last| matches!(last, '。' | '，' | '；' | '、' | ',' | ';')) else {
                continue;
            };
            // Two sentences as a title end as sentences do.
            let body = &text[..text.len() - last.len_utf8()];
            if !body.is_empty() && !body.contains(['。', '！', '？', '；']) {
                let span = block.text.part(body.len()..text.len());
                let message = format!("标题末尾不用“{last}”");
                let finding = context.finding(span, message);
                context.report(finding.suggest(vec![String::new()], Applicability::Safe));
            }
        }
    }
}
