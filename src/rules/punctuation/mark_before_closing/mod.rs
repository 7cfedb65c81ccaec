//! A pausing mark right before a closing mark: 《方案，》 “四个意识，” （试行。）. Speech that a narrator interrupts keeps
//! its comma inside; lists of marks quote them.

use std::sync::LazyLock;

use super::neighbours::{after, before, block_of, is_end, is_han, is_opening};
use crate::document::{Article, Class, Mark};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/mark-before-closing",
        "后引号、后括号、后书名号前面多了标点",
        Severity::Warning,
        "句子还没有结束，标点却放进了引号、括号或者书名号里面，位置不对。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct MarkBeforeClosing;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MarkBeforeClosing)
}

impl Rule for MarkBeforeClosing {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        if !article.marks().touch(Class::Point, Class::Close) {
            return;
        }
        for pair in article.marks().all().windows(2) {
            let (point, close) = (pair[0], pair[1]);
            let beside = close.class() == Class::Close && point.class() == Class::Point && point.end() == close.at;
            if beside && is_fault(article, point, close) && block_of(article, point.at).is_some() {
                report(article, context, point, close);
            }
        }
    }
}

fn is_fault(article: &Article, point: Mark, close: Mark) -> bool {
    let text = article.text.as_str();
    let (left, right) = (before(text, point.at), after(text, close.end()));
    // “，” names the mark itself.
    if !left.is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric()) {
        return false;
    }
    let next_point = right.is_some_and(|c| matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！'));
    match (close.character, point.character) {
        ('》' | '〉', '？' | '！') => false,
        ('》' | '〉', _) => true,
        ('”' | '’' | '」' | '』', '、' | '；') => right.is_some(),
        ('”' | '’' | '」' | '』', '，') => next_point || (right.is_some_and(is_opening) && is_short(article, close)),
        ('”' | '」', '。') => matches!(right, Some('。' | '、')),
        ('）', '，' | '、' | '；' | '：') => true,
        ('）', '。') => next_point && is_inside_sentence(article, close),
        _ => false,
    }
}

/// Whether a bracket stands inside a sentence, not behind a finished one.
fn is_inside_sentence(article: &Article, close: Mark) -> bool {
    let open = article.marks().partner(close);
    open.is_some_and(|open| before(&article.text, open.at).is_some_and(|c| !is_end(c) && c != '；'))
}

/// Characters of a quoted name.
const NAME: u32 = 36;

fn is_short(article: &Article, close: Mark) -> bool {
    article.marks().partner(close).is_some_and(|open| close.at - open.at <= NAME)
}

fn report(article: &Article, context: &mut Context<'_>, point: Mark, close: Mark) {
    let span = point.span().join(close.span());
    let text = article.text.as_str();
    let doubled = after(text, close.end()).is_some_and(|c| matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！'));
    let moved = close.character != '》' && close.character != '）' && !doubled;
    let right = if moved { format!("{}{}", close.character, point.character) } else { close.character.to_string() };
    let message = format!("“{}”不应放在“{}”里面{}", point.character, close.character, if moved { "，应移到外面" } else { "，应删去" });
    super::report(context, context.finding(span, message).suggest(vec![right], Applicability::Unsafe));
}
