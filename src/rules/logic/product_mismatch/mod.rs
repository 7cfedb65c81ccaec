//! So many at so much each, and a total that is not the product: 200户，每户500元，共计12万元. Only sentences of just these
//! three figures, in which nothing is paid several times.

use std::sync::LazyLock;

use super::quantity::{is_plain, is_vague, sentence_numbers, written};
use crate::document::{Article, Number, ONE};
use crate::finding::Severity;
use crate::rules::number::tail;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/product-mismatch",
        "单价乘数量不等于总数",
        Severity::Warning,
        "数量、每份多少和总数都写了，乘起来却对不上，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What leads to the share of each, right before its figure or with a verb between.
const EACH: [&str; 15] =
    ["每户", "每人", "每村", "每家", "每名", "每亩", "每个", "每件", "每台", "每套", "每位", "每组", "每班", "每辆", "每只"];
/// What leads to the total.
const TOTALS: [&str; 10] = ["共", "共计", "合计", "总计", "总额", "总金额", "共发放", "共需", "共补助", "共计发放"];
/// Paid more than once, or for only some of them.
const DOUBTFUL: [&str; 16] =
    ["每月", "每年", "每天", "每日", "学期", "每次", "其中", "另", "以上", "以内", "不超过", "最高", "至少", "月", "次", "等"];

struct ProductMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ProductMismatch)
}

impl Rule for ProductMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &EACH
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let sentence = article.sentence(Span::point(*place));
            let [count, share, total] = sentence_numbers(article, sentence) else {
                continue;
            };
            let is_share = count.span.end <= *place && share.span.start > *place && share.span.start - *place <= 24;
            let doubtful = DOUBTFUL.iter().any(|word| article.slice(sentence).contains(word));
            if is_share && !doubtful && is_told(article, *place, count, share, total) {
                judge(article, count, share, total, context);
            }
        }
    }
}

/// Whether the three are a count, a share of each of what is counted, and a total of such shares.
fn is_told(article: &Article, place: u32, count: &Number, share: &Number, total: &Number) -> bool {
    let unit = article.unit(count);
    let each = article.text[place as usize + "每".len()..].starts_with(unit) && !unit.is_empty();
    let same = article.unit(share) == article.unit(total) && !article.unit(total).is_empty();
    let between = tail(article, total.span.start);
    let led = TOTALS.iter().any(|word| between.ends_with(word) || between.ends_with(&format!("{word}资金")) || between.ends_with(&format!("{word}发放补助")));
    let plain = [count, share, total].into_iter().all(|number| is_plain(number) && !number.percent && !is_vague(article, number));
    each && same && led && plain
}

fn judge(article: &Article, count: &Number, share: &Number, total: &Number, context: &mut Context<'_>) {
    let (Some(n), Some(each), Some(said)) = (count.value, share.value, total.value) else {
        return;
    };
    let bounded = n.amount < 1_000_000_000 * ONE && each.amount < 1_000_000_000 * ONE;
    if n.step != ONE || !bounded {
        return;
    }
    let product = n.amount / ONE * each.amount;
    let slack = n.amount / ONE * if each.step < ONE { each.step / 2 } else { 0 } + if said.step == ONE { 0 } else { said.step };
    if (product - said.amount).abs() > slack {
        let message = format!("{}×{}是{}，不是{}，请核对", article.slice(count.span), article.slice(share.span), written(product), article.slice(total.span));
        context.report(context.finding(total.span, message).confidence(0.85));
    }
}
