//! A closing formula of another kind of document than the title says: a notice that ends with 特此函告, a report that asks
//! for approval.

use std::sync::LazyLock;

use super::title;
use crate::document::{Article, Block, Region};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/closing-mismatch",
        "结束语与文种不符",
        Severity::Warning,
        "标题是一个文种，结尾按另一个文种收，收文单位弄不清该不该答复。",
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）第八条、第十五条",
        include_str!("rule.md"),
    )
});

/// Closing formulas, and the ends of the titles that they fit.
const CLOSINGS: [(&str, &[&str]); 9] = [
    ("特此通知", &["通知", "函"]),
    ("特此通告", &["通告", "公告"]),
    ("特此公告", &["公告", "公示"]),
    ("特此通报", &["通报"]),
    ("特此函告", &["函"]),
    ("特此函复", &["函", "批复", "答复"]),
    ("特此批复", &["批复", "函"]),
    ("特此报告", &["报告"]),
    ("特此请示", &["请示"]),
];
/// Requests that a report must not hold.
const REQUESTS: [&str; 8] = ["请批示", "请审批", "请批复", "请予批准", "请予以批准", "请予审批", "请指示", "请予批复"];
/// Characters of a closing paragraph.
const SHORT: usize = 30;
/// Kinds that the rule knows enough about.
const KNOWN: [&str; 9] = ["通知", "通告", "公告", "通报", "函", "批复", "报告", "请示", "决定"];

struct ClosingMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ClosingMismatch)
}

impl Rule for ClosingMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &[
            "特此", "请批示", "请审批", "请批复", "请予批准", "请予以批准", "请予审批", "请指示", "请予批复",
        ]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(name) = title::block(article).map(|block| title::bare(article.block_text(block))) else {
            return;
        };
        let Some(kind) = KNOWN.into_iter().find(|kind| name.contains("关于") && name.ends_with(kind)) else {
            return;
        };
        let short = |block: &&Block| article.block_text(block).chars().count() <= SHORT;
        for block in article.blocks_in(Region::Body).filter(short) {
            let text = article.block_text(block);
            let closing = CLOSINGS.iter().find(|(closing, _)| text.trim_end_matches(['。', '！', ' ']).ends_with(closing));
            let unfit = closing.filter(|(_, fit)| !fit.iter().any(|end| name.ends_with(end))).map(|(closing, _)| *closing);
            let request = REQUESTS.into_iter().find(|request| kind == "报告" && text.contains(request));
            let Some((phrase, at)) = unfit.or(request).and_then(|phrase| text.find(phrase).map(|at| (phrase, at))) else {
                continue;
            };
            let message = match request {
                Some(_) => format!("报告里不得夹带请示事项，“{phrase}”应另用请示行文"),
                None => format!("标题的文种是“{kind}”，结尾却是“{phrase}”"),
            };
            context.report(context.finding(block.text.part(at..at + phrase.len()), message).confidence(0.85));
        }
    }
}
