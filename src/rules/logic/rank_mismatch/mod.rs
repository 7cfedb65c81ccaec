//! A rank that is beyond the number of those ranked: 全省16个地市中列第18位.

use std::sync::LazyLock;

use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::number::head;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/rank-mismatch",
        "名次超出总数",
        Severity::Warning,
        "名次不会大于参加排名的总数，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// Who is ranked.
const RANKED: [&str; 20] = [
    "个市", "个地市", "个设区市", "个县", "个区", "个州", "个省", "个城市", "个镇", "个乡镇", "个街道", "个国家", "支代表队", "支队伍",
    "支参赛队", "名选手", "名考生", "家单位", "家企业", "个代表队",
];
/// Bytes between the number of those ranked and the rank.
const NEAR: u32 = 60;
/// What a rank stands behind.
const RANK: &str = "第";

/// How a score leads to a rank: 以126分名列第一.
const SCORED: [&str; 10] =
    ["分名列", "分位列", "分位居", "分列", "分排名", "分居", "分获得", "分获", "分夺得", "分取得"];
/// Ranks in words, the first one first.
const PLACES: [&str; 6] = ["第一", "第二", "第三", "第四", "第五", "第六"];
/// Bytes from a score to its rank.
const RANK_NEAR: usize = 36;

struct RankMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RankMismatch)
}

impl Rule for RankMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [&RANKED[..], &SCORED[..]].concat());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        scores(article, context);
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let numbers = article.numbers();
            let next = numbers.partition_point(|number| number.span.end < *place);
            let [all, rank, ..] = numbers.get(next..).unwrap_or_default() else {
                continue;
            };
            let span = Span::new(rank.span.start - RANK.len().min(rank.span.start as usize) as u32, rank.span.end);
            if all.span.end == *place && is_rank(article, all, rank) {
                let message = format!("参加排名的是{}个，名次却是第{}，请核对", article.slice(all.span), article.slice(rank.span));
                context.report(context.finding(span, message).confidence(0.85));
            }
        }
    }
}

/// A lower rank with a higher score in one sentence: 以126分名列第一，以131分名列第二.
fn scores(article: &Article, context: &mut Context<'_>) {
    let mut last: Option<(&Number, usize, Span<Text>)> = None;
    for place in context.places().iter().filter(|place| article.is_prose(**place)) {
        let behind = &article.text[*place as usize..];
        let near = &behind[..behind.floor_char_boundary(RANK_NEAR)];
        let near = near.split(['，', '。', '；', '\n']).next().unwrap_or(near);
        let rank = PLACES.iter().position(|rank| near.contains(rank) && near.starts_with('分'));
        let numbers = article.numbers();
        let number = numbers.partition_point(|number| number.span.end < *place);
        let Some((number, rank)) = numbers.get(number).filter(|number| number.span.end == *place).zip(rank) else {
            continue;
        };
        let sentence = article.sentence(number.span);
        let (score, before) = (number.value, last.filter(|(.., known)| *known == sentence));
        if let Some((higher, above, _)) = before
            && rank == above + 1
            && score.zip(higher.value).is_some_and(|(score, higher)| score.amount > higher.amount)
        {
            let span = Span::new(number.span.start, *place + "分".len() as u32);
            let message = format!("{}{}分，{}却有{}分，请核对", PLACES[above], article.slice(higher.span), PLACES[rank], article.slice(number.span));
            context.report(context.finding(span, message).confidence(0.85));
        }
        last = Some((number, rank, sentence));
    }
}

fn is_rank(article: &Article, all: &Number, rank: &Number) -> bool {
    let near = rank.span.start - all.span.end <= NEAR && rank.before == '第' && all.before != '第';
    if !near || !all.integer().zip(rank.integer()).is_some_and(|(all, rank)| rank > all && all > 1) {
        return false;
    }
    let between = article.slice(Span::new(all.span.end, rank.span.start - RANK.len() as u32));
    let told = ["排名", "列", "居", "排在", "位次", "名次", "排"].iter().any(|word| between.contains(word));
    let after = head(article, rank.span.end);
    let named = after.starts_with(['位', '名']) || told && after.starts_with(['，', '。', '；', '、']) || after.is_empty();
    // 16个地市中第18位 needs no verb between; another group named between is ranked by itself.
    let plain = !between.contains(['。', '；', '、']) && !between.contains("全国") && between.matches('，').count() < 2;
    named && plain
}
