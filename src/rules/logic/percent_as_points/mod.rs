//! A difference of percentages given in per cent: 由10%提高3%到13%, where points are meant.

use std::sync::LazyLock;

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

const VERBS: [&str; 12] =
    ["提高", "上升", "增加", "提升", "增长", "下降", "降低", "减少", "回落", "下滑", "上涨", "下跌"];

/// A text without the first of the words that it begins with, if any.
fn skip<'a>(text: &'a str, words: &[&str]) -> &'a str {
    words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text)
}

/// Whether a text is a verb and no more: 提高了近.
fn is_change(text: &str) -> bool {
    let verb = VERBS.iter().find_map(|verb| text.strip_prefix(verb));
    verb.is_some_and(|rest| skip(skip(rest, &["了"]), &["近", "约"]).is_empty())
}

/// What stands between the base and the difference: 由10%提高了3%.
fn is_gap(text: &str) -> bool {
    is_change(skip(text, &["，", ","]))
}

/// What stands between the difference and the result: 提高3%，达到13%.
fn is_result(text: &str) -> bool {
    matches!(skip(skip(text, &["，", ","]), &VERBS), "到" | "至" | "达到" | "达" | "为")
}

/// What stands between the base and the result: 由10%提高到13%.
fn is_to(text: &str) -> bool {
    matches!(skip(text, &VERBS), "到" | "到了" | "至" | "至了") || matches!(text, "升至" | "增至" | "降至" | "减至")
}

/// What leads back from the result to the difference: 由10%提高到13%，提高3%.
fn is_back(text: &str) -> bool {
    let rest = text.strip_prefix(['，', ',', '（', '(']);
    rest.is_some_and(|rest| is_change(skip(rest, &["累计", "共", "净"])))
}

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits: |base| base.percent, look })
}

fn look(article: &Article, base: &Number, context: &mut Context<'_>) {
    let Some((second, gap)) = next(article, base).filter(|_| from(tail(article, base.span.start))) else {
        return;
    };
    let third = next(article, second);
    let (difference, result, certain) = match third {
        Some((third, back)) if is_to(gap) && is_back(back) => (third, Some(second), true),
        Some((third, to)) if is_gap(gap) && is_result(to) => (second, Some(third), true),
        _ if is_gap(gap) => (second, None, false),
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
