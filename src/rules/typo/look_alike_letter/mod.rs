//! Letters of the Cyrillic or Greek alphabet inside Latin words: СPI with a Cyrillic С. Words wholly in those
//! alphabets and Greek letters as symbols (μm, α) are left alone.

use std::sync::LazyLock;

use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "typo/look-alike-letter",
        "外文字母混入英文词",
        Severity::Warning,
        "这个字母是俄文或希腊文字母，只是形状像英文字母，搜索不到，也可能是绕过检查的写法。",
        "GB 18030—2022《信息技术 中文编码字符集》",
        include_str!("rule.md"),
    )
});

/// Letters and the Latin ones that they look like.
const LOOKS: [(&str, &str); 2] =
    [("АВЕЅІЈКМНОРСТХҮаеѕіјорсухү", "ABESIJKMHOPCTXYaesijopcyxy"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")];
/// A Latin word is not longer.
const WORD: usize = 40;

struct LookAlikeLetter;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(LookAlikeLetter)
}

impl Rule for LookAlikeLetter {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut end = 0;
        for odd in article.odd() {
            if odd.at < end || latin(odd.character).is_none() {
                continue;
            }
            let Some(word) = word(&article.text, odd.at as usize) else { continue };
            end = word.end;
            let text = article.slice(word);
            let mixed = text.chars().any(|c| c.is_ascii_alphabetic());
            let foreign = text.chars().any(|c| !c.is_ascii() && latin(c).is_none());
            let is_prose = article.block_at(odd.at).is_some_and(|block| block.region.is_prose());
            if mixed && !foreign && is_prose {
                let right: String = text.chars().map(|c| latin(c).unwrap_or(c)).collect();
                let message = format!("这个词里混进了俄文或希腊文字母，应全部用英文字母：{right}");
                let finding = context.finding(word, message).confidence(0.95);
                context.report(finding.suggest(vec![right], Applicability::Safe));
            }
        }
    }
}

/// The Latin letter that a letter looks like.
fn latin(c: char) -> Option<char> {
    if !matches!(c, '\u{370}'..='\u{52f}') {
        return None;
    }
    LOOKS.iter().find_map(|(letters, latin)| letters.chars().zip(latin.chars()).find(|(letter, _)| *letter == c)).map(|(_, latin)| latin)
}

/// The run of Latin, Greek and Cyrillic letters around a place, if it is not too long.
fn word(text: &str, at: usize) -> Option<Span<Text>> {
    let is_letter = |c: &char| c.is_ascii_alphabetic() || matches!(c, '\u{370}'..='\u{52f}');
    let before: usize = text[..at].chars().rev().take(WORD).take_while(is_letter).map(char::len_utf8).sum();
    let after: usize = text[at..].chars().take(WORD).take_while(is_letter).map(char::len_utf8).sum();
    (before + after < WORD).then(|| Span::of(at - before..at + after))
}
