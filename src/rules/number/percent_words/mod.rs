//! 百分之 before Arabic digits: 百分之30.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/percent-words",
        "“百分之”与阿拉伯数字混用",
        Severity::Warning,
        "百分数要么全用阿拉伯数字（30%），要么全用汉字（百分之三十），不能混写。",
        "GB/T 15835—2011《出版物上数字用法》",
        include_str!("rule.md"),
    )
});

const WORDS: [(&str, &str); 2] = [("百分之", "%"), ("千分之", "‰")];

struct PercentWords;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PercentWords)
}

impl Rule for PercentWords {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["百分之", "千分之"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let text = article.after(Span::point(*place));
            let Some((word, sign)) = WORDS.iter().find(|(word, _)| text.starts_with(word)) else {
                continue;
            };
            let Some(number) = article.number_from(*place + word.len() as u32).filter(|number| number.span == number.digits) else {
                continue;
            };
            let span = Span::new(*place, number.span.end);
            if !article.is_inside(span, Enclosure::Book) {
                let right = format!("{}{sign}", article.slice(number.span));
                let message = format!("“{word}”后面不用阿拉伯数字，应写作{right}");
                context.report(context.finding(span, message).confidence(0.9).suggest(vec![right], Applicability::Unsafe));
            }
        }
    }
}
