//! Sentences in which a noun is missing that the words around it call for: 在…的坚强下, 对…进行了。

use std::sync::LazyLock;

use crate::document::{Article, Block, Enclosure};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/missing-head",
        "句子成分残缺",
        Severity::Warning,
        "句子里少了主语或者中心语，读者看不出说的是谁、是什么。",
        "现代汉语语法（成分残缺）",
        include_str!("rule.md"),
    )
});

/// Bytes of the adjective with its 下, and of 进行了.
const SHOWN: usize = "正确下".len();

/// Whether an adjective stands where 在…下 wants a noun: 在…的坚强下，.
fn lacks_noun(before: &str, after: &str) -> bool {
    let is_mark = |c: char| matches!(c, '，' | '。' | '；' | '！' | '？' | '、');
    let Some(lead) = before.strip_suffix('的').filter(|_| after.starts_with(['，', ','])) else { return false };
    let inside = lead.chars().rev().take_while(|c| !is_mark(*c)).take(UNDER + 1);
    inside.enumerate().any(|(length, c)| c == '在' && length > 1)
}

/// Characters between 在 and 的, and between 对 and 进行了, at most.
const UNDER: usize = 30;
const MATTER: usize = 40;

/// Whether 进行了 ends a sentence whose matter 对 names.
fn lacks_object(before: &str, after: &str) -> bool {
    if !after.starts_with(['。', '；']) {
        return false;
    }
    let matter = before.char_indices().rev().take_while(|(_, c)| !ends_clause(*c)).take(MATTER + 1);
    let mut openings = matter.enumerate().filter(|(length, (_, c))| *c == '对' && *length > 1);
    openings.any(|(_, (at, _))| opens_clause(&before[..at]))
}

fn ends_clause(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '！' | '？')
}

/// Whether 对 behind this text opens a clause, adverbs aside.
fn opens_clause(before: &str) -> bool {
    let is_start = |text: &str| text.is_empty() || text.ends_with(ends_clause);
    let adverbs = ["依法", "及时", "集中", "全面", "已", ""];
    let wanted = || {
        let who = before.strip_suffix('要')?;
        let start = who.char_indices().rev().take(WHO).take_while(|(_, c)| !ends_clause(*c) && *c != '、').last();
        Some(is_start(&who[..start.map_or(who.len(), |(at, _)| at)]))
    };
    adverbs.iter().any(|adverb| before.strip_suffix(adverb).is_some_and(is_start)) || wanted().unwrap_or_default()
}

/// Characters before 要 that say who.
const WHO: usize = 8;

struct MissingHead;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(MissingHead)
}

impl Rule for MissingHead {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &[
            "正确下",
            "坚强下",
            "大力下",
            "精心下",
            "统一下",
            "全力下",
            "密切下",
            "亲切下",
            "悉心下",
            "有力下",
            "直接下",
            "具体下",
            "高度下",
            "进行了。",
            "进行了；",
        ]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for (block, places) in context.triggered_places(article) {
            if block.region.is_prose() {
                places.iter().for_each(|place| check(article, block, (place - block.text.start) as usize, context));
            }
        }
    }
}

/// Looks at the trigger word at a place of a block.
fn check(article: &Article, block: &Block, at: usize, context: &mut Context<'_>) {
    let text = article.block_text(block);
    let span = block.text.part(at..at + SHOWN);
    let (before, after) = (&text[..at], &text[at + SHOWN..]);
    let message = match article.slice(span) {
        "进行了" if lacks_object(before, after) => "“进行了”后面缺宾语，要写明进行什么",
        "进行了" => return,
        _ if lacks_noun(before, after) => "“在……的……下”缺中心语，如“领导”“支持”“配合”",
        _ => return,
    };
    if !article.is_inside(span, Enclosure::Book) {
        context.report(context.finding(span, message).severity(Severity::Warning).confidence(0.8));
    }
}
