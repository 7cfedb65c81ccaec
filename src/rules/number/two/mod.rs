//! 2 or 二 where the language has 两: 2大优势, 二个方面.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/two",
        "“两”写成“2”“二”",
        Severity::Info,
        "量词和“大”前面读“两”，宜写“两”。",
        "《现代汉语词典》“两”“二”",
        include_str!("rule.md"),
    )
});

/// What is written, and what makes it part of something else behind it.
const FORMS: [(&str, &str); 7] = [
    ("2大", "队连街道路型厂豆小"),
    ("二个", "月工"),
    ("二件", ""),
    ("二种", ""),
    ("二家", ""),
    ("二户", ""),
    ("二天", ""),
];
/// What makes 二 the end of a longer numeral, an ordinal or a name.
const LONGER: &str = "〇零一二三四五六七八九十百千万亿第之其、-—～至到几初周期月数老";

struct Two;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Two)
}

impl Rule for Two {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["2大", "二个", "二件", "二种", "二家", "二户", "二天"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let at = *place as usize;
            let Some((form, words)) = FORMS.into_iter().find(|(form, _)| article.text[at..].starts_with(form)) else {
                continue;
            };
            let (before, after) = (&article.text[..at], &article.text[at + form.len()..]);
            let joins = |c: char| c.is_ascii_alphanumeric() || LONGER.contains(c) || ".,，:：∶".contains(c);
            if before.ends_with(joins) || after.starts_with(|c| words.contains(c)) || !article.is_prose(*place) {
                continue;
            }
            let two = if form.starts_with('2') { 1 } else { "二".len() };
            let span = Span::of(at..at + two);
            if !article.is_inside(span, Enclosure::Book) && !article.is_inside(span, Enclosure::Quote) {
                let finding = context.finding(span, "这里读“两”，宜写“两”");
                context.report(finding.suggest(vec!["两".to_string()], Applicability::Unsafe));
            }
        }
    }
}
