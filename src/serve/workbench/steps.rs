//! Decisions on what was found, and the steps of reviewers. Whether they may be taken is judged by the store.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use schemars::JsonSchema;
use serde::Deserialize;

use super::request::{Sent, Visitor};
use super::{Answer, operation};
use crate::engine::{Linter, Record};
use crate::review::{
    self, Action, Digest, Draft, Receipt, Request, Result, ReviewError, Store, User, Verdict, obstacles,
};
use crate::serve::api::Refusal;
use crate::serve::interface::{Interface, json};
use crate::serve::{Desk, openapi};

pub(super) fn add(interface: Interface) -> Interface {
    let errors = &[400, 404, 409, 415, 422, 507];
    interface
        .post(
            "/api/v1/articles/{id}/decisions",
            decide,
            operation("decide", "对一处问题作决定")
                .takes(json::<Decision>())
                .gives("记下的一步", json::<Receipt>())
                .fails(errors),
        )
        .post(
            "/api/v1/articles/{id}/steps",
            take,
            operation("take_step", "通过、退回、签发、登记发布、撤回、复查")
                .takes(json::<Step>())
                .gives("记下的一步", json::<Receipt>())
                .fails(errors),
        )
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "DecisionRequest")]
struct Decision {
    base: u64,
    fingerprint: String,
    verdict: Verdict,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    to: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "StepKind")]
enum Kind {
    Pass,
    Return,
    Sign,
    Publish,
    Withdraw,
    Recheck,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "StepRequest")]
struct Step {
    base: u64,
    action: Kind,
    #[serde(default)]
    stage: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    address: String,
    /// The text that is to be published.
    #[serde(default)]
    #[schemars(schema_with = "openapi::record")]
    record: Option<Record>,
}

async fn decide(Visitor { user, office }: Visitor, Path(id): Path<String>, Sent(decision): Sent<Decision>) -> Answer {
    let Decision { base, fingerprint, verdict, reason, to } = decision;
    let action = Action::Decide { fingerprint, verdict, reason, to };
    let request = move |store: &mut Store| store.act(Request { by: &user.name, article: &id, base, action });
    Ok(Json(office.ask(request).await?).into_response())
}

async fn take(
    State(desk): State<Arc<Desk>>,
    Visitor { user, office }: Visitor,
    Path(id): Path<String>,
    Sent(step): Sent<Step>,
) -> Answer {
    let done = desk.lint(move |linter| office.with(|store| Ok(taken(store, linter, &user, &id, step))));
    Ok(Json(done.await???).into_response())
}

/// Takes a step. With a refusal comes what stands in the way of the article.
fn taken(
    store: &mut Store,
    linter: &Linter,
    user: &User,
    id: &str,
    step: Step,
) -> std::result::Result<Receipt, Refusal> {
    let base = step.base;
    let action = action(store, linter, id, step);
    let done = action.and_then(|action| match action {
        Some(action) => store.act(Request { by: &user.name, article: id, base, action }),
        None => store.recheck(&user.name, id, base, linter),
    });
    done.map_err(|error| {
        let is_refused = error.kind == review::Kind::Refused;
        let dossier = store.article(id).ok().filter(|_| is_refused);
        let obstacles = dossier.map_or_else(Vec::new, |dossier| obstacles(&store.settings, &dossier));
        Refusal { obstacles, ..Refusal::from(error) }
    })
}

/// The step as the store takes it; `None`: the text is checked again.
fn action(store: &Store, linter: &Linter, id: &str, step: Step) -> Result<Option<Action>> {
    let Step { action, stage, note, reason, address, record, .. } = step;
    Ok(Some(match action {
        Kind::Pass => Action::Pass { stage, note },
        Kind::Return => Action::Return { reason },
        Kind::Sign => Action::Sign,
        Kind::Withdraw => Action::Withdraw { reason },
        Kind::Publish => {
            let record = record.ok_or_else(|| ReviewError::refused("发布要附上要发布的文字"))?;
            Action::Publish { text: text(store, linter, id, &record)?, address: address.trim().to_string() }
        }
        Kind::Recheck => return Ok(None),
    }))
}

/// The digest of a text that is to be published. What was shown of a file says its text less exactly than the file does, so
/// one that is as it was shown is the text of the file.
fn text(store: &Store, linter: &Linter, id: &str, record: &Record) -> Result<Digest> {
    let submission = store.article(id)?.submission;
    let shown = store.record(linter, &submission)?;
    if (&shown.title, &shown.body, &shown.format) == (&record.title, &record.body, &record.format) {
        return Ok(submission.text);
    }
    Ok(Draft::of_record(linter, record)?.text())
}
