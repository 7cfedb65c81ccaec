//! How often each rule fires on text that is taken to be right: plain text, one sentence a line. What fires there is a
//! real slip of the text or a bug of the rule; a person looks at each (`--show`).

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::{Checked, Linter};
use crate::finding::{LocatedFinding, Severity};
use crate::source::Source;

/// Sentences that make an article.
const LINES: usize = 30;

/// Counts over all clean text.
#[derive(Default)]
pub(super) struct Clean {
    characters: usize,
    /// Findings a rule and severity; the most serious first.
    hits: BTreeMap<(std::cmp::Reverse<Severity>, Arc<str>), u32>,
    /// The findings themselves, a line each.
    lines: Vec<String>,
}

impl Clean {
    /// Lints the files. Errors are messages for the user; the other files are still counted.
    pub(super) fn of(linter: &Linter, paths: &[PathBuf], failures: &mut Vec<String>) -> Self {
        let mut clean = Self::default();
        for path in paths {
            match std::fs::read_to_string(path) {
                Ok(text) => clean.add(linter, path, &text, failures),
                Err(error) => failures.push(format!("读不了干净文本 {}：{error}", path.display())),
            }
        }
        clean
    }

    fn add(&mut self, linter: &Linter, path: &Path, text: &str, failures: &mut Vec<String>) {
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        for (number, article) in lines.chunks(LINES).enumerate() {
            // A record with nothing but a body, so that no sentence is taken for a title.
            let name = format!("{}#{}.jsonl", path.display(), number + 1);
            let record = serde_json::json!({ "body": article.join("\n") });
            let source = match Source::new(&name, record.to_string().into_bytes()) {
                Ok(source) => source,
                Err(error) => {
                    failures.push(format!("{name}：{}", error.0));
                    continue;
                }
            };
            for article in linter.read(&source).articles {
                let mut checked = linter.check(&source, &article);
                failures.extend(checked.errors.drain(..).map(|error| format!("{name}：{error}")));
                self.count(checked);
            }
        }
    }

    fn count(&mut self, checked: Checked) {
        self.characters += checked.characters;
        for finding in checked.findings {
            let LocatedFinding { path, rule, severity, before, text, after, .. } = &finding;
            self.lines.push(format!("干净  {path}  {rule}  {}  {before}【{text}】{after}", severity.name()));
            *self.hits.entry((std::cmp::Reverse(*severity), Arc::clone(rule))).or_default() += 1;
        }
    }

    /// Hits per million characters, a rule a line, and how many of `least` and above come to 10,000 characters.
    pub(super) fn print(&self, out: &mut impl Write, least: Severity, show: bool) -> io::Result<()> {
        if show {
            self.lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
        let per = |hits: u32, characters: f64| f64::from(hits) * characters / self.characters.max(1) as f64;
        writeln!(out, "\n干净文本 {} 字，每条规则每百万字报出：", self.characters)?;
        for ((severity, rule), hits) in &self.hits {
            writeln!(out, "{:>9.2} {hits:>6}  {:<8} {rule}", per(*hits, 1e6), severity.0.name())?;
        }
        let serious = self.hits.iter().filter(|((severity, _), _)| severity.0 >= least).map(|(_, hits)| hits).sum();
        writeln!(out, "{} 及以上共 {serious} 处，每万字 {:.3} 处", least.name(), per(serious, 1e4))
    }
}
