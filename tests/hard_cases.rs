//! Sentences that linters of Chinese get wrong: what must be reported, in which family and where, and what must not.
//! `hard_cases.tsv` numbers them by kind (names that hold a wrong word, words across boundaries, history, mentions,
//! formats); the sentences are written for this test.

use std::path::Path;

use jiff::civil::date;
use shenjiao::config::Config;
use shenjiao::engine::Linter;
use shenjiao::finding::{LocatedFinding, Severity};
use shenjiao::source::Source;

fn findings(linter: &Linter, published: &str, text: &str) -> Vec<LocatedFinding> {
    let mut record = serde_json::json!({ "body": text });
    if !published.is_empty() {
        record["published"] = published.into();
    }
    let source = Source::new("case.jsonl", record.to_string().into_bytes()).expect("a text");
    let articles = linter.read(&source).articles;
    articles.iter().flat_map(|article| linter.check(&source, article).findings).collect()
}

/// Whether a finding stands on the flagged words: on all of them, on part of them, or on more.
fn stands_on(finding: &LocatedFinding, flagged: &str) -> bool {
    !finding.text.is_empty() && (finding.text.contains(flagged) || flagged.contains(&finding.text))
}

#[test]
fn hard_cases_are_judged_as_an_inspector_would() {
    let linter = Linter::new(Config::default(), Path::new("."), date(2026, 11, 22), None).expect("built-in rules");
    let mut faults = Vec::new();
    let cases = include_str!("hard_cases.tsv");
    for (row, line) in cases.lines().enumerate().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [case, verdict, family, flagged, published, text] = fields[..] else {
            panic!("row {}: six columns", row + 1);
        };
        let found = findings(&linter, published, text);
        let right = match verdict {
            "silent" => found.iter().all(|finding| finding.severity == Severity::Info),
            "reported" => found.iter().any(|finding| finding.family == family && stands_on(finding, flagged)),
            _ => panic!("row {}: no such verdict {verdict}", row + 1),
        };
        if !right {
            let rules: Vec<String> = found.iter().map(|finding| format!("{} {}", finding.rule, finding.text)).collect();
            faults.push(format!("{case} {verdict} {text}\n    found: {rules:?}"));
        }
    }
    assert!(cases.lines().count() > 100);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
