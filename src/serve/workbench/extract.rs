//! From a file or something pasted to articles as the workbench edits them: text, a paragraph a line, and what is known of it.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::Answer;
use super::request::{asked, of_own_page, text};
use crate::engine::{Linter, Record};
use crate::input::Held;
use crate::serve::api::{Refusal, refusal};
use crate::serve::interface::{Access, Content, Interface, Operation};
use crate::serve::{Desk, openapi};

/// Bytes of a file: a document with its pictures.
const MAX_FILE: usize = 32 << 20;
/// Articles that are given of one file.
const MOST_ARTICLES: usize = 100;

/// What the page calls HTML that was pasted.
const PASTED: &str = "粘贴.html";
/// What tells that a text is UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

pub(super) fn add(interface: Interface) -> Interface {
    let operation = Operation::new(Access::Program, "extract", "从文件或粘贴的内容里取出稿件")
        .asked(&[("name", "文件名，凭它认格式；必填")])
        .takes(Content::Bytes("application/octet-stream"))
        .gives("稿件的文字，和读不出来的部分", Content::Json(extracted))
        .fails(&[400, 413, 422]);
    interface.post("/api/v1/extract", extract, operation)
}

fn extracted(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "required": ["articles", "faults"],
        "properties": {
            "articles": { "type": "array", "items": openapi::record(generator) },
            "faults": { "type": "array", "items": { "type": "string" } },
        },
    })
}

async fn extract(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, headers: HeaderMap, body: Body) -> Answer {
    of_own_page(&headers)?;
    let unnamed = || refusal(StatusCode::BAD_REQUEST, "请在地址里写明文件名：?name=文件名");
    let name = asked(query.as_deref()).remove("name").ok_or_else(unnamed)?;
    // Held in memory as a whole, so only a few at the same time.
    let busy = |_| refusal(StatusCode::SERVICE_UNAVAILABLE, "现在打开文件的人太多，请过几秒再试");
    let _place = desk.uploads.try_acquire().map_err(busy)?;
    let bytes = to_bytes(body, MAX_FILE).await.map_err(|_| unreceived())?;
    let bytes = if is_text(&name, &headers) { [BOM, &bytes].concat() } else { bytes.to_vec() };
    let read = desk.lint(move |linter| articles(linter, &name, bytes)).await?;
    let (articles, faults) = read;
    if articles.is_empty() {
        let message = if faults.is_empty() { "里面没有稿件".to_string() } else { faults.join("；") };
        return Err(refusal(StatusCode::UNPROCESSABLE_ENTITY, message));
    }
    Ok(Json(json!({ "articles": articles, "faults": faults })).into_response())
}

/// Whether the page sends text and not the bytes of a file: then it is UTF-8, whatever it says of itself.
fn is_text(name: &str, headers: &HeaderMap) -> bool {
    let kind = text(headers, "content-type").unwrap_or_default().to_ascii_lowercase();
    name == PASTED || kind.contains("charset=utf-8")
}

fn unreceived() -> Refusal {
    let message =
        format!("文件没有收完整，或者太大：最大 {} MiB；图片多的文档请先压缩图片，或者只粘贴文字", MAX_FILE >> 20);
    refusal(StatusCode::PAYLOAD_TOO_LARGE, message)
}

/// The articles of a file, and what could not be read.
fn articles(linter: &Linter, name: &str, bytes: Vec<u8>) -> (Vec<Value>, Vec<String>) {
    let (mut articles, mut faults) = (Vec::new(), Vec::new());
    linter.open(Held::new(name, bytes), &mut |result| match result {
        Err(error) => faults.push(error.message),
        Ok((_, outcome)) => {
            faults.extend(outcome.errors.into_iter().map(|error| error.message));
            let left = MOST_ARTICLES.saturating_sub(articles.len());
            articles.extend(outcome.articles.iter().take(left).map(|article| json!(Record::of(article))));
            if outcome.articles.len() > left {
                faults.push(format!("文件里的稿件太多，只打开了前{MOST_ARTICLES}篇"));
            }
        }
    });
    faults.truncate(MOST_ARTICLES);
    (articles, faults)
}
