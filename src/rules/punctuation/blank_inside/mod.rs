//! Blanks inside a Chinese sentence. The fold drops them, so they are looked for in what the reader sees. Blanks that
//! lay out names, slogans, headings and numbering are left, and so are those between Chinese and Latin.

use std::sync::LazyLock;

use super::blanks::{self, Dropped};
use super::line::{is_label, numbering};
use super::neighbours::{is_closing, is_han, is_opening, is_paragraph};
use crate::document::{Article, Block, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/blank-inside",
        "句子中间有多余的空格",
        Severity::Warning,
        "汉字之间、标点前后不空格；多出来的空格会把词断开，也影响检索。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct BlankInside;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(BlankInside)
}

impl Rule for BlankInside {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let blanks = blanks::blanks(article);
        let mut rest = blanks.as_slice();
        while let Some(block) = rest.first().and_then(|first| article.block_at(first.at)) {
            let (inside, behind) = rest.split_at(rest.partition_point(|one| one.at <= block.text.end).max(1));
            rest = behind;
            if is_paragraph(block) && inside.len() <= LAYOUT {
                check(article, block, inside, context);
            }
        }
    }
}

/// Blanks of a paragraph beyond which they are its layout.
const LAYOUT: usize = 3;

fn check(article: &Article, block: &Block, dropped: &[Dropped], context: &mut Context<'_>) {
    let faults = dropped.iter().filter(|one| is_fault(article, block, one));
    for one in faults.filter(|_| !is_label(article.block_text(block))) {
        let span = one.around;
        let message = format!("“{}”中间有多余的空格", article.slice(span));
        let right = article.slice(span).replace(' ', "");
        super::report(context, context.finding(span, message).suggest(vec![right], Applicability::Unsafe));
    }
}

fn is_fault(article: &Article, block: &Block, one: &Dropped) -> bool {
    let text = article.block_text(block);
    let point = |c: char| matches!(c, '。' | '，' | '、' | '；' | '：' | '？' | '！');
    let lead = article.text.get(block.text.start as usize..one.at as usize).unwrap_or_default();
    let sentence = text.ends_with(['。', '！', '？', '；', '：', '”', '）']) && text.contains(['，', '。']);
    if numbering(text).is_some_and(|(_, length)| lead.trim_end().len() <= length + 3) {
        return false;
    }
    let before_mark = point(one.right) && (is_han(one.left) || is_closing(one.left));
    let inside_pair = (is_opening(one.left) && is_han(one.right)) || (is_han(one.left) && is_closing(one.right));
    let between = is_han(one.left) && is_han(one.right);
    if before_mark || (inside_pair && sentence) {
        return block.region == Region::Body || block.region == Region::Quote;
    }
    between && text.ends_with(['。', '！', '？', '”', '）']) && sentence && !is_joined(article, block) && block.region == Region::Body && blanks::is_running(article, block, one)
}

/// Whether lines were joined to this block: a heading may be among them.
fn is_joined(article: &Article, block: &Block) -> bool {
    article.shown.get(block.shown.range()).is_some_and(|shown| shown.contains('\n'))
}
