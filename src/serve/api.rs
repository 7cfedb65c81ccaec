//! The service's own interface, `/api/v1/…`: one article in, the findings of the contract out; the rules; and the
//! description of all this.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::interface::{Access, Content, Interface, Operation, json};
use super::pool::Undone;
use super::{Desk, MAX_BODY, openapi, workbench};
use crate::engine::{Linter, Record};
use crate::finding::{LocatedFinding, Severity};
use crate::rules::{RuleMeta, RuleSummary};

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

/// A rule, as `shenjiao rules --json` has it.
#[derive(Debug, Serialize, JsonSchema)]
struct Rule {
    #[serde(flatten)]
    summary: RuleSummary,
    /// Whether it is in use here.
    selected: bool,
    /// What it is about, as Markdown; only where one rule is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
}

pub(super) fn add(interface: Interface) -> Interface {
    let operation = |id, summary| Operation::new(Access::Program, id, summary);
    interface
        .post(
            "/api/v1/check",
            check,
            operation("check", "检查一篇稿件")
                .takes(Content::Json(openapi::record))
                .gives("检查结果；位置以 body 这个字符串的 UTF-8 字节为准", json::<Reply>())
                .fails(&[400, 413]),
        )
        .get("/api/v1/rules", rules, operation("rules", "全部规则").gives("规则，按规则名排列", json::<Vec<Rule>>()))
        .get(
            "/api/v1/rules/{family}/{fault}",
            rule,
            operation("rule", "一条规则和它的说明").gives("规则", json::<Rule>()).fails(&[404]),
        )
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
        let mut said = serde_json::json!({ "error": self.message });
        if !self.obstacles.is_empty() {
            said["obstacles"] = serde_json::json!(self.obstacles);
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
    serde_json::json!({ "id": record.id, "findings": findings, "characters": characters })
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
        Some(Rule { page: Some(meta.page.clone()), ..described(linter, meta) })
    });
    let unknown = || refusal(StatusCode::NOT_FOUND, format!("没有“{id}”这条规则；全部规则见 /api/v1/rules"));
    Ok(Json(found.await?.ok_or_else(unknown)?).into_response())
}

fn described(linter: &Linter, meta: &RuleMeta) -> Rule {
    Rule { summary: meta.summary(), selected: linter.is_selected(meta), page: None }
}
