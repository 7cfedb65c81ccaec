//! Texts that announce as coming what should have come by now: 将于2023年12月底建成. A matter of archives, so it is
//! judged by "today"; plans and chronicles keep their promises as they were written.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::rules::date::reading::{skip, two_digits};
use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Enclosure, written};
use crate::finding::Severity;
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/promise-overdue",
        "承诺的时间已过",
        Severity::Info,
        "页面上仍写着“将于”“预计”，而时间已过，读者会以为事情还没有办成；应补充进展或注明历史信息。",
        "《政府网站发展指引》（国办发〔2017〕47号）：及时更新信息内容",
        include_str!("rule.md"),
    )
});

/// How a promise begins.
const OPENINGS: [&str; 13] =
    ["将于", "将在", "拟于", "拟在", "定于", "预计", "预期", "有望", "可望", "计划", "预定", "力争", "争取"];
/// What of a year or a month it names.
const PARTS: [&str; 12] =
    ["上半年", "下半年", "年初", "年底", "年末", "上旬", "中旬", "下旬", "初", "底", "末", "内"];
/// What is promised.
const DEEDS: [&str; 42] = [
    "建成", "完工", "竣工", "通车", "开通", "投用", "投入使用", "投入运营", "试运营", "投产", "交付", "启用", "上线", "落成",
    "贯通", "开业", "开放", "通航", "通水", "投入运行", "完成", "投入生产", "上市", "开工", "动工", "开建", "交工", "验收", "入住",
    "揭牌", "挂牌", "出台", "发布", "公布", "启动", "实施", "召开", "举行", "举办", "开幕", "开学", "开考",
];
/// Characters between the time and the deed, at most.
const LONGEST_OBJECT: usize = 24;

/// Titles and columns in which promises stay as they were.
const KEPT_AS_WRITTEN: [&str; 14] = [
    "规划", "纲要", "档案", "年鉴", "大事记", "回顾", "历史", "方志", "工作报告", "年度计划", "决算",
    "要点", "方案", "白皮书"];

/// Sentences in which the promise is part of a story, or was kept.
const TELLS_OF_PAST: [&str; 16] = [
    "原计划", "曾", "当时", "此前", "最初", "原定", "原预计", "已于", "已经", "如期", "提前完成", "已建成", "已完成", "已通车", "推迟",
    "延期",
];

/// A promise that was already so many days past at publication is history.
const STALE: i32 = 366;
/// What is over on its day, and the days after which its announcement is out of date.
const EVENTS: [&str; 9] = ["召开", "举行", "举办", "开幕", "开学", "开考", "发布", "公布", "揭牌"];
const EVENT_STALE: i32 = 180;

struct PromiseOverdue;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PromiseOverdue)
}

impl Rule for PromiseOverdue {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &OPENINGS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(published) = context.published.filter(|published| context.today.is_past(*published)) else {
            return;
        };
        let mut done = 0;
        for place in context.places().iter().copied() {
            let promise = Some(place).filter(|place| *place >= done).and_then(|place| Promise::at(&article.text, place));
            if let Some(promise) = promise {
                done = promise.span.end;
                check_promise(article, context, &promise, published);
            }
        }
    }
}

/// A promise: 将于2023年12月底建成.
struct Promise<'a> {
    span: Span<Text>,
    /// 2023年, or a word for the year.
    year: Option<i16>,
    word: &'a str,
    month: Option<i16>,
    day: Option<i16>,
    part: &'a str,
    /// The deed with what it is done to.
    deed: &'a str,
}

impl<'a> Promise<'a> {
    /// The promise that begins at a place.
    fn at(text: &'a str, place: u32) -> Option<Self> {
        let opening = &text[place as usize..];
        let plain = opening.starts_with("力争") || opening.starts_with("争取");
        let links: &[&str] = if plain { &["于", "在"] } else { &["于", "在", "到", "至"] };
        let time = skip(&opening[OPENINGS[0].len()..], links);
        let (year, rest) = year(time).map_or((None, time), |(year, rest)| (Some(year), rest));
        let (word, rest) = if year.is_some() { ("", rest) } else { word_of(rest, &["今年", "本年", "明年", "后年", "年"]) };
        let (month, day, rest) = month(rest).unwrap_or((None, None, rest));
        let (part, rest) = word_of(rest, &PARTS);
        let rest = skip(rest, &["之前", "以前", "前后", "前", "左右"]);
        let deed = deed(rest)?;
        let end = text.len() - rest.len() + deed.len();
        Some(Self { span: Span::of(place as usize..end), year, word, month, day, part, deed })
    }
}

