//! The service's own interface, `/api/v1/…`: one article in, the findings of the contract out; the rules; and the
//! description of all this.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::pool::Undone;
use super::{Desk, MAX_BODY, openapi, workbench};
use crate::engine::{Linter, Record};
use crate::finding::{LocatedFinding, Severity};
use crate::rules::RuleMeta;

/// What was found in an article.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Reply {
    /// The id that came with the article.
    #[schemars(with = "Value")]
    id: Option<Box<RawValue>>,
    findings: Vec<LocatedFinding>,
    /// Characters of prose.
    characters: usize,
}

pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/api/v1/check", post(check))
        .route("/api/v1/rules", get(rules))
        .route("/api/v1/rules/{family}/{fault}", get(rule))
        .route("/api/v1/openapi.json", get(async || Json(openapi::description())))
}

/// An error as our interface says it: `{"error": …}`, for people; with what stands in the way of an article, where that is
/// why.
#[derive(Debug)]
pub(super) struct Refusal {
    pub status: StatusCode,
    pub message: String,
    pub obstacles: Vec<String>,
}

/// What a handler gives.
pub(super) type Answer = Result<Response, Refusal>;

pub(super) fn refusal(status: StatusCode, message: impl Into<String>) -> Refusal {
    Refusal { status, message: message.into(), obstacles: Vec::new() }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut said = json!({ "error": self.message });
        if !self.obstacles.is_empty() {
            said["obstacles"] = json!(self.obstacles);
        }
        (self.status, Json(said)).into_response()
    }
}

impl From<Undone> for Refusal {
    fn from(undone: Undone) -> Self {
        refusal(status(&undone), undone.message())
    }
}

impl From<BytesRejection> for Refusal {
    fn from(rejection: BytesRejection) -> Self {
        let (status, message) = unreadable(&rejection);
        refusal(status, message)
    }
}

/// What is said of a body that could not be taken in.
pub(super) fn unreadable(rejection: &BytesRejection) -> (StatusCode, String) {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            (StatusCode::PAYLOAD_TOO_LARGE, format!("太大：一次最多 {} MiB，请拆开再发", MAX_BODY >> 20))
        }
        status => (status, "请求没有收完整，请再试一次".to_string()),
    }
}

pub(super) fn status(undone: &Undone) -> StatusCode {
    match undone {
        Undone::Full | Undone::Slow => StatusCode::SERVICE_UNAVAILABLE,
        Undone::Failed | Undone::Misconfigured(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Checks an article. Our own page, which has title and body apart, is told the places in each.
async fn check(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Result<Bytes, BytesRejection>) -> Answer {
    let record = read::<Record>(&body?)?;
    let least = desk.least();
    if workbench::is_own(&headers) {
        return Ok(Json(desk.lint(move |linter| in_fields(linter, &record, least)).await?).into_response());
    }
    Ok(Json(desk.lint(move |linter| reply(linter, record, least)).await?).into_response())
}

/// What a body of JSON says.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| refusal(StatusCode::BAD_REQUEST, misread(&error)))
}

/// What is said of a body that is not what it should be.
fn misread(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Data => format!("缺少字段，或者字段的值不对：{error}"),
        _ => format!("不是完整的 JSON 对象：{error}"),
    }
}

fn reply(linter: &Linter, record: Record, least: Severity) -> Reply {
    let checked = linter.check_records([&record]).into_iter().next();
    let (mut findings, characters) = checked.map(|checked| (checked.findings, checked.characters)).unwrap_or_default();
    findings.retain(|finding| finding.severity >= least);
    Reply { id: record.id, findings, characters }
}

fn in_fields(linter: &Linter, record: &Record, least: Severity) -> Value {
    let (mut findings, characters) = linter.check_fields(record);
    findings.retain(|one| one.finding.severity >= least);
    json!({ "id": record.id, "findings": findings, "characters": characters })
}

async fn rules(State(desk): State<Arc<Desk>>) -> Answer {
    let list = |linter: &Linter| linter.metas().into_iter().map(|meta| described(linter, meta)).collect::<Vec<_>>();
    Ok(Json(desk.lint(list).await?).into_response())
}

async fn rule(State(desk): State<Arc<Desk>>, Path((family, fault)): Path<(String, String)>) -> Answer {
    let id = format!("{family}/{fault}");
    let wanted = id.clone();
    let found = desk.lint(move |linter| {
        let meta = linter.metas().into_iter().find(|meta| *meta.id == *wanted)?;
        let mut rule = described(linter, meta);
        rule["page"] = json!(meta.page);
        Some(rule)
    });
    let unknown = || refusal(StatusCode::NOT_FOUND, format!("没有“{id}”这条规则；全部规则见 /api/v1/rules"));
    Ok(Json(found.await?.ok_or_else(unknown)?).into_response())
}

/// A rule as `shenjiao rules --json` has it, and whether it is in use here.
fn described(linter: &Linter, meta: &RuleMeta) -> Value {
    let mut rule = json!(meta.summary());
    rule["selected"] = json!(linter.is_selected(meta));
    rule
}
