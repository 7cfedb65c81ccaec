//! What an editor offers at a finding: its corrections, all safe corrections of the document, a comment that silences
//! it, and its word for the allow list.

use std::collections::HashMap;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, Command, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::json;

use super::check::Found;
use super::documents::Document;
use super::protocol::{ALLOW_WORD, Client, FIX_ALL};
use super::report::{diagnostic, touches};
use crate::finding::{Applicability, LocatedEdit, LocatedFinding};
use crate::fix;
use crate::source::Source;

/// Findings in a selection that actions are offered for.
const MOST_FINDINGS: usize = 16;
/// Characters of what can be called a word and be allowed.
const MOST_CHARACTERS: usize = 20;
/// Families in which a word is the fault.
const WORDS: [&str; 3] = ["typo", "phrasing", "sensitive"];

/// The actions for a range of a document.
pub(super) fn actions(
    client: Client,
    document: &Document,
    found: &Found,
    params: &CodeActionParams,
) -> Vec<CodeAction> {
    let offer = Offer { client, document, found };
    let only = params.context.only.as_deref();
    let wanted = |kind: &str| only.is_none_or(|only| only.iter().any(|wanted| includes(&wanted.to_string(), kind)));
    let mut offered = Vec::new();
    if wanted(&CodeActionKind::QuickFix.to_string()) {
        let start = document.text.offset(params.range.start) as u64;
        let end = document.text.offset(params.range.end) as u64;
        let here = found.findings.iter().filter(|finding| touches(finding, start, end));
        let here: Vec<&LocatedFinding> = here.take(MOST_FINDINGS).collect();
        for finding in &here {
            offered.extend(offer.corrections(finding));
        }
        for finding in here {
            offered.extend(offer.ignore(finding));
            offered.extend(offer.allow(finding));
        }
    }
    if wanted(FIX_ALL) {
        offered.extend(offer.fix_all());
    }
    offered
}

/// Whether a kind is another or under it: `source` includes `source.fixAll`.
fn includes(kind: &str, other: &str) -> bool {
    kind.is_empty() || other.strip_prefix(kind).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

struct Offer<'a> {
    client: Client,
    document: &'a Document,
    found: &'a Found,
}

impl Offer<'_> {
    /// One action a suggestion. The first of a safe fix is the preferred one.
    fn corrections(&self, finding: &LocatedFinding) -> Vec<CodeAction> {
        let Some(fix) = finding.fix.as_ref().filter(|fix| !fix.edits.is_empty()) else {
            return Vec::new();
        };
        let title = match (finding.suggestions.first(), fix.edits.as_slice()) {
            (Some(best), _) if !best.is_empty() => format!("改为“{best}”"),
            (_, [edit]) if edit.text.is_empty() => format!("删去“{}”", finding.text),
            _ => "按建议修改".to_string(),
        };
        let mut offered = vec![CodeAction {
            is_preferred: Some(fix.applicability == Applicability::Safe),
            ..self.quick_fix(finding, title, &fix.edits)
        }];
        let others = finding.alternatives.iter();
        offered.extend(others.map(|(text, edits)| self.quick_fix(finding, format!("改为“{text}”"), edits)));
        offered
    }

    fn quick_fix(&self, finding: &LocatedFinding, title: String, edits: &[LocatedEdit]) -> CodeAction {
        CodeAction { edit: Some(self.edit(edits.iter())), ..self.action(finding, title) }
    }

    fn action(&self, finding: &LocatedFinding, title: String) -> CodeAction {
        CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![diagnostic(&mut self.document.text.walk(), finding)]),
            ..Default::default()
        }
    }

    fn fix_all(&self) -> Option<CodeAction> {
        let merged = fix::merge(&self.found.findings, Applicability::Safe);
        (merged.applied > 0).then(|| CodeAction {
            title: format!("修正本文全部安全问题（{} 处）", merged.applied),
            kind: Some(CodeActionKind::from(FIX_ALL.to_string())),
            edit: Some(self.edit(merged.edits.into_iter())),
            ..Default::default()
        })
    }

    fn ignore(&self, finding: &LocatedFinding) -> Option<CodeAction> {
        let source = Source::new(&self.found.name, self.document.text.as_str().as_bytes().to_vec()).ok()?;
        let edits = fix::silence(&self.found.linter, &source, finding)?;
        Some(self.quick_fix(finding, format!("在此处忽略（{}）", finding.rule), &edits))
    }

    fn allow(&self, finding: &LocatedFinding) -> Option<CodeAction> {
        let word = finding.text.trim();
        let is_word = !word.is_empty() && word.chars().nth(MOST_CHARACTERS).is_none() && !word.contains('\n');
        if !is_word || !WORDS.contains(&finding.family.as_str()) {
            return None;
        }
        let title = format!("允许这个词：“{word}”");
        let arguments = Some(vec![json!({ "uri": self.document.uri, "word": word })]);
        let command = Command { title: title.clone(), command: ALLOW_WORD.to_string(), arguments, tooltip: None };
        Some(CodeAction { command: Some(command), ..self.action(finding, title) })
    }

    fn edit<'a>(&self, edits: impl Iterator<Item = &'a LocatedEdit>) -> WorkspaceEdit {
        let mut walk = self.document.text.walk();
        let edits: Vec<TextEdit> = edits
            .map(|edit| TextEdit { range: walk.range(edit.start, edit.end), new_text: edit.text.clone() })
            .collect();
        let uri = Uri(self.document.uri.clone());
        if !self.client.versions_edits {
            return WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..Default::default() };
        }
        let text_document = OptionalVersionedTextDocumentIdentifier {
            version: Some(self.document.version),
            text_document_identifier: TextDocumentIdentifier { uri },
        };
        let edits = edits.into_iter().map(Into::into).collect();
        let change = TextDocumentEdit { text_document, edits };
        WorkspaceEdit { document_changes: Some(vec![change.into()]), ..Default::default() }
    }
}
