//! A publication date earlier than the article itself can be: it is signed later, or tells as past what happened later.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::rules::date::reading::{skip, skip_bracket, skip_clock};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, DateMention, Enclosure, Region, written};
use crate::finding::Severity;
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/published-too-early",
        "发布日期早于文中日期",
        Severity::Error,
        "发布日期早于成文日期或文中已经发生的事，说明其中一个日期写错了；伪造发稿日期属于单项否决情形。",
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
        include_str!("rule.md"),
    )
});

/// Words behind a date that tell of it as past, and those that do with a mark behind them.
const HAPPENED: [&str; 22] = [
    "召开了", "举行了", "举办了", "印发了", "发布了", "公布了", "开展了", "完成了", "签订了", "签署了", "参加了", "主持召开",
    "成功举办", "成功举行", "圆满", "顺利", "已经", "已于", "调研", "走访", "慰问", "出席",
];
const SAID: [&str; 3] = ["强调", "指出", "表示"];
/// Of these, those that leave no doubt; and how many days ahead a date without a year is this year's.
const DONE: [&str; 8] = ["召开了", "举行了", "举办了", "开展了", "主持召开", "成功举办", "成功举行", "圆满"];
const SOON: i32 = 60;
/// Characters from a date to such a word, at most.
const HAPPENED_REACH: usize = 60;

/// How a report begins: the date, a comma, the deed.
const DEEDS: [&str; 9] = ["召开", "举行", "举办", "启动", "签约", "揭牌", "前往", "深入", "赴"];
/// Characters from the comma to the deed.
const DEED_REACH: std::ops::RangeInclusive<usize> = 2..=48;

/// What stands right behind a date that is a limit, brackets and times of day aside.
const LIMITS: [&str; 17] = [
    "之前", "前", "以前", "之后", "后", "以后", "起", "至", "到", "止", "内", "-", "—", "–", "－", "~", "～",
];

/// Words that make a date future or open, in its sentence.
const AHEAD: [&str; 22] = [
    "将", "拟", "计划", "预计", "截至", "截止", "届时", "定于", "预定", "施行", "生效", "有效期", "力争", "确保", "争取", "目标",
    "有望", "期满", "请", "报名", "即日", "如期",
];

/// Titles of articles that announce.
const ANNOUNCES: [&str; 11] =
    ["通知", "公告", "通告", "预告", "方案", "安排", "须知", "启事", "日程", "计划", "邀请"];

/// What leads to the day up to which figures are, and what says that they are there already.
const UP_TO: [&str; 2] = ["截至", "截止"];
const REACHED: [&str; 4] = ["已", "累计", "共有", "实现了"];
/// Characters from the day to such a word.
const REACHED_WITHIN: usize = 16;

struct PublishedTooEarly;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PublishedTooEarly)
}

impl Rule for PublishedTooEarly {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(published) = context.published else {
            return;
        };
        let later = |mention: &DateMention| mention.year.is_some_and(|year| year >= published.year());
        for mention in article.prose_dates().filter(|mention| mention.year.is_none() && mention.day.is_some()) {
            let date = article.resolve(mention, context.published).map(|resolved| resolved.date);
            let Some(date) = date.filter(|date| (1..=SOON).contains(&(*date - published).get_days())) else {
                continue;
            };
            if is_reached(article, mention) {
                report(context, mention, Severity::Warning, &counted(date, published));
            } else if is_over(article, mention) {
                let message = format!("文中说{}的事已经办完，发布日期却是{}", written(date), written(published));
                report(context, mention, Severity::Warning, &message);
            }
        }
        for mention in article.prose_dates().filter(|mention| later(mention)) {
            let Some(date) = mention.date().filter(|date| *date > published) else {
                continue;
            };
            let region = article.block_at(mention.span.start).map_or(Region::Body, |block| block.region);
            if region == Region::Signature {
                report(context, mention, Severity::Error, &format!("成文日期{}晚于发布日期{}", written(date), written(published)));
            } else if region != Region::Comment && is_reached(article, mention) {
                report(context, mention, Severity::Warning, &counted(date, published));
            } else if region != Region::Comment && has_happened(article, mention) {
                let message = format!("文中说{}的事已经发生，发布日期却是{}", written(date), written(published));
                report(context, mention, Severity::Warning, &message);
            }
        }
    }
}

