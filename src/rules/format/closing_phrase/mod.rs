//! 特此…如下: the closing formula used to open.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/closing-phrase",
        "“特此……如下”混用",
        Severity::Warning,
        "“特此通知”是结束语，“通知如下”是引出下文的话，两个不能合在一起。",
        "公文结束语的通行用法",
        include_str!("rule.md"),
    )
});

static PHRASE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"特此(?P<kind>通知|通告|公告|公示|通报|函告|函复|批复|报告|说明|声明|决定|请示|汇报|答复|回复)如下";
    Regex::new(pattern).expect("constant pattern")
});

struct ClosingPhrase;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ClosingPhrase)
}

impl Rule for ClosingPhrase {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["特此"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for found in PHRASE.captures_iter(&article.text) {
            let span = Span::of(found.get(0).map_or(0..0, |all| all.range()));
            let prose = article.block_at(span.start).is_some_and(|block| block.region.is_prose());
            if prose && !article.is_inside(span, Enclosure::Quote) {
                let right = format!("现{}如下", &found["kind"]);
                let message = format!("“特此{}”用在结尾；引出下文写“{right}”", &found["kind"]);
                context.report(context.finding(span, message).suggest(vec![right], Applicability::Unsafe));
            }
        }
    }
}
