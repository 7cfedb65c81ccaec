//! The editor's library: the articles of the store, a line each, by state, stage and unit, a stretch at a time; and the
//! versions of one.

use core::ops::Range;

use rusqlite::types::ToSqlOutput;
use rusqlite::{OptionalExtension, ToSql, params};
use serde::Serialize;

use super::dossier::{self, Dossier, State, parsed};
use super::draft;
use super::error::{Result, ReviewError};
use super::event::Submission;
use super::judge::User;
use super::possible::possible;
use super::store::Store;
use crate::engine::{Linter, Record};

/// Which articles are listed; everything that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub state: Option<State>,
    /// A stage, or 签发, 发布, 修改, that the article waits for.
    pub stage: Option<String>,
    pub unit: Option<String>,
    /// What the title or the number has in it.
    pub text: Option<String>,
    /// Whose turn it is: the article waits for something that this account could do.
    pub turn: Option<User>,
}

/// A stretch of the list.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Page {
    pub articles: Vec<Listed>,
    /// Articles of the whole list.
    pub total: u64,
}

/// The conditions of a filter but for the turn.
const CONDITIONS: &str = "(?1 IS NULL OR state = ?1) AND (?2 IS NULL OR unit = ?2)
    AND (?3 IS NULL OR waiting <> '[]' AND EXISTS (SELECT 1 FROM json_each(waiting) WHERE value = ?3))
    AND (?4 IS NULL OR instr(title, ?4) > 0 OR instr(id, ?4) > 0)";

/// An article in the list.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Listed {
    pub id: String,
    pub title: String,
    pub unit: String,
    pub state: State,
    pub version: u32,
    pub revision: u64,
    pub waiting: Vec<String>,
    /// UTC time of the last entry.
    pub updated: String,
}

/// A version of an article as it was handed in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Version {
    pub by: String,
    pub at: String,
    pub submission: Submission,
}

impl Store {
    /// A version of an article, the first being 1.
    pub fn version(&self, article: &str, number: u32) -> Result<Version> {
        let sql = "SELECT by, at, submission FROM version WHERE article = ?1 AND version = ?2";
        let version = self.database.query_row(sql, params![article, number], |row| {
            Ok(Version { by: row.get(0)?, at: row.get(1)?, submission: parsed(row, 2)? })
        });
        version.optional()?.ok_or_else(|| ReviewError::missing(format!("审核库里没有稿件{article}的第{number}版")))
    }

    /// The text of a version as a record, which `linter` reads.
    pub fn record(&self, linter: &Linter, submission: &Submission) -> Result<Record> {
        draft::record(linter, &submission.name, self.content(submission.raw)?, &submission.title)
    }

    /// A stretch of the articles, the one with the latest entry first. Only what is shown is read, where it is nobody's turn
    /// that is asked for; else what waits for anything.
    pub fn articles(&self, filter: &Filter, stretch: Range<u32>) -> Result<Page> {
        // One transaction: the total is that of the list.
        let transaction = self.database.unchecked_transaction()?;
        let Some(user) = &filter.turn else {
            let sql = format!("SELECT COUNT(*) FROM article WHERE {CONDITIONS}");
            let total = transaction.prepare_cached(&sql)?.query_row(&conditions(filter)[..], |row| row.get(0))?;
            return Ok(Page { articles: self.listed(filter, stretch)?, total });
        };
        let mut articles = Vec::new();
        for listed in self.listed(filter, 0..u32::MAX)? {
            if self.waits_for(user, &listed)? {
                articles.push(listed);
            }
        }
        let total = articles.len() as u64;
        let skipped = articles.into_iter().skip(stretch.start as usize);
        Ok(Page { articles: skipped.take(stretch.len()).collect(), total })
    }

    fn listed(&self, filter: &Filter, stretch: Range<u32>) -> Result<Vec<Listed>> {
        let turn = if filter.turn.is_some() { "AND waiting <> '[]'" } else { "" };
        let (most, skipped) = (stretch.len(), stretch.start);
        let sql = format!(
            "SELECT id, title, unit, state, version, revision, waiting, updated FROM article
            WHERE {CONDITIONS} {turn} ORDER BY revision DESC LIMIT {most} OFFSET {skipped}"
        );
        let mut statement = self.database.prepare(&sql)?;
        let rows = statement.query_map(&conditions(filter)[..], |row| {
            let state: String = row.get(3)?;
            Ok(Listed {
                id: row.get(0)?,
                title: row.get(1)?,
                unit: row.get(2)?,
                state: State::from_name(&state).unwrap_or(State::Withdrawn),
                version: row.get(4)?,
                revision: row.get(5)?,
                waiting: parsed(row, 6)?,
                updated: row.get(7)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether an article waits for something that this account could do: a stage, the signature, its publication, or a
    /// better version by its author.
    fn waits_for(&self, user: &User, listed: &Listed) -> Result<bool> {
        let could = |dossier: &Dossier| {
            let own = dossier.submitted_by == user.name || dossier.submission.authors.contains(&user.name);
            let mut steps = possible(&self.settings, user, dossier).into_iter();
            steps.find_map(|step| match (step.action, &step.stage) {
                ("pass", Some(stage)) => listed.waiting.contains(stage).then_some(step.action),
                ("submit", _) => (own && dossier.state == State::Returned).then_some(step.action),
                ("sign" | "publish", _) => Some(step.action),
                _ => None,
            })
        };
        // Findings stand in the way of these two only; they are most of what there is to read.
        Ok(match dossier::outline(&self.database, &listed.id)?.as_ref().and_then(could) {
            Some("sign" | "publish") => could(&dossier::read(&self.database, &listed.id)?).is_some(),
            step => step.is_some(),
        })
    }
}

fn conditions(filter: &Filter) -> [&dyn ToSql; 4] {
    [&filter.state, &filter.unit, &filter.stage, &filter.text]
}

impl ToSql for State {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}
