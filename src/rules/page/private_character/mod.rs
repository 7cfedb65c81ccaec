//! Characters of the private area of Unicode: each font shows something else there, most show a box.

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/private-character",
        "自造字符",
        Severity::Warning,
        "这个字符没有统一编码，换一台设备就显示成方框或别的字，要换成标准字符。",
        "GB 18030—2022《信息技术 中文编码字符集》",
        include_str!("rule.md"),
    )
});

struct PrivateCharacter;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PrivateCharacter)
}

impl Rule for PrivateCharacter {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut last: Option<Span<_>> = None;
        for odd in article.odd().iter().filter(|odd| is_private(odd.character)) {
            let span = Span::new(odd.at, odd.at + offset(odd.character.len_utf8()));
            let is_prose = article.block_at(odd.at).is_some_and(|block| block.region.is_prose());
            // A row of them is one fault.
            if is_prose && last.is_none_or(|last| last.end != span.start) {
                let code = u32::from(odd.character);
                let message = format!("这个字符是自造字符（编码U+{code:04X}），多数设备显示不出来，请换成标准字符或删去");
                context.report(context.finding(span, message).confidence(0.95));
            }
            last = Some(span);
        }
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}
