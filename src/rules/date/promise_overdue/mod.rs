//! Texts that announce as coming what should have come by now: 将于2023年12月底建成. A matter of archives, so it is
//! judged by "today"; plans and chronicles keep their promises as they were written.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::rules::{Context, Rule, RuleMeta};
use crate::document::{Article, Enclosure, written};
use crate::finding::Severity;
use crate::span::Span;

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

static PROMISE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r"(?:(?:将于|将在|拟于|拟在|定于|预计|预期|有望|可望|计划|预定)(?:于|在|到|至)?|(?:力争|争取)(?:于|在)?)",
        r"(?:(?P<year>[0-9]{4})年|(?P<word>今年|本年|明年|后年|年))?",
        r"(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?|第?(?P<quarter>[一二三四1-4])季度)?",
        r"(?P<part>上半年|下半年|年初|年底|年末|上旬|中旬|下旬|初|底|末|内)?",
        r"(?:之前|以前|前后|前|左右)?",
        r"(?P<deed>[^，。；：、,;:\n]{0,24}?(?:建成|完工|竣工|通车|开通|投用|投入使用|投入运营|试运营|投产|交付|启用|上线|落成|贯通|开业|开放|通航|通水|投入运行|完成|投入生产|上市|开工|动工|开建|交工|验收|入住|揭牌|挂牌|出台|发布|公布|启动|实施|召开|举行|举办|开幕|开学|开考))"
    );
    Regex::new(pattern).expect("constant pattern")
});

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
        &["将于", "将在", "拟于", "拟在", "定于", "预计", "预期", "有望", "可望", "计划", "预定", "力争", "争取"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(published) = context.published.filter(|published| *published < context.now) else {
            return;
        };
        let place = [article.title(), article.meta.column.as_deref(), article.meta.source.as_deref()];
        if KEPT_AS_WRITTEN.iter().any(|word| place.iter().flatten().any(|text| text.contains(word))) {
            return;
        }
        for found in PROMISE.captures_iter(&article.text) {
            check_promise(article, context, &found, published);
        }
    }
}

fn check_promise(article: &Article, context: &mut Context<'_>, found: &Captures<'_>, published: Date) {
    let span = Span::of(found.get(0).map_or(0..0, |whole| whole.range()));
    let Some(due) = due(found, published) else {
        return;
    };
    let is_prose = article.block_at(span.start).is_some_and(|block| block.region.is_prose());
    let sentence = article.slice(article.sentence(span));
    let told = TELLS_OF_PAST.iter().any(|word| sentence.contains(word)) || article.is_inside(span, Enclosure::Book);
    let was_open = (published - due).get_days() < STALE;
    let deed = found.name("deed").map_or("", |deed| deed.as_str());
    // When rules take effect stays worth saying; a meeting or an event is old news only after a while.
    let takes_effect = deed.contains("起实施") || deed.contains("起施行");
    let wait = if EVENTS.iter().any(|event| deed.ends_with(event)) { EVENT_STALE } else { 0 };
    if is_prose && !told && !takes_effect && was_open && (context.now - due).get_days() > wait {
        let message = format!("“{}”的时间（{}）已过，请补充进展或注明这是历史信息", article.slice(span), written(due));
        context.report(context.finding(span, message).confidence(0.8));
    }
}

/// The last day that a promise gives itself; `None` where it names no time that can be known.
fn due(found: &Captures<'_>, published: Date) -> Option<Date> {
    let number = |name: &str| found.name(name)?.as_str().parse::<i16>().ok();
    let part = found.name("part").map_or("", |part| part.as_str());
    let month = number("month").or_else(|| quarter_end(found));
    let year = match (number("year"), found.name("word").map(|word| word.as_str())) {
        (Some(year), _) => year,
        (None, Some("明年")) => published.year().checked_add(1)?,
        (None, Some("后年")) => published.year().checked_add(2)?,
        // 年底, 年内
        (None, Some("年")) if matches!(part, "底" | "末" | "内" | "初") => published.year(),
        (None, Some("今年" | "本年")) => published.year(),
        // 6月底, written in May or in December
        (None, None) => published.year().checked_add(i16::from(month? < i16::from(published.month())))?,
        _ => return None,
    };
    let month = month.unwrap_or(match part {
        "上半年" => 6,
        "年初" | "初" => 3,
        _ => 12,
    });
    let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    let day = number("day").and_then(|day| i8::try_from(day).ok()).or(match part {
        "上旬" => Some(10),
        "中旬" => Some(20),
        _ => None,
    });
    match day {
        Some(day) => first.with().day(day).build().ok(),
        None => Some(first.last_of_month()),
    }
}

fn quarter_end(found: &Captures<'_>) -> Option<i16> {
    match found.name("quarter")?.as_str() {
        "一" | "1" => Some(3),
        "二" | "2" => Some(6),
        "三" | "3" => Some(9),
        _ => Some(12),
    }
}
