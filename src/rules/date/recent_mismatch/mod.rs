//! 近日 and 日前 beside a date that is long past: 近日，2022年3月5日，县委召开会议.

use std::sync::LazyLock;

use crate::document::{Article, written};
use crate::finding::Severity;
use crate::rules::date::reading::{is_quoted, places};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/recent-mismatch",
        "“近日”与久远的日期不符",
        Severity::Warning,
        "写着“近日”，跟着的日期却是几个月、几年前的，不是日期写错，就是旧稿没有改。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保信息内容及时准确",
        include_str!("rule.md"),
    )
});

const WORDS: [&str; 2] = ["近日", "日前"];
/// Bytes between the word and the date.
const NEAR: usize = 36;
/// Days that 近日 may reach back, with those that a text may lie before it is published.
const RECENT: i32 = 75;
/// What makes the date one of something else: of a paper, of a period.
const OTHER: &str = "《“第自从截至距与比";

struct RecentMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RecentMismatch)
}

impl Rule for RecentMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(published) = context.published else {
            return;
        };
        let places: Vec<u32> = places(article, context).collect();
        for place in places {
            let before = article.before(Span::point(place));
            // 10日前, 3日前 are lengths of time.
            let begins = before.is_empty() || before.ends_with(['。', '，', '；', '！', '：', ' ', '）']);
            let end = place + WORDS[0].len() as u32;
            let dates = article.dates();
            let Some(date) = dates.get(dates.partition_point(|date| date.span.start < end)) else {
                continue;
            };
            let between = article.slice(Span::new(end, date.span.start));
            let after = article.after(date.span);
            let deed = after.starts_with(['，', '上', '下', '晚', '（']) || after.starts_with("在") || after.starts_with("于");
            let beside = between.len() <= NEAR && !between.contains(['。', '；', '\n']) && !between.contains(|c| OTHER.contains(c));
            let Some(day) = date.date().filter(|_| begins && beside && deed && !date.lunar) else {
                continue;
            };
            if (published - day).get_days() > RECENT && !is_quoted(article, date.span) {
                let message = format!("前面写“{}”，日期却是{}，文章{}发布，请核对", &article.text[place as usize..end as usize], written(day), written(published));
                context.report(context.finding(date.span, message).confidence(0.8));
            }
        }
    }
}