fn report(context: &mut Context<'_>, mention: &DateMention, severity: Severity, message: &str) {
    let message = format!("{message}，请核对");
    context.report(context.finding(mention.span, message).severity(severity).confidence(0.85));
}

fn counted(date: Date, published: Date) -> String {
    format!("数据截至{}，发布日期却是{}", written(date), written(published))
}

/// Whether figures up to a day are told as there already: 截至6月30日，已完成12亿元.
fn is_reached(article: &Article, mention: &DateMention) -> bool {
    let sentence = article.sentence(mention.span);
    let before = article.slice(Span::new(sentence.start, mention.span.start));
    let leads = UP_TO.iter().find_map(|word| before.strip_suffix(word)).is_some_and(|lead| lead.is_empty() || lead.ends_with(['，', '；', '：', '\n']));
    let Some(clause) = article.slice(Span::new(mention.span.end, sentence.end)).strip_prefix('，') else {
        return false;
    };
    let near: String = clause.chars().take(REACHED_WITHIN).collect();
    let Some(reached) = REACHED.iter().filter_map(|word| near.find(word)).min() else {
        return false;
    };
    // What stands behind may speak of plans (占年度计划的60%), what leads there may not.
    let open = AHEAD.iter().filter(|word| !UP_TO.contains(word)).any(|word| before.contains(word) || near[..reached].contains(word));
    leads && !open && !article.is_inside(mention.span, Enclosure::Quote)
}

/// Whether the sentence tells of the deed of a day as done, so that the day is not one of the last year either.
fn is_over(article: &Article, mention: &DateMention) -> bool {
    let after = article.slice(Span::new(mention.span.end, article.sentence(mention.span).end));
    let near: String = after.chars().take(HAPPENED_REACH).collect();
    DONE.iter().any(|word| near.contains(word)) && has_happened(article, mention)
}

/// Whether the sentence tells of the date as past and of nothing to come.
fn has_happened(article: &Article, mention: &DateMention) -> bool {
    let sentence = article.sentence(mention.span);
    let text = article.slice(sentence);
    let after = article.slice(Span::new(mention.span.end, sentence.end));
    !is_limit(after)
        && (tells(after) || reports(after) && is_report(article))
        && !AHEAD.iter().any(|word| text.contains(word))
        && !article.is_inside(mention.span, Enclosure::Book)
        && !article.is_inside(mention.span, Enclosure::Quote)
}

/// Whether a sentence goes on behind a date as about what is past.
fn tells(after: &str) -> bool {
    let marked = |rest: &str| SAID.iter().any(|word| rest.strip_prefix(word).is_some_and(|rest| rest.starts_with(['，', '：', ',', ':'])));
    let starts = after.char_indices().take(HAPPENED_REACH + 1).map(|(at, _)| &after[at..]);
    starts.into_iter().any(|rest| HAPPENED.iter().any(|word| rest.starts_with(word)) || marked(rest))
}

/// Whether a sentence goes on behind a date as a report begins.
fn reports(after: &str) -> bool {
    let part = skip(skip_bracket(after, 8), &["上午", "下午", "晚上", "晚"]);
    part.strip_prefix(['，', ',']).is_some_and(|clause| {
        let starts = clause.char_indices().take(DEED_REACH.end() + 1).skip(*DEED_REACH.start()).map(|(at, _)| &clause[at..]);
        starts.into_iter().any(|rest| DEEDS.iter().any(|deed| rest.starts_with(deed)))
    })
}

fn is_limit(after: &str) -> bool {
    let rest = skip_clock(skip_bracket(after, 12));
    LIMITS.iter().any(|limit| rest.starts_with(limit))
}

fn is_report(article: &Article) -> bool {
    article.title().is_some_and(|title| !ANNOUNCES.iter().any(|word| title.contains(word)))
}
