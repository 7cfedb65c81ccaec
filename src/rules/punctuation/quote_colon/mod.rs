//! A whole sentence quoted right behind the verb of saying: 负责人介绍“……。”. The colon is missing.

use std::sync::LazyLock;

use crate::document::{Article, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/quote-colon",
        "引语前面缺冒号",
        Severity::Warning,
        "“说”“介绍”后面直接引用整句的话，中间用冒号。",
        super::NORM,
        include_str!("rule.md"),
    )
});

const WORDS: [&str; 9] = ["介绍“", "表示“", "指出“", "强调“", "告诉记者“", "笑着说“", "感慨地说“", "高兴地说“", "介绍说“"];
/// Clauses of a quotation that is a sentence, and its characters.
const LONG: usize = 12;

struct QuoteColon;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(QuoteColon)
}

impl Rule for QuoteColon {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let Some(block) = article.block_at(*place).filter(|block| block.region == Region::Body) else {
                continue;
            };
            let text = &article.text[*place as usize..block.text.end as usize];
            let Some(open) = text.find('“') else { continue };
            let quote = &text[open + "“".len()..];
            let Some(end) = quote.find(['”', '“']) else { continue };
            let inside = &quote[..end];
            let sentence = inside.ends_with(['。', '！', '？']) && inside.contains(['，', '。']) && inside.chars().count() > LONG;
            if sentence && quote[end..].starts_with('”') {
                let start = *place + offset(open);
                let span = Span::new(start, start + offset("“".len()));
                let message = "引用整句的话，前面用冒号";
                super::report(context, context.finding(span, message).confidence(0.8).suggest(vec!["：“".to_string()], Applicability::Unsafe));
            }
        }
    }
}
