//! Output formats: located findings → bytes. One folder a format. Nothing here looks into files again.

mod words;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use crate::document::Place;
use crate::engine::Checked;
use crate::finding::Severity;
use crate::rules::RuleMeta;

pub use json::{finding_schema, report_schema};

/// Declares the modules of the formats and lists them: one line a format, name and module.
macro_rules! outputs {
    ($($name:literal => $module:ident),* $(,)?) => {
        $(mod $module;)*

        /// The names for `--format`.
        pub const NAMES: &[&str] = &[$($name),*];

        /// The format of that name.
        pub fn by_name(name: &str, options: Options) -> Option<Box<dyn Output>> {
            match name {
                $($name => Some($module::new(options)),)*
                _ => None,
            }
        }
    };
}

outputs! {
    "pretty" => pretty,
    "json" => json,
    "jsonl" => jsonl,
    "sarif" => sarif,
    "rdjson" => rdjson,
    "github" => github,
    "junit" => junit,
    "csv" => csv,
    "html" => html,
    "xlsx" => xlsx,
}

/// What a format can be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    pub color: bool,
}

/// What stands at the head of a report.
#[derive(Clone, Copy)]
pub struct Header<'a> {
    /// Selected rules, ordered by id.
    pub rules: &'a [&'a RuleMeta],
}

/// An input that could not be read, or not as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ReportedError {
    pub path: String,
    pub place: Option<Place>,
    pub message: String,
    /// 1-based line of the file, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

impl std::fmt::Display for ReportedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, "：{}", self.message)
    }
}

/// The figures at the end of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Summary {
    pub articles: u64,
    /// Characters of prose, blanks not counted.
    pub characters: u64,
    pub by_severity: BTreeMap<&'static str, u64>,
    pub by_family: BTreeMap<String, u64>,
    pub by_rule: BTreeMap<Arc<str>, u64>,
}

impl Summary {
    /// Counts an article and its findings.
    pub fn add(&mut self, checked: &Checked) {
        self.articles += 1;
        self.characters += checked.characters as u64;
        for finding in &checked.findings {
            *self.by_severity.entry(finding.severity.name()).or_default() += 1;
            *self.by_family.entry(finding.family.clone()).or_default() += 1;
            *self.by_rule.entry(Arc::clone(&finding.rule)).or_default() += 1;
        }
    }

    pub fn count(&self, severity: Severity) -> u64 {
        self.by_severity.get(severity.name()).copied().unwrap_or(0)
    }

    pub fn findings(&self) -> u64 {
        self.by_severity.values().sum()
    }
}

/// A format. Articles come in order; nothing is held back unless the format needs it.
pub trait Output {
    fn begin(&mut self, _out: &mut dyn Write, _header: Header<'_>) -> io::Result<()> {
        Ok(())
    }

    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()>;

    fn end(&mut self, _out: &mut dyn Write, _summary: &Summary, _errors: &[ReportedError]) -> io::Result<()> {
        Ok(())
    }
}
