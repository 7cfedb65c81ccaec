//! The articles of the store: listed, shown with what was found in them, handed in, and what can be taken out of one.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Value, json};

use super::request::{Sent, Visitor, asked};
use super::{Answer, Office, operation};
use crate::engine::{InField, Linter, Record};
use crate::review::{
    Dossier, Draft, Filter, Page, Possible, Receipt, Result, ReviewError, State as Standing, Store, Target, User,
    obstacles, possible,
};
use crate::serve::api::refusal;
use crate::serve::interface::{Content, Interface, json};
use crate::serve::{Desk, openapi};

/// The policy of the slip, which has a style in it and nothing to run.
const SLIP: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// Articles of one answer where nothing else is asked for, and at most.
const PAGE: u32 = 50;
const LONGEST_PAGE: u32 = 500;

const LIST: &str = "/api/v1/articles";

/// Where one article, or something of it, is.
macro_rules! one {
    ($rest:literal) => {
        concat!("/api/v1/articles/{id}", $rest)
    };
}

pub(super) fn add(interface: Interface) -> Interface {
    let errors = &[400, 404, 409, 413, 415, 422, 507];
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    interface
        .get(
            LIST,
            list,
            operation("articles", "稿件库：最近动过的在前，一次一段")
                .asked(&QUERY)
                .gives("这一段的稿件，和符合条件的总数", json::<Page>())
                .fails(&[400, 404]),
        )
        .post(
            LIST,
            submit,
            operation("submit", "送审一篇新稿")
                .takes(Content::Json(openapi::record))
                .gives("记下的一步", json::<Receipt>())
                .fails(errors),
        )
        .get(
            one!(""),
            show,
            operation("article", "一篇稿件：文字、问题、决定和现在能做的事")
                .gives("稿件", Content::Json(shown_article))
                .fails(&[404]),
        )
        .post(
            one!("/versions"),
            submit_version,
            operation("submit_version", "送审一篇稿件的新版本")
                .takes(json::<Version>())
                .gives("记下的一步", json::<Receipt>())
                .fails(errors),
        )
        .get(
            one!("/versions/{number}"),
            version,
            operation("version", "一篇稿件的一个版本")
                .gives("送审时的文字", Content::Json(shown_version))
                .fails(&[404]),
        )
        .get(
            one!("/journal"),
            journal,
            operation("journal", "一篇稿件的经过").gives("各步，先后为序", Content::Json(shown_journal)).fails(&[404]),
        )
        .get(
            one!("/slip.docx"),
            slip_word,
            operation("slip_word", "发稿单，Word").gives("文件", Content::Bytes(word)).fails(&[404]),
        )
        .get(
            one!("/slip.html"),
            slip_html,
            operation("slip_html", "发稿单，网页").gives("网页", Content::Bytes("text/html")).fails(&[404]),
        )
}

/// What the list can be asked for.
const QUERY: [(&str, &str); 7] = [
    ("state", "状态：在审、已退回、已签发、已发布、已撤回"),
    ("stage", "等着的环节，或者签发、发布、修改"),
    ("unit", "单位"),
    ("text", "标题或编号里有的字"),
    ("mine", "true：等自己处理的"),
    ("offset", "跳过多少篇；不写就从第一篇起"),
    ("limit", "最多多少篇；不写就50篇，至多500篇"),
];

fn shown_article(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "required": ["obstacles", "may", "dossier", "record", "findings"],
        "properties": {
            "obstacles": { "type": "array", "items": { "type": "string" }, "description": "签发、发布以前还差的" },
            "may": generator.subschema_for::<Vec<Possible>>(),
            "dossier": generator.subschema_for::<Dossier>(),
            "record": openapi::record(generator),
            "findings": generator.subschema_for::<Vec<InField>>(),
        },
    })
}

fn shown_version(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "required": ["record", "by", "at"],
        "properties": {
            "record": openapi::record(generator),
            "by": { "type": "string", "description": "谁送审的" },
            "at": { "type": "string", "description": "什么时候（UTC）" },
        },
    })
}

fn shown_journal(_: &mut SchemaGenerator) -> Schema {
    let text = |meaning: &str| json!({ "type": "string", "description": meaning });
    json_schema!({
        "type": "object",
        "required": ["entries"],
        "properties": { "entries": { "type": "array", "items": {
            "type": "object",
            "required": ["seq", "at", "by", "label", "reason"],
            "properties": {
                "seq": { "type": "integer", "description": "记录号" },
                "at": text("什么时候（UTC）"),
                "by": text("谁"),
                "label": text("做了什么"),
                "reason": text("理由"),
            },
        } } },
    })
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "VersionRequest")]
struct Version {
    base: u64,
    #[schemars(schema_with = "openapi::record")]
    record: Record,
}

