//! The accounts, for those who manage them.

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::request::{Sent, Visitor};
use super::{Answer, operation};
use crate::review::{Account, Receipt};
use crate::serve::api::refusal;
use crate::serve::interface::{Interface, json};

pub(super) fn add(interface: Interface) -> Interface {
    let path = "/api/v1/accounts";
    interface
        .get(
            path,
            list,
            operation("accounts", "账号和角色").gives("账号，和可用的角色", json::<Accounts>()).fails(&[404]),
        )
        .post(
            path,
            set,
            operation("set_account", "建立、修改或停用账号")
                .takes(json::<Change>())
                .gives("记下的一步", json::<Receipt>())
                .fails(&[400, 404, 415, 422, 507]),
        )
}

#[derive(Serialize, JsonSchema)]
struct Accounts {
    accounts: Vec<Account>,
    roles: Vec<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "AccountChange")]
struct Change {
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

async fn list(Visitor { user, office }: Visitor) -> Answer {
    let manage = &office.settings.roles.manage;
    if !user.has(manage) {
        return Err(refusal(StatusCode::FORBIDDEN, format!("只有“{manage}”角色能看账号")));
    }
    let accounts = office.ask(|store| store.accounts()).await?;
    let roles = office.settings.role_names().into_iter().map(str::to_string).collect();
    Ok(Json(Accounts { accounts, roles }).into_response())
}

async fn set(Visitor { user, office }: Visitor, Sent(change): Sent<Change>) -> Answer {
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
