//! What the title counts or numbers and the body gives otherwise: 15条措施 over 13条措施, 第三届 over 第二届, the plan of
//! one year over that of another. Only where the body never says it as the title does.

use std::sync::LazyLock;

use memchr::memmem;

use crate::document::{Article, Region, count_at, numeral};
use crate::finding::Severity;
use crate::rules::number::pairs;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/title-mismatch",
        "标题与正文的数字不一致",
        Severity::Warning,
        "标题说的届次、条数、年度和正文不一样，读者不知道以哪个为准。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What a title counts that the body counts again.
const COUNTED: [&str; 26] = [
    "项措施", "条措施", "项举措", "条举措", "项政策", "条政策", "项规定", "条规定", "项任务", "项重点任务", "部门联合", "条意见", "项行动", "项制度",
    "条硬措施", "项承诺", "项便民措施", "条便民措施", "项具体措施", "条具体措施", "部门印发", "部门出台", "部门发文", "项改革措施", "项惠民举措", "项民生实事",
];
/// What is numbered, the name of it behind: 第三届茶文化节, 第三次全国土壤普查.
const HELD: [&str; 2] = ["届", "次全国"];
/// Meetings that are numbered through.
const MEETINGS: [&str; 9] = [
    "次常务会议", "次全体会议", "次全体（扩大）会议", "次党组会议", "次主任会议", "次党委会议", "次主席会议", "次办公会议", "次集体学习",
];
/// Whose meeting it is; one of these that the title lacks is another meeting.
const LEVELS: [&str; 8] = ["国务院", "中央", "省", "自治区", "市", "县", "区", "镇"];
/// Papers that are made for a year: 2025年工作要点.
const YEARLY: [&str; 8] = ["工作要点", "工作计划", "工作方案", "工作总结", "工作报告", "实施方案", "招生方案", "年度报告"];
/// Characters of a name that must be the same.
const NAME: usize = 3;
/// Occurrences that are compared at most.
const MOST: usize = 200;

struct TitleMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TitleMismatch)
}

impl Rule for TitleMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> =
            LazyLock::new(|| [&COUNTED[..], &YEARLY[..], &HELD.map(|held| pairs("0123456789一二三四五六七八九十", &held[..3])).concat()].concat());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let Some(block) = article.blocks_in(Region::Title).next() else {
            return;
        };
        // What is compared stands in the title.
        if !context.places().iter().any(|place| block.text.range().contains(&(*place as usize))) {
            return;
        }
        let title = article.block_text(block);
        let body = Span::of(block.text.end as usize..article.text.len());
        if let Some((span, said, listed)) = headed(article, title, block.text.start) {
            let message = format!("标题里说{said}项，正文列出的是{listed}项，请核对");
            context.report(context.finding(span, message).confidence(0.75));
        }
        let found = [
            counted(article, title, body),
            held(article, title, body, HELD[0]),
            held(article, title, body, HELD[1]),
            meeting(article, title, body),
            yearly(article, title, body),
        ];
        for (span, said) in found.into_iter().flatten() {
            let message = format!("标题里是“{said}”，这里是“{}”，请核对以哪个为准", article.slice(span));
            context.report(context.finding(span, message).confidence(0.75));
        }
    }
}

/// A place of the body, and what the title says instead.
type Contradiction = (Span<Text>, String);

/// 15条措施 in the title, 13条措施 and no 15 in the body.
fn counted(article: &Article, title: &str, body: Span<Text>) -> Option<Contradiction> {
    let (at, noun) = COUNTED.iter().find_map(|noun| Some((memmem::find(title.as_bytes(), noun.as_bytes())?, *noun)))?;
    let (start, said) = count_before(title, at)?;
    let mut other = None;
    for found in places(article, body, noun) {
        match count_before(&article.text, found) {
            Some((_, count)) if count == said => return None,
            Some((from, _)) if article.is_prose(offset(found)) => other = other.or(Some(Span::of(from..found + noun.len()))),
            _ => {}
        }
    }
    let span = other.filter(|_| !says(article, body, said))?;
    Some((span, title[start..at + noun.len()].to_string()))
}

/// 八项措施 in the title, and another number of points in the body: 在…方面 at the beginning of sentences, or else headings
/// with numerals that are all there is.
fn headed(article: &Article, title: &str, start: u32) -> Option<(Span<Text>, u32, u32)> {
    const ASPECT: &str = "方面，";
    let (at, noun) = COUNTED.iter().find_map(|noun| Some((memmem::find(title.as_bytes(), noun.as_bytes())?, *noun)))?;
    let (from, said) = count_before(title, at)?;
    let bodies: Vec<&str> = article.blocks_in(Region::Body).map(|block| article.block_text(block)).collect();
    let sentences = bodies.iter().flat_map(|text| text.split(['。', '；']));
    let aspects = sentences.filter(|text| text.starts_with('在') && text.find(ASPECT).is_some_and(|at| at <= 45)).count() as u32;
    let numbered = |mark: fn(u64) -> Option<String>| {
        let marks = (1..).map_while(mark).take_while(|mark| bodies.iter().any(|text| text.starts_with(mark.as_str())));
        marks.take(40).count() as u32
    };
    let heads = numbered(|number| numeral(number).map(|numeral| format!("{numeral}、")));
    let nested = bodies.iter().any(|text| text.starts_with("（一）") || text.starts_with("一是"));
    let listed = if aspects > 2 { aspects } else { heads };
    let plain = listed > 2 && (aspects > 2 || !nested) && listed.abs_diff(said) <= 2 && listed != said;
    let span = Span::new(start + offset(from), start + offset(at + noun.len()));
    (plain && !title.contains('等')).then_some((span, said, listed))
}

