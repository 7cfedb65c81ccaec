//! The service's own interface, `/api/v1/…`: one article in, the findings of the contract out; the rules; and the
//! description of all this.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::pool::Overload;
use super::{Desk, MAX_BODY, openapi};
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

/// An error as our interface says it: `{"error": …}`, for people.
pub(super) fn refusal(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "error": message }))).into_response()
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

pub(super) fn overloaded(overload: Overload) -> StatusCode {
    match overload {
        Overload::Full | Overload::Slow => StatusCode::SERVICE_UNAVAILABLE,
        Overload::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

async fn check(State(desk): State<Arc<Desk>>, body: Result<Bytes, BytesRejection>) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejection) => {
            let (status, message) = unreadable(&rejection);
            return refusal(status, &message);
        }
    };
    let record = match serde_json::from_slice::<Record>(&body) {
        Ok(record) => record,
        Err(error) => return refusal(StatusCode::BAD_REQUEST, &misread(&error)),
    };
    let least = desk.least;
    match desk.pool.run(move |linter| reply(linter, record, least)).await {
        Ok(reply) => Json(reply).into_response(),
        Err(overload) => refusal(overloaded(overload), overload.message()),
    }
}

fn misread(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Data => format!("字段不对，至少要有字符串 body：{error}"),
        _ => format!("不是完整的 JSON 对象：{error}"),
    }
}

fn reply(linter: &Linter, record: Record, least: Severity) -> Reply {
    let checked = linter.check_records([&record]).into_iter().next();
    let (mut findings, characters) = checked.map(|checked| (checked.findings, checked.characters)).unwrap_or_default();
    findings.retain(|finding| finding.severity >= least);
    Reply { id: record.id, findings, characters }
}

async fn rules(State(desk): State<Arc<Desk>>) -> Json<Value> {
    let linter = desk.pool.linter();
    Json(linter.metas().into_iter().map(|meta| described(linter, meta)).collect())
}

async fn rule(State(desk): State<Arc<Desk>>, Path((family, fault)): Path<(String, String)>) -> Response {
    let linter = desk.pool.linter();
    let id = format!("{family}/{fault}");
    let Some(meta) = linter.metas().into_iter().find(|meta| *meta.id == *id) else {
        return refusal(StatusCode::NOT_FOUND, &format!("没有“{id}”这条规则；全部规则见 /api/v1/rules"));
    };
    let mut rule = described(linter, meta);
    rule["page"] = json!(meta.page);
    Json(rule).into_response()
}

/// A rule as `shenjiao rules --json` has it, and whether it is in use here.
fn described(linter: &Linter, meta: &RuleMeta) -> Value {
    let mut rule = json!(meta.summary());
    rule["selected"] = json!(linter.is_selected(meta));
    rule
}
