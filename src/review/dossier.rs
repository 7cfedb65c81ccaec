//! An article of the store as it stands: its version, what it went through, what was found and decided. Read from the tables;
//! judged by `judge`, shown by the command line and the workbench.

use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

use super::digest::Digest;
use super::error::{Result, ReviewError};
use super::event::{Decision, Flagged, Submission, Verdict};
use crate::config::Stage;
use crate::finding::Severity;

/// An article, the stages it went through, and what was found in it.
pub(super) const ARTICLE: &str = "SELECT id, state, revision, waiting, signed_by, signed_at, signed_text, published_by,
    published_at, address, v.by, v.at, v.submission
    FROM article JOIN version v ON v.article = id AND v.version = article.version WHERE id = ?1";
pub(super) const PASSES: &str = "SELECT stage, by, at, note FROM pass WHERE article = ?1 AND version = ?2 ORDER BY seq";
pub(super) const FINDINGS: &str = "SELECT f.flagged, d.seq, d.by, d.at, d.decision FROM finding f
    LEFT JOIN decision d ON d.article = f.article AND d.fingerprint = f.fingerprint
    WHERE f.article = ?1 ORDER BY f.place";

/// Where an article is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Reviewing,
    Returned,
    Signed,
    Published,
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 5] = [Self::Reviewing, Self::Returned, Self::Signed, Self::Published, Self::Withdrawn];

    pub fn name(self) -> &'static str {
        match self {
            Self::Reviewing => "reviewing",
            Self::Returned => "returned",
            Self::Signed => "signed",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Reviewing => "在审",
            Self::Returned => "已退回",
            Self::Signed => "已签发",
            Self::Published => "已发布",
            Self::Withdrawn => "已撤回",
        }
    }

    /// By its name or its Chinese label.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name || state.label() == name)
    }
}

/// An article with everything that a reviewer must know of it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Dossier {
    pub id: String,
    pub state: State,
    /// Sequence number of its last entry in the journal: what a step is based on.
    pub revision: u64,
    /// Stages and steps that are open now.
    pub waiting: Vec<String>,
    /// Who handed the current version in, and when.
    pub submitted_by: String,
    pub submitted_at: String,
    /// Without its findings, which are below with what was decided on them.
    #[serde(flatten)]
    pub submission: Submission,
    pub passes: Vec<Pass>,
    pub findings: Vec<Standing>,
    pub signature: Option<Signature>,
    pub publication: Option<Publication>,
}

/// A stage that the current version went through.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Pass {
    pub stage: String,
    pub by: String,
    pub at: String,
    pub note: String,
}

/// A finding with what was decided on it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Standing {
    #[serde(flatten)]
    pub flagged: Flagged,
    pub decided: Option<Decided>,
}

#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Decided {
    pub seq: u64,
    pub by: String,
    pub at: String,
    #[serde(flatten)]
    pub decision: Decision,
}

#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Signature {
    pub by: String,
    pub at: String,
    pub text: Digest,
}

#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Publication {
    pub by: String,
    pub at: String,
    pub address: String,
}

impl Standing {
    /// Whether somebody said that it is no fault.
    pub fn is_settled(&self) -> bool {
        self.decided.as_ref().is_some_and(|decided| decided.decision.verdict == Verdict::Ignore)
    }
}

impl Dossier {
    pub fn pass(&self, stage: &str) -> Option<&Pass> {
        self.passes.iter().find(|pass| pass.stage == stage)
    }

    /// Reviews and proof-readings, each in their order.
    pub fn tracks(&self) -> [&[Stage]; 2] {
        [&self.submission.stages, &self.submission.proofs]
    }

    /// Findings this serious that nobody settled.
    pub fn open(&self, least: Severity) -> impl Iterator<Item = &Standing> {
        self.findings.iter().filter(move |finding| finding.flagged.severity >= least && !finding.is_settled())
    }

    /// Stages that the current version has not gone through.
    pub fn missing(&self) -> Vec<&str> {
        let stages = self.submission.stages.iter().chain(&self.submission.proofs);
        stages.map(|stage| stage.name.as_str()).filter(|stage| self.pass(stage).is_none()).collect()
    }
}

