//! One page for people: findings by article, each in its context, to be filtered and printed; a file that needs no
//! network. Articles go into the page as they come; the page shows a hundred findings at a time.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Header, Options, Output, ReportedError, Summary};
use crate::engine::Checked;
use crate::finding::{FAMILIES, LocatedFinding};
use crate::report::{Page, embedded};

const PAGE: Page<'_> = Page {
    title: "文字检查报告",
    without_script: "这份报告要在打开了脚本的浏览器里看；也可以用 --format xlsx 或 csv 出表格。",
    footer: "结果来自文字检查程序，未经逐条核对，每一处都要由人看过。",
    script: include_str!("page.js"),
};

struct Html {
    after: String,
    /// Titles of the rules, for those that were met.
    titles: BTreeMap<String, String>,
}

pub(super) fn new(_options: Options) -> Box<dyn Output> {
    Box::new(Html { after: String::new(), titles: BTreeMap::new() })
}

/// An article with its findings, in few letters: a report may hold a hundred thousand. Articles without findings are
/// counted only.
#[derive(Serialize)]
struct Group<'a> {
    /// Path and place.
    p: String,
    /// Title, link, publication, column, source.
    t: Option<&'a str>,
    u: Option<&'a str>,
    w: Option<&'a str>,
    c: Option<&'a str>,
    o: Option<&'a str>,
    /// Findings.
    f: Vec<Row<'a>>,
}

/// Severity, rule, message, why, basis; what stands before, flagged text, what stands after; suggestions, place, how often.
#[derive(Serialize)]
struct Row<'a> {
    s: &'static str,
    r: &'a str,
    m: &'a str,
    y: &'a str,
    d: &'a str,
    b: &'a str,
    x: &'a str,
    a: &'a str,
    g: String,
    l: String,
    k: u32,
}

impl<'a> Row<'a> {
    fn of(finding: &'a LocatedFinding) -> Self {
        Self {
            s: finding.severity.name(),
            r: &finding.rule,
            m: &finding.message,
            y: &finding.why,
            d: &finding.basis,
            b: &finding.before,
            x: &finding.text,
            a: &finding.after,
            g: finding.suggestions.join("；"),
            l: finding.location(),
            k: finding.repeated.unwrap_or(1),
        }
    }
}

/// What the page says of the whole.
#[derive(Serialize)]
struct Whole<'a> {
    version: &'static str,
    summary: &'a Summary,
    errors: &'a [ReportedError],
    families: [(&'static str, &'static str); FAMILIES.len()],
    titles: &'a BTreeMap<String, String>,
}

impl Output for Html {
    fn begin(&mut self, out: &mut dyn Write, header: Header<'_>) -> io::Result<()> {
        let titles = header.rules.iter().map(|meta| (meta.id.to_string(), meta.title.clone()));
        self.titles = titles.collect();
        let (before, after) = PAGE.halves();
        self.after = after;
        out.write_all(before.as_bytes())
    }

    fn article(&mut self, out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
        if checked.findings.is_empty() {
            return Ok(());
        }
        let Checked { path, place, article, findings, .. } = checked;
        let place = place.as_ref().map(|place| format!("，{place}")).unwrap_or_default();
        let group = Group {
            p: format!("{path}{place}"),
            t: article.title.as_deref(),
            u: article.url.as_deref(),
            w: article.published.as_deref(),
            c: article.column.as_deref(),
            o: article.source.as_deref(),
            f: findings.iter().map(Row::of).collect(),
        };
        writeln!(out, "<script type=\"application/json\" class=\"article\">{}</script>", embedded(&group))
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary, errors: &[ReportedError]) -> io::Result<()> {
        self.titles.retain(|rule, _| summary.by_rule.contains_key(rule.as_str()));
        let version = env!("CARGO_PKG_VERSION");
        let whole = Whole { version, summary, errors, families: FAMILIES, titles: &self.titles };
        writeln!(out, "<script type=\"application/json\" id=\"whole\">{}</script>", embedded(&whole))?;
        out.write_all(self.after.as_bytes())
    }
}
