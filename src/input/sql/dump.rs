//! The rows that the INSERT and COPY statements of a dump hold. Everything else but the columns of CREATE TABLE is skipped; a
//! statement that cannot be read costs what is left of it.

use std::collections::HashMap;

use super::expression;
use super::scan::{Fault, Kind, Read, Scanner, Token};
use super::value::{Form, Value};
use crate::span::Span;

/// Quotes that are never closed after which reading goes on: each costs a look at all the rest.
const MAX_OPEN: usize = 8;

/// Words that a statement worth reading begins with, at the beginning of a line.
const STARTS: [&str; 4] = ["INSERT", "REPLACE", "CREATE", "COPY"];
/// Words between INSERT and the name of the table.
const MODIFIERS: [&str; 11] =
    ["IGNORE", "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "OR", "REPLACE", "ROLLBACK", "ABORT", "FAIL", "INTO", "OVERWRITE"];
/// What ends the rows of COPY, and what stands there for no value.
const COPY_END: &str = "\\.";
const COPY_NULL: &str = "\\N";
/// What an item of CREATE TABLE begins with that is no column.
const CONSTRAINTS: [&str; 10] =
    ["PRIMARY", "KEY", "UNIQUE", "INDEX", "CONSTRAINT", "FULLTEXT", "SPATIAL", "FOREIGN", "CHECK", "EXCLUDE"];

/// The columns that a statement names, or those of its table.
#[derive(Debug)]
pub struct Columns<'a> {
    /// The table, without the database.
    pub table: &'a str,
    pub names: Vec<&'a str>,
    /// Whether the rows are kept.
    pub wanted: bool,
}

impl Columns<'_> {
    /// The number of a column, whatever its case.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|column| column.eq_ignore_ascii_case(name))
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Number of its [`Columns`].
    pub columns: usize,
    /// Number of its first [`Value`].
    first: usize,
    /// Where it begins.
    pub at: usize,
}

/// A fault with what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub at: usize,
    pub message: String,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Dump<'a> {
    pub text: &'a str,
    pub columns: Vec<Columns<'a>>,
    pub rows: Vec<Row>,
    values: Vec<Value>,
    pub problems: Vec<Problem>,
    /// Whether there was any row, kept or not.
    pub has_rows: bool,
}

impl<'a> Dump<'a> {
    /// Reads a dump; `wanted` says by table and columns whose rows to keep.
    pub fn read(text: &'a str, wanted: &dyn Fn(&str, &[&'a str]) -> bool) -> Self {
        let dump = Dump { text, ..Dump::default() };
        let mut reader =
            Reader { scanner: Scanner::new(text), dump, wanted, created: HashMap::new(), last: HashMap::new(), odd: HashMap::new() };
        reader.read();
        reader.finish()
    }

    /// A value of a row by the name of its column.
    pub fn value(&self, row: Row, name: &str) -> Option<Value> {
        let column = self.columns[row.columns].position(name)?;
        self.values.get(row.first + column).copied()
    }
}

struct Reader<'a, 'w> {
    scanner: Scanner<'a>,
    dump: Dump<'a>,
    wanted: &'w dyn Fn(&str, &[&'a str]) -> bool,
    /// Columns by table.
    created: HashMap<&'a str, Vec<&'a str>>,
    /// The last columns of each table.
    last: HashMap<&'a str, usize>,
    /// Rows of a table that have not one value for each column, or whose columns nobody names: where the first is,
    /// and how many.
    odd: HashMap<(&'a str, bool), (usize, usize)>,
}

