//! What is kept of a result, in few bytes: positions count from where the piece of work begins in its file, and what each
//! rule says of itself is left out, so that a part of a file that moved is still known.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Cache, Keeping};
use crate::document::{Place, Region};
use crate::engine::locate::Checked;
use crate::engine::piece::Progress;
use crate::engine::trace::Trace;
use crate::finding::{ArticleSummary, Fingerprint, LocatedEdit, LocatedFinding, LocatedFix, Severity, family};
use crate::input::InputError;
use crate::rules::Days;
use crate::source::{Base, Position};

/// Where a piece of work begins in its file.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::engine) struct Origin {
    pub base: Base,
    /// Records before it.
    pub records: u32,
}

#[derive(Serialize, Deserialize)]
struct Record {
    /// Today must be one of these days, given as year, month and day.
    from: (i16, i8, i8),
    until: (i16, i8, i8),
    results: Vec<Kept>,
}

#[derive(Serialize, Deserialize)]
enum Kept {
    Article(Box<KeptArticle>),
    Failed { place: KeptPlace, line: Option<u32>, message: String },
}

#[derive(Serialize, Deserialize)]
struct KeptArticle {
    place: KeptPlace,
    summary: ArticleSummary,
    unit: Option<String>,
    characters: u64,
    is_draft: bool,
    trace: Option<Trace>,
    findings: Vec<KeptFinding>,
}

/// A place in the form of reports.
type KeptPlace = Option<String>;

#[derive(Serialize, Deserialize)]
struct KeptFinding {
    /// `None`: that of the article.
    place: Option<KeptPlace>,
    offset: Option<u32>,
    rule: String,
    severity: Severity,
    message: String,
    /// `None`: what the rule says.
    why: Option<String>,
    basis: Option<String>,
    confidence: f32,
    text: String,
    suggestions: Vec<String>,
    region: Region,
    paragraph: u32,
    start: KeptPosition,
    end: KeptPosition,
    pieces: Option<Vec<(u64, u64)>>,
    before: String,
    after: String,
    fix: Option<LocatedFix>,
    fingerprint: u64,
    boilerplate: u64,
}

/// Byte, line, column and UTF-16 unit.
type KeptPosition = (u64, u32, u32, u32);

/// The bytes to keep; `None` where the results say more than their key, or cannot be brought back.
pub(super) fn write(results: &[Progress], cache: &Cache, keeping: &Keeping) -> Option<Vec<u8>> {
    let mut same = Days::ALL;
    let mut kept = Vec::with_capacity(results.len());
    for result in results {
        kept.push(match result {
            Progress::Checked(checked) => {
                same = same.and(checked.same);
                Kept::Article(Box::new(Keeper { cache, origin: keeping.origin }.article(checked)?))
            }
            // Under the same key the next file may have another path.
            Progress::Failed(path, error) if error.message.contains(path.as_str()) => return None,
            Progress::Failed(_, error) => Kept::Failed {
                place: Keeper { cache, origin: keeping.origin }.place(error.place.as_ref())?,
                line: match error.line {
                    Some(line) => Some(line.checked_sub(keeping.origin.base.line)?),
                    None => None,
                },
                message: error.message.clone(),
            },
            Progress::Bytes(_) => return None,
        });
    }
    let day = |date: Date| (date.year(), date.month(), date.day());
    postcard::to_allocvec(&Record { from: day(same.from), until: day(same.until), results: kept }).ok()
}

/// The results; `None` where they are not those of today, or the bytes make no sense.
pub(super) fn read(bytes: &[u8], cache: &Cache, keeping: &Keeping) -> Option<Vec<Progress>> {
    let record: Record = postcard::from_bytes(bytes).ok()?;
    let day = |(year, month, day)| Date::new(year, month, day).ok();
    let same = Days { from: day(record.from)?, until: day(record.until)? };
    if !same.contains(cache.now) {
        return None;
    }
    let reader = Reader { cache, keeping, same };
    record.results.into_iter().map(|kept| reader.result(kept)).collect()
}

/// Takes results apart.
struct Keeper<'a> {
    cache: &'a Cache,
    origin: Origin,
}

