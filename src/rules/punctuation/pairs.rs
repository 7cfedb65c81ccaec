//! Paired marks that stand alone, and where their partner is missing. Shared by the rules about quotation marks,
//! brackets and book-title marks; each rule asks for its own kinds.

use std::cell::LazyCell;
use std::collections::HashSet;

use super::neighbours::{after, before, blocks, is_chinese_numeral, is_closing, is_end, is_han, is_opening, is_point};
use crate::document::{Article, Block, Class, Mark, Region, counterpart};
use crate::finding::Applicability;
use crate::rules::Context;
use crate::span::{Span, Text};

/// Blocks over which one quotation may go on.
const CONTINUED: u32 = 60;
/// Blocks over which one bracket may go on.
const BRACKET_CONTINUED: u32 = 4;
/// Bytes of marks that may follow the end of a quotation at the end of its paragraph.
const LAST: usize = 24;
/// Bytes between two lone marks that belong together.
const TOGETHER: u32 = 120;
/// Characters of a quoted phrase that is recognised where its mark is missing.
const PHRASE: usize = 30;
/// Bytes of a span that shows where a mark is missing.
const SHOWN: u32 = 120;

/// A mark without its partner.
#[derive(Clone, Copy)]
pub struct Lone<'a> {
    pub mark: Mark,
    pub block: &'a Block,
}

impl Lone<'_> {
    pub fn opens(&self) -> bool {
        self.mark.class() == Class::Open
    }
}

pub fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』')
}

pub fn is_book(c: char) -> bool {
    matches!(c, '《' | '》' | '〈' | '〉')
}

pub fn is_bracket(c: char) -> bool {
    matches!(c, '（' | '）' | '(' | ')' | '【' | '】' | '〔' | '〕' | '［' | '］' | '[' | ']')
}

/// The marks of a kind that stand alone, in order; those of a quotation that goes on over paragraphs do not.
pub fn lone(article: &Article, of: fn(char) -> bool) -> Vec<Lone<'_>> {
    if !article.marks().has_lone(of) {
        return Vec::new();
    }
    let (mut alone, mut pending): (Vec<Lone<'_>>, Vec<Lone<'_>>) = (Vec::new(), Vec::new());
    let cut_up = LazyCell::new(|| is_cut_up(article));
    for (block, marks) in article.marks().by_block(blocks(article)) {
        if pending.last().is_some_and(|open| ends_quotation(article, open, block)) {
            pending.pop();
        }
        let candidates = marks.iter().filter(|mark| !mark.is_paired() && of(mark.character));
        for mark in candidates.filter(|mark| mark.pair().is_some() && !is_innocent(article, block, **mark)) {
            let lone = Lone { mark: *mark, block };
            let last = pending.last().filter(|open| open.mark.pair() == mark.pair());
            let continues = last.is_some_and(|open| continues(article, open, &lone, *cut_up));
            match (lone.opens(), continues) {
                // Every paragraph of a long quotation opens anew, only the last one closes.
                (true, true) => {
                    pending.pop();
                    pending.push(lone);
                }
                (true, false) => pending.push(lone),
                (false, true) => {
                    pending.pop();
                }
                (false, false) => alone.push(lone),
            }
        }
    }
    alone.extend(pending);
    alone.sort_by_key(|lone| lone.mark.at);
    if alone.iter().any(|lone| is_broken_off(article, lone)) && *cut_up {
        alone = without_broken_off(article, &alone);
    }
    alone.truncate(super::LIMIT);
    alone
}

/// Whether a mark of a later block belongs to a quotation opened by `open`.
fn continues(article: &Article, open: &Lone<'_>, next: &Lone<'_>, cut_up: bool) -> bool {
    let reach = if is_bracket(open.mark.character) { BRACKET_CONTINUED } else { CONTINUED };
    let distance = next.block.paragraph - open.block.paragraph;
    if distance == 0 || distance > reach || open.block.region != next.block.region {
        return false;
    }
    let text = article.text.as_str();
    let ended = article.block_text(open.block).chars().next_back();
    let ended = ended.is_some_and(|last| is_point(last) || matches!(last, '…' | '—' | '）' | '”' | '’'));
    let begins = |lone: &Lone<'_>| lone.mark.at == lone.block.text.start;
    if next.opens() {
        return ended && begins(next);
    }
    let rest = &text[next.mark.end() as usize..next.block.text.end as usize];
    let last = rest.len() <= LAST && rest.chars().all(|c| is_point(c) || is_closing(c));
    let introduced = before(text, open.mark.at).is_none_or(|c| is_point(c) || is_closing(c));
    ended && (introduced || last || begins(next) || cut_up)
}

/// Whether a block is the last paragraph of a quotation whose paragraphs each open with a mark: its own pair closes all.
fn ends_quotation(article: &Article, open: &Lone<'_>, block: &Block) -> bool {
    let marks = article.marks();
    let first = marks.of(block).first().filter(|mark| mark.at == block.text.start);
    let Some((first, close)) = first.and_then(|first| Some((*first, marks.partner(*first)?))) else {
        return false;
    };
    let next = Lone { mark: first, block };
    let rest = &article.text[close.end() as usize..block.text.end as usize];
    let whole = rest.len() <= LAST && rest.chars().all(is_point);
    whole && is_quote(first.character) && first.pair() == open.mark.pair() && continues(article, open, &next, false)
}

