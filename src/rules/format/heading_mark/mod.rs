//! A run-in heading without the full stop that its siblings have: （一）加强领导。各镇要… beside （三）强化督查各镇要….

use std::sync::LazyLock;

use super::outline::{self, Item};
use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/heading-mark",
        "段首小标题后漏了句号",
        Severity::Warning,
        "同一层的小标题后面都有句号，唯独这一条没有，标题和正文连在了一起。",
        "《标点符号用法》（GB/T 15834—2011）；同一篇文章前后一致的要求",
        include_str!("rule.md"),
    )
});

/// Characters of a run-in heading.
const HEADING: usize = 24;
/// Characters of the text behind it.
const TEXT: usize = 8;
/// Siblings with a heading, at least.
const SIBLINGS: usize = 2;

struct HeadingMark;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(HeadingMark)
}

impl Rule for HeadingMark {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        outline::TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for list in lists(&outline::items_at(article, context.places())) {
            judge(article, &list, context);
        }
    }
}

/// Items of one level that count on, with no shallower one between them.
fn lists<'a>(items: &[Item<'a>]) -> Vec<Vec<Item<'a>>> {
    let mut open: [Vec<Item<'a>>; 5] = Default::default();
    let mut done = Vec::new();
    for item in items {
        let level = item.level as usize;
        for list in &mut open[level + 1..] {
            done.push(std::mem::take(list));
        }
        if open[level].last().is_some_and(|last| last.number + 1 != item.number) {
            done.push(std::mem::take(&mut open[level]));
        }
        open[level].push(*item);
    }
    done.extend(open);
    done.retain(|list| list.len() > SIBLINGS);
    done
}

fn judge(article: &Article, list: &[Item<'_>], context: &mut Context<'_>) {
    let headings: Vec<Option<usize>> = list.iter().map(|item| heading(body(article, item))).collect();
    let headed = headings.iter().flatten().count();
    let longest = headings.iter().flatten().max().copied().unwrap_or(0);
    let odd = list.iter().zip(&headings).filter(|(_, heading)| heading.is_none());
    let [(item, _)] = odd.collect::<Vec<_>>()[..] else {
        return;
    };
    let text = body(article, item);
    let start = item.marker().end;
    // A sentence without a heading ends soon; a short item has none.
    let first = text.chars().take(longest + HEADING).position(|c| matches!(c, '。' | '！' | '？' | '；'));
    if headed < SIBLINGS || text.chars().count() < longest + TEXT * 2 || first.is_some() {
        return;
    }
    let message = "同一层其他小标题后面都有句号，这一条的小标题后漏了句号";
    if let Some(at) = blank(article, item, longest) {
        // Nothing can be flagged where something is missing but the place itself.
        context.report(context.finding(at, message).suggest(vec!["。".to_string()], Applicability::Manual));
    } else if let Some((at, mark)) = colon(text, longest) {
        let span = Span::of(at..at + mark.len()).shifted(start);
        let message = format!("同一层其他小标题后面用句号，这一条用了“{mark}”");
        let finding = context.finding(span, message).severity(Severity::Info);
        context.report(finding.suggest(vec!["。".to_string()], Applicability::Unsafe));
    } else if runs_on(text, longest) {
        let severity = if headed > SIBLINGS { Severity::Warning } else { Severity::Info };
        context.report(context.finding(item.marker(), message).severity(severity).confidence(0.75));
    }
}

fn body<'a>(article: &'a Article, item: &Item<'_>) -> &'a str {
    article.slice(Span::new(item.marker().end, item.block.end))
}

/// Characters of the heading that a text begins with, if text follows it.
fn heading(text: &str) -> Option<usize> {
    let end = text.char_indices().take(HEADING + 1).position(|(_, c)| c == '。')?;
    let behind = text.chars().skip(end + 1).take(TEXT).count();
    (end >= 2 && behind == TEXT).then_some(end)
}

/// The place of a blank that stands where the full stop should.
fn blank(article: &Article, item: &Item<'_>, longest: usize) -> Option<Span<Text>> {
    let text = body(article, item);
    let ends = text.char_indices().skip(2).take(longest + 4).map(|(at, _)| item.marker().end + crate::span::offset(at));
    let mut places = ends.take_while(|at| !article.text[*at as usize..].starts_with(['，', '、', '：', '。']));
    places.find_map(|at| {
        let char_length = article.text[at as usize..].chars().next().map_or(0, char::len_utf8);
        let before = article.text[..at as usize].chars().next_back().map_or(0, char::len_utf8);
        let around = Span::new(at - crate::span::offset(before), at + crate::span::offset(char_length));
        article.shown(around).contains([' ', '\u{3000}', '\u{a0}']).then_some(Span::point(at))
    })
}

/// A colon where the siblings have a full stop.
fn colon(text: &str, longest: usize) -> Option<(usize, &'static str)> {
    let (at, mark) = text.char_indices().take(longest + 4).find(|(_, c)| matches!(c, '：' | '。' | '，' | '、'))?;
    (mark == '：').then_some((at, "："))
}

/// Whether the first clause is a heading with a sentence run on to it: longer than any heading beside it.
fn runs_on(text: &str, longest: usize) -> bool {
    let clause = text.chars().take_while(|c| !matches!(c, '，' | '。' | '；' | '：' | '！' | '？')).count();
    let subjects = ["各", "要", "全面", "进一步", "坚持", "组织", "充分", "严格", "建立", "切实", "积极", "认真"];
    let from = text.char_indices().nth(4).map_or(text.len(), |(at, _)| at);
    clause > longest && subjects.iter().any(|word| text[from..].starts_with(word) || text[from..].contains(word))
}
