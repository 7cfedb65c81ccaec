//! 分别 with more or fewer figures than there are things: 四个乡镇的面积分别为2.1万亩、1.8万亩、1.4万亩; 甲、乙、丙分别完成30件、
//! 20件. Whether the figures are right is for the rules of sums.

use std::sync::LazyLock;

use crate::document::{Article, count_at};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/respective-count",
        "“分别”前后的个数不等",
        Severity::Warning,
        "“分别”前面有几个，后面就应有几个；个数不等，读者不知道哪个对应哪个。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

const WORD: &str = "分别";
/// What is counted before the word: 四个乡镇.
const MEASURES: &str = "个家名位所类种项门支组";
/// What makes the two sides no plain lists.
const DOUBTFUL: [&str; 10] = ["等", "和", "与", "及", "（", "以及", "；", "比", "同比", "其中"];
/// Bytes on either side in which the lists stand.
const REACH: usize = 200;

struct RespectiveCount;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RespectiveCount)
}

impl Rule for RespectiveCount {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["分别为", "分别是", "分别达", "分别有", "分别完成", "分别增长", "分别下降", "分别占", "分别抽检"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let at = Span::point(*place);
            let (before, text) = (article.before(at), article.after(at));
            let before = &before[before.ceil_char_boundary(before.len().saturating_sub(REACH))..];
            let (Some(things), Some((figures, length))) = (things(before), figures(&text[WORD.len()..])) else {
                continue;
            };
            if things != figures {
                let message = format!("“分别”前面是{things}个，后面列出的是{figures}个，请核对");
                let span = Span::new(*place, *place + offset(WORD.len() + length));
                context.report(context.finding(span, message).confidence(0.8));
            }
        }
    }
}

/// How many things the clause before the word names or counts.
fn things(before: &str) -> Option<usize> {
    let sentence = before.rsplit(['。', '；', '：', '\n']).next()?;
    let clause = sentence.rsplit('，').next()?;
    if DOUBTFUL.iter().any(|word| clause.contains(word)) || sentence.matches('，').count() > 2 {
        return None;
    }
    let counted = clause.char_indices().filter(|(_, c)| MEASURES.contains(*c)).filter_map(|(at, _)| count_before(&clause[..at])).collect::<Vec<_>>();
    match (clause.matches('、').count(), &counted[..]) {
        (0, [count]) => Some(*count),
        (marks, []) if marks > 1 && names(clause) => Some(marks + 1),
        _ => None,
    }
}

/// Whether the members of a list are short and of about the same form.
fn names(clause: &str) -> bool {
    let lengths: Vec<usize> = clause.split('、').skip(1).map(|name| name.chars().count()).collect();
    let (_, inner) = lengths.split_last().unwrap_or((&0, &[]));
    inner.iter().all(|length| (1..=10).contains(length)) && !clause.contains(|c: char| c.is_ascii_digit())
}

/// The count that a text ends with.
fn count_before(text: &str) -> Option<usize> {
    let is_count = |c: &char| c.is_ascii_digit() || "二三四五六七八九十两".contains(*c);
    let length: usize = text.chars().rev().take(2).take_while(is_count).map(char::len_utf8).sum();
    let lead = text[..text.len() - length].chars().next_back();
    let (count, read) = count_at(&text[text.len() - length..])?;
    let plain = lead.is_none_or(|c| !c.is_ascii_digit() && !"第百千万前后另每几.一十".contains(c));
    (read == length && plain && (2..=12).contains(&count)).then_some(count as usize)
}

/// How many figures follow, all of one unit, up to the end of the sentence or a comma; and their bytes.
fn figures(text: &str) -> Option<(usize, usize)> {
    let text = &text[..text.floor_char_boundary(REACH)];
    let end = text.find(['。', '，', '；', '\n'])?;
    let list = text[..end].trim_start_matches(|c: char| !c.is_ascii_digit());
    let lead = end - list.len();
    let mut units = Vec::new();
    for figure in list.split(['、', '和']) {
        let digits = figure.trim_start_matches('-').bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let unit = &figure[digits + figure.len() - figure.trim_start_matches('-').len()..];
        if digits == 0 || unit.is_empty() || unit.chars().count() > 4 || unit.contains(|c: char| c.is_ascii_digit() || "-—～至:：/".contains(c)) {
            return None;
        }
        units.push(unit);
    }
    let alike = units.iter().all(|unit| *unit == units[0]);
    (units.len() > 1 && alike && lead <= 18).then_some((units.len(), end))
}