/// Whether the body has a count in digits or as a numeral anywhere.
fn says(article: &Article, body: Span<Text>, count: u32) -> bool {
    let text = article.slice(body).as_bytes();
    let digits = count.to_string();
    let spelt = numeral(u64::from(count));
    memmem::find(text, digits.as_bytes()).is_some() || spelt.is_some_and(|spelt| memmem::find(text, spelt.as_bytes()).is_some())
}

/// 第三届茶文化节 in the title, 第二届茶文化节 and no 第三届 in the body.
fn held(article: &Article, title: &str, body: Span<Text>, held: &str) -> Option<Contradiction> {
    let at = memmem::find(title.as_bytes(), held.as_bytes())?;
    let (start, said) = count_before(title, at).filter(|(start, _)| title[..*start].ends_with('第'))?;
    let name: String = title[at + held.len()..].chars().take(NAME).take_while(|c| is_han(*c)).collect();
    if name.chars().count() < NAME {
        return None;
    }
    let mut other = None;
    for found in places(article, body, &format!("{held}{name}")) {
        match count_before(&article.text, found) {
            Some((_, count)) if count == said => return None,
            Some((from, _)) if article.is_prose(offset(found)) => other = other.or(Some(Span::of(from..found + held.len()))),
            _ => {}
        }
    }
    let same = format!("第{}{held}", &title[start..at]);
    let span = other.filter(|_| memmem::find(article.slice(body).as_bytes(), same.as_bytes()).is_none())?;
    Some((span, title[start..at + held.len()].to_string()))
}

/// 第46次常务会议 in the title, 召开第64次常务会议 and no 46 in the body.
fn meeting(article: &Article, title: &str, body: Span<Text>) -> Option<Contradiction> {
    let (at, noun) = MEETINGS.iter().find_map(|noun| Some((memmem::find(title.as_bytes(), noun.as_bytes())?, *noun)))?;
    let (start, said) = count_before(title, at).filter(|(start, _)| title[..*start].ends_with('第'))?;
    let other = places(article, body, noun).find_map(|found| {
        let (from, count) = count_before(&article.text, found)?;
        let here = count != said && article.is_prose(offset(found)) && is_held_now(&article.text[..from], title);
        here.then(|| Span::of(from..found + noun.len()))
    })?;
    (!says(article, body, said)).then(|| (other, title[start..at + noun.len()].to_string()))
}

/// Whether a clause says that the meeting is being held, not that it was (召开的第45次会议) or that another organ holds it.
fn is_held_now(before: &str, title: &str) -> bool {
    let clause = before.rsplit(['，', '。', '；', '、', '\n']).next().unwrap_or(before);
    let Some(verb) = ["召开", "主持", "举行"].iter().filter_map(|verb| clause.rfind(verb)).min() else {
        return false;
    };
    let same = LEVELS.iter().all(|level| !clause.contains(level) || title.contains(level));
    let ours = same || !LEVELS.iter().any(|level| title.contains(level));
    let told = ["传达", "学习", "落实", "听取"].iter().any(|word| clause.contains(word));
    clause.ends_with('第') && !clause[verb..].contains('的') && ours && !told
}

/// 2025年工作要点 in the title, 《2024年工作要点》 and no 2025年 in the body.
fn yearly(article: &Article, title: &str, body: Span<Text>) -> Option<Contradiction> {
    let year = title.match_indices("年").find_map(|(at, _)| {
        let year = title.get(at.checked_sub(4)?..at)?;
        let plan = YEARLY.iter().find(|name| memmem::find(&title.as_bytes()[at..], name.as_bytes()).is_some())?;
        (year.starts_with("20") && year.bytes().all(|byte| byte.is_ascii_digit())).then_some((year, *plan))
    });
    let (year, plan) = year?;
    let text = article.slice(body);
    if memmem::find(text.as_bytes(), year.as_bytes()).is_some() {
        return None;
    }
    let found = places(article, body, plan).find_map(|found| {
        let before = &article.text[..found];
        let near = &before[before.ceil_char_boundary(before.len().saturating_sub(60))..];
        // The name of a paper in book marks, its own year the first thing in it.
        let open = near.rfind('《')?;
        let name = &near[open + "《".len()..];
        let at = name.find('年')?;
        let other = name.get(at.checked_sub(4)?..at)?;
        let plain = other.starts_with("20") && other.bytes().all(|byte| byte.is_ascii_digit()) && !name.contains('》');
        let start = found - (name.len() - at) - other.len();
        plain.then(|| Span::of(start..start + other.len() + "年".len()))
    });
    found.map(|span| (span, format!("{year}年")))
}

/// Where a word stands in the body.
fn places<'a>(article: &'a Article, body: Span<Text>, word: &str) -> impl Iterator<Item = usize> + use<'a> {
    let text = article.slice(body);
    let start = body.start as usize;
    let found: Vec<usize> = memmem::find_iter(text.as_bytes(), word.as_bytes()).take(MOST).map(|at| start + at).collect();
    found.into_iter()
}

/// The count that stands right before a place, and where it begins.
fn count_before(text: &str, at: usize) -> Option<(usize, u32)> {
    let before = &text[..at];
    let is_count = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(*c);
    let length: usize = before.chars().rev().take(4).take_while(is_count).map(char::len_utf8).sum();
    let start = at - length;
    let (count, read) = count_at(&text[start..at])?;
    (read == length && count > 1).then_some((start, count))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}
