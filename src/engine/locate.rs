//! From findings in text space to findings with their place in the file. The only place that does this.

use std::collections::HashMap;
use std::sync::Arc;

use super::linter::Linted;
use super::trace::Trace;
use crate::document::{Article, Block, Directive, Place, Region};
use crate::finding::{
    Applicability, ArticleSummary, Edit, Finding, Fingerprint, LocatedEdit, LocatedFinding, LocatedFix, Severity,
    family, stable_hash,
};
use crate::rules::Days;
use crate::rules::page::unused_suppression;
use crate::source::Source;
use crate::span::{Decoded, Span, Text};

/// Characters on either side of the flagged text that a report shows.
const SURROUNDINGS: usize = 16;
/// Characters on either side that go into the fingerprint.
const FINGERPRINTED: usize = 8;

/// What was found in one article.
#[derive(Debug, Clone)]
pub struct Checked {
    pub path: Arc<str>,
    pub place: Option<Place>,
    pub article: Arc<ArticleSummary>,
    /// The site, account or department that the article says it is of.
    pub unit: Option<String>,
    pub characters: usize,
    /// What a store of reviews calls the text by, where one is in use.
    pub record: Option<Arc<str>>,
    pub findings: Vec<LocatedFinding>,
    /// Rules that failed.
    pub errors: Vec<String>,
    /// It is a draft, or was taken back: nobody can read it.
    pub is_draft: bool,
    /// Where it was asked for.
    pub trace: Option<Trace>,
    /// The days on which, taken for today, all of this is the same.
    pub same: Days,
}

pub(super) fn locate(source: &Source, article: &Article, linted: Linted<'_>) -> Checked {
    let meta = &article.meta;
    let summary = Arc::new(ArticleSummary {
        id: meta.id.clone(),
        title: article.title().map(str::to_string),
        url: meta.url.clone(),
        published: meta.published.map(|published| published.date.to_string()),
        column: meta.column.clone(),
        source: meta.source.clone(),
    });
    let mut locator = Locator { source, article, summary: &summary, seen: HashMap::new(), hashed: None };
    let mut findings: Vec<LocatedFinding> =
        linted.findings.into_iter().map(|finding| locator.finding(finding)).collect();
    findings.extend(linted.unused.into_iter().map(|directive| locator.unused(directive)));
    findings.sort_by(|a, b| (a.start.byte, a.end.byte, &a.rule).cmp(&(b.start.byte, b.end.byte, &b.rule)));
    Checked {
        path: Arc::clone(source.path()),
        place: source.placed(article.place.clone()),
        unit: meta.unit.clone(),
        characters: article.characters(),
        record: meta.record.clone(),
        article: summary,
        findings,
        errors: linted.errors,
        is_draft: meta.is_draft,
        trace: None,
        same: linted.same,
    }
}

/// Characters that a paragraph must have to be recognised again.
const BOILERPLATE: usize = 12;

fn boilerplate(paragraph: &str) -> u64 {
    if paragraph.chars().nth(BOILERPLATE).is_none() { 0 } else { stable_hash(&[paragraph]) }
}

struct Locator<'a> {
    source: &'a Source,
    article: &'a Article,
    summary: &'a Arc<ArticleSummary>,
    /// How often a fingerprint without its number came up.
    seen: HashMap<Fingerprint, u32>,
    /// The paragraph that was hashed last: a long one may hold thousands of findings.
    hashed: Option<(u32, u64)>,
}

