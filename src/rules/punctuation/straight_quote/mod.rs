//! Straight quotation marks of ASCII around Chinese: each pair where the article has proper ones too, once where it has
//! none. Apostrophes, inches, seconds and code are left.

use std::sync::LazyLock;

use super::neighbours::{after, before, blocks, is_han};
use crate::document::{Article, Block, Mark};
use crate::finding::{Applicability, Edit, Fix, Severity};
use crate::span::Span;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/straight-quote",
        "使用了英文直引号",
        Severity::Warning,
        "中文的引号分前后两半（“”）；直引号不分前后，是英文输入法打出来的。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct StraightQuote;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(StraightQuote)
}

impl Rule for StraightQuote {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let marks = article.marks();
        if !marks.has_any("\"＂") {
            return;
        }
        let found: Vec<_> = blocks(article).flat_map(|block| pairs(article, block)).take(super::LIMIT).collect();
        let curly = marks.all().iter().any(|mark| matches!(mark.character, '“' | '”'));
        if curly {
            for (open, close) in found {
                report(article, context, open, close);
            }
        } else if let Some((first, _)) = found.first() {
            let message = format!("全文用英文直引号代替中文引号（共{}对），应改用“”", found.len());
            super::report(context, context.finding(first.span(), message).severity(Severity::Info));
        }
    }
}

/// Characters of a quotation that is shown whole.
const SHOWN: usize = 30;

/// The straight marks of a block that quote Chinese, two by two. An odd one is left over.
fn pairs(article: &Article, block: &Block) -> Vec<(Mark, Option<Mark>)> {
    let text = article.text.as_str();
    let marks = article.marks().of(block).iter().filter(|mark| matches!(mark.character, '"' | '＂'));
    let quoting = marks.filter(|mark| {
        let measure = before(text, mark.at).is_some_and(|c| c.is_ascii_digit()) && !after(text, mark.end()).is_some_and(is_han);
        let code = before(text, mark.at).is_some_and(|c| matches!(c, '=' | '\\')) || after(text, mark.end()) == Some('>');
        !measure && !code
    });
    let quoting: Vec<Mark> = quoting.copied().collect();
    let pairs = quoting.chunks(2).map(|pair| (pair[0], pair.get(1).copied()));
    pairs.filter(|(open, close)| quotes_chinese(article, *open, *close)).collect()
}

/// Whether what is quoted is Chinese; of half a pair, whether either side is.
fn quotes_chinese(article: &Article, open: Mark, close: Option<Mark>) -> bool {
    let text = article.text.as_str();
    let end = close.map_or_else(|| before(text, open.at), |close| before(text, close.at));
    let chinese = |c: char| is_han(c) || matches!(c, '，' | '。' | '；' | '：' | '？' | '！' | '《' | '》' | '）');
    [after(text, open.end()), end].into_iter().flatten().any(chinese)
}

fn report(article: &Article, context: &mut Context<'_>, open: Mark, close: Option<Mark>) {
    let Some(close) = close else {
        super::report(context, context.finding(open.span(), "这里用了英文直引号，而且只有一半；请补齐并改为“”"));
        return;
    };
    let whole = open.span().join(close.span());
    let inside = article.slice(Span::new(open.end(), close.at));
    let short = inside.chars().nth(SHOWN).is_none();
    let mut finding = context.finding(if short { whole } else { open.span() }, "中文里的引号应改用“”，不用英文直引号");
    if short {
        finding.suggestions = vec![format!("“{inside}”")];
    }
    let edits = [(open, "“"), (close, "”")].map(|(mark, text)| Edit { span: mark.span(), text: text.to_string() });
    finding.fix = Some(Fix { applicability: Applicability::Unsafe, edits: edits.into() });
    super::report(context, finding);
}
