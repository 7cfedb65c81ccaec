//! A balance that income and spending do not leave: 收入100万元，支出80万元，结余30万元. Accounts with what was left of earlier
//! years are not looked at.

use std::sync::LazyLock;

use super::quantity::{is_plain, is_vague, sentence_numbers, written};
use crate::document::{Article, ONE};
use crate::finding::Severity;
use crate::rules::number::tail;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/balance-mismatch",
        "收支与结余不符",
        Severity::Warning,
        "收入减去支出不等于写明的结余，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// Amounts of other times belong to the balance.
const DOUBTFUL: [&str; 10] = ["上年", "结转", "累计", "滚存", "历年", "上月", "期初", "年初", "原有", "账户"];

struct BalanceMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(BalanceMismatch)
}

impl Rule for BalanceMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["结余", "节余"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let sentence = article.sentence(Span::point(*place));
            let text = article.slice(sentence);
            let [income, spent, left] = sentence_numbers(article, sentence) else {
                continue;
            };
            let named = |at: u32, words: &[&str]| words.iter().any(|word| clause(tail(article, at)).contains(word));
            let told = named(income.span.start, &["收入", "筹集", "预算", "拨款", "经费"]) && named(spent.span.start, &["支出", "花费", "使用"]) && left.span.start > *place;
            let near = left.span.start.saturating_sub(*place) <= 24;
            let all = [income, spent, left];
            let plain = all.into_iter().all(|number| is_plain(number) && !number.percent && article.unit(number) == "元" && !is_vague(article, number));
            let (Some(whole), Some(part), Some(rest)) = (income.value, spent.value, left.value) else {
                continue;
            };
            let difference = whole.amount - part.amount;
            let step = all.into_iter().filter_map(|number| number.value).map(|value| value.step).max().unwrap_or(ONE);
            let missed = (difference - rest.amount).abs() > if step == ONE { 0 } else { step };
            if told && near && plain && missed && difference > 0 && !DOUBTFUL.iter().any(|word| text.contains(word)) {
                let message = format!("收入减支出是{}元，与写明的结余不符，请核对", written(difference));
                context.report(context.finding(left.span, message).confidence(0.85));
            }
        }
    }
}

/// The last clause of a text.
fn clause(text: &str) -> &str {
    text.rsplit(['，', '。', '；', '、', '：']).next().unwrap_or(text)
}