/// Paragraphs from which on a text can be told to be cut up.
const PARAGRAPHS: usize = 12;

/// Whether a text stands with one sentence a line, as exports of subtitles and of corpora do: there a quotation goes
/// on over lines without any sign. Of real articles some paragraph holds two sentences.
fn is_cut_up(article: &Article) -> bool {
    let (mut paragraphs, mut longer) = (0, 0);
    for block in super::neighbours::paragraphs(article) {
        let ends = article.marks().of(block).iter().filter(|mark| is_end(mark.character));
        let inside = |mark: &Mark| after(&article.text, mark.end()).is_some_and(|c| is_han(c) || is_opening(c));
        paragraphs += 1;
        longer += usize::from(ends.filter(|mark| mark.end() < block.text.end).any(inside));
    }
    paragraphs >= PARAGRAPHS && longer * PARAGRAPHS < paragraphs
}

/// Whether the other half of a lone mark may stand in a neighbouring line of a text that is cut up.
fn is_broken_off(article: &Article, lone: &Lone<'_>) -> bool {
    let text = article.block_text(lone.block);
    let cuts = |c: char| is_end(c) || matches!(c, '；' | '：' | ';' | ':');
    if lone.opens() { text.ends_with(cuts) } else { lone.mark.at == lone.block.text.start }
}

/// Drops the marks whose other half may stand in a neighbouring line, those aside that are one pair turned wrongly.
fn without_broken_off<'a>(article: &Article, alone: &[Lone<'a>]) -> Vec<Lone<'a>> {
    let turned = |at: usize| alone[at..].windows(2).take(1).any(|pair| swapped(article, &pair[0], &pair[1]));
    let kept = |at: usize| turned(at) || (at > 0 && turned(at - 1)) || !is_broken_off(article, &alone[at]);
    (0..alone.len()).filter(|at| kept(*at)).map(|at| alone[at]).collect()
}

/// Marks that need no partner: the bracket behind a list number, an apostrophe, the bracket of a face, code.
fn is_innocent(article: &Article, block: &Block, mark: Mark) -> bool {
    let text = article.text.as_str();
    let (left, right) = (before(text, mark.at), after(text, mark.end()));
    let cut = text[..block.text.end as usize].ends_with(['…', '.']);
    match mark.character {
        '）' | ')' if numbers_item(&text[block.text.start as usize..mark.at as usize]) => true,
        '’' if left.is_some_and(|c| c.is_ascii_alphanumeric()) || right.is_some_and(|c| c.is_ascii_digit()) => true,
        '(' | ')' | '[' | ']' if ![left, right].into_iter().flatten().any(|c| is_han(c) || is_point_of_chinese(c)) => true,
        _ => cut && matches!(block.region, Region::Title | Region::Summary),
    }
}

fn is_point_of_chinese(c: char) -> bool {
    matches!(c, '。' | '，' | '、' | '；' | '”' | '》' | '“' | '《')
}

/// Whether `before` a closing bracket stands the number of a list item: 1）, a), 二）.
fn numbers_item(before: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || is_chinese_numeral(c);
    let lead = before.trim_end_matches(is_number);
    let lead = if lead.len() == before.len() { before.trim_end_matches(|c: char| c.is_ascii_alphabetic()) } else { lead };
    let number = before.len() - lead.len();
    number > 0 && number <= 9 && lead.chars().next_back().is_none_or(|c| is_point(c) || c == ' ' || c == '.' || is_closing(c))
}

/// Two lone quotation marks that are one pair, one of them turned the wrong way: ”A“, “A“, ”A”.
pub fn swapped(article: &Article, first: &Lone<'_>, second: &Lone<'_>) -> bool {
    let near = second.mark.at - first.mark.end() <= TOGETHER && first.block.text == second.block.text;
    if !near || first.mark.pair() != second.mark.pair() || (first.opens() && !second.opens()) {
        return false;
    }
    let inside = &article.text[first.mark.end() as usize..second.mark.at as usize];
    let joins = ["和", "与", "及", "或", "、", "以及", "的"];
    !inside.is_empty() && !inside.contains(|c| is_end(c) || matches!(c, '，' | '；' | ',')) && !joins.iter().any(|word| inside.starts_with(word))
}

/// Splits lone quotation marks into wrongly turned pairs and those that really lack their partner.
pub fn split_swapped<'a>(article: &Article, lone: &[Lone<'a>]) -> (Vec<(Lone<'a>, Lone<'a>)>, Vec<Lone<'a>>) {
    let (mut pairs, mut single) = (Vec::new(), Vec::new());
    let mut rest = lone;
    while let [first, tail @ ..] = rest {
        match tail {
            [second, others @ ..] if swapped(article, first, second) => {
                pairs.push((*first, *second));
                rest = others;
            }
            _ => {
                single.push(*first);
                rest = tail;
            }
        }
    }
    (pairs, single)
}

