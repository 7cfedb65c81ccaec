//! Decrease by a multiple: 减少2倍. A quantity cannot shrink by more than itself. Multiples that are themselves what
//! shrinks (市盈率) are told apart.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure};
use crate::finding::Severity;
use crate::rules::number::{pairs, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/shrink-multiple",
        "“减少”用了倍数",
        Severity::Error,
        "一个量最多减少一倍就到零了，减少、降低不能用倍数，应改用分数或百分数（减少一半、减少三分之二）。",
        "GB/T 15835—2011《出版物上数字用法》、统计用语规范：倍数只用于增加",
        include_str!("rule.md"),
    )
});

/// What a quantity does that gets smaller.
const VERBS: [&str; 21] = [
    "减少", "降低", "下降", "缩小", "缩短", "减小", "减低", "减轻", "减弱", "下跌", "下滑", "回落", "便宜", "减慢", "降价", "少用",
    "缩减", "压缩", "压减", "收窄", "削减",
];
const ABOUT: [&str; 10] = ["大约", "约", "将近", "近", "超过", "超", "至少", "最少", "逾", "达"];

/// Clauses in which a multiple is what is measured.
const MULTIPLES: [&str; 10] =
    ["市盈率", "市净率", "倍数", "杠杆", "倍率", "放大", "偿债", "保障倍", "溢价", "变焦"];

struct ShrinkMultiple;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ShrinkMultiple)
}

impl Rule for ShrinkMultiple {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static MULTIPLES: LazyLock<Vec<&'static str>> = LazyLock::new(|| pairs("0123456789.一二三四五六七八九十百两几数多余", "倍"));
        &MULTIPLES
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            let at = *place as usize + article.text[*place as usize..].chars().next().map_or(0, char::len_utf8);
            let before = tail(article, at as u32);
            let Some(length) = shrinks(before) else {
                continue;
            };
            let span = Span::of(at - length..at + "倍".len());
            let clause = article.slice(article.clause(span));
            let measured = MULTIPLES.iter().any(|word| clause.contains(word));
            // 不能说减少2倍 speaks of it.
            let quoted = article.is_inside(span, Enclosure::Quote) || article.is_inside(span, Enclosure::Book);
            if article.is_prose(span.start) && !measured && !quoted && !before[..before.len() - length].ends_with(['不', '未', '每']) {
                let message = "减少、降低不能用倍数，请核对后改用百分数或分数";
                context.report(context.finding(span, message).confidence(0.95));
            }
        }
    }
}

/// The length of verb and number that a text ends with: 减少了近3, 缩小两.
fn shrinks(before: &str) -> Option<usize> {
    let number = before.strip_suffix(['多', '余']).unwrap_or(before);
    let lead = match number.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.') {
        same if same.len() == number.len() => number.trim_end_matches(|c| "一二三四五六七八九十百两几数".contains(c)),
        lead => Some(lead).filter(|lead| !number[lead.len()..].starts_with('.'))?,
    };
    if lead.len() == number.len() {
        return None;
    }
    let verb = ABOUT.iter().find_map(|word| lead.strip_suffix(word)).unwrap_or(lead);
    let verb = verb.strip_suffix('了').unwrap_or(verb);
    let found = VERBS.iter().find(|known| verb.ends_with(**known))?;
    Some(before.len() - verb.len() + found.len())
}
