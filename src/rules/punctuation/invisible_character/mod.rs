//! Characters that nobody sees between characters that everybody sees: zero-width blanks, soft hyphens, direction
//! marks. Those that join signs of an emoji or choose a form of a character do their work.

use std::sync::LazyLock;

use super::blanks;
use super::neighbours::block_of;
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/invisible-character",
        "句子中间有看不见的字符",
        Severity::Warning,
        "零宽空格一类看不见的字符会把词断开，搜索和朗读都认不出来，多半是从别处粘贴带来的。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct InvisibleCharacter;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(InvisibleCharacter)
}

impl Rule for InvisibleCharacter {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let (mut block, mut count) = (None, 0);
        for one in blanks::invisible(article) {
            let Some(own) = block_of(article, one.at) else { continue };
            count = if block == Some(own) { count + 1 } else { 1 };
            block = Some(own);
            if count <= MOST {
                let right = article.slice(one.around).to_string();
                let message = format!("“{right}”中间有看不见的字符（零宽空格一类），请删去");
                let finding = context.finding(one.around, message);
                super::report(context, finding.suggest(vec![right], Applicability::Unsafe));
            }
        }
    }
}

/// Reported in one paragraph at most.
const MOST: usize = 20;
