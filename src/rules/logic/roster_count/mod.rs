//! How many are announced against the names listed under a heading: 劳动模范8名 and seven names below 一、劳动模范. Lists inside
//! the sentence of the count are `list_count`'s.

use std::sync::LazyLock;

use memchr::memmem;

use crate::document::{Article, Block, Region, count_at};
use crate::finding::Severity;
use crate::rules::privacy::is_surname;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/roster-count",
        "名单人数与公布的个数不符",
        Severity::Warning,
        "前面写明几名、几个，下面的名单却不是这么多，不是漏了就是多了。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What the members of a list are counted in, right behind the number.
const MEASURES: [&str; 7] = ["名", "人", "个", "位", "家", "户", "项"];
/// A list has so many members at least, a member so many characters at most.
const FEWEST: usize = 3;
const LONGEST: usize = 24;
/// Characters of a heading, without its sequence mark and count.
const HEADING: std::ops::RangeInclusive<usize> = 2..=14;
const MOST: usize = 40;

struct RosterCount;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(RosterCount)
}

impl Rule for RosterCount {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["名单", "公示", "表彰", "拟录用", "拟聘用", "评为", "获奖", "当选", "入选", "评选", "揭晓"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let blocks: Vec<&Block> = article.blocks.iter().filter(|block| matches!(block.region, Region::Body | Region::Title)).collect();
        for pair in blocks.windows(2).take(MOST * 10) {
            // 提名家庭：甲家庭、乙家庭 has its heading in the same line.
            let line = article.block_text(pair[1]);
            let labelled = line.split_once(['：', ':']).filter(|(name, list)| heading(name).is_some() && members(list).is_some());
            let (text, list) = labelled.unwrap_or((article.block_text(pair[0]), line));
            let Some((name, said)) = heading(text) else {
                continue;
            };
            let Some(listed) = members(list) else {
                continue;
            };
            let (span, announced) = match said {
                Some((at, count)) => {
                    let block = if labelled.is_some() { pair[1] } else { pair[0] };
                    (block.text.part(at..text.len()), count)
                }
                None => match announced(article, name, pair[0].text.start as usize) {
                    Some(found) => found,
                    None => continue,
                },
            };
            if announced != listed && listed * 2 > announced && announced * 2 > listed {
                let message = format!("这里说有{announced}个，下面“{name}”名单列出的是{listed}个，请核对");
                context.report(context.finding(span, message).confidence(0.8));
            }
        }
    }
}

/// The name that a heading gives, and the count that it may end with: 一、劳动模范（8名）.
fn heading(text: &str) -> Option<(&str, Option<(usize, usize)>)> {
    if text.len() > 80 || text.ends_with(['。', '，', '；']) {
        return None;
    }
    let marked = text.split_once('、').filter(|(mark, _)| count_at(mark).is_some()).map(|(_, rest)| rest);
    let bracket = || text.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')'])).map(|(_, rest)| rest);
    let name = marked.or_else(bracket).unwrap_or(text).trim_end_matches(['：', ':']);
    let (name, count) = match name.split_once(['（', '(']) {
        Some((name, inside)) => {
            let inside = inside.trim_start_matches(['共', '计']);
            let (count, length) = count_at(inside)?;
            let measured = MEASURES.iter().any(|measure| inside[length..].starts_with(measure));
            let at = text.find(['（', '(']).filter(|at| *at > 0)?;
            (name, measured.then_some((at, count as usize)))
        }
        None => (name, None),
    };
    let name = name.trim_end_matches("名单");
    (HEADING.contains(&name.chars().count()) && name.chars().all(is_han)).then_some((name, count))
}

/// How many members a paragraph lists that is nothing but a list.
fn members(text: &str) -> Option<usize> {
    let list = text.trim_end_matches(['。', '；']);
    let by_mark: Vec<&str> = list.split('、').collect();
    let by_blank: Vec<&str> = list.split([' ', '　']).filter(|name| !name.is_empty()).collect();
    let fits = |members: &[&str]| members.len() >= FEWEST && members.iter().all(|member| (2..=LONGEST).contains(&member.chars().count()) && member.chars().all(is_han));
    let are_names = |members: &[&str]| members.iter().all(|member| member.chars().count() <= 4 && member.starts_with(is_surname));
    let members = if by_mark.len() >= FEWEST { by_mark } else { by_blank.clone() };
    let list = fits(&members) && (text.contains('、') || are_names(&members)) && !list.ends_with('等');
    list.then_some(members.len())
}

/// The count that the text before a place gives of what is so named: 劳动模范8名, 8名劳动模范.
fn announced(article: &Article, name: &str, end: usize) -> Option<(Span<crate::span::Text>, usize)> {
    let text = &article.text[..end];
    memmem::find_iter(text.as_bytes(), name.as_bytes()).take(MOST).find_map(|at| {
        let behind = &text[at + name.len()..];
        let after = count_at(behind).filter(|(_, length)| MEASURES.iter().any(|measure| behind[*length..].starts_with(measure)));
        if let Some((count, length)) = after {
            let start = at + name.len();
            return Some((Span::of(start..start + length), count as usize));
        }
        let before = MEASURES.iter().find_map(|measure| text[..at].strip_suffix(measure))?;
        let is_count = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(*c);
        let length: usize = before.chars().rev().take(3).take_while(is_count).map(char::len_utf8).sum();
        let (count, read) = count_at(&before[before.len() - length..])?;
        (read == length).then(|| (Span::of(before.len() - length..before.len()), count as usize))
    })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '·')
}
