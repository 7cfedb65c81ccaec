//! The interface that SSCMS asks for words to correct (`spell`) and words that must not be (`censor`), in plain text. It marks
//! every occurrence of a word that it is told, so only those are told that are wrong wherever they stand in the text.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use serde_json::{Value, json};

use super::api::{status, unreadable};
use super::guard::ByToken;
use super::{Desk, workbench};
use crate::engine::{Linter, Record};
use crate::finding::{LocatedFinding, Severity};

/// Families whose findings are words to correct, and the one of words that must not be.
const SPELLING: [&str; 2] = ["typo", "phrasing"];
const CENSORED: &str = "sensitive";

/// What SSCMS calls the sorts of words that must not be: rule, its name, and what its users read.
const SORTS: [(&str, &str, &str); 4] = [
    ("sensitive/absolute-claim", "Promotion", "恶意推广"),
    ("sensitive/disability", "Vulgar", "低俗辱骂"),
    ("sensitive/ethnic-religion", "Sensitive", "政治敏感"),
    ("sensitive/territory", "Sensitive", "政治敏感"),
];
/// All others.
const OTHERS: (&str, &str) = ("Illegal", "违禁违规");

type Taken = Result<Bytes, BytesRejection>;

pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/v7/cloud/spell", post(spell))
        .route("/v7/cloud/censor", post(censor))
        .route("/v7/cloud/spell/actions/addWhiteList", post(allow))
        .route("/v7/cloud/censor/actions/addWhiteList", post(allow))
}

async fn spell(State(desk): State<Arc<Desk>>, body: Taken) -> Response {
    answer(&desk, body, |text, findings| {
        let words = corrections(text, findings);
        json!({ "Success": true, "ErrorMessage": null, "IsErrorWords": !words.is_empty(), "ErrorWords": words })
    })
    .await
}

async fn censor(State(desk): State<Arc<Desk>>, body: Taken) -> Response {
    answer(&desk, body, |text, findings| {
        let words = censored(text, findings);
        json!({ "Success": true, "ErrorMessage": null, "IsBadWords": !words.is_empty(), "BadWords": words })
    })
    .await
}

/// Something is written, so no page of another site may ask for it: browsers let none send this type unasked. Where people
/// have accounts, only who has a token may.
async fn allow(
    State(desk): State<Arc<Desk>>,
    token: Option<Extension<ByToken>>,
    headers: HeaderMap,
    body: Taken,
) -> Response {
    if desk.office.is_some() && token.is_none() {
        return refusal(StatusCode::FORBIDDEN, "放行词语要有令牌：请求头 Authorization 写 Bearer 加令牌");
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, "请求应是 application/json");
    }
    let word = match field(body, "word") {
        Ok(word) => word,
        Err((status, message)) => return refusal(status, &message),
    };
    match workbench::allow(&desk, &word, "SSCMS").await {
        Ok(()) => Json(json!({ "Value": true })).into_response(),
        Err(why) => refusal(why.status, &why.message),
    }
}

/// An error as SSCMS reads it.
fn refusal(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "Message": message }))).into_response()
}

/// A text of the object that was sent; names are read without regard to case.
fn field(body: Taken, name: &str) -> Result<String, (StatusCode, String)> {
    let body = body.map_err(|rejection| unreadable(&rejection))?;
    let sent: Option<Value> = serde_json::from_slice(&body).ok();
    let fields = sent.as_ref().and_then(Value::as_object).into_iter().flatten();
    let text = fields.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).and_then(|(_, value)| value.as_str());
    let unread = || (StatusCode::BAD_REQUEST, format!("应是 JSON 对象，里面有字符串 {name}"));
    text.map(str::to_string).ok_or_else(unread)
}

/// Checks the text that was sent and says what `report` makes of the findings.
async fn answer(desk: &Arc<Desk>, body: Taken, report: fn(&str, &[LocatedFinding]) -> Value) -> Response {
    let text = match field(body, "text") {
        Ok(text) => text,
        Err((status, message)) => return refusal(status, &message),
    };
    let least = desk.least();
    match desk.lint(move |linter| report(&text, &found(linter, &text, least))).await {
        Ok(report) => Json(report).into_response(),
        Err(undone) => refusal(status(&undone), &undone.message()),
    }
}

fn found(linter: &Linter, text: &str, least: Severity) -> Vec<LocatedFinding> {
    let record = Record { body: text.to_string(), format: Some("text".to_string()), ..Record::default() };
    let mut findings: Vec<LocatedFinding> =
        linter.check_records([&record]).into_iter().flat_map(|checked| checked.findings).collect();
    findings.retain(|finding| finding.severity >= least && !finding.text.is_empty());
    findings
}

fn corrections(text: &str, findings: &[LocatedFinding]) -> Vec<Value> {
    let is_correction = |finding: &&LocatedFinding| {
        SPELLING.contains(&finding.family.as_str())
            && finding.suggestions.first().is_some_and(|best| *best != finding.text)
    };
    let words = everywhere(text, findings.iter().filter(is_correction));
    let said = |finding: &&LocatedFinding| json!({ "Original": finding.text, "Correct": finding.suggestions.first() });
    words.iter().map(said).collect()
}

fn censored(text: &str, findings: &[LocatedFinding]) -> Vec<Value> {
    let words = everywhere(text, findings.iter().filter(|finding| finding.family == CENSORED));
    let mut sorts: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for finding in words {
        let sort =
            SORTS.iter().find(|(rule, ..)| *rule == &*finding.rule).map_or(OTHERS, |(_, sort, label)| (*sort, *label));
        sorts.entry(sort).or_default().push(&finding.text);
    }
    let said =
        |((sort, label), words): (&(&str, &str), &Vec<&str>)| json!({ "Type": sort, "Message": label, "Words": words });
    sorts.iter().map(said).collect()
}

/// One finding for each text that was flagged wherever it stands, in their order.
fn everywhere<'a>(text: &str, findings: impl Iterator<Item = &'a LocatedFinding>) -> Vec<&'a LocatedFinding> {
    let mut order: Vec<&LocatedFinding> = Vec::new();
    let mut places: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for finding in findings {
        let known = places.entry(&finding.text).or_default();
        if known.is_empty() {
            order.push(finding);
        }
        if !known.contains(&finding.start.byte) {
            known.push(finding.start.byte);
        }
    }
    order
        .retain(|finding| places.get(finding.text.as_str()).map_or(0, Vec::len) == text.matches(&finding.text).count());
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linter() -> Linter {
        let now = jiff::civil::date(2026, 11, 23);
        Linter::new(crate::config::Config::default(), std::path::Path::new("."), now, None).unwrap()
    }

    #[test]
    fn only_what_is_wrong_everywhere_is_told() {
        let linter = linter();
        let said = |text: &str| corrections(text, &found(&linter, text, Severity::Info));
        assert_eq!(said("请各单位布署工作，再次布署。"), [json!({ "Original": "布署", "Correct": "部署" })]);
        let text = "截止目前已完成，报名截止目前尚未确定的日期为止。请布署。";
        let all = found(&linter, text, Severity::Info);
        for word in said(text) {
            let original = word["Original"].as_str().unwrap();
            assert_eq!(all.iter().filter(|one| one.text == original).count(), text.matches(original).count());
        }
    }
}
