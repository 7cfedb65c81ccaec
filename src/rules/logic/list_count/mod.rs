//! A count against the members of a list beside it: 3个县（甲县、乙县、丙县、丁县）, 甲县、乙县、丙县四个县. Points with
//! numbers are for `count_mismatch`.

use std::sync::LazyLock;

use memchr::memmem;

use crate::document::{Article, Enclosure, count_at};
use crate::finding::Severity;
use crate::rules::number::pairs;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/list-count",
        "数量与列举的不符",
        Severity::Warning,
        "写明了几个，列出来的名称却不是几个，不是漏了就是多了。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What a count ends with, and what it counts in: 二十三个.
const COUNTS: &str = "0123456789一二三四五六七八九十两";
const MEASURES: &str = "个大家名位省县市区镇乡村国地项类种条大所座处人";
/// Characters of what is counted, at most: 国家级贫困县 of 3个国家级贫困县.
const LONGEST_NOUN: usize = 10;

/// What makes a count an ordinal, a part or about so many.
const NOT_A_COUNT: &str = "第几另前后余其每十百千近约上下首这那某—-.之数至到年月超0123456789一二三四五六七八九";
/// Lists with such words do not hold just the members counted.
const OPEN: [&str; 18] = [
    "等", "其中", "包括", "含", "以及", "和", "与", "及", "或", "…", "：", "；", "（", "“", "分别", "各", "另", "、、",
];
/// Kinds and no names: 3个县（市、区）.
const KINDS: [&str; 36] = [
    "市", "区", "县", "旗", "镇", "乡", "街道", "社区", "村", "办事处", "街", "街办", "管委会", "园区", "开发区", "单位",
    "部门", "科室", "处", "室", "局", "委", "办", "中心", "功能区", "新区", "自治区", "直辖市", "自治州",
    "盟", "州", "地区", "兵团", "学校", "企业", "小区",
];
/// What several names are together.
const UMBRELLAS: [&str; 46] = [
    "乡镇", "镇", "县", "部门", "单位", "方面", "环节", "阶段", "项目", "活动", "板块", "行业", "产业", "领域", "城市", "街道", "社区", "村",
    "类别", "品种", "主题", "课程", "层面", "重点", "步骤", "小组", "专题", "系列", "篇章", "单元", "组别", "奖项", "岗位", "专业", "学科", "平台",
    "片区", "试点", "体系", "工程", "科室", "大项", "小项", "标段", "景区", "窗口",
];
const SHORT: usize = 10;
/// A member's name is no longer, in characters.
const LONGEST: usize = 14;
/// Nor is the name of a place beside others.
const PLACE: usize = 4;
const FEWEST: usize = 2;
const LONGEST_COUNT: usize = 3;
const MOST: usize = 40;

struct ListCount;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ListCount)
}

impl Rule for ListCount {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| pairs(COUNTS, MEASURES));
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut done = 0;
        for place in context.places().iter().map(|place| *place as usize) {
            // A count inside what another one counts (三个县的五个镇) is not looked at.
            let counted = Some(place).filter(|place| *place >= done).and_then(|place| Counted::at(&article.text, place));
            if let Some(counted) = counted {
                done = counted.end;
                check(article, &counted, context);
            }
        }
    }
}

/// A count with what is counted.
struct Counted<'a> {
    before: &'a str,
    count: &'a str,
    measure: char,
    noun: &'a str,
    /// The mark behind the noun; a line feed at the end of the block.
    mark: char,
    after: &'a str,
    /// Where it ends, its mark included.
    end: usize,
}

impl<'a> Counted<'a> {
    /// The count whose last numeral stands at a place.
    fn at(text: &'a str, place: usize) -> Option<Self> {
        let mut characters = text[place..].chars();
        let (last, measure) = (characters.next()?, characters.next()?);
        let counted = characters.as_str();
        let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
        let noun: usize = counted.chars().take(LONGEST_NOUN).take_while(|c| is_han(*c)).map(char::len_utf8).sum();
        let (noun, after) = counted.split_at(noun);
        let (after, is_named) = skip_frame(after);
        let mark = if is_named { '：' } else { after.chars().next().unwrap_or('\n') };
        if !matches!(mark, '（' | '(' | '：' | ':' | '，' | '。' | '；' | ',' | '、' | '\n') && !mark.is_ascii_digit() {
            return None;
        }
        if measure == '大' && noun.chars().count() < FEWEST {
            return None;
        }
        let (before, count) = split_count(&text[..place + last.len_utf8()])?;
        let after = if is_named { after } else { after.get(mark.len_utf8()..).unwrap_or_default() };
        let end = text.len() - after.len();
        Some(Self { before, count, measure, noun, mark, after, end })
    }
}

