//! Items joined by semicolons of which one is cut by a full stop: 一是甲。乙；二是丙. The full stop ends more than the
//! semicolon does. Items of one paragraph only, marks in quotations and brackets aside.

use std::sync::LazyLock;

use super::neighbours::{is_chinese_numeral, paragraph_of};
use crate::document::{Article, Block, Class, Mark};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "punctuation/interrupted-list",
        "分号之间夹了句号",
        Severity::Warning,
        "分号的停顿比句号小；各项用分号隔开，项内就不能再用句号，否则层次颠倒。",
        super::NORM,
        include_str!("rule.md"),
    )
});

struct InterruptedList;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(InterruptedList)
}

impl Rule for InterruptedList {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let marks = article.marks();
        if !marks.has_any("；;") {
            return;
        }
        let mut done = 0;
        for semicolon in marks.all().iter().filter(|mark| matches!(mark.character, '；' | ';')) {
            let is_counted = semicolon.at >= done && counter(&article.text[semicolon.end() as usize..]).is_some();
            if let Some(block) = paragraph_of(article, semicolon.at).filter(|_| is_counted) {
                check(article, block, context);
                done = block.text.end;
            }
        }
    }
}

fn check(article: &Article, block: &Block, context: &mut Context<'_>) {
    let text = article.text.as_str();
    let mut depth = 0usize;
    // Marks right before the items: a single full stop among semicolons is a slip.
    let (mut semicolons, mut stops, mut pauses): (usize, Vec<Mark>, Vec<Mark>) = (0, Vec::new(), Vec::new());
    // The full stop inside the present item, and the number of that item.
    let (mut item, mut stop): (Option<usize>, Option<Mark>) = (counter(article.block_text(block)), None);
    for mark in article.marks().of(block) {
        match (mark.class(), mark.character) {
            (Class::Open, _) if mark.is_paired() => depth += 1,
            (Class::Close, _) if mark.is_paired() => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            (_, '。' | '；' | ';' | '：' | ':' | '，') => {
                let next = counter(&text[mark.end() as usize..block.text.end as usize]);
                if next.is_none() {
                    stop = if mark.character == '。' && item.is_some() { stop.or(Some(*mark)) } else { stop };
                    continue;
                }
                let semicolon = matches!(mark.character, '；' | ';');
                if item.zip(next).is_some_and(|(item, next)| next == item + 1) {
                    semicolons += usize::from(semicolon);
                    stops.extend(Some(*mark).filter(|mark| mark.character == '。'));
                    pauses.extend(Some(*mark).filter(|mark| mark.character == '，'));
                }
                let follows = item.zip(next).is_some_and(|(item, next)| next == item + 1);
                if let Some(stop) = stop.filter(|_| semicolon && follows) {
                    let message = "各项之间用了分号，这一项里面却用了句号；请把这个句号改为逗号，或者把各项之间的分号改为句号";
                    super::report(context, context.finding(stop.span(), message).confidence(0.85));
                }
                (item, stop) = (next, None);
            }
            _ => {}
        }
    }
    let odd = match (&stops[..], &pauses[..]) {
        ([stop], []) => Some((stop, "句号")),
        ([], [pause]) => Some((pause, "逗号")),
        _ => None,
    };
    if let Some((odd, name)) = odd.filter(|_| semicolons > 1) {
        let message = format!("其他各项之间用的是分号，这里用了{name}，请统一");
        super::report(context, context.finding(odd.span(), message).confidence(0.8));
    }
}

/// The number of the item that begins here: 一是, 第二，, 其三，, （4）.
fn counter(text: &str) -> Option<usize> {
    let opens = |c: char| matches!(c, '第' | '其' | '（' | '(' | ' ');
    if !text.starts_with(|c: char| opens(c) || c.is_ascii_digit() || is_chinese_numeral(c)) {
        return None;
    }
    let rest = text.trim_start_matches(opens);
    let mut characters = rest.chars();
    let number = "一二三四五六七八九".chars().zip(1..).find(|(c, _)| rest.starts_with(*c)).map(|(_, number)| number);
    let number = number.or_else(|| rest.chars().next()?.to_digit(10).map(|digit| digit as usize))?;
    characters.next();
    let next = characters.next()?;
    let bracketed = text.starts_with(['（', '(']) && matches!(next, '）' | ')');
    let ordinal = text.starts_with(['第', '其']) && matches!(next, '，' | ',' | '、' | '是');
    let counted = rest.len() == text.len() && next == '是' && is_chinese_numeral(rest.chars().next()?);
    (bracketed || ordinal || counted).then_some(number)
}
