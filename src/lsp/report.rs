//! Findings in the words of the protocol: diagnostics, and the explanation of a rule under the pointer.

use gen_lsp_types::{Diagnostic, DiagnosticSeverity, DiagnosticTag, Hover, MarkupContent, MarkupKind, Range};
use serde_json::json;

use super::check::Found;
use super::text::{Text, Walk};
use crate::finding::{LocatedFinding, Severity};
use crate::rules::page::unused_suppression;

/// Whose diagnostics they are.
const SOURCE: &str = "审校";

/// All that was found in a text.
pub(super) fn diagnostics(text: &Text, found: &Found) -> Vec<Diagnostic> {
    let mut walk = text.walk();
    found.findings.iter().map(|finding| diagnostic(&mut walk, finding)).collect()
}

pub(super) fn diagnostic(walk: &mut Walk<'_>, finding: &LocatedFinding) -> Diagnostic {
    let unused = finding.rule == unused_suppression::meta().id;
    Diagnostic {
        range: range(walk, finding),
        severity: Some(match finding.severity {
            Severity::Veto | Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Info => DiagnosticSeverity::Information,
        }),
        code: Some(finding.rule.to_string().into()),
        source: Some(SOURCE.to_string()),
        message: message(finding).into(),
        tags: unused.then(|| vec![DiagnosticTag::Unnecessary]),
        data: Some(json!({ "fingerprint": finding.fingerprint, "severity": finding.severity })),
        ..Default::default()
    }
}

/// Where a finding lies; of one inside a packed part, which has no place in the text, the beginning.
pub(super) fn range(walk: &mut Walk<'_>, finding: &LocatedFinding) -> Range {
    match bytes(finding) {
        Some((start, end)) => walk.range(start, end),
        None => Range::default(),
    }
}

/// The bytes of the document that a finding lies in.
pub(super) fn bytes(finding: &LocatedFinding) -> Option<(u64, u64)> {
    let is_inside = matches!(finding.place, Some(crate::source::Place::Member { .. }));
    (finding.start.is_in_text() && !is_inside).then_some((finding.start.byte, finding.end.byte))
}

/// What is wrong, why it matters, and what says so.
fn message(finding: &LocatedFinding) -> String {
    let grave = if finding.severity == Severity::Veto { "【严重】" } else { "" };
    let mut message = format!("{grave}{}", finding.message);
    for (label, text) in [("", &finding.why), ("依据：", &finding.basis)] {
        if !text.trim().is_empty() {
            message.push_str(&format!("\n{label}{text}"));
        }
    }
    message
}

/// The pages of the rules that found something at a byte.
pub(super) fn hover(text: &Text, found: &Found, at: u64) -> Option<Hover> {
    let here: Vec<&LocatedFinding> = found.findings.iter().filter(|finding| touches(finding, at, at)).collect();
    let first = here.first()?;
    let metas = found.linter.metas();
    let mut pages: Vec<String> = Vec::new();
    for finding in &here {
        let meta = metas.iter().find(|meta| meta.id == finding.rule);
        let page =
            format!("**{}**\n\n---\n\n{}", finding.message, meta.map(|meta| meta.explanation()).unwrap_or_default());
        pages.push(page);
    }
    let value = pages.join("\n\n---\n\n");
    let contents = MarkupContent { kind: MarkupKind::Markdown, value };
    Some(Hover { contents: contents.into(), range: Some(range(&mut text.walk(), first)) })
}

/// Whether a finding touches a stretch of the document.
pub(super) fn touches(finding: &LocatedFinding, start: u64, end: u64) -> bool {
    bytes(finding).is_some_and(|(from, to)| from <= end && start <= to)
}
