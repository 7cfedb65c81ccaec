//! A difference of percentages given in per cent: 由10%提高3%到13%, where points are meant.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::number::{EachNumber, head, tail};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/percent-as-points",
        "百分点写成百分数",
        Severity::Error,
        "由10%到13%是提高3个百分点；提高3%则是提高到10.3%，两者相差很大。",
        "国家统计局统计术语解释：百分点",
        include_str!("rule.md"),
    )
});

const VERBS: &str = "提高|上升|增加|提升|增长|下降|降低|减少|回落|下滑|上涨|下跌";

/// Between the base and the difference: 由10%提高了3%.
static GAP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("^[，,]?(?P<verb>{VERBS})了?(?:近|约)?$")).expect("constant pattern"));

/// Between the difference and the result: 提高3%，达到13%.
static RESULT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[，,]?(?:提高|上升|增加|提升|增长|下降|降低|减少|回落)?(?:到|至|达到|达|为)$").expect("constant pattern"));

/// Between the base and the result, and back to the difference: 由10%提高到13%，提高3%.
static BACK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("^[，,（(](?:累计|共|净)?(?:{VERBS})了?(?:近|约)?$")).expect("constant pattern"));

static TO: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("^(?:{VERBS})?(?:到|至)了?$|^[升增降减]至$")).expect("constant pattern"));

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits: |base| base.percent, look })
}

fn look(article: &Article, base: &Number, context: &mut Context<'_>) {
    let Some((second, gap)) = next(article, base).filter(|_| from(tail(article, base.span.start))) else {
        return;
    };
    let third = next(article, second);
    let (difference, result, certain) = match third {
        Some((third, back)) if TO.is_match(gap) && BACK.is_match(back) => (third, Some(second), true),
        Some((third, to)) if GAP.is_match(gap) && RESULT.is_match(to) => (second, Some(third), true),
        _ if GAP.is_match(gap) => (second, None, false),
        _ => return,
    };
    if certain && !fits(base, difference, result) {
        return;
    }
    let severity = if certain { Severity::Error } else { Severity::Warning };
    let right = article.slice(difference.span).replace('%', "个百分点");
    let finding = context.finding(difference.span, format!("两个百分数之差应写作“{right}”")).severity(severity);
    let finding = finding.confidence(if certain { 0.97 } else { 0.75 });
    context.report(finding.suggest(vec![right], Applicability::Unsafe));
}

/// Whether a base stands right before: 由, 从.
fn from(before: &str) -> bool {
    let clause = before.rsplit(['，', '。', '；', ',']).next().unwrap_or(before);
    let Some(at) = clause.rfind(['由', '从']) else {
        return false;
    };
    clause[at..].chars().count() <= 10 && !clause[at..].contains(['%', '、'])
}

/// The per cent number that follows shortly, with what stands between.
fn next<'a>(article: &'a Article, number: &Number) -> Option<(&'a Number, &'a str)> {
    let numbers = article.numbers();
    let place = numbers.partition_point(|other| other.span.start < number.span.end);
    let next = numbers.get(place).filter(|next| next.percent)?;
    let gap = head(article, number.span.end).get(..(next.span.start - number.span.end) as usize)?;
    Some((next, gap))
}

/// Whether base and difference give the result.
fn fits(base: &Number, difference: &Number, result: Option<&Number>) -> bool {
    let values = base.value.zip(difference.value).zip(result.and_then(|result| result.value));
    values.is_some_and(|((base, difference), result)| {
        let step = base.step.max(difference.step).max(result.step);
        ((result.amount - base.amount).abs() - difference.amount).abs() < step
    })
}
