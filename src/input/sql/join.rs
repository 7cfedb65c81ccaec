//! Rows to articles: those of several tables that belong together are one record. Joined by hash, so that time stays
//! linear.

use std::collections::HashMap;

use super::dump::{Dump, Row};
use super::layout;
use super::record::{REVIEWS, Record};
use super::tools::{Checks, TOOLS, Tool};
use crate::config::Mapping;
use crate::document::{Article, Review};
use crate::input::layout::{Layout, Role};
use crate::input::record;

/// A table's name in lower case and one of its columns.
type Key = (String, &'static str);

/// Rows of a table by what a column has.
#[derive(Debug, Default)]
struct Index<'a> {
    rows: HashMap<&'a str, Vec<usize>>,
    /// How many rows have what one before them had, and which was the first.
    repeated: usize,
    first_repeated: Option<usize>,
}

/// A tool found in the dump, under one prefix.
struct Found {
    tool: &'static Tool,
    /// See [`Tool::base`].
    base: String,
    layout: Layout<'static>,
}

/// What the rows with certain columns are.
enum Class<'a> {
    /// Bodies of the tool with this number.
    Body(usize),
    Own(Layout<'a>),
    Other,
}

/// See the module.
pub struct Join<'a> {
    dump: &'a Dump<'a>,
    found: Vec<Found>,
    /// Numbers of those by the first mark of the tool and the base.
    numbers: HashMap<(&'static str, String), usize>,
    /// Of each [`super::dump::Columns`].
    classes: Vec<Class<'a>>,
    indices: HashMap<Key, Index<'a>>,
}

impl<'a> Join<'a> {
    pub fn new(dump: &'a Dump<'a>, mapping: Option<&'a Mapping>) -> Self {
        let mut join =
            Self { dump, found: Vec::new(), numbers: HashMap::new(), classes: Vec::new(), indices: HashMap::new() };
        for columns in &dump.columns {
            let table = columns.table.to_ascii_lowercase();
            let tool = Tool::of(&table, &columns.names).filter(|_| columns.wanted && mapping.is_none());
            let class = match tool {
                Some((tool, base)) => Class::Body(join.found(tool, base)),
                None if columns.wanted => layout(columns.table, &columns.names, mapping).map_or(Class::Other, Class::Own),
                None => Class::Other,
            };
            if let Class::Body(number) = class {
                let key = (table, join.found[number].tool.id);
                join.indices.entry(key).or_default();
            }
            join.classes.push(class);
        }
        join.fill_indices();
        join
    }

    /// The number of a tool under a prefix.
    fn found(&mut self, tool: &'static Tool, base: &str) -> usize {
        let name = (tool.marks[0], base.to_string());
        if let Some(number) = self.numbers.get(&name) {
            return *number;
        }
        for part in tool.parts {
            self.indices.entry(((part.table)(base), part.key)).or_default();
        }
        if let Some(checks) = &tool.checks {
            self.indices.entry(((checks.table)(base), checks.article)).or_default();
        }
        let mut names = tool.names.to_vec();
        names.push((Role::Reviews, REVIEWS));
        let mut layout = Layout::fixed(&names);
        layout.titled = tool.titled;
        self.found.push(Found { tool, base: base.to_string(), layout });
        self.numbers.insert(name, self.found.len() - 1);
        self.found.len() - 1
    }

    fn fill_indices(&mut self) {
        let tables: Vec<String> = self.dump.columns.iter().map(|columns| columns.table.to_ascii_lowercase()).collect();
        let mut keys: HashMap<&str, Vec<&'static str>> = HashMap::new();
        for (table, column) in self.indices.keys() {
            keys.entry(table.as_str()).or_default().push(column);
        }
        let keys: Vec<Vec<&'static str>> = tables.iter().map(|table| keys.get(table.as_str()).cloned().unwrap_or_default()).collect();
        for (number, row) in self.dump.rows.iter().enumerate() {
            for column in &keys[row.columns] {
                let value = self.dump.value(*row, column).map_or("", |value| value.raw(self.dump.text));
                let Some(index) = self.indices.get_mut(&(tables[row.columns].clone(), *column)) else { continue };
                let rows = index.rows.entry(value).or_default();
                if !rows.is_empty() {
                    index.repeated += 1;
                    index.first_repeated.get_or_insert(number);
                }
                rows.push(number);
            }
        }
    }

