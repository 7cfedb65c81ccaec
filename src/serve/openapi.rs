//! The description of the service's own interface (OpenAPI 3.1), made from its routes. The schemas of what goes in and out are
//! made from the types that are read and written; tests hold answers against them.

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::MAX_BODY;
use super::interface::{Access, Content, Described, Operation};
use super::workbench::COOKIE;

/// Statuses of errors that every operation may have.
const COMMON: [u16; 6] = [401, 403, 408, 429, 500, 503];

/// The whole document.
pub(super) fn description(described: &[Described]) -> Value {
    // What is read may leave out what has a default; what is written has it.
    let mut reading = generator(SchemaSettings::draft2020_12().for_deserialize());
    let mut writing = generator(SchemaSettings::draft2020_12().for_serialize());
    let mut paths: Map<String, Value> = Map::new();
    for Described { path, method, operation } in described {
        let said = said(path, operation, &mut reading, &mut writing);
        let methods = paths.entry(path.clone()).or_insert_with(|| json!({}));
        methods[*method] = said;
    }
    let mut schemas = reading.take_definitions(true);
    schemas.extend(writing.take_definitions(true));
    schemas.values_mut().for_each(name_choices);
    schemas.insert("Error".to_string(), error_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "审校（shenjiao）",
            "description": "检查政府网站和政务新媒体的中文稿件。一切都在运行它的机器上完成。\n\n\
                凭 session 的接口供工作台的网页用：先登录，凭 Cookie 访问；改动什么的请求要是这个网页自己发出的\
                （请求头 Sec-Fetch-Site 是 same-origin，或者 Origin 就是本服务）。",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": COOKIE },
            },
        },
    })
}

fn generator(mut settings: SchemaSettings) -> SchemaGenerator {
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    settings.into_generator()
}

/// An operation as the document says it.
fn said(path: &str, operation: &Operation, reading: &mut SchemaGenerator, writing: &mut SchemaGenerator) -> Value {
    let parameter = |name: &str, place: &str| json!({ "name": name, "in": place, "required": place == "path", "schema": { "type": "string" } });
    let parts = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = parts.map(|name| parameter(name, "path")).collect();
    for (name, meaning) in operation.query {
        let mut asked = parameter(name, "query");
        asked["description"] = json!(meaning);
        parameters.push(asked);
    }
    let security = match operation.access {
        Access::Program => json!([{}, { "token": [] }, { "session": [] }]),
        Access::Page => json!([{ "session": [] }]),
        Access::Door => json!([{}]),
    };
    let mut said = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "security": security,
        "responses": responses(operation, writing),
    });
    if !parameters.is_empty() {
        said["parameters"] = json!(parameters);
    }
    if let Some(content) = content(operation.body, reading) {
        said["requestBody"] = json!({ "required": true, "content": content });
    }
    said
}

fn content(content: Content, generator: &mut SchemaGenerator) -> Option<Value> {
    match content {
        Content::Nothing => None,
        Content::Json(schema) => {
            let mut schema = schema(generator).to_value();
            name_choices(&mut schema);
            Some(json!({ "application/json": { "schema": schema } }))
        }
        Content::Bytes(kind) => Some(json!({ kind: { "schema": { "type": "string", "format": "binary" } } })),
    }
}

/// A choice of texts, each with what it means, as a list of them: generators of clients know how to read that.
fn name_choices(schema: &mut Value) {
    let choices = schema.get("oneOf").and_then(Value::as_array);
    let texts = choices.and_then(|choices| choices.iter().map(texts_of).collect::<Option<Vec<Vec<Value>>>>());
    match schema {
        Value::Object(parts) => {
            if let Some(texts) = texts {
                parts.remove("oneOf");
                parts.insert("type".to_string(), json!("string"));
                parts.insert("enum".to_string(), json!(texts.concat()));
            }
            parts.values_mut().for_each(name_choices);
        }
        Value::Array(parts) => parts.iter_mut().for_each(name_choices),
        _ => {}
    }
}

/// What a choice stands for, if it is texts.
fn texts_of(choice: &Value) -> Option<Vec<Value>> {
    let one = choice.get("const").map(|text| vec![text.clone()]);
    one.or_else(|| choice.get("enum")?.as_array().cloned()).filter(|texts| texts.iter().all(Value::is_string))
}

/// The answers of an operation: the good one, the errors of its own, and those of all.
fn responses(operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    let (meaning, answer) = operation.answer;
    let mut responses = match content(answer, generator) {
        Some(content) => json!({ "200": { "description": meaning, "content": content } }),
        None => json!({ "204": { "description": meaning } }),
    };
    for status in operation.errors.iter().chain(&COMMON) {
        let meaning = match status {
            400 => "读不懂的请求",
            401 => "没有令牌、没有登录，或者令牌、密码不对",
            403 => "不是用本机的名字访问，或者没有这个权限",
            404 => "没有这个东西",
            408 => "请求发得太慢",
            409 => "别人先动过了，请重新查看",
            413 if matches!(operation.body, Content::Bytes(_)) => "文件太大",
            413 => &format!("请求太大，最多 {} MiB", MAX_BODY >> 20),
            415 => "请求应是 application/json",
            422 => "不合规矩，没有存下；原因见 error，挡在稿件前面的见 obstacles",
            429 => "请求太频繁",
            503 => "现在太忙，或者没有及时办完",
            507 => "磁盘满了，没有存下",
            _ => "程序出错",
        };
        let error = json!({ "$ref": "#/components/schemas/Error" });
        responses[status.to_string()] =
            json!({ "description": meaning, "content": { "application/json": { "schema": error } } });
    }
    responses
}

fn error_schema() -> Value {
    json!({
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": { "type": "string", "description": "给人看的原因和办法" },
            "obstacles": { "type": "array", "items": { "type": "string" }, "description": "挡在稿件前面的事，只在因此办不成时有" },
        },
    })
}

/// An article: the contract's section 4.
pub(super) fn record(_: &mut SchemaGenerator) -> Schema {
    let text = |description: &str| json!({ "type": ["string", "null"], "description": description });
    json_schema!({
        "type": "object",
        "required": ["body"],
        "properties": {
            "id": { "description": "原样写进结果" },
            "body": { "type": "string", "description": "正文" },
            "format": { "enum": ["text", "html", "markdown", null], "description": "正文的格式；不写就按内容认" },
            "title": text("标题"),
            "published": { "type": ["string", "integer", "null"], "description": "发布日期，或者1970年以来的秒数、毫秒数" },
            "source": text("来源"),
            "author": text("作者"),
            "column": text("栏目"),
            "unit": text("发布单位"),
            "url": text("网址"),
            "repost": { "type": ["boolean", "null"], "description": "是否转载；没有说明就不写" },
            "review": { "type": "array", "items": {
                "type": "object",
                "description": "一次审核",
                "properties": { "stage": { "type": "string" }, "by": { "type": "string" }, "at": { "type": "string" } },
            } },
        },
    })
}
