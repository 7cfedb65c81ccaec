//! The accounts, for those who manage them.

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::json;

use super::Answer;
use super::request::{Sent, Visitor};
use crate::serve::api::refusal;

#[derive(Deserialize)]
pub(super) struct Change {
    name: String,
    #[serde(default)]
    roles: Vec<String>,
    /// Set anew, where it is given.
    #[serde(default)]
    password: Option<String>,
    #[serde(default = "active")]
    active: bool,
}

fn active() -> bool {
    true
}

pub(super) async fn list(Visitor { user, office }: Visitor) -> Answer {
    let manage = &office.settings.roles.manage;
    if !user.has(manage) {
        return Err(refusal(StatusCode::FORBIDDEN, format!("只有“{manage}”角色能看账号")));
    }
    let accounts = office.ask(|store| store.accounts()).await?;
    let roles = office.settings.role_names();
    Ok(Json(json!({ "accounts": accounts, "roles": roles })).into_response())
}

pub(super) async fn set(Visitor { user, office }: Visitor, Sent(change): Sent<Change>) -> Answer {
    let Change { name, roles, password, active } = change;
    let done = office.ask(move |store| {
        if !active {
            return store.disable_user(&user.name, &name);
        }
        let receipt = store.set_user(&user.name, &name, &roles)?;
        match password.filter(|password| !password.is_empty()) {
            Some(password) => store.set_password(&user.name, &name, &password),
            None => Ok(receipt),
        }
    });
    Ok(Json(done.await?).into_response())
}