/// Leaves out what stands between the noun and its list, and says whether it leads to the list as a colon does:
/// ”的要求, （市、区）, ，即.
fn skip_frame(after: &str) -> (&str, bool) {
    let rest = after.strip_prefix('”').unwrap_or(after);
    let kinds = rest.strip_prefix(['（', '(']).and_then(|inside| {
        let (kinds, _) = inside[..inside.floor_char_boundary(LONGEST_KINDS)].split_once(['）', ')'])?;
        let rest = inside[kinds.len()..].trim_start_matches(['）', ')']);
        (kinds.split('、').all(|kind| KINDS.contains(&kind)) && rest.starts_with(['：', ':'])).then_some(rest)
    });
    let rest = kinds.unwrap_or(rest);
    let named = ["，即", "，分别是", "，分别为"].iter().find_map(|word| rest.strip_prefix(word));
    named.map_or((rest, false), |list| (list.strip_prefix('：').unwrap_or(list), true))
}

/// Kinds in brackets are no longer, in bytes.
const LONGEST_KINDS: usize = 40;

/// A list is no longer, in bytes: a text of nothing but counts is gone through once, not once a count.
const LONGEST_LIST: usize = 1500;

/// Splits off the count that a text ends with: two digits or three numerals at most.
fn split_count(text: &str) -> Option<(&str, &str)> {
    if text.ends_with(|c: char| c.is_ascii_digit()) {
        let digits = text.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
        return Some(text.split_at(text.len() - digits));
    }
    let begins = |c: char| "二三四五六七八九十两".contains(c);
    let goes_on = |c: char| "一二三四五六七八九十".contains(c);
    let mut start = None;
    for (at, c) in text.char_indices().rev().take(LONGEST_COUNT) {
        if begins(c) {
            start = Some(at);
        }
        if !goes_on(c) {
            break;
        }
    }
    start.map(|start| text.split_at(start))
}

fn check(article: &Article, counted: &Counted<'_>, context: &mut Context<'_>) {
    let Counted { before, count, measure, noun, mark, after, .. } = *counted;
    let listed = match mark {
        '（' | '(' => bracketed(after),
        '：' | ':' => named(after),
        _ => None,
    };
    // 十九大, 二十大 count nothing; 三大行动 does.
    let most = if measure == '大' { 10 } else { u32::MAX };
    let Some((announced, length)) = count_at(count).filter(|(announced, _)| (2..=most).contains(announced)) else {
        return;
    };
    // A、B、C等3个 names some of them; more than there are it cannot.
    let some = before.strip_suffix('等');
    let frame = || if mark == '：' { frames(after, noun) } else { None };
    let more = || some.and_then(|some| before_etc(some, announced as usize));
    let lead = || leading(some.unwrap_or(before), measure, noun).or_else(more).or_else(|| some.is_none().then(|| under(before, measure, noun, announced as usize)).flatten()).filter(|lead| some.is_none() || *lead > announced as usize);
    let Some(listed) = listed.or_else(frame).or_else(lead) else {
        return;
    };
    // Two kinds beside a great number are an explanation and no list; 八个字：… counts characters.
    let near = listed * 2 >= announced as usize && listed <= announced as usize * 2;
    let wrong = listed != announced as usize && near && !noun.starts_with('字');
    let plain = length == count.len() && !before.ends_with(|c| NOT_A_COUNT.contains(c));
    let span = Span::of(before.len()..before.len() + count.len());
    if wrong && plain && article.is_prose(span.start) && !is_quoted(article, span) {
        let message = format!("这里说有{announced}个，列出的是{listed}个，请核对");
        context.report(context.finding(span, message).confidence(0.8));
    }
}

fn is_quoted(article: &Article, span: Span<Text>) -> bool {
    article.is_inside(span, Enclosure::Book)
}

/// Members in brackets right behind the count.
fn bracketed(rest: &str) -> Option<usize> {
    let end = rest[..rest.floor_char_boundary(LONGEST_LIST)].find(['）', ')', '\n', '。'])?;
    rest[end..].starts_with(['）', ')']).then(|| members(&rest[..end])).flatten()
}

/// Members behind a colon, to the end of the sentence.
fn named(rest: &str) -> Option<usize> {
    let end = rest[..rest.floor_char_boundary(LONGEST_LIST)].find(['。', '\n', '；', '，'])?;
    rest[end..].starts_with('。').then(|| members(&rest[..end])).flatten()
}

