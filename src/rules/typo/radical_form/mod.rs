//! Radicals and compatibility forms in the place of characters: they look alike, but no search finds them and screen
//! readers stumble over them. PDF files and old fonts leave them behind.

use std::sync::LazyLock;

use super::Forms;
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "typo/radical-form",
        "部首字符冒充汉字",
        Severity::Warning,
        "这个字用的是部首或兼容字符的编码，看着一样，却搜不到、读屏软件也念不出，多半是从PDF里复制来的。",
        "GB 18030—2022《信息技术 中文编码字符集》；《通用规范汉字表》（国发〔2013〕23号）",
        include_str!("rule.md"),
    )
});

/// Form and the character it stands for: the radicals of Unicode and the compatibility ideographs.
static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms::parse(include_str!("forms.tsv")));

/// The text is about radicals.
const ABOUT: [&str; 3] = ["部首", "偏旁", "字旁"];

/// The character that a form stands for.
pub(in crate::rules) fn standard(c: char) -> Option<char> {
    FORMS.get(c)?.chars().next()
}

struct RadicalForm;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RadicalForm)
}

impl Rule for RadicalForm {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for odd in article.odd() {
            if !matches!(odd.character, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}') {
                continue;
            }
            let Some(standard) = standard(odd.character) else { continue };
            let span = Span::new(odd.at, odd.at + offset(odd.character.len_utf8()));
            let is_prose = article.block_at(odd.at).is_some_and(|block| block.region.is_prose());
            let clause = article.slice(article.clause(span));
            if is_prose && !ABOUT.iter().any(|word| clause.contains(word)) {
                let message = format!("这个“{standard}”用的是部首或兼容字符的编码，应换成普通汉字“{standard}”");
                let finding = context.finding(span, message).confidence(0.97);
                context.report(finding.suggest(vec![standard.to_string()], Applicability::Safe));
            }
        }
    }
}
