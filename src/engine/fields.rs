//! What is found in a record, for those who have title and body apart, as editors do: the places of findings in the title
//! count in the title. Elsewhere all places are places in the body, and findings in the title have none.

use serde::Serialize;

use super::linter::Linter;
use super::record::Record;
use crate::document::Region;
use crate::finding::LocatedFinding;
use crate::source::Position;
use crate::span::offset;

/// A text of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    Title,
    Body,
}

/// A finding, and which text its places and edits count in.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct InField {
    pub field: Field,
    #[serde(flatten)]
    pub finding: LocatedFinding,
}

impl Linter {
    /// Checks a record: the findings, those of the title first, and the characters of its prose.
    pub fn check_fields(&self, record: &Record) -> (Vec<InField>, usize) {
        let (source, article, title) = record.read_with_title();
        let checked = self.check(&source, &article);
        let first = source.position(offset(title));
        let in_field = |finding: LocatedFinding| match finding.region {
            Region::Title => InField { field: Field::Title, finding: moved(finding, first) },
            _ => InField { field: Field::Body, finding },
        };
        let mut findings: Vec<InField> = checked.findings.into_iter().map(in_field).collect();
        findings.sort_by_key(|one| one.field);
        (findings, checked.characters)
    }
}

/// A finding of the title with its places counted from where the title begins. One of the whole article has no place.
fn moved(mut finding: LocatedFinding, first: Position) -> LocatedFinding {
    for position in [&mut finding.start, &mut finding.end] {
        if position.byte >= first.byte {
            position.byte -= first.byte;
            position.line = (position.line + 1).saturating_sub(first.line);
        }
    }
    let moved = |byte: &mut u64| *byte = byte.saturating_sub(first.byte);
    finding.pieces.iter_mut().flatten().for_each(|(start, end)| [start, end].into_iter().for_each(moved));
    for edit in finding.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
        [&mut edit.start, &mut edit.end].into_iter().for_each(moved);
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_title_count_in_the_title() {
        let now = jiff::civil::date(2026, 11, 23);
        let linter = Linter::new(Default::default(), std::path::Path::new("."), now, None).unwrap();
        let (title, body) = ("😀关于e\u{301}布署工作的通知", "各单位：\r\n\r\n请认真布署。\r");
        for format in ["text", "markdown"] {
            let record = Record {
                title: Some(title.to_string()),
                body: body.to_string(),
                format: Some(format.to_string()),
                ..Record::default()
            };
            let (findings, _) = linter.check_fields(&record);
            let typos: Vec<&InField> = findings.iter().filter(|one| one.finding.text == "布署").collect();
            assert_eq!(typos.iter().map(|one| one.field).collect::<Vec<_>>(), [Field::Title, Field::Body]);
            for (typo, text) in typos.iter().zip([title, body]) {
                let range = |start: u64, end: u64| text.get(start as usize..end as usize);
                assert_eq!(range(typo.finding.start.byte, typo.finding.end.byte), Some("布署"));
                let edits = &typo.finding.fix.as_ref().unwrap().edits;
                assert_eq!(range(edits[0].start, edits[0].end), Some("布署"));
            }
            assert_eq!((typos[0].finding.start.line, typos[0].finding.start.utf16), (1, 6));
            let plain = linter.check_records([&record]).remove(0).findings;
            assert_eq!(plain.len(), findings.len());
            let prints = |findings: Vec<String>| findings.into_iter().collect::<std::collections::BTreeSet<_>>();
            assert_eq!(
                prints(plain.iter().map(|one| one.fingerprint.to_string()).collect()),
                prints(findings.iter().map(|one| one.finding.fingerprint.to_string()).collect())
            );
        }
    }
}
