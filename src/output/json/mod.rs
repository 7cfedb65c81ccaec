//! JSON: the whole report as one object, written as it comes so that memory stays bounded.

mod schema;

use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use super::{Header, Options, Output, ReportedError, Summary};
use crate::dictionary;
use crate::document::Place;
use crate::engine::Checked;
use crate::finding::{ArticleSummary, LocatedFinding};

pub use schema::{finding_schema, report_schema};

/// The schema that reports name.
pub const SCHEMA: &str = "shenjiao/report/v1";

pub(super) struct Json {
    first: bool,
}

pub(super) fn new(_options: Options) -> Box<dyn Output> {
    Box::new(Json { first: true })
}

/// What made the report.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
    /// Edition of the bundled dictionaries.
    pub dictionaries: &'static str,
}

impl Tool {
    pub fn this() -> Self {
        Self { name: "shenjiao", version: env!("CARGO_PKG_VERSION"), dictionaries: dictionary::edition() }
    }
}

/// An article and what was found in it.
#[derive(Serialize, schemars::JsonSchema)]
struct ReportedArticle<'a> {
    path: &'a Arc<str>,
    place: &'a Option<Place>,
    article: &'a ArticleSummary,
    findings: &'a [LocatedFinding],
}

impl Output for Json {
    fn begin(&mut self, out: &mut dyn Write, _header: Header<'_>) -> io::Result<()> {
        write!(out, "{{\"schema\":\"{SCHEMA}\",\"tool\":")?;
        serde_json::to_writer(&mut *out, &Tool::this())?;
        write!(out, ",\n\"articles\":[")
    }

    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        out.write_all(if self.first { b"\n" } else { b",\n" })?;
        self.first = false;
        let Checked { path, place, article, findings, .. } = checked;
        Ok(serde_json::to_writer(out, &ReportedArticle { path, place, article, findings })?)
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary, errors: &[ReportedError]) -> io::Result<()> {
        write!(out, "\n],\n\"errors\":")?;
        serde_json::to_writer(&mut *out, errors)?;
        write!(out, ",\n\"summary\":")?;
        serde_json::to_writer(&mut *out, summary)?;
        writeln!(out, "}}")
    }
}
