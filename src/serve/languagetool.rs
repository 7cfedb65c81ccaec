//! The HTTP interface of LanguageTool (`/v2/…`), so that the clients there are for it work unchanged: LibreOffice, add-ons
//! of browsers and mail programs, editors. Positions are UTF-16 units of what was sent.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::api::{status, unreadable};
use super::form::{Fields, Sent, units};
use super::{Desk, MAX_BODY};
use crate::engine::{Linter, Record};
use crate::finding::{FAMILIES, LocatedFinding, Severity, family};

/// The one language.
const CODE: &str = "zh-CN";
const NAME: &str = "Chinese";
/// Characters on either side that a client is shown.
const CONTEXT: usize = 40;

/// Family, category as clients colour it, and kind of issue (ITS 2.0).
const CATEGORIES: [(&str, &str, &str); 12] = [
    ("typo", "TYPOS", "misspelling"),
    ("phrasing", "STYLE", "style"),
    ("sensitive", "STYLE", "style"),
    ("date", "MISC", "inconsistency"),
    ("repost", "MISC", "uncategorized"),
    ("punctuation", "PUNCTUATION", "typographical"),
    ("number", "TYPOGRAPHY", "numbers"),
    ("format", "TYPOGRAPHY", "formatting"),
    ("logic", "MISC", "inconsistency"),
    ("privacy", "MISC", "uncategorized"),
    ("page", "MISC", "uncategorized"),
    ("site", "MISC", "uncategorized"),
];

pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/v2/check", get(check_query).post(check_body))
        .route("/v2/languages", get(async || Json(json!([{ "name": NAME, "code": "zh", "longCode": CODE }]))))
        .route("/v2/maxtextlength", get(async || MAX_BODY.to_string()))
        .route("/v2/configinfo", get(configuration))
        .route("/v2/info", get(async || Json(json!({ "software": software() }))))
        .route("/v2/healthcheck", get(async || "OK"))
}

/// An error as LanguageTool says it: a line of text.
fn refusal(status: StatusCode, message: &str) -> Response {
    (status, format!("Error: {message}")).into_response()
}

fn software() -> Value {
    let version = env!("CARGO_PKG_VERSION");
    json!({ "name": "shenjiao", "version": version, "buildDate": version, "apiVersion": 1, "premium": false, "status": "" })
}

async fn configuration(State(desk): State<Arc<Desk>>) -> Response {
    let rule = |meta: &crate::rules::RuleMeta| {
        let (category, name, _) = category(family(&meta.id));
        json!({ "ruleId": &*meta.id, "description": meta.title, "categoryId": category, "categoryName": name })
    };
    match desk.lint(move |linter| linter.metas().into_iter().map(rule).collect::<Vec<Value>>()).await {
        Ok(rules) => {
            let parameter = json!({ "maxTextLength": MAX_BODY });
            Json(json!({ "software": software(), "parameter": parameter, "rules": rules })).into_response()
        }
        Err(undone) => refusal(status(&undone), &undone.message()),
    }
}

async fn check_query(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    check(&desk, Fields::read(query.unwrap_or_default().as_bytes())).await
}

async fn check_body(State(desk): State<Arc<Desk>>, body: Result<Bytes, BytesRejection>) -> Response {
    match body {
        Ok(body) => check(&desk, Fields::read(&body)).await,
        Err(rejection) => {
            let (status, message) = unreadable(&rejection);
            refusal(status, &message)
        }
    }
}

async fn check(desk: &Arc<Desk>, mut fields: Fields) -> Response {
    let sent = match (fields.text.take(), fields.data.take()) {
        (Some(text), None) => Ok(Sent::plain(text)),
        (None, Some(data)) => Sent::data(&data),
        (Some(_), Some(_)) => Err("set only 'text' or 'data' parameter, not both".to_string()),
        (None, None) => Err("missing 'text' or 'data' parameter".to_string()),
    };
    let sent = match sent {
        Ok(sent) => sent,
        Err(message) => return refusal(StatusCode::BAD_REQUEST, &message),
    };
    let least = desk.least();
    match desk.lint(move |linter| report(linter, &fields, &sent, least)).await {
        Ok(report) => Json(report).into_response(),
        Err(undone) => refusal(status(&undone), &undone.message()),
    }
}