impl<'a> Reader<'a, '_> {
    fn read(&mut self) {
        let (mut open, mut begins) = (0, true);
        loop {
            match self.step(&mut begins) {
                Ok(true) => {}
                Ok(false) => return,
                Err(fault) => {
                    open += usize::from(fault.open);
                    let next = if open > MAX_OPEN { None } else { self.next_statement(fault.at) };
                    let cost = match next {
                        Some(_) => "这条语句余下的部分没有检查，后面的语句照常检查",
                        None => "从这里到文件末尾没有检查",
                    };
                    let message = format!("SQL 写法有误：{}；{cost}", fault.why);
                    self.dump.problems.push(Problem { at: fault.at, message });
                    let Some(next) = next else { return };
                    self.scanner.at = next;
                    begins = true;
                }
            }
        }
    }

    /// Reads a statement, or goes over one token; false at the end. `begins`: whether a statement may begin here.
    fn step(&mut self, begins: &mut bool) -> Read<bool> {
        let Some(token) = self.scanner.next()? else {
            return Ok(false);
        };
        let may_begin = std::mem::replace(begins, token.kind == Kind::Symbol(b';')) || self.is_first_of_line(token.start);
        if !may_begin || token.kind != Kind::Word {
            return Ok(true);
        }
        match self.scanner.word(token).to_ascii_uppercase().as_str() {
            "INSERT" | "REPLACE" => self.insert()?,
            "CREATE" => self.create()?,
            "DELIMITER" => self.other_delimiter(),
            "COPY" => self.copy(token.start)?,
            _ => return Ok(true),
        }
        *begins = true;
        Ok(true)
    }

    fn is_first_of_line(&self, at: usize) -> bool {
        let before = self.dump.text[..at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with(['\n', '\r'])
    }

    /// The beginning of the next line that a statement begins with.
    fn next_statement(&self, from: usize) -> Option<usize> {
        let bytes = self.dump.text.as_bytes();
        let mut lines = memchr::memchr_iter(b'\n', bytes.get(from..)?).map(|at| from + at + 1);
        lines.find(|line| {
            let starts = |word: &&str| {
                let end = line + word.len();
                bytes.get(*line..end).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
                    && bytes.get(end).is_some_and(u8::is_ascii_whitespace)
            };
            STARTS.iter().any(starts)
        })
    }

    /// A name: the last part of `db`.`table`.
    fn name(&mut self, first: Token) -> Read<Option<&'a str>> {
        let mut token = first;
        loop {
            if token.kind == Kind::Symbol(b'[') {
                token = self.scanner.bracketed()?;
            }
            if !matches!(token.kind, Kind::Word | Kind::Name | Kind::Double) {
                return Ok(None);
            }
            if self.scanner.peek()?.is_none_or(|next| next.kind != Kind::Symbol(b'.')) {
                return Ok(Some(self.scanner.word(token)));
            }
            self.scanner.expect()?;
            token = self.scanner.expect()?;
        }
    }

    fn insert(&mut self) -> Read<()> {
        let mut token = self.scanner.expect()?;
        while MODIFIERS.iter().any(|word| self.scanner.is(token, word)) {
            token = self.scanner.expect()?;
        }
        let start = token.start;
        let Some(table) = self.name(token)? else { return Ok(()) };
        let mut named = None;
        if self.scanner.peek()?.is_some_and(|next| next.kind == Kind::Symbol(b'(')) {
            self.scanner.expect()?;
            named = Some(self.names()?);
        }
        let Some(values) = self.scanner.peek()? else { return Ok(()) };
        if !["VALUES", "VALUE"].iter().any(|word| self.scanner.is(values, word)) {
            return Ok(()); // INSERT … SELECT
        }
        self.scanner.expect()?;
        let names = named.or_else(|| self.created.get(table).cloned());
        let columns = names.map(|names| self.columns(table, names));
        loop {
            let open = self.scanner.expect()?;
            if open.kind != Kind::Symbol(b'(') {
                return Err(Fault::new(open.start, "VALUES 后面应是括号里的一行数据"));
            }
            self.row(table, columns, open.start, start)?;
            if self.scanner.peek()?.is_none_or(|next| next.kind != Kind::Symbol(b',')) {
                return Ok(());
            }
            self.scanner.expect()?;
        }
    }

    /// Names in brackets, up to the closing one.
    fn names(&mut self) -> Read<Vec<&'a str>> {
        let mut names = Vec::new();
        loop {
            let token = self.scanner.expect()?;
            match token.kind {
                Kind::Symbol(b')') => return Ok(names),
                Kind::Symbol(b',') => {}
                _ => match self.name(token)? {
                    Some(name) => names.push(name),
                    None => return Err(Fault::new(token.start, "列名写得不对")),
                },
            }
        }
    }

    /// The number of these columns of a table.
    fn columns(&mut self, table: &'a str, names: Vec<&'a str>) -> usize {
        if let Some(last) = self.last.get(table).filter(|last| self.dump.columns[**last].names == names) {
            return *last;
        }
        let wanted = (self.wanted)(table, &names);
        let number = self.dump.columns.len();
        self.dump.columns.push(Columns { table, names, wanted });
        self.last.insert(table, number);
        number
    }

    /// The row whose bracket was read.
    fn row(&mut self, table: &'a str, columns: Option<usize>, at: usize, statement: usize) -> Read<()> {
        let first = self.dump.values.len();
        self.dump.has_rows = true;
        let wanted = columns.is_some_and(|columns| self.dump.columns[columns].wanted);
        let mut count = 0;
        loop {
            let (value, end) = match expression::value(&mut self.scanner) {
                Ok(read) => read,
                Err(fault) => {
                    self.dump.values.truncate(first);
                    return Err(fault);
                }
            };
            count += 1;
            if wanted {
                self.dump.values.push(value);
            }
            if end {
                break;
            }
        }
        let Some(columns) = columns else {
            self.odd.entry((table, true)).or_insert((statement, 0)).1 += 1;
            return Ok(());
        };
        if count == self.dump.columns[columns].names.len() {
            if wanted {
                self.dump.rows.push(Row { columns, first, at });
            }
        } else if wanted {
            self.dump.values.truncate(first);
            self.odd.entry((table, false)).or_insert((at, 0)).1 += 1;
        }
        Ok(())
    }

    fn create(&mut self) -> Read<()> {
        let mut token = self.scanner.expect()?;
        for _ in 0..3 {
            if self.scanner.is(token, "TABLE") {
                break;
            }
            if token.kind != Kind::Word {
                return Ok(());
            }
            token = self.scanner.expect()?;
        }
        if !self.scanner.is(token, "TABLE") {
            return Ok(());
        }
        token = self.scanner.expect()?;
        while ["IF", "NOT", "EXISTS"].iter().any(|word| self.scanner.is(token, word)) {
            token = self.scanner.expect()?;
        }
        let Some(table) = self.name(token)? else { return Ok(()) };
        if self.scanner.peek()?.is_some_and(|next| next.kind == Kind::Symbol(b'(')) {
            self.scanner.expect()?;
            let names = self.created_columns()?;
            self.created.insert(table, names);
        }
        Ok(())
    }

    fn created_columns(&mut self) -> Read<Vec<&'a str>> {
        let (mut names, mut depth, mut begins) = (Vec::new(), 0usize, true);
        loop {
            let token = self.scanner.expect()?;
            match token.kind {
                Kind::Symbol(b'(') => depth += 1,
                Kind::Symbol(b')') if depth == 0 => return Ok(names),
                Kind::Symbol(b')') => depth -= 1,
                Kind::Symbol(b',') if depth == 0 => {
                    begins = true;
                    continue;
                }
                Kind::Symbol(b'[') => {
                    let name = self.scanner.bracketed()?;
                    if begins {
                        names.push(self.scanner.word(name));
                    }
                }
                Kind::Word | Kind::Name | Kind::Double
                    if begins && depth == 0 && !CONSTRAINTS.iter().any(|word| self.scanner.is(token, word)) =>
                {
                    names.push(self.scanner.word(token));
                }
                _ => {}
            }
            begins = false;
        }
    }

    /// Goes over triggers and procedures, which end with a delimiter of their own.
    fn other_delimiter(&mut self) {
        let rest = &self.dump.text[self.scanner.at..];
        let line_end = rest.find('\n').unwrap_or(rest.len());
        let back = rest[..line_end].trim() != ";";
        let end = if back { rest[line_end..].find("\nDELIMITER ;").map(|at| line_end + at + 12) } else { Some(line_end) };
        self.scanner.at += end.unwrap_or(rest.len());
    }

    /// `COPY table (columns) FROM stdin;` of PostgreSQL: below it a row a line up to `\.`, which are no SQL.
    fn copy(&mut self, start: usize) -> Read<()> {
        let token = self.scanner.expect()?;
        let Some(table) = self.name(token)? else { return Ok(()) };
        let mut named = None;
        if self.scanner.peek()?.is_some_and(|next| next.kind == Kind::Symbol(b'(')) {
            self.scanner.expect()?;
            named = Some(self.names()?);
        }
        let rest = &self.dump.text[self.scanner.at..];
        let (options, rows) = rest.split_once('\n').unwrap_or((rest, ""));
        let options = options.trim().to_ascii_lowercase();
        if !options.starts_with("from stdin") {
            return Ok(());
        }
        let first = self.dump.text.len() - rows.len();
        let length = if rows.starts_with(COPY_END) { Some(0) } else { rows.find("\n\\.").map(|at| at + 1) };
        self.scanner.at = length.map_or(self.dump.text.len(), |length| first + length + COPY_END.len());
        if options != "from stdin;" {
            let message = "读不了这种 PostgreSQL 的 COPY 数据，这一段没有检查；请用 pg_dump 按默认格式重新导出".to_string();
            self.dump.problems.push(Problem { at: start, message });
            return Ok(());
        }
        let names = named.or_else(|| self.created.get(table).cloned());
        let columns = names.map(|names| self.columns(table, names));
        let mut at = first;
        for line in rows[..length.unwrap_or(rows.len())].split_terminator('\n') {
            self.copied(table, columns, at, line.strip_suffix('\r').unwrap_or(line), start);
            at += line.len() + 1;
        }
        if length.is_none() {
            let message = "COPY 的数据没有结束（缺少 \\. 一行），可能没有导出完整；已有的行照常检查".to_string();
            self.dump.problems.push(Problem { at: start, message });
        }
        Ok(())
    }

    /// A line of COPY: values between tabs.
    fn copied(&mut self, table: &'a str, columns: Option<usize>, at: usize, line: &str, statement: usize) {
        self.dump.has_rows = true;
        let Some(columns) = columns else {
            self.odd.entry((table, true)).or_insert((statement, 0)).1 += 1;
            return;
        };
        if !self.dump.columns[columns].wanted {
            return;
        }
        let (first, mut from) = (self.dump.values.len(), at);
        for value in line.split('\t') {
            let form = if value == COPY_NULL { Form::Nothing } else { Form::Copy };
            self.dump.values.push(Value { span: Span::of(from..from + value.len()), form });
            from += value.len() + 1;
        }
        if self.dump.values.len() - first == self.dump.columns[columns].names.len() {
            self.dump.rows.push(Row { columns, first, at });
        } else {
            self.dump.values.truncate(first);
            self.odd.entry((table, false)).or_insert((at, 0)).1 += 1;
        }
    }

    fn finish(mut self) -> Dump<'a> {
        for ((table, unnamed), (at, count)) in self.odd {
            let message = if unnamed {
                format!("表 {table} 的数据没有写列名，文件里也没有它的 CREATE TABLE，不知道各列是什么，{count} 行没有检查；请带上表结构重新导出")
            } else {
                format!("表 {table} 有 {count} 行的值和列数对不上（这是第一行），没有检查，其他行照常检查")
            };
            self.dump.problems.push(Problem { at, message });
        }
        self.dump.problems.sort_by_key(|problem| problem.at);
        self.dump
    }
}
