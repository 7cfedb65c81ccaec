//! Logging in and out, the first account, and one's own password. The session is a cookie that scripts cannot read and
//! other sites do not send.

use std::sync::Arc;

use core::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Value, json};

use super::allow::decides;
use super::request::{Sent, Visitor, is_encrypted, of_own_page, office};
use super::{Answer, empty, operation};
use crate::config::ReviewSettings;
use crate::review::{Kind, Result, Session, User};
use crate::serve::Desk;
use crate::serve::api::{Refusal, refusal};
use crate::serve::guard::{ByToken, client};
use crate::serve::interface::{Access, Content, Interface, Operation, json};

/// The name of the cookie.
pub(in crate::serve) const COOKIE: &str = "shenjiao";

pub(super) fn add(interface: Interface) -> Interface {
    let path = "/api/v1/session";
    let door = |id, summary| Operation::new(Access::Door, id, summary);
    interface
        .get(path, show, door("session", "谁登录了，有没有审核库").gives("登录的情况", Content::Json(shown_session)))
        .post(
            path,
            log_in,
            door("log_in", "登录")
                .takes(json::<LogIn>())
                .gives("登录的人；Cookie 在响应头里", Content::Json(welcomed))
                .fails(&[400, 404, 415, 507]),
        )
        .delete(path, log_out, door("log_out", "退出登录").fails(&[404, 507]))
        .post(
            "/api/v1/setup",
            set_up,
            door("set_up", "凭一次性链接建立第一个账号")
                .takes(json::<SetUp>())
                .gives("登录的人；Cookie 在响应头里", Content::Json(welcomed))
                .fails(&[400, 404, 415, 422, 507]),
        )
        .post(
            "/api/v1/password",
            change_password,
            operation("change_password", "改自己的密码，其他登录随之失效")
                .takes(json::<Change>())
                .fails(&[400, 404, 415, 422, 507]),
        )
}

fn shown_user(_: &mut SchemaGenerator) -> Schema {
    let names = json!({ "type": "array", "items": { "type": "string" } });
    json_schema!({
        "type": ["object", "null"],
        "required": ["name", "roles", "may"],
        "properties": { "name": { "type": "string" }, "roles": names, "may": names },
    })
}

fn shown_session(generator: &mut SchemaGenerator) -> Schema {
    let names = json!({ "type": "array", "items": { "type": "string" } });
    json_schema!({
        "type": "object",
        "required": ["user", "store", "setup"],
        "properties": {
            "user": shown_user(generator),
            "store": { "type": "boolean", "description": "有没有审核库" },
            "setup": { "type": "boolean", "description": "还没有人能登录，等着建立第一个账号" },
            "token": { "type": "boolean", "description": "要令牌，而请求没有带；只在没有审核库时有" },
            "stages": names,
            "roles": names,
            "people": names,
        },
    })
}

fn welcomed(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "object", "required": ["user"], "properties": { "user": shown_user(generator) } })
}

#[derive(Deserialize, JsonSchema)]
struct LogIn {
    name: String,
    password: String,
}

#[derive(Deserialize, JsonSchema)]
struct SetUp {
    token: String,
    name: String,
    password: String,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PasswordChange")]
struct Change {
    old: String,
    password: String,
}

/// Whose session a request belongs to.
pub(in crate::serve) async fn user(desk: &Desk, headers: &HeaderMap) -> std::result::Result<Option<User>, Refusal> {
    let (Some(office), Some(token)) = (&desk.office, token(headers)) else { return Ok(None) };
    office.ask(move |store| store.session(&token)).await
}

/// The token in the cookie.
fn token(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, token)| token.to_string())
}

