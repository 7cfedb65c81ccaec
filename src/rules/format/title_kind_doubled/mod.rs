//! Two kinds of document at the end of one title: 关于…的请示报告.

use std::sync::LazyLock;

use super::title;
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/title-kind-doubled",
        "公文标题里文种重复",
        Severity::Warning,
        "一份公文只有一个文种；请示和报告、通知和通告用处不同，并在一起收文单位不知道该怎么办理。",
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）第八条",
        include_str!("rule.md"),
    )
});

/// Doubled kinds, and the one that is probably meant.
const DOUBLED: [(&str, &str); 16] = [
    ("请示报告", "请示"),
    ("报告请示", "请示"),
    ("请示函", "请示"),
    ("函请示", "请示"),
    ("申请请示", "请示"),
    ("请示申请", "请示"),
    ("通知通告", "通告"),
    ("通告通知", "通知"),
    ("通知公告", "公告"),
    ("公告通知", "公告"),
    ("公告通告", "通告"),
    ("通告公告", "公告"),
    ("决定通知", "决定"),
    ("批复函", "批复"),
    ("通知函", "函"),
    ("意见函", "函"),
];

struct TitleKindDoubled;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TitleKindDoubled)
}

impl Rule for TitleKindDoubled {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &[
            "请示报告", "报告请示", "请示函", "函请示", "申请请示", "请示申请", "通知通告", "通告通知", "通知公告", "公告通知", "公告通告",
            "通告公告", "决定通知", "批复函", "通知函", "意见函",
        ]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let title = title::block(article).map(|block| block.text.part(0..title::bare(article.block_text(block)).len()));
        for (doubled, right) in DOUBLED {
            for (at, _) in article.text.match_indices(doubled) {
                let span = Span::of(at..at + doubled.len());
                if ends_title(article, span, title) {
                    let message = format!("标题只用一个文种，“{doubled}”不能并用");
                    let finding = context.finding(span, message);
                    context.report(finding.suggest(vec![right.to_string()], Applicability::Unsafe));
                }
            }
        }
    }
}

/// Whether 的请示报告 ends the title, or a title 《关于…》 in the text.
fn ends_title(article: &Article, span: Span<Text>, title: Option<Span<Text>>) -> bool {
    let before = article.before(span);
    let names_matter = |from: &str| from.contains("关于") && before.ends_with('的');
    match title {
        Some(title) if title.covers(span) => span.end == title.end && names_matter(article.slice(title)),
        _ => article.after(span).starts_with('》') && before.rfind('《').is_some_and(|open| names_matter(&before[open..])),
    }
}