impl Keeper<'_> {
    fn article(&self, checked: &Checked) -> Option<KeptArticle> {
        Some(KeptArticle {
            place: self.place(checked.place.as_ref())?,
            summary: (*checked.article).clone(),
            unit: checked.unit.clone(),
            characters: checked.characters as u64,
            is_draft: checked.is_draft,
            trace: checked.trace.clone(),
            findings: checked
                .findings
                .iter()
                .map(|finding| self.finding(finding, checked.place.as_ref()))
                .collect::<Option<_>>()?,
        })
    }

    fn finding(&self, finding: &LocatedFinding, of_article: Option<&Place>) -> Option<KeptFinding> {
        let rule = self.cache.rules.get(&finding.rule);
        let own = |text: &Arc<str>, of_rule: Option<&Arc<str>>| (of_rule != Some(text)).then(|| text.to_string());
        let here = |byte: u64| byte.checked_sub(self.begin(finding).byte);
        let both = |(start, end): &(u64, u64)| Some((here(*start)?, here(*end)?));
        let edit = |edit: &LocatedEdit| {
            Some(LocatedEdit { start: here(edit.start)?, end: here(edit.end)?, text: edit.text.clone() })
        };
        let fix = match &finding.fix {
            None => None,
            Some(LocatedFix { applicability, edits }) => Some(LocatedFix {
                applicability: *applicability,
                edits: edits.iter().map(edit).collect::<Option<_>>()?,
            }),
        };
        let pieces = match &finding.pieces {
            None => None,
            Some(pieces) => Some(pieces.iter().map(both).collect::<Option<_>>()?),
        };
        let place = finding.place.as_ref();
        Some(KeptFinding {
            place: if place == of_article { None } else { Some(self.place(place)?) },
            offset: finding.offset,
            rule: finding.rule.to_string(),
            severity: finding.severity,
            message: finding.message.clone(),
            why: own(&finding.why, rule.map(|rule| &rule.why)),
            basis: own(&finding.basis, rule.map(|rule| &rule.basis)),
            confidence: finding.confidence,
            text: finding.text.clone(),
            suggestions: finding.suggestions.clone(),
            region: finding.region,
            paragraph: finding.paragraph,
            start: self.position(finding, finding.start)?,
            end: self.position(finding, finding.end)?,
            pieces,
            before: finding.before.clone(),
            after: finding.after.clone(),
            fix,
            fingerprint: finding.fingerprint.0,
            boilerplate: finding.boilerplate,
        })
    }

    /// What the positions of a finding are counted from: nothing where the file is no text.
    fn begin(&self, finding: &LocatedFinding) -> Base {
        if finding.start.is_in_text() { self.origin.base } else { Base::default() }
    }

    fn position(&self, finding: &LocatedFinding, position: Position) -> Option<KeptPosition> {
        let begin = self.begin(finding);
        let Position { byte, line, column, utf16 } = position;
        Some((byte.checked_sub(begin.byte)?, line.checked_sub(begin.line)?, column, utf16))
    }

    fn place(&self, place: Option<&Place>) -> Option<KeptPlace> {
        let Some(place) = place else { return Some(None) };
        let place = place.with_row(|row| row.checked_sub(self.origin.records))?;
        serde_json::to_string(&place).ok().map(Some)
    }
}

/// Puts results together again.
struct Reader<'a> {
    cache: &'a Cache,
    keeping: &'a Keeping,
    same: Days,
}

impl Reader<'_> {
    fn result(&self, kept: Kept) -> Option<Progress> {
        Some(match kept {
            Kept::Article(article) => Progress::Checked(Box::new(self.article(*article)?)),
            Kept::Failed { place, line, message } => {
                let place = self.place(place.as_deref())?;
                let line = line.map(|line| line.saturating_add(self.keeping.origin.base.line));
                Progress::Failed(self.keeping.path.to_string(), InputError { place, line, message })
            }
        })
    }

    fn article(&self, kept: KeptArticle) -> Option<Checked> {
        let place = self.place(kept.place.as_deref())?;
        let article = Arc::new(kept.summary);
        let findings = kept.findings.into_iter().map(|finding| self.finding(finding, &article, place.as_ref()));
        Some(Checked {
            findings: findings.collect::<Option<_>>()?,
            path: Arc::clone(&self.keeping.path),
            place,
            article,
            unit: kept.unit,
            characters: usize::try_from(kept.characters).ok()?,
            // With those who keep records, nothing is kept.
            record: None,
            errors: Vec::new(),
            is_draft: kept.is_draft,
            trace: kept.trace,
            same: self.same,
        })
    }

    fn finding(
        &self,
        kept: KeptFinding,
        article: &Arc<ArticleSummary>,
        of_article: Option<&Place>,
    ) -> Option<LocatedFinding> {
        let rule = self.cache.rules.get(kept.rule.as_str());
        let text = |own: Option<String>, of_rule: Option<&Arc<str>>| match own {
            Some(own) => Some(Arc::from(own)),
            None => of_rule.map(Arc::clone),
        };
        let begin = if kept.start.1 > 0 { self.keeping.origin.base } else { Base::default() };
        let there = |byte: u64| byte.saturating_add(begin.byte);
        let position = |(byte, line, column, utf16): KeptPosition| Position {
            byte: there(byte),
            line: line.saturating_add(begin.line),
            column,
            utf16,
        };
        let edit = |edit: LocatedEdit| LocatedEdit { start: there(edit.start), end: there(edit.end), text: edit.text };
        Some(LocatedFinding {
            path: Arc::clone(&self.keeping.path),
            place: match kept.place {
                None => of_article.cloned(),
                Some(place) => self.place(place.as_deref())?,
            },
            offset: kept.offset,
            article: Arc::clone(article),
            family: family(&kept.rule).to_string(),
            severity: kept.severity,
            message: kept.message,
            why: text(kept.why, rule.map(|rule| &rule.why))?,
            basis: text(kept.basis, rule.map(|rule| &rule.basis))?,
            confidence: kept.confidence,
            text: kept.text,
            suggestions: kept.suggestions,
            // For editors, which check what is open and ask no cache.
            alternatives: Vec::new(),
            region: kept.region,
            paragraph: kept.paragraph,
            start: position(kept.start),
            end: position(kept.end),
            pieces: kept
                .pieces
                .map(|pieces| pieces.into_iter().map(|(start, end)| (there(start), there(end))).collect()),
            before: kept.before,
            after: kept.after,
            fix: kept.fix.map(|fix| LocatedFix { edits: fix.edits.into_iter().map(edit).collect(), ..fix }),
            fingerprint: Fingerprint(kept.fingerprint),
            repeated: None,
            boilerplate: kept.boilerplate,
            rule: rule.map_or_else(|| Arc::from(kept.rule), |rule| Arc::clone(&rule.id)),
        })
    }

    fn place(&self, kept: Option<&str>) -> Option<Option<Place>> {
        let Some(kept) = kept else { return Some(None) };
        let place: Place = serde_json::from_str(kept).ok()?;
        place.with_row(|row| row.checked_add(self.keeping.origin.records)).map(Some)
    }
}
