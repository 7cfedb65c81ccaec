//! So many at so much each, and a total that is not the product, in any order: 200户，每户500元，共计12万元. Only sentences
//! of just these three figures, in which nothing is paid several times.

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
const EACH: [&str; 21] = [
    "每户", "每人", "每村", "每家", "每名", "每亩", "每个", "每件", "每台", "每套", "每位", "每组", "每班", "每辆", "每只", "每份", "每株", "每头", "每间",
    "每箱", PRICE,
];
/// What leads to the share of each without saying of what.
const PRICE: &str = "单价";
/// What the clause of the total says.
const TOTALS: [&str; 5] = ["共", "合计", "总", "发放", "价值"];
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
            let numbers = sentence_numbers(article, sentence);
            if numbers.len() != 3 || DOUBTFUL.iter().any(|word| article.slice(sentence).contains(word)) {
                continue;
            }
            if let Some((count, share, total)) = told(article, *place, numbers) {
                judge(article, count, share, total, context);
            }
        }
    }
}

/// Which of three numbers is the count, which the share of each that the word at a place leads to, and which the total of
/// such shares.
fn told<'a>(article: &'a Article, place: u32, numbers: &'a [Number]) -> Option<(&'a Number, &'a Number, &'a Number)> {
    let plain = |number: &Number| is_plain(number) && !number.percent && !is_vague(article, number);
    let share = numbers.iter().find(|number| number.span.start > place && number.span.start - place <= 24)?;
    let others = || numbers.iter().filter(|number| *number != share);
    let text = article.after(Span::point(place));
    let of = text.strip_prefix('每').filter(|_| !text.starts_with(PRICE));
    let is_count = |number: &&Number| {
        let unit = article.unit(number);
        !unit.is_empty() && unit != article.unit(share) && of.is_none_or(|of| of.starts_with(unit))
    };
    let count = others().find(is_count)?;
    let total = others().find(|number| *number != count && article.unit(number) == article.unit(share))?;
    let lead = tail(article, total.span.start);
    let clause = lead.rsplit(['，', '；', '：', '。']).next().unwrap_or(lead);
    let led = TOTALS.iter().any(|word| clause.contains(word)) && !clause.contains('每');
    (led && !article.unit(share).is_empty() && numbers.iter().all(plain)).then_some((count, share, total))
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
    if (product - said.amount).abs() >= slack.max(1) {
        let message = format!("{}×{}是{}，不是{}，请核对", article.slice(count.span), article.slice(share.span), written(product), article.slice(total.span));
        context.report(context.finding(total.span, message).confidence(0.85));
    }
}
