//! The number of a document before its title: 国办发〔2017〕47号《…》 instead of 《…》（国办发〔2017〕47号）.

use std::sync::LazyLock;

use super::number;
use crate::document::{Article, Enclosure, Region};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

/// Bytes of a title.
const TITLE: usize = 360;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/document-number-order",
        "引用公文把字号放在标题前",
        Severity::Warning,
        "引用公文先引标题，后引发文字号，字号放在标题后的圆括号里，读者才看得明白。",
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）",
        include_str!("rule.md"),
    )
});

struct DocumentNumberOrder;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DocumentNumberOrder)
}

impl Rule for DocumentNumberOrder {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["号《", "号文件《", "号文《", "号）《", "号)《"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for found in number::find(article, context) {
            let prose = article.block_at(found.whole.start).is_some_and(|block| block.region != Region::Table);
            let after = article.after(found.whole);
            let title = after.trim_start_matches("文件").trim_start_matches('文');
            if !prose || !title.starts_with('《') || article.is_inside(found.whole, Enclosure::Book) {
                continue;
            }
            let skipped = after.len() - title.len();
            let message = "先写公文标题，再在圆括号里写发文字号".to_string();
            let Some(length) = closing(title) else {
                continue;
            };
            let mut whole = found.whole;
            whole.end += crate::span::offset(skipped + length);
            let right = format!("{}（{}）", &title[..length], found.written(article));
            context.report(context.finding(whole, message).suggest(vec![right], Applicability::Unsafe));
        }
    }
}

/// Bytes of the title that a text begins with, its marks included; titles may hold titles.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0u32;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < TITLE) {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(at + c.len_utf8());
        }
    }
    None
}