fn report(linter: &Linter, fields: &Fields, sent: &Sent, least: Severity) -> Value {
    let record = Record { body: sent.text.clone(), format: Some("text".to_string()), ..Record::default() };
    let mut findings: Vec<LocatedFinding> =
        linter.check_records([&record]).into_iter().flat_map(|checked| checked.findings).collect();
    // What is about the article as a whole has no place that a client could show.
    findings.retain(|finding| finding.severity >= least && !finding.text.is_empty() && is_wanted(fields, finding));
    let mut counted = Counted { text: &sent.text, byte: 0, units: 0 };
    let matches: Vec<Value> = findings.iter().map(|finding| found(linter, sent, &mut counted, finding)).collect();
    let asked = fields.language.as_deref().filter(|language| *language != "auto").unwrap_or(CODE);
    let detected = json!({ "name": NAME, "code": CODE, "confidence": 1.0, "source": "shenjiao" });
    let (_, whole) = sent.range(0, units(&sent.text));
    json!({
        "software": software(),
        "warnings": { "incompleteResults": false },
        "language": { "name": NAME, "code": asked, "detectedLanguage": detected },
        "matches": matches,
        "sentenceRanges": [[0, whole]],
    })
}

/// What a client has said about the rules that it wants.
fn is_wanted(fields: &Fields, finding: &LocatedFinding) -> bool {
    let (category, ..) = category(&finding.family);
    let rule = |rules: &[String]| rules.iter().any(|one| **one == *finding.rule);
    let kind = |categories: &[String]| categories.iter().any(|one| one == category);
    let is_named = rule(&fields.enabled_rules) || kind(&fields.enabled_categories);
    if fields.enabled_only {
        is_named
    } else {
        is_named || !rule(&fields.disabled_rules) && !kind(&fields.disabled_categories)
    }
}

/// Category, its name, and the kind of issue.
fn category(family: &str) -> (&'static str, &'static str, &'static str) {
    let known = CATEGORIES.iter().zip(FAMILIES).find(|((id, ..), _)| *id == family);
    known.map_or(("MISC", "其他", "uncategorized"), |((_, category, issue), (_, name))| (category, name, issue))
}

/// Counts on from the last place: findings come in order.
struct Counted<'a> {
    text: &'a str,
    byte: usize,
    units: usize,
}

impl Counted<'_> {
    fn units(&mut self, byte: u64) -> usize {
        let byte = self.text.floor_char_boundary(usize::try_from(byte).unwrap_or(usize::MAX));
        if byte < self.byte {
            (self.byte, self.units) = (0, 0);
        }
        self.units += units(self.text.get(self.byte..byte).unwrap_or_default());
        self.byte = byte;
        self.units
    }
}

fn found(linter: &Linter, sent: &Sent, counted: &mut Counted<'_>, finding: &LocatedFinding) -> Value {
    let start = counted.units(finding.start.byte);
    let inside = finding.start.byte..finding.end.byte;
    let stretch = sent.text.get(usize::try_from(inside.start).unwrap_or(0)..usize::try_from(inside.end).unwrap_or(0));
    let flagged = stretch.unwrap_or(&finding.text);
    let (from, to) = sent.range(start, start + units(flagged));
    let (category, name, issue) = category(&finding.family);
    let metas = linter.metas();
    let title = metas.iter().find(|meta| meta.id == finding.rule).map_or("", |meta| meta.title.as_str());
    let before = tail(&finding.before, CONTEXT);
    let context = format!("{before}{flagged}{}", finding.after);
    let replacements: Vec<Value> = finding.suggestions.iter().map(|value| json!({ "value": value })).collect();
    json!({
        "message": format!("{}（{}）", finding.message, finding.severity.label()),
        "shortMessage": title,
        "replacements": replacements,
        "offset": from,
        "length": to - from,
        "context": { "text": context, "offset": units(before), "length": units(flagged) },
        "sentence": context,
        "type": { "typeName": "Other" },
        "rule": {
            "id": finding.rule,
            "description": title,
            "issueType": issue,
            "category": { "id": category, "name": name },
            "urls": [],
        },
        "ignoreForIncompleteSentence": false,
        "contextForSureMatch": 0,
    })
}

/// The last characters of a text.
fn tail(text: &str, characters: usize) -> &str {
    let from = text.char_indices().rev().take(characters).last().map_or(text.len(), |(at, _)| at);
    text.get(from..).unwrap_or_default()
}
