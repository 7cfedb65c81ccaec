//! Idioms and fixed words of four characters and more with one character replaced by one that sounds or looks alike, or
//! written twice. The words lie in an index that the build script compiles (`language/fixed_words.rs`); no list of wrong
//! forms is kept. A near miss counts only where the text makes far more sense with the right word (`miss.rs`).

mod miss;

use std::sync::LazyLock;

use self::miss::Miss;
use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

/// Findings in an article at most; a text with more is not written in these words.
const MOST: usize = 200;
/// How titles of documents end.
const DOCUMENTS: [&str; 17] =
    ["法", "规则", "法典", "通知", "意见", "办法", "方案", "规定", "决定", "条例", "细则", "规划", "计划", "报告", "公告", "通报", "公约"];

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "typo/near-idiom",
        "成语和固定词语错字、多字",
        Severity::Warning,
        "成语和固定词语的用字是固定的，这里只有一个字不同，而且是同音字或形近字，多半是输入法选错或没有核对。",
        "《现代汉语词典》（第7版）",
        include_str!("rule.md"),
    )
});

struct NearIdiom;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(NearIdiom)
}

impl Rule for NearIdiom {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for miss in miss::find(&article.text).iter().take(MOST) {
            report(article, miss, context);
        }
    }
}

fn report(article: &Article, miss: &Miss, context: &mut Context<'_>) {
    let span: Span<Text> = Span::of(miss.place.clone());
    let Some(block) = article.block_at(span.start) else { return };
    if !block.region.is_prose() || is_play(article, span, &miss.right) {
        return;
    }
    let message = match miss.right.len() < miss.place.len() {
        true => format!("“{}”重复了，应删去一个", miss.right),
        false => format!("“{}”有错字，应为“{}”，请核对", article.slice(span), miss.right),
    };
    let finding = context.finding(span, message).suggest(vec![miss.right.clone()], Applicability::Unsafe);
    context.report(finding);
}

/// Whether the words stand alone between quotation marks or in the title of a work, where they are often a pun or a
/// name. Titles of documents play no such games.
fn is_play(article: &Article, span: Span<Text>, right: &str) -> bool {
    let after = article.after(span);
    let opens = article.before(span).ends_with(['“', '‘', '「', '"']);
    let closes = after.starts_with(['”', '’', '」', '"']);
    let is_document = || {
        let title = after.split('》').next().filter(|rest| !rest.is_empty()).unwrap_or(right);
        DOCUMENTS.iter().any(|kind| title.ends_with(kind))
    };
    opens && closes || article.is_inside(span, Enclosure::Book) && !is_document()
}
