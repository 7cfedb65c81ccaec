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
const DOUBLED: [(&str, &str); 20] = [
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
    ("请示通知", "通知"),
    ("通知请示", "请示"),
    ("请示批复", "批复"),
    ("报告函", "函"),
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
            "通告公告", "决定通知", "批复函", "通知函", "意见函", "请示通知", "通知请示", "请示批复", "报告函", "通知的通知", "报告的报告", "请示的请示", "公告的公告", "意见的意见",
        ]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        same_kind(article, context);
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

/// Kinds that a title ends with twice though no other paper is passed on: 关于做好防汛工作通知的通知.
const TWICE: [(&str, &str); 5] =
    [("通知的通知", "通知"), ("报告的报告", "报告"), ("请示的请示", "请示"), ("公告的公告", "公告"), ("意见的意见", "意见")];
/// What is done with another paper, whose kind comes first then.
const OF_ANOTHER: [&str; 22] = [
    "《", "转发", "印发", "批转", "废止", "修改", "修订", "撤销", "取消", "更正", "补充", "调整", "延长", "贯彻", "落实", "执行", "学习", "宣布", "停止", "重申", "失效",
    "变更",
];

fn same_kind(article: &Article, context: &mut Context<'_>) {
    let Some(block) = title::block(article) else {
        return;
    };
    let bare = title::bare(article.block_text(block));
    let Some((doubled, kind)) = TWICE.iter().find(|(doubled, _)| bare.ends_with(doubled)) else {
        return;
    };
    // 关于印发《…方案》的通知的通知: what is passed on is no notice itself.
    let issued = bare.contains("关于印发《") && bare.strip_suffix(doubled).is_some_and(|named| named.ends_with("》的"));
    let of_named = issued && !OF_ANOTHER[1..].iter().any(|word| *word != "印发" && bare.contains(word));
    if of_named || bare.contains("关于") && !OF_ANOTHER.iter().any(|word| bare.contains(word)) {
        let span = block.text.part(bare.len() - doubled.len()..bare.len());
        let message = format!("标题里“{kind}”重复，前一个应删去");
        context.report(context.finding(span, message).suggest(vec![format!("的{kind}")], Applicability::Unsafe));
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
