//! A count against the members of a list beside it: 3个县（甲县、乙县、丙县、丁县）, 甲县、乙县、丙县四个县. Points with
//! numbers are for `count_mismatch`.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, Block, Enclosure, count_at};
use crate::finding::Severity;
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

/// A count with what is counted.
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?P<lead>.?)(?P<count>[0-9]{1,2}|[二三四五六七八九十两][一二三四五六七八九十]{0,2})(?P<measure>个|家|名|位|省|县|市|区|镇|乡|村|国|地|项|类|种|条|大|所|座|处|人)(?P<noun>\p{Han}{0,10}?)(?P<open>[（(：:]|[，。；,、]|$)";
    Regex::new(pattern).expect("constant pattern")
});

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
/// A member's name is no longer, in characters.
const LONGEST: usize = 14;
/// Nor is the name of a place beside others.
const PLACE: usize = 4;
const FEWEST: usize = 2;
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
        &["、"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for block in article.prose().filter(|block| article.block_text(block).contains('、')) {
            check(article, block, context);
        }
    }
}

fn check(article: &Article, block: &Block, context: &mut Context<'_>) {
    let text = article.block_text(block);
    for found in COUNT.captures_iter(text) {
        let (Some(count), Some(open)) = (found.name("count"), found.name("open")) else {
            continue;
        };
        let Some((announced, length)) = count_at(count.as_str()) else {
            continue;
        };
        if length != count.len() || announced < 2 || found["lead"].contains(|c| NOT_A_COUNT.contains(c)) {
            continue;
        }
        let members = match open.as_str() {
            "（" | "(" => bracketed(&text[open.end()..]),
            "：" | ":" => named(&text[open.end()..]),
            _ => None,
        };
        let before = &text[..count.start()];
        // A、B、C等3个 names some of them; more than there are it cannot.
        let some = before.strip_suffix('等');
        let lead = leading(some.unwrap_or(before), &found["measure"], &found["noun"]);
        let listed = members.or(lead.filter(|lead| some.is_none() || *lead > announced as usize));
        let span = block.text.part(count.range());
        // Two kinds beside a great number are an explanation and no list; 八个字：… counts characters.
        let near = |listed: usize| listed * 2 >= announced as usize && listed <= announced as usize * 2;
        let wrong = |listed: &usize| *listed != announced as usize && near(*listed) && !found["noun"].starts_with('字');
        if let Some(listed) = listed.filter(|listed| wrong(listed) && !is_quoted(article, span)) {
            let message = format!("这里说有{announced}个，列出的是{listed}个，请核对");
            context.report(context.finding(span, message).confidence(0.8));
        }
    }
}

fn is_quoted(article: &Article, span: Span<Text>) -> bool {
    article.is_inside(span, Enclosure::Book)
}

/// Members in brackets right behind the count.
fn bracketed(rest: &str) -> Option<usize> {
    let end = rest.find(['）', ')', '\n', '。'])?;
    rest[end..].starts_with(['）', ')']).then(|| members(&rest[..end])).flatten()
}

/// Members behind a colon, to the end of the sentence.
fn named(rest: &str) -> Option<usize> {
    let end = rest.find(['。', '\n', '；', '，']).unwrap_or(rest.len());
    rest[end..].starts_with('。').then(|| members(&rest[..end])).flatten()
}

/// Members before the count: 甲县、乙县、丙县四个县. The first may have other words before it.
fn leading(before: &str, measure: &str, noun: &str) -> Option<usize> {
    let clause = before.rsplit(['，', '。', '；', '：', '（', '\n', ',', '”', '》', ' ']).next()?;
    let last = clause.rsplit('、').next()?;
    // What is counted ends each name, or places stand side by side: only then is it the list that is counted.
    let kind = last.chars().next_back()?;
    let is_place = |place: &str| place.chars().count() <= PLACE && !place.starts_with(|c| "一二三四五六七八九十".contains(c));
    let counted = measure.starts_with(kind) || noun.chars().take(PLACE).any(|c| c == kind);
    let places = measure == "地" && clause.split('、').skip(1).all(is_place);
    let same = places || counted && clause.split('、').all(|member| member.ends_with(kind));
    let (first, rest) = clause.split_once('、')?;
    let whole = !first.contains("等") && !first.contains("其中") && last.chars().count() >= FEWEST;
    let rest = names(rest)?;
    (same && whole).then_some(rest + 1)
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
