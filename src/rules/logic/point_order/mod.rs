//! Points numbered in running text whose numbers do not follow each other: 一是…二是…二是, 第一步…第三步. Numbers at the
//! beginnings of paragraphs (一、 （二）) and longer series of 是 with a gap are the format family's.

use std::sync::LazyLock;

use crate::document::{Article, Block, Region, numeral};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/point-order",
        "文中的序数重复或跳号",
        Severity::Warning,
        "一段话里分几点、分几步说，序数用重了或者中间少了一个，多半是增删内容以后没有重新编号。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误；《标点符号用法》（GB/T 15834—2011）",
        include_str!("rule.md"),
    )
});

const NUMERALS: &str = "一二三四五六七八九";
/// What stands before and behind the numeral of a point.
const STYLES: [(&str, &str); 5] = [("", "是"), ("", "要"), ("第", "步"), ("第", "，"), ("其", "，")];
/// The style whose longer series with a gap `format/sequence-gap` reports.
const IS: usize = 0;
/// What a point begins behind.
const BOUNDARIES: &str = "。；：，！？、;:,”）) ";
/// What before 一是 and 一要 makes them part of another word: 之一是, 周一要.
const NO_POINT: &str = "第之十唯统单周期五不万百千零其逐进同任每合专非归";
/// What says between two points that one stands there in other words.
const OTHER_WORDS: [&str; 7] = ["其次", "再次", "另外", "此外", "还有", "同时，", "最后"];
/// Series inside each other.
const DEEPEST: usize = 4;
/// Bytes between two points of one series.
const REACH: u32 = 3000;

/// Points told in words: 首先…其次…其次.
const FIRST: &str = "首先";
const SECOND: &str = "其次";

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mark = |(before, after): (&str, &str), n: char| &*format!("{before}{n}{after}").leak();
    let numbered = STYLES.into_iter().flat_map(|style| NUMERALS.chars().map(move |n| mark(style, n)));
    numbered.chain([FIRST, SECOND]).collect()
});

struct PointOrder;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PointOrder)
}

impl Rule for PointOrder {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut points: [Vec<Point>; STYLES.len()] = Default::default();
        for (block, places) in context.triggered_places(article) {
            if block.region == Region::Body {
                told_twice(article, places, context);
                for point in places.iter().filter_map(|at| Point::at(article, block, *at)) {
                    points[point.style].push(point);
                }
            }
        }
        for points in points.iter().filter(|points| points.len() > 1) {
            follow(article, points, context);
        }
    }
}

/// Reports a 其次 behind another one of the same 首先.
fn told_twice(article: &Article, places: &[u32], context: &mut Context<'_>) {
    let mut seconds = None;
    for place in places {
        let (before, text) = (article.before(Span::point(*place)), article.after(Span::point(*place)));
        let begins = before.is_empty() || before.ends_with(|c| BOUNDARIES.contains(c));
        if text.starts_with(FIRST) {
            seconds = Some(0);
        } else if text.starts_with(SECOND) && begins {
            seconds = seconds.map(|count: u32| count + 1);
            if seconds == Some(2) {
                let span = Span::new(*place, *place + SECOND.len() as u32);
                let suggestions = vec!["再次".to_string(), "最后".to_string()];
                context.report(context.finding(span, "“其次”用了两次，第三点应写“再次”或“最后”").confidence(0.85).suggest(suggestions, Applicability::Manual));
            }
        }
    }
}

/// A numbered point.
#[derive(Clone, Copy)]
struct Point {
    style: usize,
    number: u64,
    mark: Span<Text>,
    /// Number of its block.
    paragraph: u32,
}

impl Point {
    /// The point whose mark stands at a place.
    fn at(article: &Article, block: &Block, at: u32) -> Option<Self> {
        let (before, text) = (article.before(Span::point(at)), article.after(Span::point(at)));
        let read = |(style, (lead, tail)): (usize, &(&str, &str))| {
            let rest = text.strip_prefix(lead)?;
            let number = NUMERALS.chars().position(|n| rest.starts_with(n))? as u64 + 1;
            rest.get("一".len()..)?.starts_with(tail).then_some((style, number, lead.len() + "一".len() + tail.len()))
        };
        let (style, number, length) = STYLES.iter().enumerate().find_map(read)?;
        // 做到一要…，二要…: the first point may stand behind its verb.
        let begins = before.is_empty()
            || before.ends_with(|c| BOUNDARIES.contains(c))
            || number == 1 && STYLES[style].0.is_empty() && !before.ends_with(|c| NO_POINT.contains(c));
        let mark = Span::new(at, at + length as u32);
        begins.then_some(Self { style, number, mark, paragraph: block.paragraph })
    }
}

/// Follows the points of one style through the article: series one behind the other and inside each other.
fn follow(article: &Article, points: &[Point], context: &mut Context<'_>) {
    let mut open: Vec<Point> = Vec::new();
    for (at, point) in points.iter().enumerate() {
        if point.number == 1 {
            // A series that begins in another paragraph is inside none but one that has only begun.
            open.retain(|last| last.paragraph == point.paragraph || last.number == 1);
            open.drain(..open.len().saturating_sub(DEEPEST - 1));
            open.push(*point);
            continue;
        }
        let found = open.iter().rposition(|last| last.number + 1 == point.number);
        let near = |last: &&Point| point.mark.start.saturating_sub(last.mark.end) <= REACH;
        if found.is_none()
            && let Some(last) = open.last().filter(near)
        {
            judge(article, last, point, points.get(at + 1), context);
        }
        open.truncate(found.map_or(open.len(), |found| found + 1));
        if let Some(last) = open.last_mut() {
            *last = *point;
        }
    }
}

fn judge(article: &Article, last: &Point, point: &Point, next: Option<&Point>, context: &mut Context<'_>) {
    let (lead, tail) = STYLES[point.style];
    let expected = format!("{lead}{}{tail}", numeral(last.number + 1).unwrap_or_default());
    let message = if point.number == last.number {
        format!("“{}”用了两次，应为“{expected}”", article.slice(point.mark))
    } else {
        let goes_on = next.is_some_and(|next| next.number == point.number + 1);
        let theirs = point.style == IS && (last.number > 1 || goes_on);
        let alone = last.paragraph == point.paragraph || point.style != IS;
        if point.number != last.number + 2 || theirs || !alone || is_told(article, last, point) {
            return;
        }
        format!("“{}”后面缺“{expected}”", article.slice(last.mark))
    };
    context.report(context.finding(point.mark, message).confidence(0.85).suggest(vec![expected], Applicability::Manual));
}

/// Whether the point that seems missing stands between two others in other words: 二抓, 其二, 再次.
fn is_told(article: &Article, last: &Point, point: &Point) -> bool {
    let between = article.slice(Span::new(last.mark.end, point.mark.start));
    let missing = numeral(last.number + 1).unwrap_or_default();
    let begins = |before: &str| before.is_empty() || before.ends_with(['第', '其', '（', '(', '\n']) || before.ends_with(|c| BOUNDARIES.contains(c));
    let told = between.match_indices(missing.as_str()).any(|(at, _)| begins(&between[..at]));
    told || OTHER_WORDS.iter().any(|word| between.contains(word))
}