/// Reads an article.
pub(super) fn read(database: &Connection, id: &str) -> Result<Dossier> {
    let found = find(database, id)?;
    found.ok_or_else(|| {
        ReviewError::missing(format!("审核库里没有编号为“{id}”的稿件；用 shenjiao review list 查看全部稿件"))
    })
}

/// Reads an article, if there is one.
pub(super) fn find(database: &Connection, id: &str) -> Result<Option<Dossier>> {
    let Some(mut dossier) = outline(database, id)? else { return Ok(None) };
    let mut findings = database.prepare_cached(FINDINGS)?;
    dossier.findings = findings.query_map([id], standing)?.collect::<rusqlite::Result<_>>()?;
    Ok(Some(dossier))
}

/// Reads an article without its findings, which most of its bytes are.
pub(super) fn outline(database: &Connection, id: &str) -> Result<Option<Dossier>> {
    let row = database.prepare_cached(ARTICLE)?.query_row([id], dossier).optional()?;
    let Some(mut dossier) = row else { return Ok(None) };
    let mut passes = database.prepare_cached(PASSES)?;
    let passed = passes.query_map((id, dossier.submission.version), |row| {
        Ok(Pass { stage: row.get(0)?, by: row.get(1)?, at: row.get(2)?, note: row.get(3)? })
    })?;
    dossier.passes = passed.collect::<rusqlite::Result<_>>()?;
    Ok(Some(dossier))
}

fn dossier(row: &Row<'_>) -> rusqlite::Result<Dossier> {
    let state: String = row.get(1)?;
    let signed: Option<String> = row.get(4)?;
    let published: Option<String> = row.get(7)?;
    Ok(Dossier {
        id: row.get(0)?,
        state: State::from_name(&state).ok_or_else(|| malformed(1))?,
        revision: row.get(2)?,
        waiting: parsed(row, 3)?,
        signature: match signed {
            Some(by) => Some(Signature { by, at: row.get(5)?, text: row.get(6)? }),
            None => None,
        },
        publication: match published {
            Some(by) => Some(Publication { by, at: row.get(8)?, address: row.get(9)? }),
            None => None,
        },
        submitted_by: row.get(10)?,
        submitted_at: row.get(11)?,
        submission: parsed(row, 12)?,
        passes: Vec::new(),
        findings: Vec::new(),
    })
}

fn standing(row: &Row<'_>) -> rusqlite::Result<Standing> {
    let decided = match row.get(1)? {
        Some(seq) => Some(Decided { seq, by: row.get(2)?, at: row.get(3)?, decision: parsed(row, 4)? }),
        None => None,
    };
    Ok(Standing { flagged: parsed(row, 0)?, decided })
}

/// What an article waits for, as the tables stand now: the next stage of each track, then signing, then publication.
pub(super) fn waiting(database: &Connection, id: &str) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT state, v.submission FROM article
        JOIN version v ON v.article = id AND v.version = article.version WHERE id = ?1";
    let (state, submission): (String, Submission) =
        database.prepare_cached(sql)?.query_row([id], |row| Ok((row.get(0)?, parsed(row, 1)?)))?;
    let mut passes = database.prepare_cached("SELECT stage FROM pass WHERE article = ?1 AND version = ?2")?;
    let passed: Vec<String> =
        passes.query_map((id, submission.version), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let next =
        |track: &[Stage]| track.iter().find(|stage| !passed.contains(&stage.name)).map(|stage| stage.name.clone());
    let stages: Vec<String> =
        [&submission.stages, &submission.proofs].into_iter().filter_map(|track| next(track)).collect();
    Ok(match State::from_name(&state) {
        Some(State::Reviewing) if stages.is_empty() => vec!["签发".to_string()],
        Some(State::Reviewing) => stages,
        Some(State::Returned) => vec!["修改".to_string()],
        Some(State::Signed) => vec!["发布".to_string()],
        _ => Vec::new(),
    })
}

/// A column that holds JSON.
pub(super) fn parsed<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error.into()))
}

fn malformed(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, String::new(), rusqlite::types::Type::Text)
}
