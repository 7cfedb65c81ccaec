//! Dumps of databases as SQL: the tables of DedeCMS, PHPCMS, SSCMS and weibo-crawler, whatever prefix their names have,
//! and any other table whose columns are called as title and body are, or as the configuration says.
//!
//! ```text
//! scan        words, literals, comments      dump     statements → rows
//! expression  a value of a row               tools    which table of which tool is what
//! value       literals → text with places    join     rows → records; record: a record as fields
//! ```

mod dump;
mod expression;
mod join;
mod record;
mod scan;
#[cfg(test)]
mod tests;
mod tools;
mod value;

use std::sync::LazyLock;

use regex::Regex;

use super::layout::{Layout, Role};
use super::{Claim, Input, InputError, Outcome, Probe, ReadContext};
use crate::config::Mapping;
use crate::source::Source;
use crate::span::offset;
use dump::Dump;
use join::Join;
use tools::Tool;

struct Sql;

pub const FORMAT: &dyn Input = &Sql;

impl Input for Sql {
    fn name(&self) -> &'static str {
        "SQL 转储"
    }

    fn claims(&self, probe: &Probe<'_>) -> Claim {
        let named = probe.extension == "sql";
        if is_dump(probe.head, named) {
            Claim::Certain
        } else if named {
            Claim::Name
        } else {
            Claim::No
        }
    }

    fn read(&self, source: &Source, context: &ReadContext<'_>) -> Outcome {
        let mapping = context.mapping;
        let dump = Dump::read(source.text(), &|table, columns| {
            let lower = table.to_ascii_lowercase();
            layout(table, columns, mapping).is_some()
                || mapping.is_none() && (Tool::of(&lower, columns).is_some() || Tool::may_need(&lower, columns))
        });
        let line = |at: usize| source.position(offset(at)).line;
        let mut outcome = Outcome::default();
        outcome.errors.extend(dump.problems.iter().map(|problem| {
            InputError::new(problem.message.clone()).at_line(line(problem.at))
        }));
        let join = Join::new(&dump, mapping);
        outcome.articles = join.articles();
        let repeated = join.repeated().into_iter();
        outcome.errors.extend(repeated.map(|(at, message)| InputError::new(message).at_line(line(at))));
        if outcome.articles.is_empty() && outcome.errors.is_empty() {
            outcome.errors.push(nothing(source, &dump));
        }
        outcome
    }
}

/// Whether a text begins as a dump does, with a statement at the beginning of a line.
fn is_dump(head: &str, named: bool) -> bool {
    static STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?im)^[ \t]*(?:INSERT\s+(?:IGNORE\s+)?INTO\s|REPLACE\s+INTO\s|INSERT\s+\[|CREATE\s+TABLE\s|COPY\s.*\sFROM\s+stdin;)";
        Regex::new(pattern).expect("constant pattern")
    });
    let first = head.trim_start_matches('\u{feff}').trim_start();
    let starts = ["--", "/*", "INSERT", "REPLACE", "CREATE", "SET", "BEGIN", "PRAGMA", "USE", "DROP", "START", "LOCK", "COPY"];
    let begins = |start: &&str| first.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    // Three dashes open the front matter of Markdown, whose code may well be SQL.
    let is_other = first.starts_with("---");
    (named || !is_other && starts.iter().any(begins)) && STATEMENT.is_match(head)
}

/// The layout of a table of no known tool: of the configuration, or with usual names for title and body. Logs and settings
/// have a `content` too, but no title.
fn layout<'a>(table: &str, columns: &[&'a str], mapping: Option<&'a Mapping>) -> Option<Layout<'a>> {
    if let Some(mapping) = mapping {
        let of_table = mapping.records.trim_matches('/');
        let is_meant = of_table.is_empty() || of_table.eq_ignore_ascii_case(table);
        let layout = Layout::of(Some(mapping), columns, columns).filter(|_| is_meant)?;
        let has = |name: &str| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
        let has_body = layout.names(Role::Body).any(has);
        return has_body.then_some(layout);
    }
    let layout = Layout::of(None, columns, columns)?;
    let has = |role| layout.names(role).any(|name| columns.contains(&name));
    (has(Role::Body) && has(Role::Title)).then_some(layout)
}

/// The error for a dump without articles.
fn nothing(source: &Source, dump: &Dump<'_>) -> InputError {
    if !dump.has_rows {
        return InputError::new("文件里没有文章记录（没有 INSERT 或 COPY 语句），没有可检查的内容");
    }
    let columns = dump.columns.iter().flat_map(|columns| columns.names.iter().copied());
    super::record::unknown_fields(source.path(), "列", columns)
}