async fn show(State(desk): State<Arc<Desk>>, by_token: Option<Extension<ByToken>>, headers: HeaderMap) -> Answer {
    let Some(office) = &desk.office else {
        let asks = desk.has_tokens && by_token.is_none();
        return Ok(Json(json!({ "user": null, "store": false, "setup": false, "token": asks })).into_response());
    };
    let accounts = office.ask(|store| store.accounts()).await?;
    let settings = &office.settings;
    let stages: Vec<&str> = settings.stages.iter().chain(&settings.proofs).map(|stage| stage.name.as_str()).collect();
    let mut said = json!({ "user": null, "store": true, "setup": accounts.iter().all(|one| !one.has_password),
        "stages": stages, "roles": settings.role_names() });
    if let Some(user) = user(&desk, &headers).await? {
        let active = accounts.iter().filter(|one| one.user.active);
        said["people"] = active.map(|one| one.user.name.as_str()).collect();
        said["user"] = shown(settings, &user);
    }
    Ok(Json(said).into_response())
}

/// Somebody with what he may do besides the steps of an article.
fn shown(settings: &ReviewSettings, user: &User) -> Value {
    let may = [
        ("submit", user.has(&settings.roles.submit)),
        ("manage", user.has(&settings.roles.manage)),
        ("allow", decides(settings, user)),
    ];
    let may: Vec<&str> = may.into_iter().filter_map(|(what, is_so)| is_so.then_some(what)).collect();
    json!({ "name": user.name, "roles": user.roles, "may": may })
}

async fn log_in(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Sent(LogIn { name, password }): Sent<LogIn>,
) -> Answer {
    let address = client(&headers, peer.ip()).to_string();
    let office = office(&desk)?;
    let opened = office.prove(move |store, throttle| {
        let session = store.log_in(throttle, &name, &address, &password)?;
        let user = store.session(&session.token)?;
        Ok((session, user))
    });
    welcome(&desk, &headers, opened.await?)
}

async fn set_up(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Sent(SetUp { token, name, password }): Sent<SetUp>,
) -> Answer {
    let address = client(&headers, peer.ip()).to_string();
    let office = office(&desk)?;
    let opened = office.prove(move |store, throttle| {
        store.redeem_setup(&token, &name, &password)?;
        let session = store.log_in(throttle, &name, &address, &password)?;
        let user = store.session(&session.token)?;
        Ok((session, user))
    });
    welcome(&desk, &headers, Ok(opened.await??))
}

/// Says who is logged in, with the cookie; a wrong password is 401.
fn welcome(desk: &Desk, headers: &HeaderMap, opened: Result<(Session, Option<User>)>) -> Answer {
    let (session, user) = opened.map_err(|error| match error.kind {
        Kind::Refused => refusal(StatusCode::UNAUTHORIZED, error.message),
        _ => Refusal::from(error),
    })?;
    let settings = &office(desk)?.settings;
    let said = json!({ "user": user.map(|user| shown(settings, &user)) });
    Ok(([(header::SET_COOKIE, cookie(&session.token, headers, ""))], Json(said)).into_response())
}

fn cookie(token: &str, headers: &HeaderMap, more: &str) -> HeaderValue {
    let secure = if is_encrypted(headers) { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/{secure}{more}");
    HeaderValue::try_from(cookie).unwrap_or(HeaderValue::from_static(""))
}

async fn log_out(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Answer {
    of_own_page(&headers)?;
    if let Some(token) = token(&headers) {
        office(&desk)?.ask(move |store| store.log_out(&token)).await?;
    }
    Ok(([(header::SET_COOKIE, cookie("", &headers, "; Max-Age=0"))], empty()).into_response())
}

/// All sessions of the account end with its old password; the one that asked goes on as a new one.
async fn change_password(
    visitor: Visitor,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Sent(Change { old, password }): Sent<Change>,
) -> Answer {
    let address = client(&headers, peer.ip()).to_string();
    let name = visitor.user.name;
    let changed = visitor.office.prove(move |store, throttle| {
        store.prove(throttle, &name, &address, &old)?;
        store.set_password(&name, &name, &password)?;
        store.log_in(throttle, &name, &address, &password)
    });
    let session = changed.await??;
    Ok(([(header::SET_COOKIE, cookie(&session.token, &headers, ""))], empty()).into_response())
}
