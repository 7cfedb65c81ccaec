//! The description of the service's own interface (OpenAPI 3.1). The schemas of what goes in and out are made from the
//! types that are read and written; tests hold answers against them.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::MAX_BODY;
use super::api::Reply;
use crate::rules::RuleSummary;

/// The whole document.
pub(super) fn description() -> Value {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let reply = generator.subschema_for::<Reply>();
    let summary = generator.subschema_for::<RuleSummary>();
    let mut schemas = generator.take_definitions(true);
    schemas.values_mut().for_each(name_choices);
    let more = json!({ "type": "object", "properties": rule_properties() });
    schemas.insert("Rule".to_string(), json!({ "allOf": [summary, more] }));
    schemas.insert("Error".to_string(), error_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "审校（shenjiao）",
            "description": "检查政府网站和政务新媒体的中文稿件。一切都在运行它的机器上完成。",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "paths": paths(&record(), &json!(reply)),
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
        "security": [{}, { "token": [] }],
    })
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

fn paths(record: &Value, reply: &Value) -> Value {
    let rule = json!({ "$ref": "#/components/schemas/Rule" });
    let part = |name: &str| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } });
    json!({
        "/api/v1/check": { "post": {
            "operationId": "check",
            "summary": "检查一篇稿件",
            "requestBody": { "required": true, "content": { "application/json": { "schema": record } } },
            "responses": responses("检查结果；位置以 body 这个字符串的 UTF-8 字节为准", reply, &["400", "413", "503"]),
        } },
        "/api/v1/rules": { "get": {
            "operationId": "rules",
            "summary": "全部规则",
            "responses": responses("规则，按规则名排列", &json!({ "type": "array", "items": rule }), &[]),
        } },
        "/api/v1/rules/{family}/{fault}": { "get": {
            "operationId": "rule",
            "summary": "一条规则和它的说明",
            "parameters": [part("family"), part("fault")],
            "responses": responses("规则", &rule, &["404"]),
        } },
    })
}

/// The answers of an operation: the good one, the errors of its own, and those of all.
fn responses(description: &str, schema: &Value, errors: &[&str]) -> Value {
    let mut responses =
        json!({ "200": { "description": description, "content": { "application/json": { "schema": schema } } } });
    let error = json!({ "$ref": "#/components/schemas/Error" });
    for status in errors.iter().chain(&["401", "403", "408", "429", "500"]) {
        let meaning = match *status {
            "400" => "读不懂的请求",
            "401" => "没有令牌或令牌不对",
            "403" => "不是用本机的名字访问",
            "404" => "没有这条规则",
            "408" => "请求发得太慢",
            "413" => "请求太大",
            "429" => "请求太频繁",
            "503" => "现在太忙，或者检查超时",
            _ => "程序出错",
        };
        responses[*status] = json!({ "description": meaning, "content": { "application/json": { "schema": error } } });
    }
    if !errors.contains(&"413") {
        return responses;
    }
    responses["413"]["description"] = json!(format!("请求太大，最多 {} MiB", MAX_BODY >> 20));
    responses
}

fn rule_properties() -> Value {
    json!({
        "selected": { "type": "boolean", "description": "这个服务是否用这条规则" },
        "page": { "type": "string", "description": "说明，Markdown；只在查一条规则时有" },
    })
}

fn error_schema() -> Value {
    json!({
        "type": "object",
        "required": ["error"],
        "properties": { "error": { "type": "string", "description": "给人看的原因和办法" } },
    })
}

/// An article that comes in: the contract's section 4.
fn record() -> Value {
    let text = |description: &str| json!({ "type": ["string", "null"], "description": description });
    json!({
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