/// The year that a text begins with, and the rest.
fn year(text: &str) -> Option<(i16, &str)> {
    let (digits, rest) = text.split_at_checked(4).filter(|(digits, _)| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((digits.parse().ok()?, rest.strip_prefix('年')?))
}

/// The first of the words that a text begins with, and the rest; empty where it begins with none.
fn word_of<'a>(text: &'a str, words: &[&str]) -> (&'a str, &'a str) {
    text.split_at(text.len() - skip(text, words).len())
}

/// The month, or the last month of a quarter, and the day that a text begins with, and the rest.
fn month(text: &str) -> Option<(Option<i16>, Option<i16>, &str)> {
    if let Some((month, rest)) = two_digits(text).and_then(|(month, rest)| Some((month, rest.strip_prefix('月')?))) {
        let day = two_digits(rest).and_then(|(day, rest)| Some((day, rest.strip_prefix('日')?)));
        return Some(day.map_or((Some(month), None, rest), |(day, rest)| (Some(month), Some(day), rest)));
    }
    let mut quarter = skip(text, &["第"]).chars();
    let end = match quarter.next()? {
        '一' | '1' => 3,
        '二' | '2' => 6,
        '三' | '3' => 9,
        '四' | '4' => 12,
        _ => return None,
    };
    Some((Some(end), None, quarter.as_str().strip_prefix("季度")?))
}

/// What is promised, up to the first deed.
fn deed(text: &str) -> Option<&str> {
    static FIRST: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut first: Vec<char> = DEEDS.iter().filter_map(|deed| deed.chars().next()).collect();
        first.sort_unstable();
        first.dedup();
        first
    });
    for (at, c) in text.char_indices().take(LONGEST_OBJECT + 1) {
        let deed = Some(&text[at..]).filter(|_| FIRST.contains(&c));
        if let Some(found) = deed.and_then(|rest| DEEDS.iter().find(|deed| rest.starts_with(**deed))) {
            return Some(&text[..at + found.len()]);
        }
        if matches!(c, '，' | '。' | '；' | '：' | '、' | ',' | ';' | ':' | '\n') {
            return None;
        }
    }
    None
}

fn check_promise(article: &Article, context: &mut Context<'_>, promise: &Promise<'_>, published: Date) {
    let Promise { span, deed, .. } = *promise;
    let Some(due) = due(promise, published) else {
        return;
    };
    let is_prose = article.is_prose(span.start);
    let sentence = article.slice(article.sentence(span));
    let told = TELLS_OF_PAST.iter().any(|word| sentence.contains(word)) || article.is_inside(span, Enclosure::Book);
    let was_open = (published - due).get_days() < STALE;
    // When rules take effect stays worth saying; a meeting or an event is old news only after a while.
    let takes_effect = deed.contains("起实施") || deed.contains("起施行");
    let wait = if EVENTS.iter().any(|event| deed.ends_with(event)) { EVENT_STALE } else { 0 };
    let overdue = was_open && due.checked_add(wait.days()).is_ok_and(|last| context.today.is_past(last));
    if is_prose && !told && !takes_effect && overdue && !is_kept_as_written(article) {
        let message = format!("“{}”的时间（{}）已过，请补充进展或注明这是历史信息", article.slice(span), written(due));
        context.report(context.finding(span, message).confidence(0.8));
    }
}

fn is_kept_as_written(article: &Article) -> bool {
    let place = [article.title(), article.meta.column.as_deref(), article.meta.source.as_deref()];
    KEPT_AS_WRITTEN.iter().any(|word| place.iter().flatten().any(|text| text.contains(word)))
}

/// The last day that a promise gives itself; `None` where it names no time that can be known.
fn due(promise: &Promise<'_>, published: Date) -> Option<Date> {
    let Promise { month, part, .. } = *promise;
    let year = match (promise.year, promise.word) {
        (Some(year), _) => year,
        (None, "明年") => published.year().checked_add(1)?,
        (None, "后年") => published.year().checked_add(2)?,
        // 年底, 年内
        (None, "年") if matches!(part, "底" | "末" | "内" | "初") => published.year(),
        (None, "今年" | "本年") => published.year(),
        // 6月底, written in May or in December
        (None, "") => published.year().checked_add(i16::from(month? < i16::from(published.month())))?,
        _ => return None,
    };
    let month = month.unwrap_or(match part {
        "上半年" => 6,
        "年初" | "初" => 3,
        _ => 12,
    });
    let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    let day = promise.day.and_then(|day| i8::try_from(day).ok()).or(match part {
        "上旬" => Some(10),
        "中旬" => Some(20),
        _ => None,
    });
    match day {
        Some(day) => first.with().day(day).build().ok(),
        None => Some(first.last_of_month()),
    }
}
