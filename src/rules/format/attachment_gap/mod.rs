//! A number left out or used twice in the list of attachments under a text: 附件：1.… 3.….

use std::sync::LazyLock;

use regex::Regex;

use super::attachment;
use crate::document::{Article, Block};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/attachment-gap",
        "附件序号跳号、重号",
        Severity::Warning,
        "附件说明里的序号不连续，不是漏了附件，就是删改后没有重新编号，正文里的“见附件2”就对不上了。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.4",
        include_str!("rule.md"),
    )
});

/// A number of the list: at the beginning of a line, or behind what ends the one before.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s：:；;。])(?P<number>[1-9][0-9]?)[.．、]\s?[《\p{Han}A-Za-z]").expect("constant pattern")
});

struct AttachmentGap;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(AttachmentGap)
}

impl Rule for AttachmentGap {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["附件：1", "附件: 1", "附件:1", "附件： 1", "附：1", "附:1"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in context.triggered(article) {
            let text = article.block_text(block);
            if attachment::head(text).is_some_and(|(number, _)| number.is_none()) {
                check(&list(article, block), context);
            }
        }
    }
}

/// The numbers of the list that a block begins, those of its own and of the lines behind it.
fn list(article: &Article, head: &Block) -> Vec<(u32, Span<Text>)> {
    let numbers = |block: &Block| -> Vec<(u32, Span<Text>)> {
        let found = NUMBER.captures_iter(article.block_text(block));
        found.filter_map(|found| Some((found["number"].parse().ok()?, block.text.part(found.name("number")?.range())))).collect()
    };
    let mut list = numbers(head);
    for block in &article.blocks[head.paragraph as usize..] {
        let found = numbers(block);
        let begins = found.first().is_some_and(|(_, span)| article.text[block.text.start as usize..span.start as usize].trim().is_empty());
        if !begins || !block.region.is_prose() {
            break;
        }
        list.extend(found);
    }
    list
}

fn check(list: &[(u32, Span<Text>)], context: &mut Context<'_>) {
    for pair in list.windows(2) {
        let [(before, _), (number, span)] = pair else {
            continue;
        };
        let message = match number {
            number if *number == before + 1 => continue,
            number if number == before => format!("附件序号“{number}”重复"),
            number if *number > before + 1 => format!("附件序号“{before}”后面缺“{}”", before + 1),
            _ => return,
        };
        let right = (before + 1).to_string();
        context.report(context.finding(*span, message).confidence(0.85).suggest(vec![right], Applicability::Manual));
    }
}
