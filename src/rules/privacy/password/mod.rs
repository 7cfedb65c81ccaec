//! Passwords on a public page: 密码：abc123. What a service tells everybody as the first password of an account is none.

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "privacy/password",
        "公开了账号密码",
        Severity::Warning,
        "账号密码公开在页面上，系统可能被人登录、篡改，应立即撤下并修改密码。",
        "《政府网站发展指引》（国办发〔2017〕47号）安全防护；《中华人民共和国网络安全法》",
        include_str!("rule.md"),
    )
});

const WORDS: [&str; 3] = ["密码", "口令", "password"];
/// What everybody is told, and what is shown to be a bad one.
const TOLD: [&str; 12] =
    ["会议", "提取", "解压", "弱", "如", "例", "避免", "不得", "不要", "直播", "参会", "入会"];
/// A first password that is the same for all accounts: whoever reads the page can log in where it was not changed.
const FIRST: [&str; 4] = ["初始", "默认", "原始", "重置"];
/// Characters before the word in which they stand.
const REACH: usize = 12;
const LENGTH: std::ops::RangeInclusive<usize> = 4..=30;

struct Password;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Password)
}

impl Rule for Password {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let (before, text) = (article.before(Span::point(*place)), article.after(Span::point(*place)));
            let from = before.char_indices().rev().take(REACH).last().map_or(before.len(), |(at, _)| at);
            let told = TOLD.iter().any(|word| before[from..].contains(word));
            if let Some((at, length)) = password(text).filter(|_| !told) {
                let start = *place + offset(at);
                let span = Span::new(start, start + offset(length));
                let first = FIRST.iter().any(|word| before[from..].contains(word));
                // 123456 is no secret: it is what everybody who opens an account is told.
                if first && article.slice(span).bytes().all(|byte| byte.is_ascii_digit()) {
                    continue;
                }
                let finding = if first {
                    let message = "这里公开了通用的初始密码，没有改过密码的账号都可能被人登录，请改用其他办法告知";
                    context.finding(span, message).severity(Severity::Info).confidence(0.6)
                } else {
                    context.finding(span, "这里公开了密码，应立即撤下并修改密码").confidence(0.85)
                };
                context.report(finding);
            }
        }
    }
}

/// Where the password stands behind the word that a text begins with, and its bytes.
fn password(text: &str) -> Option<(usize, usize)> {
    let word = WORDS.iter().find(|word| text.starts_with(**word))?;
    let rest = text[word.len()..].trim_start_matches(['：', ':', '为', '是', ' ']);
    let length = rest.bytes().take_while(|byte| byte.is_ascii_graphic() && !b",;()<>*".contains(byte)).count();
    let value = &rest[..length];
    let plain = value.bytes().any(|byte| byte.is_ascii_digit()) && !value.contains("//");
    (LENGTH.contains(&length) && plain && !rest[length..].starts_with(['*', '位', '个', '年', '月'])).then_some((text.len() - rest.len(), length))
}
