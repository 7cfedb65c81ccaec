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

use super::Desk;
use super::api::{Answer, Refusal, refusal};
use super::interface::{Access, Interface, Operation};
use crate::review::{Kind, ReviewError};
pub(super) use allow::allow;
pub(super) use office::{Office, THREADS};
pub(super) use request::is_own;
pub(super) use session::{COOKIE, user};

/// What is needed to log in or to give a token, which nobody has done before.
const OPEN: [&str; 6] = ["/", "/workbench.js", "/workbench.css", "/icon.svg", "/api/v1/session", "/api/v1/setup"];

/// The page itself, which is no part of the interface.
pub(super) fn page() -> Router<Arc<Desk>> {
    page::routes()
}

/// What the page asks for.
pub(super) fn add(interface: Interface) -> Interface {
    articles::add(steps::add(extract::add(allow::add(accounts::add(session::add(interface))))))
}

/// An operation for somebody who is logged in.
fn operation(id: &'static str, summary: &'static str) -> Operation {
    Operation::new(Access::Page, id, summary)
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
