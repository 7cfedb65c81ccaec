//! A notice that passes on a notice and says both: 关于转发《…关于…的通知》的通知.

use std::sync::LazyLock;

use regex::Regex;

use super::title;
use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/title-repeated",
        "公文标题里“关于”“通知”重复",
        Severity::Info,
        "层层转发时标题里套着几个“关于”“通知”，读起来拗口；可以省去中间层次，或者直接转发原文。",
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）关于标题和表述准确简洁的要求",
        include_str!("rule.md"),
    )
});

static REPEATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"关于(?:转发|批转|印发|下发).*关于.*(?P<last>的通知[》〉]?的通知)$").expect("constant pattern")
});

struct TitleRepeated;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TitleRepeated)
}

impl Rule for TitleRepeated {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["的通知》的通知", "的通知的通知", "的通知〉的通知"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(block) = title::block(article) else {
            return;
        };
        if let Some(last) = REPEATED.captures(title::bare(article.block_text(block))).and_then(|found| found.name("last")) {
            let message = "标题里“关于”和“的通知”重复，宜精简".to_string();
            context.report(context.finding(block.text.part(last.range()), message).confidence(0.7));
        }
    }
}
