//! An announced number of points against the points that follow: 抓好四项工作：一是…二是…三是…. Points are counted
//! by their own numbering (`series`); lists without numbering are for `list_count`.

mod series;

use std::sync::LazyLock;

use self::series::{FIRST_MARKS, Series, Start};
use crate::document::{Article, count_at, numeral};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/count-mismatch",
        "预告的项数与列出的不符",
        Severity::Error,
        "前面说有几项，后面列出的却不是几项，不是漏了就是多了。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What points are counted in.
const MEASURES: [&str; 16] =
    ["个方面", "大方面", "方面", "个", "项", "大", "条", "点", "类", "种", "件", "步", "层", "道", "关", "处"];
/// Characters between the measure and the first point, at most.
const LONGEST_REST: usize = 16;

/// Words before a count that make it an ordinal, or one of several counts.
const NOT_A_COUNT: &str = "零〇超逾党共第几另前后余其每十百千近约上首这那某—-.、之数至到0123456789一二三四五六七八九";
/// Words behind a count that say that not all of it is told.
const PARTLY: [&str; 21] = [
    "月", "工作日", "小时", "年", "星期", "应", "须", "予以", "向", "在", "规定", "不", "等", "之一", "其中", "部分", "主要", "以上", "左右", "多", "走"];
/// Bytes before the first point in which the announcement stands.
const REACH: usize = 90;

/// How names of so many points begin: “三看”.
const SLOGANS: [&str; 8] = ["“两", "“三", "“四", "“五", "“六", "“七", "“八", "“九"];
/// Bytes behind such a name in which its points stand.
const SLOGAN_REACH: usize = 400;

struct CountMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(CountMismatch)
}

impl Rule for CountMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| FIRST_MARKS.iter().chain(&SLOGANS).copied().collect());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.after(Span::point(**place)).starts_with('“')) {
            if let Some((span, announced, listed)) = slogan(article, *place) {
                let message = format!("这里说的是{announced}项，后面列出的是{listed}项，请核对");
                context.report(context.finding(span, message).severity(Severity::Warning).confidence(0.85));
            }
        }
        let starts: Vec<Start> = context.places().iter().filter_map(|at| Start::at(&article.text, *at as usize)).collect();
        for (number, start) in starts.iter().enumerate() {
            if let Some((span, announced)) = announcement(article, start.at) {
                look(article, &start.read(&article.text, &starts[number + 1..]), span, announced, context);
            }
        }
    }
}

/// A name of so many points with as many points behind it as there are: “三看”：一看日期，二看配料，三看厂家，四看包装.
fn slogan(article: &Article, place: u32) -> Option<(Span<Text>, u32, u32)> {
    let start = place + "“".len() as u32;
    let text = article.after(Span::point(start));
    let (announced, length) = count_at(text)?;
    let (act, rest) = text[length..].split_once('”').filter(|(act, _)| (1..=2).contains(&act.chars().count()))?;
    let near = &rest[..rest.floor_char_boundary(SLOGAN_REACH)];
    let near = &near[..near.find('\n').unwrap_or(near.len())];
    let (mut listed, mut at) = (0, 0);
    while let Some(point) = numeral(u64::from(listed + 1)).map(|count| format!("{count}{act}")) {
        let stands = |found: &usize| near[..*found].ends_with(['：', '，', '；', '。', '、', '”']) || *found == 0;
        let Some(found) = near[at..].match_indices(&point).map(|(found, _)| at + found).find(stands) else {
            break;
        };
        at = found + point.len();
        listed += 1;
    }
    let plain = listed > 1 && listed != announced && article.is_prose(start);
    plain.then(|| (Span::new(start, start + (length + act.len()) as u32), announced, listed))
}

fn look(article: &Article, series: &Series, span: Span<Text>, announced: u32, context: &mut Context<'_>) {
    if announced == series.count || announced < 2 || series.count < 2 {
        return;
    }
    // Fewer points than announced may go on in another form, so that only more of them are certain.
    let fewer = series.count < announced;
    if !article.is_prose(span.start) || fewer && series.goes_on(&article.text, announced) {
        return;
    }
    let message = format!("这里说有{announced}项，后面列出的是{}项，请核对", series.count);
    let severity = if fewer { Severity::Warning } else { Severity::Error };
    context.report(context.finding(span, message).severity(severity).confidence(if fewer { 0.8 } else { 0.93 }));
}

/// The count that the text right before the first point announces.
fn announcement(article: &Article, first_point: usize) -> Option<(Span<Text>, u32)> {
    let before = &article.text[..first_point];
    let from = before.ceil_char_boundary(before.len().saturating_sub(REACH));
    let near = before[from..].trim_end_matches('\n');
    let line = near.rsplit('\n').next().unwrap_or(near);
    // A heading of its own announces nothing of the next block but with a colon.
    let broken = near.len() < before[from..].len();
    let text = match line.strip_suffix(['：', ':']) {
        Some(text) => text,
        None => line.strip_suffix(['。', '，', ',', '；']).filter(|_| !broken)?,
    };
    let (counted, rest) = last_measure(text)?;
    let count = count_before(counted);
    let lead = &counted[..counted.len() - count.len()];
    let partly = PARTLY.iter().any(|word| rest.contains(word));
    if partly || lead.ends_with("其中") || lead.ends_with(|c| NOT_A_COUNT.contains(c)) {
        return None;
    }
    let (announced, length) = count_at(count)?;
    let start = from + (near.len() - line.len()) + lead.len();
    (length == count.len()).then(|| (Span::of(start..start + length), announced))
}

/// The text before the last measure word of a text that a count stands before, and what stands behind the measure.
fn last_measure(text: &str) -> Option<(&str, &str)> {
    let longest = LONGEST_REST + "个方面".chars().count();
    let is_rest = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '“' | '”' | '‘' | '’');
    let starts = text.char_indices().rev().take(longest).take_while(|(_, c)| is_rest(*c));
    starts.map(|(at, _)| text.split_at(at)).filter(|(counted, _)| counted.ends_with(is_count)).find_map(|(counted, measured)| {
        let rests = MEASURES.iter().filter_map(|measure| measured.strip_prefix(measure));
        Some((counted, rests.into_iter().find(|rest| rest.chars().count() <= LONGEST_REST)?))
    })
}

fn is_count(c: char) -> bool {
    c.is_ascii_digit() || is_numeral(c)
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十两".contains(c)
}

/// The count that a text ends with: two digits or three numerals at most.
fn count_before(text: &str) -> &str {
    let of_kind = |kind: fn(&char) -> bool, most: usize| text.chars().rev().take(most).take_while(kind).map(char::len_utf8).sum();
    let digits: usize = of_kind(char::is_ascii_digit, 2);
    let length = if digits > 0 { digits } else { of_kind(|c| is_numeral(*c), 3) };
    &text[text.len() - length..]
}
