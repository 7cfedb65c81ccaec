//! A value that goes up by the words and down by its figures, or the other way round: 由120亿元增加到110亿元. How far it
//! goes is `growth_mismatch`'s.

use std::sync::LazyLock;

use super::quantity::{is_plain, is_vague};
use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::number::head;
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
/// Bytes between the word and its figures.
const NEAR: usize = 40;

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let words = UP.iter().chain(&DOWN).filter(|word| word.chars().count() > 1);
    let led = words.flat_map(|word| ["到", "至", "为"].map(|to| format!("{word}{to}")));
    let short = ["增至", "升至", "涨至", "涨到", "升到", "减至", "降至", "降到", "缩至", "跌至"].map(str::to_string);
    crate::rules::kept(led.chain(short))
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
            if let Some((first, second, is_up)) = pair(article, *place) {
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
    let text = article.after(at);
    let up = UP.iter().find(|word| text.starts_with(**word));
    let word = up.or_else(|| DOWN.iter().find(|word| text.starts_with(**word)))?;
    let numbers = article.numbers();
    let mut next = numbers.partition_point(|number| number.span.start < place);
    let first = numbers.get(next.checked_sub(1)?)?;
    // 由2020年的350家增长到2023年的310家: years are passed over.
    while numbers.get(next).is_some_and(|number| matches!(article.unit(number), "年" | "月" | "日")) {
        next += 1;
    }
    let second = numbers.get(next)?;
    let clause = article.clause(at);
    let from = article.before(at).rfind(['由', '从'])?;
    let lead = &article.before(at)[from..];
    let unit = article.unit(first);
    let between = article.slice(Span::new(first.span.end, place));
    let behind = article.slice(Span::new(place + word.len() as u32, second.span.start));
    let near = lead.len() <= NEAR && between.len() <= unit.len() + "左右的".len() && behind.len() <= NEAR;
    let led = first.span.start >= clause.start && second.span.end <= clause.end + "个百分点".len() as u32 && first.span.start as usize + lead.len() > place as usize;
    let same = unit == article.unit(second) && first.percent == second.percent && (first.percent || !unit.is_empty());
    let plain = [first, second].into_iter().all(|number| is_plain(number) && !is_vague(article, number));
    let doubtful = RANKS.contains(&unit) && up.is_some() || DOUBTFUL.iter().any(|word| article.slice(article.sentence(at)).contains(word));
    let several = lead.matches(['、', '，', '%']).count() > usize::from(first.percent);
    // 1小时33分钟 is one length of time; 1个月 and 4个工作日 are counted in other things.
    let compound = numbers[..next].iter().rev().find(|number| number.span.end < first.span.start).is_some_and(|other| {
        article.slice(Span::new(other.span.end, first.span.start)) == article.unit(other)
    });
    let noun = |number: &Number| head(article, number.span.end).strip_prefix("个").and_then(|rest| rest.chars().next());
    if compound || unit == "个" && noun(first) != noun(second) {
        return None;
    }
    let (from, to) = (first.value?, second.value?);
    let wrong = if up.is_some() { to.amount < from.amount } else { to.amount > from.amount };
    (near && led && same && plain && !doubtful && !several && wrong).then_some((first, second, up.is_some()))
}
