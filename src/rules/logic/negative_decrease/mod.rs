//! A decrease by a negative number, which is an increase: 同比下降-3.2%.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::phrase::joined;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/negative-decrease",
        "“下降”后面带了负号",
        Severity::Warning,
        "“下降”已经说明是减少，后面再带负号，意思就反了。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

const VERBS: [&str; 9] = ["下降", "减少", "降低", "回落", "下滑", "下跌", "减亏", "缩减", "负增长"];
const SIGNS: [&str; 4] = ["-", "−", "负", "了-"];

static TRIGGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| joined(&VERBS, &SIGNS));

struct NegativeDecrease;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(NegativeDecrease)
}

impl Rule for NegativeDecrease {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        TRIGGERS.as_slice()
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let text = article.after(Span::point(*place));
            let Some(mark) = TRIGGERS.iter().find(|mark| text.starts_with(**mark)) else {
                continue;
            };
            let number = article.number_from(*place + mark.len() as u32);
            let Some(number) = number.filter(|number| number.percent || text.contains("个百分点")) else {
                continue;
            };
            let span = Span::new(*place, number.span.end);
            if article.is_prose(*place) && !article.is_inside(span, Enclosure::Quote) {
                let verb = mark.trim_end_matches(['-', '−', '负', '了']);
                let right = format!("{verb}{}", article.slice(number.span));
                let finding = context.finding(span, format!("“{verb}”后面不带负号")).confidence(0.9);
                context.report(finding.suggest(vec![right], Applicability::Manual));
            }
        }
    }
}
