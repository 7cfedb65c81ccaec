//! An announced number of points against the points that follow: 抓好四项工作：一是…二是…三是…. Points are counted
//! by their own numbering (`series`); lists without numbering are for `list_count`.

mod series;

use std::sync::LazyLock;

use regex::Regex;

use self::series::{STYLES, Series};
use crate::document::{Article, count_at};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

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

/// An announcement that ends right before its first point.
static ANNOUNCEMENT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?P<lead>.?)(?P<count>[0-9]{1,2}|[一二三四五六七八九十两]{1,3})(?:个方面|大方面|方面|个|项|大|条|点|类|种|件|步|层|道|关|处)(?P<rest>[\p{Han}“”‘’]{0,16}?)(?P<end>[：:。，,；]?)$";
    Regex::new(pattern).expect("constant pattern")
});

/// Words before a count that make it an ordinal, or one of several counts.
const NOT_A_COUNT: &str = "零〇超逾党共第几另前后余其每十百千近约上首这那某—-.、之数至到0123456789一二三四五六七八九";
/// Words behind a count that say that not all of it is told.
const PARTLY: [&str; 20] = [
    "月", "工作日", "小时", "年", "星期", "应", "须", "予以", "向", "在", "规定", "不", "等", "之一", "其中", "部分", "主要", "以上", "左右", "多"];
/// Bytes before the first point in which the announcement stands.
const REACH: usize = 90;

struct CountMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(CountMismatch)
}

impl Rule for CountMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["一是", "一、", "（一）", "(一)", "第一", "其一", "①", "1.", "（1）", "(1)", "1、"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for style in &STYLES {
            for series in style.find(&article.text) {
                look(article, &series, context);
            }
        }
    }
}

fn look(article: &Article, series: &Series, context: &mut Context<'_>) {
    let Some((span, announced)) = announcement(article, series) else {
        return;
    };
    if announced == series.count || announced < 2 || series.count < 2 {
        return;
    }
    let is_prose = article.block_at(span.start).is_some_and(|block| block.region.is_prose());
    // Fewer points than announced may go on in another form, so that only more of them are certain.
    let fewer = series.count < announced;
    if !is_prose || fewer && series.goes_on(&article.text, announced) {
        return;
    }
    let message = format!("这里说有{announced}项，后面列出的是{}项，请核对", series.count);
    let severity = if fewer { Severity::Warning } else { Severity::Error };
    context.report(context.finding(span, message).severity(severity).confidence(if fewer { 0.8 } else { 0.93 }));
}

/// The count that the text right before the first point announces.
fn announcement(article: &Article, series: &Series) -> Option<(Span<crate::span::Text>, u32)> {
    let before = &article.text[..series.start];
    let from = before.ceil_char_boundary(before.len().saturating_sub(REACH));
    let near = before[from..].trim_end_matches('\n');
    let line = near.rsplit('\n').next().unwrap_or(near);
    // A heading of its own announces nothing of the next block but with a colon.
    let broken = near.len() < before[from..].len();
    let (mut base, mut found) = (0, ANNOUNCEMENT.captures(line)?);
    // The last count before the first point is the one that is announced.
    while let Some((next, later)) = found.name("count").and_then(|count| {
        let next = base + count.end();
        Some((next, ANNOUNCEMENT.captures(&line[next..])?))
    }) {
        (base, found) = (next, later);
    }
    let (count, rest, end) = (found.name("count")?, &found["rest"], &found["end"]);
    let promised = matches!(end, "：" | ":") || !broken && !end.is_empty();
    let partly = PARTLY.iter().any(|word| rest.contains(word));
    let part = line[..base + count.start()].ends_with("其中");
    if !promised || partly || part || found["lead"].contains(|c| NOT_A_COUNT.contains(c)) {
        return None;
    }
    let (announced, length) = count_at(count.as_str())?;
    let start = from + (near.len() - line.len()) + base + count.start();
    (length == count.len()).then(|| (Span::of(start..start + length), announced))
}