impl Locator<'_> {
    fn finding(&mut self, finding: Finding) -> LocatedFinding {
        let article = self.article;
        let pieces = article.decoded(finding.span);
        let (before, after) = article.surroundings(finding.span, SURROUNDINGS);
        let text = if finding.span.is_empty() { "" } else { article.shown(finding.span) };
        let block = article.block_at(finding.span.start);
        let fingerprint = self.fingerprint(&finding.rule, text, before, after);
        let (start, end) = match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => (first.start, last.end),
            // Of the whole article: its beginning.
            _ => (0, 0),
        };
        let cell = self.source.cells().and_then(|cells| cells.at(start));
        let inner = cell.map(|(place, _)| place).or(article.place.as_ref()).cloned();
        let alternatives = self.alternatives(&finding);
        LocatedFinding {
            path: Arc::clone(self.source.path()),
            place: self.source.placed(inner),
            offset: cell.map(|(_, offset)| offset),
            article: Arc::clone(self.summary),
            family: family(&finding.rule).to_string(),
            severity: finding.severity,
            message: finding.message,
            why: finding.why,
            basis: finding.basis,
            confidence: finding.confidence,
            text: text.to_string(),
            suggestions: finding.suggestions,
            region: block.map_or(Region::Body, |block| block.region),
            paragraph: block.map_or(1, |block| block.paragraph),
            start: self.source.position(start),
            end: self.source.position(end),
            pieces: self.source.cells().is_none().then(|| {
                pieces.iter().filter(|piece| !piece.is_empty()).map(|piece| self.source.disk(*piece)).collect()
            }),
            before: before.to_string(),
            after: after.to_string(),
            alternatives,
            fix: finding.fix.and_then(|fix| {
                let edits: Option<Vec<Vec<LocatedEdit>>> = fix.edits.iter().map(|edit| self.edit(edit)).collect();
                let edits = edits?.into_iter().flatten().collect();
                Some(LocatedFix { applicability: fix.applicability, edits })
            }),
            rule: finding.rule,
            fingerprint,
            repeated: None,
            boilerplate: block.map_or(0, |block| self.boilerplate(block)),
        }
    }

    /// The edits of all suggestions but the first, where the fix is to put that one in place of the flagged text.
    fn alternatives(&self, finding: &Finding) -> Vec<(String, Vec<LocatedEdit>)> {
        let edits = finding.fix.as_ref().map(|fix| fix.edits.as_slice());
        let (Some([edit]), Some((best, others))) = (edits, finding.suggestions.split_first()) else {
            return Vec::new();
        };
        if edit.span != finding.span || edit.text != *best {
            return Vec::new();
        }
        let located =
            |text: &String| Some((text.clone(), self.edit(&Edit { span: finding.span, text: text.clone() })?));
        others.iter().filter_map(located).collect()
    }

    fn boilerplate(&mut self, block: &Block) -> u64 {
        match self.hashed {
            Some((paragraph, hash)) if paragraph == block.paragraph => hash,
            _ => {
                let hash = boilerplate(self.article.block_text(block));
                self.hashed = Some((block.paragraph, hash));
                hash
            }
        }
    }

    fn fingerprint(&mut self, rule: &str, text: &str, before: &str, after: &str) -> Fingerprint {
        let from = before.char_indices().rev().take(FINGERPRINTED).last().map_or(before.len(), |(at, _)| at);
        let to = after.char_indices().nth(FINGERPRINTED).map_or(after.len(), |(at, _)| at);
        let (before, after) = (&before[from..], &after[..to]);
        let first = Fingerprint::new(rule, text, before, after, 0);
        let nth = self.seen.entry(first).or_insert(0);
        *nth += 1;
        if *nth == 1 { first } else { Fingerprint::new(rule, text, before, after, *nth - 1) }
    }

    /// The edit on disk; `None` where it would cross markup or cannot be written there. An edit that crosses a tag
    /// is cut down to the characters that really change.
    fn edit(&self, edit: &Edit) -> Option<Vec<LocatedEdit>> {
        if let Some(whole) = self.contiguous(edit.span) {
            return Some(vec![self.write(whole, &edit.text)?]);
        }
        let old = self.article.slice(edit.span);
        if old.chars().count() != edit.text.chars().count() {
            return None;
        }
        let changed = old.char_indices().zip(edit.text.chars()).filter(|((_, old), new)| old != new);
        changed
            .map(|((at, old), new)| {
                let span = edit.span.part(at..at + old.len_utf8());
                self.write(self.contiguous(span)?, new.encode_utf8(&mut [0; 4]))
            })
            .collect()
    }

    /// The one stretch of the file that a span comes from, blanks inside included; `None` if markup stands between or
    /// the text does not stand in the file (the title of a record of the filter).
    fn contiguous(&self, span: Span<Text>) -> Option<Span<Decoded>> {
        let pieces = self.article.decoded(span);
        let blank = |pair: &[Span<Decoded>]| {
            let gap = self.source.text().get(pair[0].end as usize..pair[1].start as usize);
            gap.is_some_and(|gap| gap.chars().all(|c| !c.is_ascii_graphic() && !c.is_alphanumeric()))
        };
        let whole = pieces.windows(2).all(blank);
        let stretch = pieces.into_iter().reduce(Span::join)?;
        (whole && stretch.is_empty() == span.is_empty()).then_some(stretch)
    }

    fn write(&self, place: Span<Decoded>, text: &str) -> Option<LocatedEdit> {
        if self.source.cells().is_some() {
            return None;
        }
        let escaped = self.article.escapes.iter().try_fold(text.to_string(), |text, escape| escape.apply(&text))?;
        self.source.encoding().encode(&escaped)?;
        let (start, end) = self.source.disk(place);
        Some(LocatedEdit { start, end, text: escaped })
    }

    /// A suppression comment that silences nothing.
    fn unused(&mut self, directive: &Directive) -> LocatedFinding {
        let meta = unused_suppression::meta();
        let text = self.source.text().get(directive.source.range()).unwrap_or_default();
        let block = self.article.block_at(directive.at);
        LocatedFinding {
            path: Arc::clone(self.source.path()),
            place: self.source.placed(self.article.place.clone()),
            offset: None,
            article: Arc::clone(self.summary),
            fingerprint: self.fingerprint(&meta.id, text, "", ""),
            rule: Arc::clone(&meta.id),
            family: family(&meta.id).to_string(),
            severity: Severity::Info,
            message: "这条停用注释没有用上，可以删去".to_string(),
            why: Arc::clone(&meta.why),
            basis: Arc::clone(&meta.basis),
            confidence: 1.0,
            text: text.to_string(),
            suggestions: Vec::new(),
            region: Region::Hidden,
            paragraph: block.map_or(1, |block| block.paragraph),
            start: self.source.position(directive.source.start),
            end: self.source.position(directive.source.end),
            pieces: Some(vec![self.source.disk(directive.source)]),
            before: String::new(),
            after: String::new(),
            alternatives: Vec::new(),
            fix: Some(LocatedFix { applicability: Applicability::Unsafe, edits: vec![self.removal(directive)] }),
            repeated: None,
            boilerplate: 0,
        }
    }

    fn removal(&self, directive: &Directive) -> LocatedEdit {
        let (start, end) = self.source.disk(directive.source);
        LocatedEdit { start, end, text: String::new() }
    }
}
