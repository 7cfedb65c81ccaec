//! A text taken over long after it was written that still says 昨日, 今晚, 明天: its own date stands in it and lies far
//! before the publication.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::document::{Article, DateMention, Region, written};
use crate::finding::Severity;
use crate::rules::date::reading::{head, is_quoted, skip_bracket, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/relative-stale",
        "转发旧稿仍写“昨日”“明天”",
        Severity::Warning,
        "原稿的“昨日”“明天”是从原稿日期算的，隔了很久再发，读者会按发布日期理解，时间就错了。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保信息内容及时准确",
        include_str!("rule.md"),
    )
});

/// Words that count days.
const WORDS: [&str; 14] =
    ["昨日", "昨天", "昨晚", "昨夜", "今晨", "今晚", "今早", "今日", "今天", "明日", "明天", "明晚", "后天", "前天"];
/// What 今日 and 今天 must have behind them; alone they mean the present.
const PARTS: [&str; 6] = ["上午", "下午", "晚", "凌晨", "起", "，"];

/// The label of the date that a taken-over article carries, the name of its medium among them.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:原文?发布(?:时间|日期)|原载[^，。\n]{0,16}|首发(?:时间|于)[^，。\n]{0,12}|发布时间|来源[：:][^\n，。]{2,20}|《[^《》\n]{2,10}[日晚]?报》)[：:（( ]*$").expect("constant pattern")
});

/// An article that is put up later than this many days is not read as of its own day.
const LATE: i32 = 7;
/// Earlier ones are documents and reminiscences.
const LONG_AGO: i32 = 3 * 366;
/// Characters before a date in which its label stands.
const LABEL_REACH: usize = 30;
/// Characters before the date of a dateline, at most, and of a place behind it.
const LONGEST_OPENING: usize = 12;
const LONGEST_PLACE: usize = 8;
/// Characters of a bracket with the names of reporters, at most.
const LONGEST_REPORTER: usize = 22;
/// Paragraphs in which a dateline is looked for.
const DATELINE_BLOCKS: usize = 3;

struct RelativeStale;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RelativeStale)
}

impl Rule for RelativeStale {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut words = context.places().iter().filter_map(|at| word_at(article, *at));
        let Some(span) = words.next() else {
            return;
        };
        let Some((published, origin)) = context.published.and_then(|day| Some((day, origin(article, day)?))) else {
            return;
        };
        let late = (published - origin).get_days();
        if !(LATE..=LONG_AGO).contains(&late) {
            return;
        }
        let Some(span) = [span].into_iter().chain(words).find(|span| !is_quoted(article, *span)) else {
            return;
        };
        let message = format!(
            "原稿写于{}，{}才发布，“{}”应改成具体日期",
            written(origin),
            written(published),
            article.slice(span)
        );
        context.report(context.finding(span, message).confidence(0.85));
    }
}

/// The latest date that says when the text was first published.
fn origin(article: &Article, published: Date) -> Option<Date> {
    let first: Vec<Span<Text>> = article.blocks_in(Region::Body).take(DATELINE_BLOCKS).map(|block| block.text).collect();
    let is_origin = |date: &&DateMention| {
        let before = article.before(date.span);
        let opening = first.iter().any(|block| block.covers(date.span))
            && !before.is_empty()
            && before.chars().take(LONGEST_OPENING + 1).count() <= LONGEST_OPENING
            && !before.contains(['，', '。', '：'])
            && is_dateline(head(article.after(date.span), 40));
        opening || is_labelled(tail(before, LABEL_REACH))
    };
    let day = |date: &DateMention| article.resolve(date, Some(published)).map(|resolved| resolved.date);
    article.dates().iter().filter(is_origin).filter_map(day).max()
}

/// Whether a text goes on behind the date of a dateline: 电, 北京电, （记者甲）讯.
fn is_dateline(after: &str) -> bool {
    if !after.chars().take(30).any(|c| matches!(c, '电' | '讯')) {
        return false;
    }
    let place = after.char_indices().take(LONGEST_PLACE).take_while(|(_, c)| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let ends = place.map(|(at, c)| at + c.len_utf8());
    let wired = [0].into_iter().chain(ends).any(|at| {
        let rest = &after[at..];
        let by_reporter = rest.strip_prefix(['（', '(']).is_some_and(|inside| inside.starts_with("记者"));
        let rest = if by_reporter { skip_bracket(rest, LONGEST_REPORTER) } else { rest };
        ["电", "讯", "消息"].iter().any(|word| rest.starts_with(word))
    });
    let short = after.strip_suffix(['）', ')']).unwrap_or(after);
    wired || short.chars().count() <= LONGEST_PLACE && !short.contains(['，', '。'])
}

/// Whether a text ends with such a label. Most texts before dates have none of its words.
fn is_labelled(before: &str) -> bool {
    let label = before.trim_end_matches(['：', ':', '（', '(', ' ']);
    let dated = label.ends_with("发布时间") || label.ends_with("发布日期") || label.ends_with("报》");
    let sourced = ["原载", "首发", "来源"].iter().any(|word| label.contains(word));
    (dated || sourced) && LABEL.is_match(before)
}

/// The word at a place of the body, with what it must have behind it, where it says when something happens.
fn word_at(article: &Article, at: u32) -> Option<Span<Text>> {
    let (before, word) = article.text.split_at(at as usize);
    let leads = before.ends_with(|c| "，。；：！？、）\n于将在".contains(c)) || before.ends_with("记者") || before.is_empty();
    let mut length = "昨日".len();
    if word.starts_with("今日") || word.starts_with("今天") {
        length += PARTS.iter().find(|part| word[length..].starts_with(**part))?.len();
    }
    let goes_on = word[length..].starts_with(|c| "的气报之人媒（(".contains(c));
    let in_body = || article.block_at(at).is_some_and(|block| block.region == Region::Body);
    let shown = word[..length].trim_end_matches('，').len() as u32;
    (leads && !goes_on && in_body()).then(|| Span::new(at, at + shown))
}
