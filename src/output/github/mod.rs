//! Workflow commands of GitHub Actions, one a line, shown as annotations beside the changed files.

use std::io::{self, Write};

use super::words;
use super::{Options, Output, ReportedError, Summary};
use crate::engine::Checked;
use crate::finding::{LocatedFinding, Severity};

struct Github;

pub(super) fn new(_options: Options) -> Box<dyn Output> {
    Box::new(Github)
}

impl Output for Github {
    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        checked.findings.iter().try_for_each(|finding| command(out, finding))
    }

    fn end(&mut self, out: &mut dyn Write, _summary: &Summary, errors: &[ReportedError]) -> io::Result<()> {
        for error in errors {
            write!(out, "::error file={}", property(&error.path))?;
            if let Some(line) = error.line {
                write!(out, ",line={line}")?;
            }
            writeln!(out, ",title=无法读取::{}", data(&error.message))?;
        }
        Ok(())
    }
}

fn command(out: &mut dyn Write, finding: &LocatedFinding) -> io::Result<()> {
    let (start, end) = (finding.start, finding.end);
    let name = match finding.severity {
        Severity::Veto | Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    write!(out, "::{name} file={}", property(&finding.path))?;
    if start.is_in_text() {
        write!(out, ",line={},endLine={}", start.line, end.line)?;
    }
    // Columns are only valid for an annotation of one line.
    if start.is_in_text() && start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    let title = format!("{} {}", finding.severity.label(), finding.rule);
    writeln!(out, ",title={}::{}", property(&title), data(&message(finding)))
}

fn message(finding: &LocatedFinding) -> String {
    let mut message = finding.message.clone();
    let place = finding.place.as_ref().map(|place| format!("位置：{place}"));
    let suggestion = words::suggestion(finding).map(|suggestion| format!("建议：{suggestion}"));
    for line in [suggestion, place, words::repetition(finding)].into_iter().flatten() {
        message.push('\n');
        message.push_str(&line);
    }
    message
}

/// The escapes of a command's message: a bare line break would begin another command.
fn data(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            _ => escaped.push(words::visible_character(c)),
        }
    }
    escaped
}

/// The escapes of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_begin_a_command_or_a_property() {
        assert_eq!(data("一\r\n::set-env::二 100%\u{1b}"), "一%0D%0A::set-env::二 100%25␛");
        assert_eq!(property("甲,line=1:乙\n"), "甲%2Cline=1%3A乙%0A");
    }
}
