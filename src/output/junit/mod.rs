//! JUnit XML: a test suite an article, a failed test case a finding, so that build servers list findings as failures.
//! An article without findings is one case that passes. Counts are held for one article at a time.

use std::io::{self, Write};

use super::words;
use super::{Header, Options, Output, ReportedError, Summary};
use crate::engine::Checked;
use crate::finding::LocatedFinding;

struct Junit;

pub(super) fn new(_options: Options) -> Box<dyn Output> {
    Box::new(Junit)
}

impl Output for Junit {
    fn begin(&mut self, out: &mut dyn Write, _header: Header<'_>) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"shenjiao\">")
    }

    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        let name = match &checked.place {
            Some(place) => escape(&format!("{}（{place}）", checked.path)),
            None => escape(&checked.path),
        };
        let failures = checked.findings.len();
        let tests = failures.max(1);
        writeln!(out, "<testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
        if checked.findings.is_empty() {
            writeln!(out, "<testcase classname=\"{name}\" name=\"没有发现问题\"/>")?;
        }
        for finding in &checked.findings {
            case(out, &name, finding)?;
        }
        writeln!(out, "</testsuite>")
    }

    fn end(&mut self, out: &mut dyn Write, _summary: &Summary, errors: &[ReportedError]) -> io::Result<()> {
        if !errors.is_empty() {
            let count = errors.len();
            writeln!(out, "<testsuite name=\"无法读取\" tests=\"{count}\" failures=\"0\" errors=\"{count}\">")?;
            for error in errors {
                let (path, message) = (escape(&error.path), escape(&error.message));
                write!(out, "<testcase classname=\"{path}\" name=\"无法读取\">")?;
                writeln!(out, "<error type=\"unreadable\" message=\"{message}\"/></testcase>")?;
            }
            writeln!(out, "</testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }
}

/// `class`: the article, escaped.
fn case(out: &mut dyn Write, class: &str, finding: &LocatedFinding) -> io::Result<()> {
    let (start, severity) = (finding.start, finding.severity.name());
    let name = if start.is_in_text() {
        escape(&format!("{}@{}:{}", finding.rule, start.line, start.column))
    } else {
        escape(&format!("{}@{}", finding.rule, words::location(finding)))
    };
    let file = escape(&finding.path);
    writeln!(out, "<testcase classname=\"{class}\" name=\"{name}\" file=\"{file}\" line=\"{}\">", start.line)?;
    let message = escape(&finding.message);
    writeln!(out, "<failure type=\"{severity}\" message=\"{message}\">{}</failure>", escape(&details(finding)))?;
    writeln!(out, "</testcase>")
}

fn details(finding: &LocatedFinding) -> String {
    let LocatedFinding { before, text, after, why, basis, .. } = finding;
    let mut details = format!("{}\n原文：{before}【{text}】{after}", words::location(finding));
    let suggestion = words::suggestion(finding).unwrap_or_default();
    for (name, value) in [("建议", suggestion.as_str()), ("原因", why), ("依据", basis)] {
        if !value.is_empty() {
            details.push_str(&format!("\n{name}：{value}"));
        }
    }
    if let Some(repetition) = words::repetition(finding) {
        details.push('\n');
        details.push_str(&repetition);
    }
    details
}

/// Text for an attribute or element, without the characters that XML 1.0 forbids (section 2.2).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push_str(&format!("&#{};", u32::from(c))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_markup_and_drops_what_xml_forbids() {
        assert_eq!(escape("<a b=\"1\">&\u{1b}\u{0}\u{ffff}甲\n"), "&lt;a b=&quot;1&quot;&gt;&amp;甲&#10;");
    }
}