async fn list(Visitor { user, office }: Visitor, RawQuery(query): RawQuery) -> Answer {
    let query = asked(query.as_deref());
    let given = |name: &str| query.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let state = match given("state").map(Standing::from_name) {
        Some(None) => {
            return Err(refusal(StatusCode::BAD_REQUEST, "没有这个状态：应为在审、已退回、已签发、已发布、已撤回"));
        }
        state => state.flatten(),
    };
    let own = |name: &str| given(name).map(str::to_string);
    let number = |name: &str, usual: u32| {
        let wrong = |_| refusal(StatusCode::BAD_REQUEST, format!("{name} 应是不小于0的整数"));
        given(name).map_or(Ok(usual), |number| number.parse::<u32>().map_err(wrong))
    };
    let (from, most) = (number("offset", 0)?, number("limit", PAGE)?.min(LONGEST_PAGE));
    let turn = (given("mine") == Some("true")).then_some(user);
    let filter = Filter { state, stage: own("stage"), unit: own("unit"), text: own("text"), turn };
    let page = office.ask(move |store| store.articles(&filter, from..from.saturating_add(most)));
    Ok(Json(page.await?).into_response())
}

async fn show(State(desk): State<Arc<Desk>>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let Visitor { user, office } = visitor;
    let shown = desk.lint(move |linter| office.with(|store| shown(store, linter, &user, &id))).await?;
    Ok(Json(shown?).into_response())
}

/// An article with its text, what is found in it now, and what this account may do.
fn shown(store: &Store, linter: &Linter, user: &User, id: &str) -> Result<Value> {
    let dossier = store.article(id)?;
    let record = store.record(linter, &dossier.submission)?;
    let (findings, _) = linter.check_fields(&record);
    Ok(json!({
        "obstacles": obstacles(&store.settings, &dossier),
        "may": possible(&store.settings, user, &dossier),
        "dossier": dossier,
        "record": record,
        "findings": findings,
    }))
}

async fn version(
    State(desk): State<Arc<Desk>>,
    Visitor { office, .. }: Visitor,
    Path((id, number)): Path<(String, String)>,
) -> Answer {
    let number = number.parse().map_err(|_| refusal(StatusCode::NOT_FOUND, format!("没有第{number}版")))?;
    let found = desk.lint(move |linter| {
        office.with(|store| {
            let version = store.version(&id, number)?;
            let record = store.record(linter, &version.submission)?;
            Ok(json!({ "record": record, "by": version.by, "at": version.at }))
        })
    });
    let found = found.await??;
    Ok(Json(found).into_response())
}

async fn submit(State(desk): State<Arc<Desk>>, visitor: Visitor, Sent(record): Sent<Record>) -> Answer {
    hand_in(&desk, visitor, record, None).await
}

async fn submit_version(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(id): Path<String>,
    Sent(Version { base, record }): Sent<Version>,
) -> Answer {
    hand_in(&desk, visitor, record, Some((id, base))).await
}

/// Hands a record in as a new article, or as the next version of one.
async fn hand_in(desk: &Arc<Desk>, visitor: Visitor, record: Record, next: Option<(String, u64)>) -> Answer {
    let Visitor { user, office } = visitor;
    let done = desk.lint(move |linter| submitted(linter, &office, &user, record, next.as_ref()));
    let receipt = done.await??;
    Ok(Json(receipt).into_response())
}

fn submitted(
    linter: &Linter,
    office: &Office,
    user: &User,
    record: Record,
    next: Option<&(String, u64)>,
) -> Result<Receipt> {
    // The store numbers its articles itself.
    let draft = Draft::of_record(linter, &Record { id: None, ..record })?;
    if draft.title.is_empty() || draft.normal.is_empty() {
        return Err(ReviewError::refused("送审的稿件要有标题和正文"));
    }
    let target = next.map_or(Target::Numbered, |(id, base)| Target::Next(id, *base));
    office.with(|store| store.submit(&user.name, &draft, target))
}

async fn journal(Visitor { office, .. }: Visitor, Path(id): Path<String>) -> Answer {
    let entries = office.ask(move |store| {
        store.article(&id)?;
        let mut entries = Vec::new();
        store.journal(Some(&id), |entry, _| {
            let (label, reason) = (entry.event.label(), entry.event.reason());
            entries.push(json!({ "seq": entry.seq, "at": entry.at, "by": entry.by, "label": label, "reason": reason }));
            Ok(())
        })?;
        Ok(entries)
    });
    Ok(Json(json!({ "entries": entries.await? })).into_response())
}

async fn slip_word(Visitor { office, .. }: Visitor, Path(id): Path<String>) -> Answer {
    let bytes = office.ask(move |store| store.slip_word(&id)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"slip.docx\""),
    ];
    Ok((headers, bytes).into_response())
}

async fn slip_html(Visitor { office, .. }: Visitor, Path(id): Path<String>) -> Answer {
    let page = office.ask(move |store| store.slip_html(&id)).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SLIP)),
    ];
    Ok((headers, page).into_response())
}
