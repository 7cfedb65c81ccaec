//! What requests of the page must be like: sent by the page itself and not by another one that is open beside it, and JSON
//! where something is written.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::de::DeserializeOwned;
use url::form_urlencoded;

use super::office::Office;
use super::session;
use crate::review::User;
use crate::serve::Desk;
use crate::serve::api::{Refusal, read, refusal};

/// A body of JSON that the page sent.
pub(super) struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<Desk>> for Sent<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Refusal> {
        of_own_page(request.headers())?;
        let kind = text(request.headers(), header::CONTENT_TYPE.as_str()).unwrap_or_default();
        if kind.split(';').next().is_none_or(|kind| kind.trim() != "application/json") {
            return Err(refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, "请求应是 application/json"));
        }
        read(&Bytes::from_request(request, desk).await?).map(Self)
    }
}

/// Whether our own page sent a request. Browsers say so themselves (`Sec-Fetch-Site`) where the connection is safe from
/// being listened to, else by the origin, which must be what the service was called by.
pub(in crate::serve) fn is_own(headers: &HeaderMap) -> bool {
    match (text(headers, "sec-fetch-site"), text(headers, "origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin.split_once("://").map(|(_, name)| name) == text(headers, "host"),
        (None, None) => false,
    }
}

/// Refuses what another page sent.
pub(super) fn of_own_page(headers: &HeaderMap) -> Result<(), Refusal> {
    let refused = || refusal(StatusCode::FORBIDDEN, "只接受工作台自己的网页发来的请求");
    is_own(headers).then_some(()).ok_or_else(refused)
}

/// Whether the browser has a connection that nobody listens to, as far as it or the proxy says so.
pub(super) fn is_encrypted(headers: &HeaderMap) -> bool {
    text(headers, "x-forwarded-proto") == Some("https")
        || text(headers, "origin").is_some_and(|origin| origin.starts_with("https://"))
}

/// What stands behind the `?` of an address.
pub(super) fn asked(query: Option<&str>) -> HashMap<String, String> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(HeaderValue::to_str)?.ok()
}

/// Somebody who is logged in, with the store that he works on.
pub(super) struct Visitor {
    pub user: User,
    pub office: Arc<Office>,
}

impl FromRequestParts<Arc<Desk>> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Refusal> {
        let office = office(desk)?;
        let known = parts.extensions.get::<User>().cloned();
        let user = match known {
            Some(user) => Some(user),
            None => session::user(desk, &parts.headers).await?,
        };
        match user {
            Some(user) => Ok(Self { user, office }),
            None => Err(refusal(StatusCode::UNAUTHORIZED, "请先登录")),
        }
    }
}

/// The store, where there is one.
pub(super) fn office(desk: &Desk) -> Result<Arc<Office>, Refusal> {
    let none = || refusal(StatusCode::NOT_FOUND, "这个服务没有审核库，只能检查；要送审和签发，请用 --store 启动");
    desk.office.clone().ok_or_else(none)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_pages_are_told_from_our_own() {
        let asked = |given: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in given {
                headers.insert(*name, HeaderValue::from_str(value).unwrap());
            }
            is_own(&headers)
        };
        assert!(asked(&[("sec-fetch-site", "same-origin"), ("host", "127.0.0.1"), ("origin", "https://a.example")]));
        assert!(asked(&[("host", "10.0.0.1:8081"), ("origin", "http://10.0.0.1:8081")]));
        assert!(!asked(&[("sec-fetch-site", "same-site"), ("host", "a.example"), ("origin", "http://a.example")]));
        assert!(!asked(&[("host", "a.example"), ("origin", "http://a.example.evil")]));
        assert!(!asked(&[("host", "a.example"), ("origin", "null")]));
        assert!(!asked(&[("host", "a.example")]) && !asked(&[("origin", "http://a.example")]));
    }
}
