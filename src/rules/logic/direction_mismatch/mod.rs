//! A value that goes up by the words and down by its figures, or the other way round: 由120亿元增加到110亿元. How far it
//! goes is `growth_mismatch`'s.

use std::sync::LazyLock;

use super::quantity::{is_plain, is_vague};
use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::number::{head, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/direction-mismatch",
        "增减方向与数值相反",
        Severity::Warning,
        "话里说增加，数却变小了，或者说减少，数却变大了，不是词写错了就是数写错了。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What goes up, and what goes down.
const UP: [&str; 10] = ["增加", "增长", "提高", "上升", "提升", "扩大", "上涨", "增", "升", "涨"];
const DOWN: [&str; 14] = ["减少", "下降", "降低", "压缩", "缩短", "缩减", "压减", "回落", "下跌", "缩小", "减", "降", "缩", "跌"];
/// Of these less is more.
const RANKS: [&str; 8] = ["位", "名", "级", "秒", "分钟", "小时", "分", "天"];
/// What makes the two no plain pair.
const DOUBTFUL: [&str; 12] =
    ["分别", "排名", "排位", "位次", "名次", "比例", "又", "至今", "精度", "分辨率", "误差", "精准"];
/// Bytes between the word and its figures, and from 由 to the word.
const NEAR: u32 = 40;
const LEAD: usize = 45;

/// What the difference of two percentages is counted in.
const POINTS: &str = "个百分点";

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let words = UP.iter().chain(&DOWN).filter(|word| word.chars().count() > 1);
    let led = words.flat_map(|word| ["到", "至", "为"].map(|to| format!("{word}{to}")));
    let short = ["增至", "升至", "涨至", "涨到", "升到", "减至", "降至", "降到", "缩至", "跌至"].map(str::to_string);
    crate::rules::kept(led.chain(short).chain([POINTS.to_string()]))
});

struct DirectionMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DirectionMismatch)
}

impl Rule for DirectionMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            if article.text[*place as usize..].starts_with(POINTS) {
                points(article, *place, context);
            } else if let Some((first, second, is_up)) = pair(article, *place) {
                let (from, to) = (article.slice(first.span), article.slice(second.span));
                let (word, fact) = if is_up { ("增加", "变小") } else { ("减少", "变大") };
                let message = format!("话里说{word}，从{from}到{to}却是{fact}了，请核对");
                let span = Span::new(first.span.start, second.span.end);
                context.report(context.finding(span, message).confidence(0.85));
            }
        }
    }
}

/// The values before and behind the word at a place, where they go the other way.
fn pair(article: &Article, place: u32) -> Option<(&Number, &Number, bool)> {
    let at = Span::point(place);
    let text = &article.text[place as usize..];
    let up = UP.iter().find(|word| text.starts_with(**word));
    up.or_else(|| DOWN.iter().find(|word| text.starts_with(**word)))?;
    let numbers = article.numbers();
    let next = numbers.partition_point(|number| number.span.start < place);
    let first = numbers.get(next.checked_sub(1)?)?;
    // 由2020年的350家增长到2023年的310家: a year is passed over.
    let second = numbers[next..].iter().take(2).find(|number| !matches!(number.behind, '年' | '月' | '日'))?;
    let (from, to) = (first.value?, second.value?);
    let wrong = if up.is_some() { to.amount < from.amount } else { to.amount > from.amount };
    let near = place.saturating_sub(first.span.end) <= NEAR && second.span.start - place <= NEAR;
    let same = near && article.unit(first) == article.unit(second) && first.percent == second.percent;
    if !wrong || !same || !is_pair(article, &numbers[..next], first, second) {
        return None;
    }
    let unit = article.unit(first);
    let between = article.slice(Span::new(first.span.end, place));
    let clause = article.clause(at);
    let whole = first.span.start >= clause.start && second.span.end <= clause.end && between.len() <= unit.len() + "左右的".len();
    let rank = up.is_some() && RANKS.contains(&unit);
    let doubtful = || DOUBTFUL.iter().any(|word| article.slice(article.sentence(at)).contains(word));
    let counted = first.percent || !unit.is_empty();
    (whole && counted && !rank && is_led(article, first, place) && !doubtful() ).then_some((first, second, up.is_some()))
}

/// 漏损率由18%降至9%，提高了9个百分点: the points are the difference of the two values before them, and the word goes the
/// other way.
fn points(article: &Article, place: u32, context: &mut Context<'_>) {
    let numbers = article.numbers();
    let next = numbers.partition_point(|number| number.span.end <= place);
    let Some([first, second, points]) = next.checked_sub(3).and_then(|from| numbers.get(from..next)) else { return };
    let (Some(from), Some(to), Some(by)) = (first.value, second.value, points.value) else { return };
    let sentence = article.sentence(points.span);
    let near = points.span.end == place && first.span.start >= sentence.start && first.percent && second.percent;
    if !near || (to.amount - from.amount).abs() != by.amount || by.amount == 0 {
        return;
    }
    let ends = |at: u32, words: &[&str]| {
        let before = tail(article, at);
        let before = before.strip_suffix(['了', '至', '到', '为']).unwrap_or(before);
        words.iter().any(|word| before.ends_with(word))
    };
    let (rises, word) = (to.amount > from.amount, points.span.start);
    let (with, against) = if rises { (&UP[..], &DOWN[..]) } else { (&DOWN[..], &UP[..]) };
    // Both words are there: what the values do, and the opposite before the points.
    if ends(second.span.start, with) && ends(word, against) {
        let message = format!(
            "从{}到{}是{}了，后面却说反了，请核对",
            article.slice(first.span),
            article.slice(second.span),
            if rises { "上升" } else { "下降" }
        );
        let start = word - (tail(article, word).chars().rev().take(3).map(char::len_utf8).sum::<usize>() as u32);
        let span = Span::new(start.max(second.span.end), place + POINTS.len() as u32);
        context.report(context.finding(span, message).confidence(0.9));
    }
}

/// Whether 由 or 从 leads to the first value alone.
fn is_led(article: &Article, first: &Number, place: u32) -> bool {
    let before = tail(article, place);
    let lead = before.rfind(['由', '从']).map(|at| &before[at..]);
    lead.is_some_and(|lead| {
        let several = lead.matches(['、', '，', '%']).count() > usize::from(first.percent);
        lead.len() <= LEAD && first.span.start as usize + lead.len() > place as usize && !several
    })
}

/// Whether two numbers are values of one thing. 1小时33分钟 is one length of time; 1个月 and 4个工作日 are counted in other
/// things.
fn is_pair(article: &Article, before: &[Number], first: &Number, second: &Number) -> bool {
    let plain = [first, second].into_iter().all(|number| is_plain(number) && !is_vague(article, number));
    let last = before.len().checked_sub(2).and_then(|at| before.get(at));
    let compound = last.is_some_and(|last| article.slice(Span::new(last.span.end, first.span.start)) == article.unit(last));
    let noun = |number: &Number| head(article, number.span.end).strip_prefix("个").and_then(|rest| rest.chars().next());
    plain && !compound && (article.unit(first) != "个" || noun(first) == noun(second))
}
