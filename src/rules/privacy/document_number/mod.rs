//! Numbers of a person's papers other than the identity card: passport, school record, disability and social security
//! cards. Each stands behind its own name; a masked number is none.

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "privacy/document-number",
        "公开了完整的个人证件号码",
        Severity::Warning,
        "护照、学籍、残疾证、社保卡等号码是个人信息，公开出去可能被冒用，应隐去部分数字。",
        "《中华人民共和国个人信息保护法》；《中华人民共和国政府信息公开条例》第十五条",
        include_str!("rule.md"),
    )
});

/// The papers whose numbers are looked at.
const PAPERS: [&str; 9] = ["护照", "学籍", "残疾证", "残疾人证", "社保卡", "社会保障卡", "军官证", "士兵证", "驾驶证"];
/// What stands between a paper and its number.
const LINKS: [&str; 4] = ["号码", "号", "证号", "编号"];
/// Letters and digits of a number; longer ones are no number of a paper.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=22;
/// Digits that a number has at least.
const DIGITS: usize = 7;

struct DocumentNumber;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DocumentNumber)
}

impl Rule for DocumentNumber {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &PAPERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let text = article.after(Span::point(*place));
            if let Some((at, length)) = number(text) {
                let start = *place + offset(at);
                let message = "这里公开了个人证件的完整号码，应隐去部分数字";
                context.report(context.finding(Span::new(start, start + offset(length)), message).confidence(0.85));
            }
        }
    }
}

/// Where the number of the paper that a text begins with stands, and its bytes.
fn number(text: &str) -> Option<(usize, usize)> {
    let paper = PAPERS.iter().filter(|paper| text.starts_with(**paper)).map(|paper| paper.len()).max()?;
    let rest = &text[paper..];
    let link = LINKS.iter().filter(|link| rest.starts_with(**link)).map(|link| link.len()).max()?;
    let label = &rest[link..];
    let value = label.trim_start_matches(['：', ':', ' ', '为', '是']);
    let length = value.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let digits = value[..length].bytes().filter(u8::is_ascii_digit).count();
    let masked = value[length..].starts_with(['*', '＊', '×', '●']);
    let fits = LENGTH.contains(&length) && digits >= DIGITS && !masked && value.len() < label.len();
    fits.then_some((text.len() - value.len(), length))
}