/// Members before the count: 甲县、乙县、丙县四个县. The first may have other words before it.
fn leading(before: &str, measure: char, noun: &str) -> Option<usize> {
    let start = before.ceil_char_boundary(before.len().saturating_sub((LONGEST + 1) * "、".len()));
    memmem::find(&before.as_bytes()[start..], "、".as_bytes())?;
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_LIST))..];
    let clause = near.rsplit(['，', '。', '；', '：', '（', '\n', ',', '”', '》', ' ']).next()?;
    // Of a list that begins further back the members cannot be counted.
    if clause.len() == near.len() && near.len() < before.len() {
        return None;
    }
    let last = clause.rsplit('、').next()?;
    // What is counted ends each name, or places stand side by side: only then is it the list that is counted.
    let kind = last.chars().next_back()?;
    let is_place = |place: &str| place.chars().count() <= PLACE && !place.starts_with(|c| "一二三四五六七八九十".contains(c));
    let counted = measure == kind || noun.chars().take(PLACE).any(|c| c == kind);
    let places = measure == '地' && clause.split('、').skip(1).all(is_place);
    let same = places || counted && clause.split('、').all(|member| member.ends_with(kind));
    let (first, rest) = clause.split_once('、')?;
    let whole = !first.contains("等") && !first.contains("其中") && last.chars().count() >= FEWEST;
    let rest = names(rest)?;
    (same && whole).then_some(rest + 1)
}

/// How many clauses behind a colon end in what is counted: “四个到位”：思想到位，措施到位，….
fn frames(rest: &str, noun: &str) -> Option<usize> {
    let end = rest[..rest.floor_char_boundary(LONGEST_LIST)].find(['。', '\n'])?;
    let clauses = rest[..end].split(['，', '、', '；']);
    let framed = noun.chars().count() == 2 && clauses.clone().all(|clause| clause.ends_with(noun) && clause.chars().count() <= LONGEST);
    Some(clauses.count()).filter(|count| framed && *count >= FEWEST)
}

/// How many short names stand before the count of what they all are: 开幕式、摄影展、马拉松三大活动. The count may miss
/// by two at most: a greater one counts other things.
fn under(before: &str, measure: char, noun: &str, announced: usize) -> Option<usize> {
    let kind = UMBRELLAS.iter().any(|word| noun.starts_with(word));
    if !kind || !"个大项类种门".contains(measure) || before.ends_with(|c| "共计约近达的了在为有设分前后等各".contains(c)) {
        return None;
    }
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_LIST))..];
    let clause = near.rsplit(['，', '。', '；', '：', '（', '\n', ',', '”', '》', ' ']).next()?;
    let (first, rest) = clause.split_once('、')?;
    let is_short = |name: &str| (FEWEST..=SHORT).contains(&name.chars().count()) && name.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let first = first.trim_start_matches("涉及");
    let first = first.rsplit_once("涉及").map_or(first, |(_, first)| first);
    let whole = !OPEN.iter().any(|word| first.contains(word)) && first.chars().count() >= FEWEST && !(clause.len() == near.len() && near.len() < before.len());
    let listed = names(rest).filter(|count| *count >= FEWEST && rest.split('、').all(is_short))? + 1;
    (whole && listed.abs_diff(announced) <= 2).then_some(listed)
}

/// How many short names stand before 等 and a count that is smaller by one or two: A、B、C、D等三家企业.
fn before_etc(before: &str, announced: usize) -> Option<usize> {
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_LIST))..];
    let clause = near.rsplit(['，', '。', '；', '：', '（', '\n', ',', '”', '》', ' ']).next()?;
    let (first, rest) = clause.split_once('、')?;
    let is_name = |name: &str| (FEWEST..=SHORT).contains(&name.chars().count()) && name.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let whole = clause.len() < near.len() || near.len() == before.len();
    let plain = whole && !OPEN.iter().any(|word| first.contains(word)) && !clause.contains('第') && rest.split('、').all(is_name);
    let listed = names(rest).filter(|count| plain && *count >= FEWEST)? + 1;
    (announced < listed && listed <= announced + 2).then_some(listed)
}

/// How many members a list has; `None` where it is none or not certain.
fn members(list: &str) -> Option<usize> {
    names(list).filter(|count| *count >= FEWEST)
}

/// How many names are listed.
fn names(list: &str) -> Option<usize> {
    if OPEN.iter().any(|word| list.contains(word)) || list.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is_name = |member: &str| (FEWEST..=LONGEST).contains(&member.chars().count()) && !KINDS.contains(&member);
    let all = list.split('、').all(is_name);
    Some(list.split('、').count()).filter(|count| all && *count <= MOST)
}