    /// Every article, those of the bodies first.
    pub fn articles(&self) -> Vec<Article> {
        let mut articles = Vec::new();
        let mut used = vec![false; self.dump.rows.len()];
        for row in &self.dump.rows {
            match &self.classes[row.columns] {
                Class::Body(number) => articles.push(self.joined(*row, &self.found[*number], &mut used)),
                Class::Own(layout) => articles.push(record::article(&self.alone(*row), layout)),
                Class::Other => {}
            }
        }
        for found in &self.found {
            for part in found.tool.parts.iter().filter(|part| part.is_main) {
                let index = self.indices.get(&((part.table)(&found.base), part.key));
                let mut rows: Vec<usize> = index.iter().flat_map(|index| index.rows.values().flatten().copied()).collect();
                rows.sort_unstable();
                for number in rows {
                    let row = self.dump.rows[number];
                    let is_other = matches!(self.classes[row.columns], Class::Other);
                    if is_other && !std::mem::replace(&mut used[number], true) {
                        articles.push(self.joined(row, found, &mut used));
                    }
                }
            }
        }
        articles
    }

    /// A row that needs no other.
    fn alone(&self, row: Row) -> Record<'a> {
        let columns = &self.dump.columns[row.columns];
        let id = columns.names.iter().copied().find(|name| ["id", "编号"].iter().any(|id| name.eq_ignore_ascii_case(id)));
        Record { dump: self.dump, own: vec![row], linked: Vec::new(), reviews: Vec::new(), id: id.unwrap_or_default() }
    }

    fn joined(&self, row: Row, found: &Found, used: &mut [bool]) -> Article {
        let id = if self.dump.value(row, found.tool.id).is_some() { found.tool.id } else { "id" };
        let mut record = Record { dump: self.dump, own: vec![row], linked: Vec::new(), reviews: Vec::new(), id };
        for part in found.tool.parts {
            let key = record.own.iter().find_map(|row| self.dump.value(*row, part.by));
            let key = key.map_or("", |key| key.raw(self.dump.text));
            let index = self.indices.get(&((part.table)(&found.base), part.key));
            let Some(number) = index.and_then(|index| index.rows.get(key)?.first().copied()).filter(|_| !key.is_empty())
            else {
                continue;
            };
            let other = self.dump.rows[number];
            if part.is_main {
                used[number] = true;
                record.own.extend((other.at != row.at).then_some(other));
            } else {
                record.linked.push((part.alias, other));
            }
        }
        if let Some(checks) = &found.tool.checks {
            record.reviews = self.reviews(row, found, checks);
        }
        record::article(&record, &found.layout)
    }

    /// The reviews that an article has passed; what was sent back has none.
    fn reviews(&self, row: Row, found: &Found, checks: &Checks) -> Vec<Review> {
        let text = self.dump.text;
        let id = self.dump.value(row, found.tool.id).map_or("", |id| id.raw(text));
        let index = self.indices.get(&((checks.table)(&found.base), checks.article));
        let rows = index.and_then(|index| index.rows.get(id)).into_iter().flatten();
        let site = self.dump.value(row, "siteid").map(|site| site.raw(text));
        let of_row = |number: &usize| {
            let row = self.dump.rows[*number];
            let value = |name: &str| self.dump.value(row, name);
            let other_site = site.zip(value("siteid")).is_some_and(|(own, other)| own != other.raw(text));
            let stage = match value(checks.level)?.raw(text) {
                "1" => "初审",
                "2" => "复审",
                "3" => "终审",
                _ => return None,
            };
            let by = value(checks.by).and_then(|by| by.text(text)).unwrap_or_default();
            let at = value(checks.at).and_then(|at| at.text(text));
            (!other_site).then(|| Review { stage: stage.to_string(), by, at })
        };
        rows.filter_map(of_row).collect()
    }

    /// Tables whose rows have the same id more than once: where the first is, and what to say.
    pub fn repeated(&self) -> Vec<(usize, String)> {
        let is_checks = |column: &str| TOOLS.iter().filter_map(|tool| tool.checks.as_ref()).any(|checks| checks.article == column);
        let mut repeated: Vec<(usize, String)> = Vec::new();
        for ((_, column), index) in self.indices.iter().filter(|((_, column), _)| !is_checks(column)) {
            let Some(row) = index.first_repeated.map(|number| self.dump.rows[number]) else { continue };
            let id = self.dump.value(row, column).map_or("", |id| id.raw(self.dump.text));
            let table = self.dump.columns[row.columns].table;
            let message = format!(
                "表 {table} 有 {} 行的编号与前面的重复（第一个是 {id}），按编号合并标题、正文时取了各自的第一行",
                index.repeated
            );
            repeated.push((row.at, message));
        }
        repeated.sort();
        repeated
    }
}
