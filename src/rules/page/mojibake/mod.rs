//! Mojibake: characters that were lost or misread between encodings. Where the first text can be got back, it is
//! suggested.

use std::ops::Range;
use std::sync::LazyLock;

use crate::document::{Article, remains};
use crate::finding::{Applicability, Finding, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::source::misread;
use crate::span::{Span, offset};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "page/mojibake",
        "乱码",
        Severity::Error,
        "文字在转换编码时出错，读者看不懂，也说明这段内容没有人看过。",
        "《政府网站发展指引》（国办发〔2017〕47号）",
        include_str!("rule.md"),
    )
});

/// The longest run of Han characters that is read again, in bytes.
const RUN: usize = 300;

/// After so many runs that turn out to be sound, the odd characters of an article are rare ones, not mojibake.
const MISSES: usize = 8;

struct Mojibake;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(Mojibake)
}

impl Rule for Mojibake {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let text = article.text.as_str();
        let known = article.odd().iter().filter_map(|odd| {
            let at = odd.at as usize;
            Some((at..at + remains(&text[at..])?.len(), None))
        });
        let mut found: Vec<(Range<usize>, Option<String>)> = known.collect();
        let (mut end, mut misses) = (0, 0);
        for odd in article.odd() {
            let at = odd.at as usize;
            if at < end {
                continue;
            }
            let misread = match odd.character {
                '\u{fffd}' => Some((at..at + text[at..].len() - text[at..].trim_start_matches('\u{fffd}').len(), None)),
                'Â'..='ô' => misread::western(&text[at..]).map(|(length, was)| (at..at + length, Some(was))),
                _ if remains(&text[at..]).is_some() => None,
                '\u{4e00}'..='\u{9fff}' if misses < MISSES => {
                    let run = run_of_han(text, at, end);
                    // Looked at once, whatever comes of it.
                    end = run.end;
                    let misread = in_gbk(text, run);
                    misses += usize::from(misread.is_none());
                    misread
                }
                _ => None,
            };
            if let Some((range, was)) = misread {
                end = range.end;
                found.push((range, was));
            }
        }
        join(&mut found, text);
        for (range, was) in found {
            let finding = report(article, context, range, was);
            context.report(finding);
        }
    }
}

/// The run of Han characters and what stands for lost ones around a place, not before `from`.
fn run_of_han(text: &str, at: usize, from: usize) -> Range<usize> {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '€' | '\u{fffd}' | '\u{e000}'..='\u{f8ff}');
    let low = text.ceil_char_boundary(at.saturating_sub(RUN).max(from)).min(at);
    let high = text.floor_char_boundary((at + RUN).min(text.len())).max(at);
    let before = text[low..at].chars().rev().take_while(|c| is_han(*c)).map(char::len_utf8).sum::<usize>();
    at - before..at + text[at..high].find(|c| !is_han(c)).unwrap_or(high - at)
}

/// What a run of Han characters was, if it is Chinese text that was read in the wrong encoding.
fn in_gbk(text: &str, run: Range<usize>) -> Option<(Range<usize>, Option<String>)> {
    let kept: String = text[run.clone()].chars().filter(|c| *c != '\u{fffd}').collect();
    let was = misread::gbk(&kept)?;
    let whole = !was.contains('\u{fffd}') && kept.len() == run.len();
    Some((run, whole.then_some(was)))
}

/// Neighbours become one.
fn join(found: &mut Vec<(Range<usize>, Option<String>)>, text: &str) {
    found.sort_by_key(|(range, _)| range.start);
    found.dedup_by(|(next, was), (range, first)| {
        let between = text.get(range.end..next.start);
        let adjoins = next.start <= range.end || between.is_some_and(|between| between.chars().all(|c| matches!(c, ' ' | '?')));
        if adjoins {
            *first = match (&*first, was, between) {
                (Some(first), Some(was), Some(between)) => Some(format!("{first}{between}{was}")),
                _ => None,
            };
            range.end = range.end.max(next.end);
        }
        adjoins
    });
}

fn report(article: &Article, context: &Context<'_>, range: Range<usize>, was: Option<String>) -> Finding {
    let span = Span::new(offset(range.start), offset(range.end));
    match was {
        Some(was) => {
            let message = format!("这里是乱码，原文应是“{was}”");
            context.finding(span, message).confidence(0.97).suggest(vec![was], Applicability::Unsafe)
        }
        None if article.slice(span).contains('\u{fffd}') => {
            context.finding(span, "这里的字在转换编码时丢失了，请对照原稿补上").confidence(0.97)
        }
        None => context.finding(span, "这里是乱码，请对照原稿改正").confidence(0.95),
    }
}
