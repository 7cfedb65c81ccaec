//! A title that ends in a full stop or a pausing mark. Question marks, exclamation marks and ellipses may end it.

use std::sync::LazyLock;

use crate::document::{Article, Block, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/title-end",
        "标题末尾用了标点",
        Severity::Warning,
        "标题末尾不用句号、逗号一类标点。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct TitleEnd;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TitleEnd)
}

impl Rule for TitleEnd {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in article.blocks.iter().filter(|block| is_title(article, block)) {
            let text = article.block_text(block);
            let Some(last) = text.chars().next_back().filter(|c| matches!(c, '。' | '，' | '、' | '；' | '：' | ',' | ';' | ':')) else {
                continue;
            };
            // The one that a title is told from the next paragraph by is left: …如下：
            if matches!(last, '：' | ':') && text.chars().count() < 6 {
                continue;
            }
            let span = block.text.part(text.len() - last.len_utf8()..text.len());
            let message = format!("标题末尾不用“{last}”");
            super::report(context, context.finding(span, message).suggest(vec![String::new()], Applicability::Safe));
        }
    }
}

/// Characters of a first line that can be a title.
const LONGEST: usize = 50;
/// How titles of documents end.
const KINDS: [&str; 16] = [
    "通知", "公告", "通告", "意见", "方案", "报告", "办法", "决定", "公示", "规定", "批复", "细则", "通报", "函", "请示", "解读",
];

/// The title, and a first line that has the form of one: its mark made a paragraph of it.
fn is_title(article: &Article, block: &Block) -> bool {
    if block.region == Region::Title {
        return true;
    }
    if block.paragraph != 1 {
        return false;
    }
    let text = article.block_text(block);
    let Some(line) = text.strip_suffix('。') else {
        return false;
    };
    let alone = article.blocks_in(Region::Title).next().is_none() && article.blocks.len() > 2;
    let whole = line.chars().nth(LONGEST).is_none() && !line.contains(['，', '。', '；', '：']);
    let same = article.meta.title.as_deref().is_some_and(|title| title == line);
    block.region == Region::Body && whole && (same || (alone && line.contains("关于") && KINDS.iter().any(|kind| line.ends_with(kind))))
}
