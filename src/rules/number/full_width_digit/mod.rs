//! Full-width digits in an article that otherwise writes half-width ones. An article of one width is left alone.

use std::sync::LazyLock;

use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/full-width-digit",
        "全角、半角数字混用",
        Severity::Warning,
        "同一篇文章里数字一会儿全角一会儿半角，版面不齐，也搜索不到。",
        "GB/T 15835—2011《出版物上数字用法》：阿拉伯数字应使用正体半角",
        include_str!("rule.md"),
    )
});

/// The lead byte of full-width characters.
const LEAD: u8 = 0xef;
/// Reported at most, an article.
const MOST: usize = 20;

struct FullWidthDigit;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(FullWidthDigit)
}

impl Rule for FullWidthDigit {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let text = article.text.as_bytes();
        if !article.refolded().any(|folded| text[folded.start as usize].is_ascii_digit()) {
            return;
        }
        let is_wide = |number: &&Number| article.shown(number.digits).as_bytes().contains(&LEAD);
        let (wide, narrow): (Vec<&Number>, Vec<&Number>) = article.prose_numbers().partition(is_wide);
        if wide.is_empty() || wide.len() > narrow.len() {
            return;
        }
        for number in wide.into_iter().take(MOST) {
            let right = vec![article.slice(number.digits).to_string()];
            let finding = context.finding(number.digits, "本文数字多用半角，这里是全角，应统一");
            context.report(finding.suggest(right, Applicability::Safe));
        }
    }
}
