//! JSON Schema documents (draft 2020-12) of what is written: the `json` report and one `jsonl` finding. Made from the
//! types that are serialised; copies for readers lie beside this file, and `tests/outputs.rs` keeps them true.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::{ReportedArticle, SCHEMA, Tool};
use crate::finding::LocatedFinding;
use crate::output::{ReportedError, Summary};

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

/// The schema of one line of a `jsonl` report.
pub fn finding_schema() -> Value {
    let mut schema = generator().into_root_schema_for::<LocatedFinding>();
    schema.insert("title".to_string(), json!("shenjiao/finding/v1"));
    schema.to_value()
}

/// The schema of a `json` report. Written out here because the report is never held as one value.
pub fn report_schema() -> Value {
    let mut generator = generator();
    let properties = json!({
        "schema": { "const": SCHEMA },
        "tool": generator.subschema_for::<Tool>(),
        "articles": { "type": "array", "items": generator.subschema_for::<ReportedArticle<'_>>() },
        "errors": {
            "description": "Inputs that could not be read.",
            "type": "array",
            "items": generator.subschema_for::<ReportedError>(),
        },
        "summary": generator.subschema_for::<Summary>(),
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "type": "object",
        "properties": properties,
        "required": ["schema", "tool", "articles", "errors", "summary"],
        "$defs": generator.take_definitions(true),
    })
}
