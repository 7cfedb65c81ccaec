//! The page itself: built ahead from `workbench/` and part of the program, so that nothing is fetched from anywhere. A policy
//! that changes with every answer sees to it that nothing but it is run.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Answer;
use crate::review::token;
use crate::serve::Desk;

const INDEX: &str = include_str!("../../../workbench/dist/index.html");
const SCRIPT: &[u8] = include_bytes!("../../../workbench/dist/workbench.js");
const STYLE: &[u8] = include_bytes!("../../../workbench/dist/workbench.css");
const ICON: &[u8] = include_bytes!("../../../workbench/dist/icon.svg");

/// Stands in the page for the one text that styles made by its script are known by.
const NONCE: &str = "__NONCE__";

pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(index))
        .route("/workbench.js", get(async || file("text/javascript; charset=utf-8", SCRIPT)))
        .route("/workbench.css", get(async || file("text/css; charset=utf-8", STYLE)))
        .route("/icon.svg", get(async || file("image/svg+xml", ICON)))
}

async fn index() -> Answer {
    let nonce = token()?;
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
         connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    );
    let policy = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let page = INDEX.replace(NONCE, &nonce);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    Ok((headers, page).into_response())
}

fn file(kind: &'static str, bytes: &'static [u8]) -> Response {
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}
