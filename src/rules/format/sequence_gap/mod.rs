//! A number of a list left out: 一、 三、. Also in lists inside paragraphs: 一是…三是….

use std::sync::LazyLock;

use super::outline::{self, Item, Level, Step};
use crate::document::{Article, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/sequence-gap",
        "序号跳号",
        Severity::Warning,
        "序号中间缺号，不是漏了内容，就是删改后没有重新编号，读者会怀疑文件不完整。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.3；《标点符号用法》（GB/T 15834—2011）",
        include_str!("rule.md"),
    )
});

/// More numbers than this are not left out by oversight: the list is another one.
const WIDEST: u32 = 2;
/// More gaps in one article are no oversight.
const OVERSIGHTS: usize = 2;
/// Words that make a numeral an item inside a paragraph.
const AFTER_NUMERAL: [char; 8] = ['是', '要', '则', '为', '靠', '看', '、', '来'];
/// Bytes between two items inside paragraphs.
const REACH: usize = 6000;

/// How paragraphs with a number begin, and the first member of a list inside one.
static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [outline::TRIGGERS, &["一是"]].concat());

struct SequenceGap;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(SequenceGap)
}

impl Rule for SequenceGap {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let items = outline::items_at(article, context.places());
        let mut steps = outline::steps(&items);
        steps.retain(|step| {
            let missing = step.item.number.saturating_sub(step.before.number + 1);
            (1..=WIDEST).contains(&missing) && is_certain(step) && !stands_between(article, step)
        });
        // Nobody forgets so often.
        let extract = steps.len() > OVERSIGHTS || outline::is_extract(article, &items);
        let severity = if extract { Severity::Info } else { Severity::Warning };
        for step in &steps {
            let before = step.before.number;
            let expected = step.item.level.written(before + 1);
            let message = format!("“{}”后面缺“{expected}”，序号跳号", article.slice(step.before.marker()));
            let finding = context.finding(step.item.marker(), message).severity(severity).confidence(0.85);
            context.report(finding.suggest(vec![expected], Applicability::Manual));
        }
        headless(article, &items, context);
        // A line feed is where a paragraph begins.
        if context.places().iter().any(|place| article.text.as_bytes()[*place as usize] != b'\n') {
            inline(article, context);
        }
    }
}

/// （二） with no （一） anywhere: the first of the list was deleted or is written in another way.
fn headless(article: &Article, items: &[Item<'_>], context: &mut Context<'_>) {
    let mut bracketed = items.iter().enumerate().filter(|(_, item)| item.level == Level::HanBracketed);
    let Some((at, item)) = bracketed.next().filter(|(at, item)| *at > 0 && item.number == 2) else {
        return;
    };
    let begun = items[..at].iter().rev().take_while(|other| other.level == Level::Han);
    let under = begun.count() > 0;
    let first = ["（一）", "(一)", "（一)", "(一）", "一是", "第一", "其一", "首先"].iter().any(|first| article.text.contains(first));
    if under && !first && !article.slice(item.block).ends_with(['；', ';']) {
        let message = format!("“{}”前面没有“（一）”，层次不全", article.slice(item.marker()));
        context.report(context.finding(item.marker(), message).confidence(0.8));
    }
}

/// Whether what stands around the gap shows that it is one list.
fn is_certain(step: &Step<'_>) -> bool {
    let goes_on = step.next == Some(step.item.number + 1);
    match step.level() {
        Level::Han | Level::HanBracketed => step.before.number == 1 || step.run > 1 || goes_on,
        _ => step.run > 1 && step.before.number >= step.run,
    }
}

impl Step<'_> {
    fn level(&self) -> Level {
        self.item.level
    }
}

/// Whether the number that seems missing is written between the two items in another way: inside a paragraph, with
/// another mark. Numbers of other levels, which stand there by right, do not count.
fn stands_between(article: &Article, step: &Step<'_>) -> bool {
    let text = article.slice(Span::new(step.before.marker().end, step.item.numeral.start));
    let number = step.before.number + 1;
    let level = step.level();
    let (opens, closes): (&[char], &[char]) = match level {
        Level::HanBracketed | Level::ArabicBracketed => (&['（', '('], &['）', ')']),
        _ => (&['\n', '。', '；', '：', ' ', '第'], &['、', '.', '．', '，', ' ', '：', '条', '章']),
    };
    let numeral = match level {
        Level::Han | Level::HanBracketed => outline::han(number),
        Level::Arabic | Level::ArabicBracketed => number.to_string(),
        Level::Circled => level.written(number),
    };
    text.match_indices(numeral.as_str()).any(|(at, _)| {
        let closed = text[at + numeral.len()..].starts_with(closes);
        level == Level::Circled || text[..at].ends_with(opens) && closed
    })
}

/// An item inside a paragraph: 二是.
struct Point {
    number: u32,
    place: Span<Text>,
}

fn inline(article: &Article, context: &mut Context<'_>) {
    let points = points(article);
    for (at, pair) in points.windows(2).enumerate() {
        let [before, point] = pair else {
            continue;
        };
        let near = (point.place.start - before.place.end) as usize <= REACH;
        let goes_on = points.get(at + 2).is_some_and(|next| next.number == point.number + 1);
        let counted = at.checked_sub(1).is_some_and(|first| points[first].number + 1 == before.number);
        if near && point.number == before.number + 2 && (goes_on || counted) && !is_named(article, before, point) {
            let expected = format!("{}是", outline::han(before.number + 1));
            let message = format!("“{}”后面缺“{expected}”，序号跳号", article.slice(before.place));
            let finding = context.finding(point.place, message).confidence(0.8);
            context.report(finding.suggest(vec![expected], Applicability::Manual));
        }
    }
}

/// The items 一是, 二是 … at the beginnings of clauses of the body.
fn points(article: &Article) -> Vec<Point> {
    let mut points = Vec::new();
    for block in article.blocks_in(Region::Body) {
        let text = article.block_text(block);
        for (at, mark) in text.match_indices('是') {
            let Some(numeral) = text[..at].chars().next_back().filter(|c| "一二三四五六七八九".contains(*c)) else {
                continue;
            };
            let start = at - numeral.len_utf8();
            let before = text[..start].chars().next_back();
            if before.is_none_or(|c| "。；：，！？:;,”、… ".contains(c)) {
                let number = "一二三四五六七八九".chars().position(|c| c == numeral).map_or(0, |at| at as u32 + 1);
                points.push(Point { number, place: block.text.part(start..at + mark.len()) });
            }
        }
    }
    points
}

/// Whether the item between two stands there in other words: 二要, 其二, 第二.
fn is_named(article: &Article, before: &Point, point: &Point) -> bool {
    let between = article.slice(Span::new(before.place.end, point.place.start));
    let numeral = outline::han(before.number + 1);
    between.match_indices(numeral.as_str()).any(|(at, _)| {
        between[at + numeral.len()..].starts_with(AFTER_NUMERAL) || between[..at].ends_with(['其', '第', '（'])
    }) || ["其次", "再次", "最后"].iter().any(|word| between.contains(word))
}
