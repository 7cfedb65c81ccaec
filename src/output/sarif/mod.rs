//! SARIF 2.1.0 (OASIS): one run; the rules come first, results are written as they come, what could not be read comes
//! last. Columns count code points, as everywhere in reports.

mod objects;

use std::io::{self, Write};
use std::sync::Arc;

use serde_json::json;

use self::objects::{notification, result, rule};
use super::{Header, Options, Output, ReportedError, Summary};
use crate::engine::Checked;

/// The schema that the log names; `tests/fixtures` has a copy.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

struct Sarif {
    /// The ids of the rules, ordered as in the log.
    rules: Vec<Arc<str>>,
    first: bool,
}

pub(super) fn new(_options: Options) -> Box<dyn Output> {
    Box::new(Sarif { rules: Vec::new(), first: true })
}

impl Output for Sarif {
    fn begin(&mut self, out: &mut dyn Write, header: Header<'_>) -> io::Result<()> {
        self.rules = header.rules.iter().map(|meta| Arc::clone(&meta.id)).collect();
        write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":")?;
        let driver = json!({
            "name": "shenjiao",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "language": "zh-CN",
            "rules": header.rules.iter().map(|meta| rule(meta)).collect::<Vec<_>>(),
        });
        serde_json::to_writer(&mut *out, &json!({ "driver": driver }))?;
        write!(out, ",\n\"columnKind\":\"unicodeCodePoints\",\n\"results\":[")
    }

    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        for finding in &checked.findings {
            out.write_all(if self.first { b"\n" } else { b",\n" })?;
            self.first = false;
            let index = self.rules.binary_search(&finding.rule).ok();
            serde_json::to_writer(&mut *out, &result(finding, index))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, _summary: &Summary, errors: &[ReportedError]) -> io::Result<()> {
        let invocation = json!({
            "executionSuccessful": errors.is_empty(),
            "toolExecutionNotifications": errors.iter().map(notification).collect::<Vec<_>>(),
        });
        write!(out, "\n],\n\"invocations\":")?;
        serde_json::to_writer(&mut *out, &json!([invocation]))?;
        writeln!(out, "}}]}}")
    }
}
