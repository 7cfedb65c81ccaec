//! The editor's line of the medium that a text was taken from, left beside the unit's own: two responsible editors.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Block, Region};
use crate::finding::Severity;
use crate::rules::repost::record::names;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "repost/foreign-credits",
        "残留原媒体的编辑署名",
        Severity::Warning,
        "转载时把原媒体的责任编辑也照搬过来，与本单位的署名并列，读者分不清谁对这篇稿件负责。",
        "《互联网新闻信息服务管理规定》第十五条；“三审三校”制度",
        include_str!("rule.md"),
    )
});

static EDITOR: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?P<open>[（(]?)(?P<all>(?:责任编辑|责编)[：:][ ]?(?P<names>\p{Han}{2,4}(?:[、 ]\p{Han}{2,4})*))(?P<close>[）)]?)";
    Regex::new(pattern).expect("constant pattern")
});
/// An editor's line is short.
const LINE: usize = 120;
/// No article names more editors; each is compared with each.
const MOST: usize = 16;
/// What follows a name on the same line without a mark between.
const LABELS: [&str; 8] = ["审核", "校对", "初审", "复审", "终审", "监制", "来源", "编辑"];

struct ForeignCredits;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ForeignCredits)
}

impl Rule for ForeignCredits {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["责编：", "责编:", "责任编辑：", "责任编辑:"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let credits = credits(article, &context.triggered(article));
        let differ = |other: &Credit| credits.iter().any(|one| one.names.iter().all(|name| !other.names.contains(name)));
        // The bracketed one stands at the end of the text that was taken over.
        let Some(foreign) = credits.iter().find(|credit| credit.bracketed && differ(credit)) else {
            return;
        };
        let message = format!("“{}”与本页另一处责任编辑不是同一人，应是原媒体的署名，请删去", article.slice(foreign.span));
        context.report(context.finding(foreign.span, message).confidence(0.85));
    }
}

struct Credit {
    names: Vec<String>,
    span: Span<Text>,
    bracketed: bool,
}

fn credits(article: &Article, blocks: &[&Block]) -> Vec<Credit> {
    let may_hold = |region: Region| matches!(region, Region::Body | Region::Reviewer | Region::Furniture | Region::Signature);
    let mut credits: Vec<Credit> = Vec::new();
    for block in blocks.iter().filter(|block| may_hold(block.region)) {
        let text = article.block_text(block);
        for found in EDITOR.captures_iter(text) {
            let (Some(all), Some(field)) = (found.name("all"), found.name("names")) else {
                continue;
            };
            let bracketed = !found["open"].is_empty() && !found["close"].is_empty();
            let mut people = names(field.as_str());
            people.retain(|name| !LABELS.iter().any(|label| name.contains(label)));
            if credits.len() >= MOST {
                return credits;
            }
            let short = text.chars().nth(LINE).is_none();
            if (bracketed || short) && !people.is_empty() {
                credits.push(Credit { names: people, span: block.text.part(all.range()), bracketed });
            }
        }
    }
    credits
}
