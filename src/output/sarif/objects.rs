//! The objects of a SARIF log, each made from one of ours. Section numbers are those of SARIF 2.1.0.

use serde_json::{Map, Value, json};

use crate::finding::{LocatedEdit, LocatedFinding, LocatedFix, Severity, family};
use crate::output::ReportedError;
use crate::rules::RuleMeta;

/// The level of a result (3.27.10).
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Veto | Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A `reportingDescriptor` (3.49).
pub(super) fn rule(meta: &RuleMeta) -> Value {
    json!({
        "id": meta.id,
        "shortDescription": { "text": meta.title },
        "fullDescription": { "text": meta.why },
        "help": { "text": meta.page, "markdown": meta.page },
        "defaultConfiguration": { "level": level(meta.severity) },
        "properties": { "tags": [family(&meta.id)], "severity": meta.severity, "basis": meta.basis },
    })
}

/// A `result` (3.27). `index`: of its rule in the log.
pub(super) fn result(finding: &LocatedFinding, index: Option<usize>) -> Value {
    let mut result = Map::new();
    result.insert("ruleId".to_string(), json!(finding.rule));
    if let Some(index) = index {
        result.insert("ruleIndex".to_string(), json!(index));
    }
    result.insert("level".to_string(), json!(level(finding.severity)));
    result.insert("message".to_string(), json!({ "text": finding.message }));
    result.insert("locations".to_string(), json!([location(finding)]));
    result.insert("partialFingerprints".to_string(), json!({ "shenjiao/v1": finding.fingerprint }));
    if let Some(fix) = finding.fix.as_ref().filter(|fix| !fix.edits.is_empty()) {
        result.insert("fixes".to_string(), json!([changes(finding, fix)]));
    }
    result.insert("properties".to_string(), properties(finding));
    Value::Object(result)
}

/// What SARIF has no words for (3.8).
fn properties(finding: &LocatedFinding) -> Value {
    json!({
        "severity": finding.severity,
        "why": finding.why,
        "basis": finding.basis,
        "suggestions": finding.suggestions,
        "confidence": finding.confidence,
        "title": finding.article.title,
        "repeated": finding.repeated,
    })
}

fn location(finding: &LocatedFinding) -> Value {
    let mut region = region(finding);
    region.insert("snippet".to_string(), json!({ "text": finding.text }));
    let physical = json!({ "artifactLocation": { "uri": uri(&finding.path) }, "region": region });
    match &finding.place {
        None => json!({ "physicalLocation": physical }),
        Some(place) => {
            let logical = json!([{ "fullyQualifiedName": place.to_string() }]);
            json!({ "physicalLocation": physical, "logicalLocations": logical })
        }
    }
}

/// The `region` (3.30) of a finding, both as text and as bytes on disk; empty where the file is no text.
fn region(finding: &LocatedFinding) -> Map<String, Value> {
    let (start, end) = (finding.start, finding.end);
    if !start.is_in_text() {
        return Map::new();
    }
    let numbers = [
        ("startLine", u64::from(start.line)),
        ("startColumn", u64::from(start.column)),
        ("endLine", u64::from(end.line)),
        ("endColumn", u64::from(end.column)),
        ("byteOffset", start.byte),
        ("byteLength", end.byte.saturating_sub(start.byte)),
    ];
    numbers.into_iter().map(|(name, number)| (name.to_string(), json!(number))).collect()
}

/// A `fix` (3.55): all its edits go into the one file.
fn changes(finding: &LocatedFinding, fix: &LocatedFix) -> Value {
    let replacements: Vec<Value> = fix.edits.iter().map(|edit| replacement(finding, edit)).collect();
    let change = json!({ "artifactLocation": { "uri": uri(&finding.path) }, "replacements": replacements });
    json!({ "artifactChanges": [change], "properties": { "applicability": fix.applicability } })
}

fn replacement(finding: &LocatedFinding, edit: &LocatedEdit) -> Value {
    // Lines and columns are known only of the finding itself.
    let deleted = if (edit.start, edit.end) == (finding.start.byte, finding.end.byte) {
        json!(region(finding))
    } else {
        json!({ "byteOffset": edit.start, "byteLength": edit.end.saturating_sub(edit.start) })
    };
    json!({ "deletedRegion": deleted, "insertedContent": { "text": edit.text } })
}

/// A `notification` (3.58) of an input that could not be read.
pub(super) fn notification(error: &ReportedError) -> Value {
    let artifact = json!({ "uri": uri(&error.path) });
    let physical = match error.line.filter(|line| *line > 0) {
        Some(line) => json!({ "artifactLocation": artifact, "region": { "startLine": line } }),
        None => json!({ "artifactLocation": artifact }),
    };
    json!({
        "level": "error",
        "message": { "text": error.message },
        "locations": [{ "physicalLocation": physical }],
    })
}

/// The path as a relative URI reference (RFC 3986): all but unreserved characters and the slash is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_relative_uri() {
        assert_eq!(uri("exports/a b.html"), "exports/a%20b.html");
        assert_eq!(uri("公告\\1:甲.txt"), "%E5%85%AC%E5%91%8A/1%3A%E7%94%B2.txt");
    }
}
