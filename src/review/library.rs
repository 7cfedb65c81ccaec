//! The editor's library: the articles of the store, a line each, by state, stage and unit; and the versions of one.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;

use super::dossier::{State, parsed};
use super::draft;
use super::error::{Result, ReviewError};
use super::event::Submission;
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
}

/// An article in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
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

    /// The articles, the one with the latest entry first.
    pub fn articles(&self, filter: &Filter) -> Result<Vec<Listed>> {
        let sql = "SELECT id, title, unit, state, version, revision, waiting, updated FROM article
            WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR unit = ?2)
            AND (?3 IS NULL OR EXISTS (SELECT 1 FROM json_each(waiting) WHERE value = ?3))
            AND (?4 IS NULL OR instr(title, ?4) > 0 OR instr(id, ?4) > 0)
            ORDER BY revision DESC";
        let mut statement = self.database.prepare_cached(sql)?;
        let values = params![filter.state.map(State::name), filter.unit, filter.stage, filter.text];
        let rows = statement.query_map(values, |row| {
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
}
