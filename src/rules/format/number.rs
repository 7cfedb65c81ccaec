//! Document numbers as written, right or wrong: 国办发〔2017〕47号, 国办发[2017]047号. Numbers of cases, certificates and
//! plots look alike and follow other customs; they are told apart here.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::document::{Article, Region};
use crate::rules::Context;
use crate::span::{Span, Text};

/// Ends of document numbers.
pub(super) const TRIGGERS: &[&str] = &[
    "0号", "1号", "2号", "3号", "4号", "5号", "6号", "7号", "8号", "9号", "0 号", "1 号", "2 号", "3 号",
    "4 号", "5 号", "6 号", "7 号", "8 号", "9 号",
];

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?P<open>[\[(（【［〔﹝〖<〈「{]) ?(?P<year>(?:19|20)[0-9]{2}|[0-9]{2}|[〇零○一二三四五六七八九]{4})(?P<unit>年)? ?(?P<close>[\])）】］〕﹞〗>〉」}]) ?(?P<ordinal>第)? ?(?P<serial>[0-9]{1,5}) ?号";
    Regex::new(pattern).expect("constant pattern")
});

/// What closes a year.
const CLOSES: [char; 13] = [']', ')', '）', '】', '］', '〕', '﹞', '〗', '>', '〉', '」', '}', '｝'];
/// Bytes around a part of a number in which the whole is.
const REACH: u32 = 48;
/// Characters of the organ's code that are looked at.
const CODE: usize = 12;
/// Ends of codes of which there is no doubt.
const SURE: [&str; 12] = ["发", "函", "办", "文", "规", "令", "通", "电", "公告", "任", "党", "政"];
/// Marks of numbers that are none of documents: cases, decisions on single matters, certificates, plots, lots.
const OTHER: [&str; 22] = [
    "案", "裁", "仲", "证", "许可", "罚", "决", "宗", "地块", "挂", "拍", "合同", "招标", "采购", "项目", "刑", "民初",
    "检字", "鉴", "复议", "地字", "建字",
];
/// What goes on behind the number of something else.
const NOT_DOCUMENT: [&str; 9] = ["地块", "宗地", "楼", "地", "房", "标段", "包", "提案", "建议"];

/// A document number. All spans lie in the article's text.
pub(super) struct DocumentNumber<'a> {
    /// The organ's code: 国办发.
    pub code: &'a str,
    pub open: &'a str,
    pub close: &'a str,
    /// The year in its brackets.
    pub bracketed: Span<Text>,
    /// What stands between the brackets.
    pub inside: Span<Text>,
    pub year: &'a str,
    pub ordinal: Option<Span<Text>>,
    pub serial: Span<Text>,
    /// Code to 号.
    pub whole: Span<Text>,
}

impl DocumentNumber<'_> {
    /// As it should be written.
    pub fn written(&self, article: &Article) -> String {
        let serial = article.slice(self.serial).trim_start_matches('0');
        format!("{}〔{}〕{serial}号", self.code, self.year)
    }

    pub fn is_sure(&self) -> bool {
        SURE.iter().any(|end| self.code.ends_with(end))
    }
}

/// The document numbers of the prose around the trigger words of a rule, those without a code in front (and so
/// unknown) left out.
pub(super) fn find<'a>(article: &'a Article, context: &Context<'_>) -> Vec<DocumentNumber<'a>> {
    let stretches = context.near(article, REACH, REACH).into_iter();
    let stretches = stretches.filter(|stretch| article.slice(*stretch).contains(CLOSES));
    let numbers = stretches.flat_map(|stretch| {
        let found = NUMBER.captures_iter(article.slice(stretch));
        found.filter_map(move |found| read(article, &found, stretch.start))
    });
    numbers.collect()
}

/// A number found in the stretch of the text that begins at `start`.
fn read<'a>(article: &'a Article, found: &Captures<'a>, start: u32) -> Option<DocumentNumber<'a>> {
    let group = |name: &str| found.name(name).map(|found| Span::of(found.range()).shifted(start));
    let slice = |name: &str| found.name(name).map_or("", |found| found.as_str());
    let all = Span::of(found.get(0)?.range()).shifted(start);
    let block = article.block_at(all.start).filter(|block| block.region.is_prose())?;
    if matches!(block.region, Region::Comment | Region::Attribute) {
        return None;
    }
    let code = code(article.before(all));
    let last = code.chars().next_back()?;
    let after = article.text.get(all.end as usize..)?;
    let bracketed = Span::new(group("open")?.start, group("close")?.end);
    let number = DocumentNumber {
        code,
        open: slice("open"),
        close: slice("close"),
        bracketed,
        inside: Span::new(group("open")?.end, group("close")?.start),
        year: slice("year"),
        ordinal: group("ordinal"),
        serial: group("serial")?,
        whole: Span::new(all.start - crate::span::offset(code.len()), all.end),
    };
    let other = OTHER.iter().any(|mark| code.contains(mark)) || NOT_DOCUMENT.iter().any(|word| after.starts_with(word));
    let is_date = "年月日第表图见附和及、".contains(last);
    (!other && !is_date && code.chars().count() > 1).then_some(number)
}

/// The Han characters right before, a blank between them and the bracket forgiven.
fn code(before: &str) -> &str {
    let before = before.trim_end_matches(' ');
    let length: usize =
        before.chars().rev().take(CODE).take_while(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).map(char::len_utf8).sum();
    let code = &before[before.len() - length..];
    // 依据国办发…: the words before the code are none of it.
    LEADS.iter().filter_map(|lead| code.rfind(lead).map(|at| &code[at + lead.len()..])).min_by_key(|rest| rest.len()).unwrap_or(code)
}

/// Words that lead to a document number.
const LEADS: [&str; 17] = [
    "作出", "根据", "依据", "按照", "落实", "贯彻", "执行", "参照", "遵照", "转发", "印发", "文号", "下发", "和", "及", "以", "见",
];
