//! A colon inside what another colon opened, in one sentence: at most a hint, since lists in clauses may do so.

use std::sync::LazyLock;

use super::neighbours::{after, before, is_han, is_opening, paragraph_of};
use super::line::{is_label, numbering};
use crate::document::{Article, Block, Class, Mark};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/double-colon",
        "一句话里套用冒号",
        Severity::Info,
        "一个句子里冒号套冒号，读者分不清哪一个管到哪里。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct DoubleColon;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DoubleColon)
}

impl Rule for DoubleColon {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let marks = article.marks();
        if !marks.has_any("：:") {
            return;
        }
        let mut colons = marks.all().iter().filter(|mark| is_colon(mark.character)).peekable();
        let mut done = 0;
        while let Some(colon) = colons.next() {
            let Some(next) = colons.peek().filter(|_| colon.at >= done) else { continue };
            let Some(block) = paragraph_of(article, colon.at).filter(|block| next.at < block.text.end) else { continue };
            if opens(article, block, *colon) && !is_label(article.block_text(block)) {
                check(article, block, context);
                done = block.text.end;
            }
        }
    }
}

/// Characters before a colon that make a label of the beginning of a paragraph.
const LABEL: usize = 12;

fn check(article: &Article, block: &Block, context: &mut Context<'_>) {
    let text = article.text.as_str();
    let (mut depth, mut first, mut reported): (usize, Option<Mark>, bool) = (0, None, false);
    for mark in article.marks().of(block) {
        match mark.class() {
            Class::Open if mark.is_paired() => depth += 1,
            Class::Close if mark.is_paired() => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if matches!(mark.character, '。' | '；' | '？' | '！' | ';' | '?' | '!') => (first, reported) = (None, false),
            _ if is_colon(mark.character) && speaks(text, *mark) && !reported => {
                if first.is_some() {
                    let message = "前面已有冒号，这一句里又用冒号；建议把其中一个改为逗号或者句号，或者分成两句";
                    super::report(context, context.finding(mark.span(), message));
                    reported = true;
                } else if opens(article, block, *mark) {
                    first = Some(*mark);
                }
            }
            _ => {}
        }
    }
}

fn is_colon(c: char) -> bool {
    matches!(c, '：' | ':')
}

/// No ratio, time or label with a number.
fn speaks(text: &str, mark: Mark) -> bool {
    before(text, mark.at).is_some_and(|c| is_han(c) || matches!(c, '”' | '》' | '）'))
        && after(text, mark.end()).is_some_and(|c| is_han(c) || is_opening(c))
}

/// How a clause ends whose colon opens what follows. A colon behind a label or a headline opens nothing.
const OPENING: [&str; 26] = [
    "如下", "以下", "要求", "指出", "强调", "表示", "认为", "提出", "说", "是", "包括", "即", "为", "明确", "决定", "规定", "介绍", "通知", "安排", "方面",
    "任务", "措施", "问题", "情况", "特点", "做到",
];

fn opens(article: &Article, block: &Block, mark: Mark) -> bool {
    let lead = &article.text[block.text.start as usize..mark.at as usize];
    let lead = &lead[numbering(lead).map_or(0, |(_, length)| length)..];
    let label = lead.chars().nth(LABEL).is_none() && !lead.contains(['，', ',']);
    OPENING.iter().any(|word| lead.ends_with(word)) && (!label || lead.ends_with("如下") || lead.ends_with("以下"))
}
