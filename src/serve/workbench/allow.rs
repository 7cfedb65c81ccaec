//! "Allow this word": written into the configuration that the service works by, from where the next check takes it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use schemars::JsonSchema;
use serde::Deserialize;

use super::request::Sent;
use super::{Answer, empty, session};
use crate::config::ReviewSettings;
use crate::fix;
use crate::review::User;
use crate::serve::Desk;
use crate::serve::api::{Refusal, refusal};
use crate::serve::interface::{Access, Interface, Operation, json};

/// Characters of a word and of a reason at most.
const LONGEST: usize = 100;

pub(super) fn add(interface: Interface) -> Interface {
    // Without a store, whoever may check may allow.
    let operation = Operation::new(Access::Program, "allow", "放行一个词：写进配置的允许词");
    interface.post("/api/v1/allow", handle, operation.takes(json::<Wanted>()).fails(&[400, 415, 422]))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "AllowedWord")]
struct Wanted {
    word: String,
    #[serde(default)]
    reason: String,
}

async fn handle(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Sent(Wanted { word, reason }): Sent<Wanted>,
) -> Answer {
    let user = session::user(&desk, &headers).await?;
    if let Some(office) = &desk.office {
        let Some(user) = &user else { return Err(refusal(StatusCode::UNAUTHORIZED, "请先登录")) };
        if !decides(&office.settings, user) {
            let message = format!("{}不能放行词语：需要审核、校对或签发的角色", user.name);
            return Err(refusal(StatusCode::FORBIDDEN, message));
        }
    }
    let note = [reason, user.map_or_else(String::new, |user| user.name)];
    let note: Vec<&str> = note.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    allow(&desk, &word, &note.join("，")).await?;
    Ok(empty())
}

/// Whether an account has to do with what is found in articles.
pub(super) fn decides(settings: &ReviewSettings, user: &User) -> bool {
    let mut stages = settings.stages.iter().chain(&settings.proofs);
    stages.any(|stage| user.has(stage.role())) || user.has(&settings.roles.sign)
}

/// Writes a word into the configuration; `note` says why.
pub(in crate::serve) async fn allow(desk: &Arc<Desk>, word: &str, note: &str) -> Result<(), Refusal> {
    let word = word.trim().to_string();
    if word.is_empty() || word.chars().count() > LONGEST || word.contains(char::is_control) {
        let message = format!("要放行的词应是1至{LONGEST}个字，写在一行里");
        return Err(refusal(StatusCode::UNPROCESSABLE_ENTITY, message));
    }
    let note: String = note.chars().take(LONGEST).collect();
    let writer = Arc::clone(desk);
    let written = desk.writing.run(move || fix::allow(&writer.allow_list(), &word, &note)).await?;
    written.map_err(|message| refusal(StatusCode::INTERNAL_SERVER_ERROR, message))
}
