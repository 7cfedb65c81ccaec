//! The diagnostic format of reviewdog: one `DiagnosticResult` object, written as it comes.
//!
//! Its columns count UTF-8 bytes of the line, which positions do not carry, so ranges are whole lines; and since its
//! machine suggestions replace exactly their range, what is suggested stands in the message instead.

use std::io::{self, Write};

use serde::Serialize;

use super::words;
use super::{Header, Options, Output, ReportedError, Summary};
use crate::engine::Checked;
use crate::finding::{LocatedFinding, Severity};

struct Rdjson {
    first: bool,
}

pub(super) fn new(_options: Options) -> Box<dyn Output> {
    Box::new(Rdjson { first: true })
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Lines>,
}

/// A range without columns: from the start of one line to the end of another.
#[derive(Serialize)]
struct Lines {
    start: Line,
    end: Line,
}

#[derive(Serialize)]
struct Line {
    line: u32,
}

impl Lines {
    fn new(start: u32, end: u32) -> Self {
        Self { start: Line { line: start }, end: Line { line: end } }
    }
}

impl Output for Rdjson {
    fn begin(&mut self, out: &mut dyn Write, _header: Header<'_>) -> io::Result<()> {
        write!(out, "{{\"source\":{{\"name\":\"shenjiao\"}},\n\"diagnostics\":[")
    }

    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        checked.findings.iter().try_for_each(|finding| self.write(out, &diagnostic(finding)))
    }

    fn end(&mut self, out: &mut dyn Write, _summary: &Summary, errors: &[ReportedError]) -> io::Result<()> {
        for error in errors {
            let range = error.line.map(|line| Lines::new(line, line));
            let location = Location { path: &error.path, range };
            let message = format!("无法读取：{}", error.message);
            self.write(out, &Diagnostic { message, location, severity: "ERROR", code: None })?;
        }
        writeln!(out, "\n]}}")
    }
}

impl Rdjson {
    fn write(&mut self, out: &mut dyn Write, diagnostic: &Diagnostic<'_>) -> io::Result<()> {
        out.write_all(if self.first { b"\n" } else { b",\n" })?;
        self.first = false;
        Ok(serde_json::to_writer(out, diagnostic)?)
    }
}

fn diagnostic(finding: &LocatedFinding) -> Diagnostic<'_> {
    let mut message = finding.message.clone();
    if let Some(suggestion) = words::suggestion(finding) {
        message.push_str("（建议：");
        message.push_str(&suggestion);
        message.push('）');
    }
    let range = finding.start.is_in_text().then(|| Lines::new(finding.start.line, finding.end.line));
    Diagnostic {
        message,
        location: Location { path: &finding.path, range },
        severity: match finding.severity {
            Severity::Veto | Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Some(Code { value: &finding.rule }),
    }
}
