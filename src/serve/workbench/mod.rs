//! The workbench: the page that editors and reviewers work on, and what it asks for. Without a store it only checks; with
//! one, people log in, and what they do with articles goes the way of `review`, which judges it.

mod accounts;
mod allow;
mod articles;
mod extract;
mod office;
mod page;
mod request;
mod session;
mod steps;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::Desk;
use super::api::{Answer, Refusal, refusal};
use crate::review::{Kind, ReviewError};
pub(super) use allow::allow;
pub(super) use office::{Office, THREADS};
pub(super) use request::is_own;
pub(super) use session::user;

/// What is needed to log in or to give a token, which nobody has done before.
const OPEN: [&str; 6] = ["/", "/workbench.js", "/workbench.css", "/icon.svg", "/api/v1/session", "/api/v1/setup"];

pub(super) fn routes() -> Router<Arc<Desk>> {
    let one = "/api/v1/articles/{id}";
    Router::new()
        .merge(page::routes())
        .route("/api/v1/session", get(session::show).post(session::log_in).delete(session::log_out))
        .route("/api/v1/setup", post(session::set_up))
        .route("/api/v1/password", post(session::change_password))
        .route("/api/v1/accounts", get(accounts::list).post(accounts::set))
        .merge(extract::routes())
        .route("/api/v1/allow", post(allow::handle))
        .route("/api/v1/articles", get(articles::list).post(articles::submit))
        .route(one, get(articles::show))
        .route(&format!("{one}/versions"), post(articles::submit_version))
        .route(&format!("{one}/versions/{{number}}"), get(articles::version))
        .route(&format!("{one}/journal"), get(articles::journal))
        .route(&format!("{one}/slip.docx"), get(articles::slip_word))
        .route(&format!("{one}/slip.html"), get(articles::slip_html))
        .route(&format!("{one}/decisions"), post(steps::decide))
        .route(&format!("{one}/steps"), post(steps::take))
}

/// Whether a path is there for those of whom nothing is known.
pub(super) fn is_open(path: &str) -> bool {
    OPEN.contains(&path)
}

/// A refusal of the store, as our interface says it.
impl From<ReviewError> for Refusal {
    fn from(error: ReviewError) -> Self {
        let status = match error.kind {
            Kind::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::Throttled => StatusCode::TOO_MANY_REQUESTS,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::Missing => StatusCode::NOT_FOUND,
            Kind::Full => StatusCode::INSUFFICIENT_STORAGE,
            Kind::Damaged | Kind::Storage => StatusCode::INTERNAL_SERVER_ERROR,
        };
        refusal(status, error.message)
    }
}

fn empty() -> Response {
    StatusCode::NO_CONTENT.into_response()
}
