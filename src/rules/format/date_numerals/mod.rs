//! The date under a document in Chinese numerals, as it was written before July 2012.

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use crate::document::{Article, Region, written};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

/// The day from which dates are written in Arabic digits.
const SINCE: Date = date(2012, 7, 1);

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/date-numerals",
        "成文日期用了汉字数字",
        Severity::Info,
        "2012年7月1日起，公文的成文日期用阿拉伯数字书写。",
        "《党政机关公文格式》（GB/T 9704—2012）7.3.5.4",
        include_str!("rule.md"),
    )
});

struct DateNumerals;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DateNumerals)
}

impl Rule for DateNumerals {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["二〇", "二○", "二零"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in article.blocks_in(Region::Signature) {
            let inside = article.dates().iter().filter(|mention| block.text.covers(mention.span));
            for mention in inside.filter(|mention| mention.chinese && !mention.lunar) {
                if let Some(day) = mention.date().filter(|day| *day >= SINCE) {
                    let right = written(day);
                    let message = format!("成文日期用阿拉伯数字，应写作“{right}”");
                    let finding = context.finding(mention.span, message);
                    context.report(finding.suggest(vec![right], Applicability::Unsafe));
                }
            }
        }
    }
}
