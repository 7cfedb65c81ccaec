//! 以上 and 以下 of the same number in one sentence, without a word on which of the two holds it: 50人以上…50人以下.

use std::sync::LazyLock;

use super::{EachNumber, head, stands_alone, tail};
use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/bounds-overlap",
        "“以上”“以下”重叠",
        Severity::Info,
        "“以上”“以下”一般都包括本数，同一个数分到两档里，办事的人不知道算哪一档。",
        "《中华人民共和国民法典》第一千二百五十九条：“以上”“以下”“以内”包括本数，“不满”“超过”“以外”不包括本数",
        include_str!("rule.md"),
    )
});

/// What says which side holds the number.
const CLEAR: [&str; 7] = ["罚", "含", "不满", "不足", "超过", "本数", "未满"];

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &["以下"], fits: |_| true, look })
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let (unit, behind) = (article.unit(number), head(article, number.span.end));
    let Some(after) = behind.trim_start().strip_prefix(unit).filter(|after| after.starts_with("以下")) else {
        return;
    };
    let before = tail(article, number.span.start);
    let written = article.slice(Span::new(number.span.start, number.span.end));
    let sentence = article.slice(article.sentence(number.span));
    let above = format!("{written}{unit}以上");
    // 5年以上10年以下: the upper end of one range.
    let upper = before.ends_with("以上") || before.ends_with(['上', '至', '到', '—', '、']);
    let meets = sentence.match_indices(&above).any(|(at, _)| !sentence[..at].ends_with(|c: char| c.is_ascii_digit() || ".,".contains(c)));
    let clear = CLEAR.iter().any(|word| sentence.contains(word));
    if meets && !upper && !clear && stands_alone(article, number) {
        let length = behind.len() - after.len() + "以下".len();
        let span = Span::new(number.span.start, number.span.end + length as u32);
        let message = format!("“{written}{unit}以上”与“{written}{unit}以下”都包括{written}{unit}，请写明归哪一档");
        context.report(context.finding(span, message));
    }
}