/// The phrases that the article marks with a kind of pair, to find the other end of a lone one.
pub struct Phrases<'a>(HashSet<&'a str>);

impl<'a> Phrases<'a> {
    pub fn of(article: &'a Article, kinds: fn(char) -> bool) -> Self {
        let marks = article.marks();
        let opening = marks.all().iter().filter(|mark| mark.class() == Class::Open && kinds(mark.character));
        let inside = opening.filter_map(|mark| {
            let inside = article.text.get(mark.end() as usize..marks.partner(*mark)?.at as usize)?;
            (inside.len() >= 6 && inside.chars().nth(PHRASE).is_none()).then_some(inside)
        });
        Self(inside.collect())
    }

    /// Where the partner of a lone mark is missing, if the article writes the same phrase with both elsewhere.
    fn place(&self, article: &Article, lone: &Lone<'_>) -> Option<u32> {
        let block = lone.block.text;
        if self.0.is_empty() {
            return None;
        }
        if lone.opens() {
            let rest = article.text.get(lone.mark.end() as usize..block.end as usize)?;
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(PHRASE);
            let end = ends.filter(|end| self.0.contains(&rest[..*end])).last()?;
            return Some(lone.mark.end() + end as u32);
        }
        let rest = article.text.get(block.start as usize..lone.mark.at as usize)?;
        let starts = rest.char_indices().rev().map(|(at, _)| at).take(PHRASE);
        starts.filter(|start| self.0.contains(&rest[*start..])).last().map(|start| block.start + start as u32)
    }
}

/// Reports a mark whose partner is missing: from the mark to the place of the missing one where that is known.
pub fn report_missing(article: &Article, context: &mut Context<'_>, lone: &Lone<'_>, phrases: &Phrases<'_>, name: &str) {
    let mark = lone.mark;
    let Some(partner) = counterpart(mark.character) else {
        return;
    };
    let side = if lone.opens() { "后" } else { "前" };
    let known = phrases.place(article, lone);
    let place = known.or_else(|| likely_place(article, lone));
    let span = place.map(|place| mark.span().join(Span::point(place))).filter(|span| span.len() <= SHOWN);
    let Some((span, place)) = span.zip(place) else {
        let message = format!("{name}不成对：这个“{}”缺少{side}一半“{partner}”，请找到应补的位置", mark.character);
        super::report(context, context.finding(mark.span(), message));
        return;
    };
    let whole = complete(article, span, place, partner);
    let applicability = if known.is_some() { Applicability::Unsafe } else { Applicability::Manual };
    let message = format!("{name}不成对：缺少{side}一半“{partner}”，请核对是否应为“{whole}”");
    super::report(context, context.finding(span, message).suggest(vec![whole], applicability));
}

/// The text of a span with the missing mark put in at `place`, one of its ends.
fn complete(article: &Article, span: Span<Text>, place: u32, partner: char) -> String {
    let text = article.slice(span);
    if place == span.start { format!("{partner}{text}") } else { format!("{text}{partner}") }
}

/// Where the partner of an opening mark probably belongs: before the number of a document, at the end of a quotation
/// that a colon introduces, at the end of a short clause in brackets.
fn likely_place(article: &Article, lone: &Lone<'_>) -> Option<u32> {
    if !lone.opens() {
        return None;
    }
    let rest = article.text.get(lone.mark.end() as usize..lone.block.text.end as usize)?;
    let at = |length: usize| Some(lone.mark.end() + length as u32);
    let next = rest.char_indices().find(|(_, c)| is_point(*c) || is_closing(*c) || is_opening(*c));
    let introduced = before(&article.text, lone.mark.at).is_some_and(|c| matches!(c, '：' | ':'));
    match (lone.mark.character, next) {
        ('《', Some((length, '（' | '('))) => at(length),
        ('（' | '(' | '【' | '〔', Some((length, '。' | '，' | '；'))) => at(length),
        ('（' | '(' | '【' | '〔', None) => at(rest.len()),
        ('“', _) if introduced && rest.ends_with(is_end) => at(rest.len()),
        _ => None,
    }
}

/// A lone closing mark of another shape right behind a lone opening one: `《方案>`, `（A]`.
pub fn report_mismatch(article: &Article, context: &mut Context<'_>, open: Mark, close: Mark, name: &str) {
    let Some(right) = counterpart(open.character) else {
        return;
    };
    let span = open.span().join(close.span());
    let inside = article.slice(Span::new(open.end(), close.at));
    let whole = format!("{}{inside}{right}", open.character);
    let message = format!("{name}前后两半不是一对：“{}”应改为“{right}”", close.character);
    super::report(context, context.finding(span, message).suggest(vec![whole], Applicability::Unsafe));
}

/// Whether two lone marks, of any kinds, are the two ends of one.
pub fn mismatched(first: &Lone<'_>, second: &Lone<'_>) -> bool {
    let near = second.mark.at - first.mark.end() <= TOGETHER && first.block.text == second.block.text;
    near && first.opens() && !second.opens()
}
