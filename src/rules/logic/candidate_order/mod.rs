//! Candidates of a tender out of order: the second one with more points than the first, the fourth behind the second.

use std::sync::LazyLock;

use crate::document::{Article, Number, count_at, numeral};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/candidate-order",
        "候选人、名次的先后不对",
        Severity::Warning,
        "候选人、名次按得分从高到低排列，后面的得分反而高，或者中间少了一个，不是排错就是写错。",
        "《中华人民共和国招标投标法实施条例》第五十三条（标明排序）；《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

/// What stands behind the ordinal of a candidate.
const WORDS: [&str; 5] = ["中标候选人", "成交候选人", "名：", "名:", "候选供应商"];
const MOST: usize = 40;

struct CandidateOrder;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(CandidateOrder)
}

impl Rule for CandidateOrder {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let ranks: Vec<Rank> = context.places().iter().take(MOST).filter_map(|place| Rank::at(article, *place)).collect();
        let ends = ranks.iter().skip(1).map(|rank| rank.span.start).chain([offset(article.text.len())]);
        let scored: Vec<(&Rank, Option<&Number>)> = ranks.iter().zip(ends).map(|(rank, end)| (rank, score(article, rank.span.end, end))).collect();
        for pair in scored.windows(2) {
            let [(first, one), (second, two)] = pair else { continue };
            if second.number == first.number + 2 && first.number > 0 {
                let missing = numeral(u64::from(first.number) + 1).unwrap_or_default();
                let message = format!("“{}”前面缺第{missing}，请核对", article.slice(second.span));
                context.report(context.finding(second.span, message).confidence(0.85));
            }
            let more = |one: &Number, two: &Number| one.value.zip(two.value).is_some_and(|(one, two)| two.amount > one.amount);
            if second.number == first.number + 1
                && let (Some(one), Some(two)) = (one, two)
                && more(one, two)
            {
                let message = format!("排在后面的得{}分，比前一个的{}分还高，请核对", article.slice(two.span), article.slice(one.span));
                context.report(context.finding(two.span, message).confidence(0.85));
            }
        }
    }
}

/// An ordinal that begins a line or a clause: 第二中标候选人.
struct Rank {
    number: u32,
    span: Span<Text>,
}

impl Rank {
    fn at(article: &Article, place: u32) -> Option<Self> {
        let before = article.before(Span::point(place));
        let start = before.rfind('第').filter(|start| before.len() - start <= "第十一".len())?;
        let (number, length) = count_at(&before[start + "第".len()..])?;
        let text = article.after(Span::point(place));
        let word = WORDS.iter().find(|word| text.starts_with(**word))?;
        let begins = before[..start].is_empty() || before[..start].ends_with(['。', '；', '，', '：', ' ', '、']);
        let whole = start + "第".len() + length == before.len();
        let from = place - offset(before.len() - start);
        (begins && whole).then(|| Self { number, span: Span::new(from, place + offset(word.len())) })
    }
}

/// The points told behind a place, up to another.
fn score(article: &Article, from: u32, to: u32) -> Option<&Number> {
    let numbers = article.numbers();
    let next = numbers.partition_point(|number| number.span.start < from);
    let is_score = |number: &&Number| {
        let before = &article.text[..number.span.start as usize];
        number.behind == '分' && ["得分", "得分为", "得分：", "得分:", "总分", "成绩", "总成绩", "评分"].iter().any(|word| before.ends_with(word))
    };
    numbers[next..].iter().take_while(|number| number.span.end <= to).take(12).find(is_score)
}
