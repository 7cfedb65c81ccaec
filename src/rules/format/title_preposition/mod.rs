//! Two prepositions in a row in the title of a document: 关于对…的批复.

use std::sync::LazyLock;

use super::title;
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

/// Words that begin with 对.
const WORDS: [&str; 16] = [
    "对外", "对口", "对接", "对照", "对标", "对话", "对策", "对等", "对虾", "对台", "对内", "对象", "对比", "对联", "对俄", "对非",
];

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/title-preposition",
        "公文标题里介词连用",
        Severity::Info,
        "“关于”已经引出事由，后面再用“对”就重复了，标题不简洁。",
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）关于标题和表述准确简洁的要求",
        include_str!("rule.md"),
    )
});

struct TitlePreposition;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TitlePreposition)
}

impl Rule for TitlePreposition {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["关于对", "关于就", "关于将"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(block) = title::block(article).filter(|block| title::kind(article.block_text(block)).is_some()) else {
            return;
        };
        let text = article.block_text(block);
        for (at, _) in text.match_indices("关于") {
            let rest = &text[at + "关于".len()..];
            let word = rest.starts_with("就业") || rest.starts_with("就医") || rest.starts_with("就近");
            if rest.starts_with(['对', '就', '将']) && !word && !WORDS.iter().any(|word| rest.starts_with(word)) {
                let span = block.text.part(at..at + "关于对".len());
                let message = format!("“{}”两个介词连用，一般只用“关于”", article.slice(span));
                let finding = context.finding(span, message).confidence(0.7);
                context.report(finding.suggest(vec!["关于".to_string()], Applicability::Unsafe));
            }
        }
    }
}
