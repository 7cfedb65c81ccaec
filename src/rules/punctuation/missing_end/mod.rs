//! A paragraph of running text without a mark at its end. Evidence is asked for: the paragraph has sentences in it and
//! the others of its kind end in marks. Titles, lists, labels, contact lines, captions are left.

use std::sync::LazyLock;

use super::line::{ends_in_word, is_label, last_inside, numbering};
use super::neighbours::is_point;
use crate::document::{Article, Block, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/missing-end",
        "段末缺少标点",
        Severity::Warning,
        "一段话说完要有句末标点；没有，读者会以为后面缺了字。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct MissingEnd;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MissingEnd)
}

impl Rule for MissingEnd {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let running: Vec<&Block> = article.blocks.iter().filter(|block| is_running(article, block)).collect();
        let (lacking, ended): (Vec<&Block>, Vec<&Block>) =
            running.into_iter().partition(|block| lacks_end(article.block_text(block)));
        let exceptions = lacking.len() <= 1 + ended.len() / EXCEPTIONS;
        for block in lacking.into_iter().filter(|block| exceptions && is_prose(article.block_text(block))).take(MOST) {
            let text = article.block_text(block);
            let sentence = text.contains(['。', '！', '？']);
            if ended.is_empty() && !sentence {
                continue;
            }
            let last = text.chars().next_back().map_or(0, char::len_utf8);
            let span = block.text.part(text.len() - last..text.len());
            let shown = article.slice(span);
            let pausing = text.ends_with(['，', '、', ',']);
            let message = if pausing { format!("这一段以“{shown}”结束，话没有说完，或者应改为“。”") } else { "段末缺少句末标点，一般应加“。”".to_string() };
            let right = if pausing { "。".to_string() } else { format!("{shown}。") };
            let finding = context.finding(span, message).confidence(0.85);
            context.report(finding.suggest(vec![right], Applicability::Unsafe));
        }
    }
}

/// Characters of a paragraph that is compared with others.
const LONG: usize = 30;
/// Of the other paragraphs, one in so many may lack its mark.
const EXCEPTIONS: usize = 5;
/// Paragraphs without a mark that are reported at most.
const MOST: usize = 20;

/// Paragraphs of running text, long enough to hold a sentence.
fn is_running(article: &Article, block: &Block) -> bool {
    let text = article.block_text(block);
    block.region == Region::Body && text.chars().nth(LONG).is_some() && text.contains(['，', '。', ',', '；'])
}

fn lacks_end(text: &str) -> bool {
    let pausing = text.ends_with(['，', '、', ',']);
    pausing || (ends_in_word(text) && !has_end_behind_bracket(text))
}

/// Whether a bracket stands behind the end of the sentence: …。（记者张三）
fn has_end_behind_bracket(text: &str) -> bool {
    let opening = if text.ends_with(['）', ')']) { text.rfind(['（', '(']) } else { text.ends_with('】').then(|| text.rfind('【')).flatten() };
    opening.is_some_and(|at| last_inside(&text[..at]).is_none_or(|c| is_point(c) || c == '…'))
}

/// Whether a paragraph has a finished sentence in it and is no heading, item, label or verse.
fn is_prose(text: &str) -> bool {
    let item = numbering(text).is_some() && !text.contains('。');
    let sentences = text.matches(['。', '！', '？']).count();
    let clauses = text.matches(['，', ',', '；', ';']).count();
    let tabular = text.contains("  ") || text.matches(' ').count() > 2;
    !item && !tabular && !is_label(text) && (sentences > 0 || clauses > 1)
}
