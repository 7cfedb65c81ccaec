//! Definitions of short names: 某县城市管理局（以下简称“县城管局”）.

use std::ops::RangeInclusive;

use crate::document::{Article, Region};
use crate::span::{Span, Text, offset};

/// Words that every definition has.
pub(super) const TRIGGERS: &[&str] = &["以下简称", "以下统称", "以下合称", "（下称", "（简称", "(下称", "(简称", "(以下称", "（以下称"];

/// Definitions of an article that are looked at: each is compared with the whole text.
const MOST: usize = 40;
/// Characters of a short name.
const SHORT: RangeInclusive<usize> = 2..=20;
/// Bytes of a full name.
const FULL: usize = 300;

/// A short name and what it stands for.
pub(super) struct Definition<'a> {
    pub short: &'a str,
    pub place: Span<Text>,
    pub quoted: bool,
    /// The name in 《》 right before, marks included; `None` where the full name cannot be told.
    pub full: Option<&'a str>,
    /// The bracket.
    pub whole: Span<Text>,
}

/// The definitions in the prose.
pub(super) fn definitions(article: &Article) -> Vec<Definition<'_>> {
    let open = article.marks().all().iter().filter(|mark| matches!(mark.character, '（' | '('));
    let found = open.filter_map(|mark| {
        let bracket = bracket(&article.text[mark.at as usize..])?;
        let whole = Span::new(mark.at, mark.at + offset(bracket.length));
        article.block_at(whole.start).filter(|block| matches!(block.region, Region::Body | Region::Summary))?;
        let from = article.text.floor_char_boundary((whole.start as usize).saturating_sub(FULL));
        let before = &article.text[from..whole.start as usize];
        let full = before.ends_with('》').then(|| before.rfind('《')).flatten().map(|open| &before[open..]);
        Some(Definition {
            short: bracket.short,
            place: whole.part(bracket.at..bracket.at + bracket.short.len()),
            quoted: bracket.quoted,
            full: full.filter(|full| !full.contains('\n')),
            whole,
        })
    });
    found.take(MOST).collect()
}

/// What stands in the brackets of a definition.
struct Bracket<'a> {
    short: &'a str,
    /// Where the short name begins behind the opening bracket, that included.
    at: usize,
    quoted: bool,
    /// Of the whole bracket.
    length: usize,
}

/// The definition whose bracket a text begins with: （以下简称“县城管局”）.
fn bracket(text: &str) -> Option<Bracket<'_>> {
    let skip = |rest: &'_ str, words: &[&str]| -> usize {
        words.iter().find(|word| rest.starts_with(**word)).map_or(0, |word| word.len())
    };
    let mut at = text.chars().next().map_or(0, char::len_utf8);
    at += skip(&text[at..], &["以下", "下"]);
    at += skip(&text[at..], &["统", "简", "合"]);
    at += text[at..].starts_with('称').then_some("称".len())?;
    at += skip(&text[at..], &["为", "作"]);
    at += skip(&text[at..], &["：", ":"]);
    let opening = text[at..].len() - text[at..].trim_start_matches(['“', '"', '‘', '「', '《']).len();
    at += opening;
    let ends = |c: char| "“”\"‘’「」《》（）()，,；;。：:、\n".contains(c);
    let short = &text[at..at + text[at..].find(ends)?];
    let rest = &text[at + short.len()..];
    let closed = rest.trim_start_matches(['”', '"', '’', '」', '》']);
    let end = closed.strip_prefix(['）', ')'])?;
    let named = SHORT.contains(&short.chars().take(SHORT.end() + 1).count());
    named.then(|| Bracket { short, at, quoted: opening > 0 || closed.len() < rest.len(), length: text.len() - end.len() })
}

/// Whether the text is a statute: there short names have other customs.
pub(super) fn is_statute(article: &Article) -> bool {
    article.blocks.iter().any(|block| {
        let text = article.block_text(block);
        text.starts_with('第') && text.find('条').is_some_and(|at| at <= "第一百二十".len())
    })
}
