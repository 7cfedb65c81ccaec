//! Control characters in the text: invisible, and in the way of search, copying and screen readers.

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::source::misread;
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/control-character",
        "控制字符",
        Severity::Warning,
        "文字里夹着看不见的控制字符，会妨碍搜索、复制和朗读。",
        "GB 18030—2022《信息技术 中文编码字符集》",
        include_str!("rule.md"),
    )
});

struct ControlCharacter;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ControlCharacter)
}

impl Rule for ControlCharacter {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if !article.odd().iter().any(|odd| odd.character.is_control()) {
            return;
        }
        let mut end = 0;
        for odd in article.odd() {
            if odd.at < end {
                continue;
            }
            // What belongs to misread text is that rule's.
            if let Some((length, _)) = misread::western(&article.text[odd.at as usize..]) {
                end = odd.at + offset(length);
            }
            let is_prose = || article.block_at(odd.at).is_some_and(|block| block.region.is_prose());
            if odd.at >= end && odd.character.is_control() && is_prose() {
                let span = Span::new(odd.at, odd.at + offset(odd.character.len_utf8()));
                let message = format!("这里有看不见的控制字符（编码U+{:04X}），应删去", u32::from(odd.character));
                let finding = context.finding(span, message).confidence(0.97);
                context.report(finding.suggest(vec![String::new()], Applicability::Safe));
            }
        }
    }
}
