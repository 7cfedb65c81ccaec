//! The mark 、 before a conjunction or before 等, which part the members by themselves: 甲县、乙县、和丙县; 甲县、乙县、等地. Words that merely
//! begin so (和谐, 及时, 等级) are told apart.

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/listed-conjunction",
        "“和”“及”“等”前面多了顿号",
        Severity::Warning,
        "最后两项之间已经有“和”“及”，列举后面已经有“等”，前面不再用顿号。",
        super::NORM,
        include_str!("rule.md"),
    )
});

/// The words, with what makes each of them the beginning of another word.
const WORDS: [(&str, &str); 4] = [
    ("、以及", ""),
    ("、和", "谐平睦善解美乐气顺县静硕田林龙布政面洽缓蔼声亲好尚服风氏会合约议记鸣弦衷而歌义谈和"),
    ("、及", "时格第早物至笄门"),
    ("、等", "级待候额效离同价量分距高外次比腰温号着闲式压身保边死到渗于位你我他车值爱"),
];

struct ListedConjunction;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ListedConjunction)
}

impl Rule for ListedConjunction {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["、以及", "、和", "、及", "、等"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let text = article.after(Span::point(*place));
            let Some((word, longer)) = WORDS.iter().find(|(word, _)| text.starts_with(word)) else {
                continue;
            };
            let next = text[word.len()..].chars().next();
            let begins = next.is_none_or(|c| !matches!(c, '\u{4e00}'..='\u{9fff}') || longer.contains(c));
            let ends = *word == "、等" && next.is_none_or(|c| "，。；、）".contains(c));
            // 、等等 is another figure of speech.
            let is_name = *word == "、和" && names_somebody(&text[word.len()..]);
            if begins && !ends || is_name || text.starts_with("、等等") || article.before(Span::point(*place)).is_empty() {
                continue;
            }
            let bare = &word["、".len()..];
            let span = Span::new(*place, *place + word.len() as u32);
            let message = format!("“{bare}”前面的顿号多余，应删去");
            super::report(context, context.finding(span, message).confidence(0.8).suggest(vec![bare.to_string()], Applicability::Unsafe));
        }
    }
}

/// Whether 和 is a name of a list of names: 和志强（纳西族）, 和康垸、.
fn names_somebody(rest: &str) -> bool {
    const NAME: usize = 4;
    rest.chars().take(NAME).any(|c| matches!(c, '（' | '(' | '、'))
}
