//! Ordinals half in Chinese numerals and half in digits: 第十2届, 第1十二届.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::number::pairs;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/ordinal-split",
        "序数一半汉字一半数字",
        Severity::Error,
        "一个序数要么全用汉字，要么全用阿拉伯数字，不能各用一半。",
        "GB/T 15835—2011《出版物上数字用法》",
        include_str!("rule.md"),
    )
});

const NUMERALS: &str = "一二三四五六七八九十";
/// What is numbered.
const NOUNS: [&str; 12] = ["届", "次", "批", "条", "章", "期", "季度", "轮", "名", "中学", "小学", "版"];
/// Characters of an ordinal at most.
const LONGEST: usize = 5;

struct OrdinalSplit;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(OrdinalSplit)
}

impl Rule for OrdinalSplit {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
            let digits = "0123456789";
            [pairs(digits, NUMERALS), pairs("一二三四五六七八九十", digits)].concat()
        });
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let before = article.before(Span::point(*place));
            let is_number = |c: &char| c.is_ascii_digit() || NUMERALS.contains(*c);
            let lead: usize = before.chars().rev().take(LONGEST).take_while(is_number).map(char::len_utf8).sum();
            if !before[..before.len() - lead].ends_with('第') {
                continue;
            }
            let start = *place as usize - lead;
            let rest = &article.text[start..];
            let length: usize = rest.chars().take(LONGEST).take_while(is_number).map(char::len_utf8).sum();
            let span = Span::of(start - "第".len()..start + length);
            let named = NOUNS.iter().any(|noun| rest[length..].starts_with(noun));
            if named && article.is_prose(*place) && !article.is_inside(span, Enclosure::Quote) {
                let finding = context.finding(span, format!("“{}”汉字和数字混用，应统一写法", article.slice(span)));
                context.report(finding.suggest(value(&rest[..length]).into_iter().collect(), Applicability::Manual));
            }
        }
    }
}

/// The ordinal in numerals, where it can only be one number: 十2 is 十二.
fn value(written: &str) -> Option<String> {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let spell = |c: char| match c.to_digit(10) {
        Some(digit) => (*digits.get(digit as usize)?).to_string().into(),
        None => Some(c.to_string()),
    };
    let spelt: Option<String> = written.chars().map(spell).collect();
    spelt.filter(|spelt| crate::document::count_at(spelt).is_some_and(|(_, length)| length == spelt.len())).map(|spelt| format!("第{spelt}"))
}
