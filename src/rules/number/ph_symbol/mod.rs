//! The symbol pH in the wrong letters: PH值, Ph值. The letters mean other things where no 值 or number stands behind them.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/ph-symbol",
        "酸碱度符号pH写错",
        Severity::Warning,
        "酸碱度的符号是pH，p小写、H大写，与“值”连用时也不变。",
        "GB 3102.8—1993《物理化学和分子物理学的量和单位》",
        include_str!("rule.md"),
    )
});

const RIGHT: &str = "pH";

struct PhSymbol;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PhSymbol)
}

impl Rule for PhSymbol {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["PH值", "Ph值", "ph值", "PH 值", "PH计", "PH试纸", "PH酸碱", "PH为", "PH>", "PH<", "PH≥", "PH≤"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let span = Span::new(*place, *place + RIGHT.len() as u32);
            let glued = article.text[..*place as usize].ends_with(|c: char| c.is_ascii_alphanumeric());
            if !glued && article.is_prose(*place) && !article.is_inside(span, Enclosure::Book) {
                let finding = context.finding(span, "酸碱度的符号应写作pH");
                context.report(finding.suggest(vec![RIGHT.to_string()], Applicability::Safe));
            }
        }
    }
}
