//! Figures of a run and of its units, counted from what was kept.

use std::collections::BTreeMap;

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::site::Issue;
use super::store::Store;
use super::units::Units;
use super::{Copies, InspectError, Task};
use crate::finding::Severity;

/// Counts of articles and findings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Figures {
    pub articles: u64,
    /// Of prose, blanks not counted.
    pub characters: u64,
    /// Findings by severity: `veto`, `error`, `warning`, `info`.
    pub by_severity: BTreeMap<String, u64>,
    pub by_family: BTreeMap<String, u64>,
    /// Articles with a finding about reposts.
    pub reposts_at_fault: u64,
    /// Articles with a finding of error or above.
    pub articles_at_fault: u64,
    /// Articles that are certainly taken over; of these, those of which no review is known.
    pub reposts: u64,
    pub unreviewed: u64,
    /// Articles that are copies of others and do not say so.
    pub unsourced: u64,
    /// Articles whose text the unit published before.
    pub repeated: u64,
    /// Articles that are not published: neither counted above nor checked.
    pub drafts: u64,
}

impl Figures {
    pub fn count(&self, severity: Severity) -> u64 {
        self.by_severity.get(severity.name()).copied().unwrap_or(0)
    }

    /// Findings of error and above.
    pub fn errors(&self) -> u64 {
        self.count(Severity::Veto) + self.count(Severity::Error)
    }

    pub fn findings(&self) -> u64 {
        self.by_severity.values().sum()
    }

    /// Errors per 10,000 characters.
    pub fn rate(&self) -> f64 {
        if self.characters == 0 { 0.0 } else { self.errors() as f64 * 10_000.0 / self.characters as f64 }
    }

    fn add(&mut self, other: &Self) {
        self.articles += other.articles;
        self.characters += other.characters;
        self.reposts_at_fault += other.reposts_at_fault;
        self.articles_at_fault += other.articles_at_fault;
        self.reposts += other.reposts;
        self.unreviewed += other.unreviewed;
        self.unsourced += other.unsourced;
        self.repeated += other.repeated;
        self.drafts += other.drafts;
        for (name, count) in &other.by_severity {
            *self.by_severity.entry(name.clone()).or_default() += count;
        }
        for (name, count) in &other.by_family {
            *self.by_family.entry(name.clone()).or_default() += count;
        }
    }
}

/// What became of findings since the run before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub new: u64,
    pub known: u64,
    pub reappeared: u64,
    pub gone: u64,
}

/// Of one unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UnitFigures {
    pub name: String,
    pub kind: String,
    pub department: String,
    pub owner: String,
    pub figures: Figures,
    pub changes: Changes,
    pub issues: Vec<Issue>,
    /// Errors per 10,000 characters in the run before.
    pub rate_before: Option<f64>,
}

impl UnitFigures {
    /// Whether something alone fails the unit.
    pub fn has_veto(&self) -> bool {
        self.figures.count(Severity::Veto) > 0 || self.issues.iter().any(|issue| issue.is_veto)
    }
}

/// One run in the trend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub title: String,
    pub articles: u64,
    pub errors: u64,
    pub rate: f64,
}

/// Of a whole run. The units with the most errors per 10,000 characters come first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Overview {
    pub run: i64,
    pub title: String,
    /// `yyyy-mm-dd`.
    pub now: String,
    pub from: Option<String>,
    pub to: Option<String>,
    pub version: String,
    pub complete: bool,
    /// Articles outside of the span.
    pub skipped: u64,
    pub total: Figures,
    pub changes: Changes,
    pub units: Vec<UnitFigures>,
    /// The runs before, the oldest first.
    pub trend: Vec<Point>,
    /// Inputs that could not be read.
    pub failures: Vec<(String, String)>,
    /// The rules found most often: id, findings.
    pub rules: Vec<(String, u64)>,
    /// Texts that stand in several places.
    pub copies: Vec<Copies>,
}

/// What was counted on the way.
pub(super) struct Counted {
    pub issues: BTreeMap<String, Vec<Issue>>,
    pub drafts: BTreeMap<String, u64>,
    /// Articles outside of the span.
    pub skipped: u64,
    pub copies: Vec<Copies>,
}

/// Failures that an overview holds at most.
const FAILURES: usize = 1_000;
/// Rules that it names.
const RULES: usize = 15;

pub(super) fn overview(
    store: &Store,
    run: i64,
    task: &Task,
    units: &Units<'_>,
    noted: Counted,
    complete: bool,
) -> Result<Overview, InspectError> {
    let history = store.history(run)?;
    let before: Option<Overview> = history.last().and_then(|(_, figures)| serde_json::from_str(figures).ok());
    let mut by_unit = counted(store, run)?;
    for (unit, drafts) in noted.drafts {
        by_unit.entry(unit).or_default().figures.drafts = drafts;
    }
    // Of a run that was broken off nobody can tell what is gone.
    if complete {
        store.gone(run, |finding| by_unit.entry(finding.unit).or_default().changes.gone += 1)?;
    }
    for (unit, issues) in noted.issues {
        by_unit.entry(unit).or_default().issues = issues;
    }
    let mut all: Vec<UnitFigures> = by_unit
        .into_iter()
        .map(|(name, mut unit)| {
            if let Some(registered) = units.registered(&name) {
                unit.kind.clone_from(&registered.kind);
                unit.department.clone_from(&registered.department);
                unit.owner.clone_from(&registered.owner);
            }
            let same = before.iter().flat_map(|before| &before.units).find(|unit| unit.name == name);
            unit.rate_before = same.map(|unit| unit.figures.rate());
            unit.name = name;
            unit
        })
        .collect();
    all.sort_by(|a, b| {
        let worse = b.figures.rate().total_cmp(&a.figures.rate());
        worse.then_with(|| b.figures.errors().cmp(&a.figures.errors())).then_with(|| a.name.cmp(&b.name))
    });
    let (mut total, mut changes) = (Figures::default(), Changes::default());
    for unit in &all {
        total.add(&unit.figures);
        changes.new += unit.changes.new;
        changes.known += unit.changes.known;
        changes.reappeared += unit.changes.reappeared;
        changes.gone += unit.changes.gone;
    }
    let point = |(title, figures): &(String, String)| {
        let total = serde_json::from_str::<Overview>(figures).ok()?.total;
        Some(Point { title: title.clone(), articles: total.articles, errors: total.errors(), rate: total.rate() })
    };
    Ok(Overview {
        run,
        title: task.title.clone(),
        now: task.now.to_string(),
        from: task.from.map(|date| date.to_string()),
        to: task.to.map(|date| date.to_string()),
        version: env!("CARGO_PKG_VERSION").to_string(),
        complete,
        skipped: noted.skipped,
        total,
        changes,
        units: all,
        trend: history.iter().filter_map(point).collect(),
        failures: failures(store, run)?,
        rules: rules(store, run)?,
        copies: noted.copies,
    })
}

fn counted(store: &Store, run: i64) -> Result<BTreeMap<String, UnitFigures>, InspectError> {
    let mut units: BTreeMap<String, UnitFigures> = BTreeMap::new();
    let database = store.database();
    let mut statement =
        database.prepare("SELECT unit, count(*), sum(characters) FROM article WHERE run = ?1 GROUP BY unit")?;
    let mut rows = statement.query([run])?;
    while let Some(row) = rows.next()? {
        let unit = units.entry(row.get(0)?).or_default();
        unit.figures.articles = row.get::<_, i64>(1)?.unsigned_abs();
        unit.figures.characters = row.get::<_, i64>(2)?.unsigned_abs();
    }
    let mut statement = database.prepare(
        "SELECT unit, severity, family, standing, count(*) FROM finding WHERE run = ?1
         GROUP BY unit, severity, family, standing",
    )?;
    let mut rows = statement.query([run])?;
    while let Some(row) = rows.next()? {
        let unit = units.entry(row.get(0)?).or_default();
        let (severity, family, standing): (i64, String, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let count = row.get::<_, i64>(4)?.unsigned_abs();
        let severity = Severity::ALL.into_iter().find(|own| *own as i64 == severity).unwrap_or(Severity::Info);
        *unit.figures.by_severity.entry(severity.name().to_string()).or_default() += count;
        *unit.figures.by_family.entry(family).or_default() += count;
        match standing {
            1 => unit.changes.known += count,
            2 => unit.changes.reappeared += count,
            _ => unit.changes.new += count,
        }
    }
    let mut statement = database.prepare(
        "SELECT unit, count(DISTINCT CASE WHEN family = 'repost' THEN article END),
            count(DISTINCT CASE WHEN severity >= ?2 THEN article END) FROM finding WHERE run = ?1 GROUP BY unit",
    )?;
    let mut rows = statement.query(params![run, Severity::Error as i64])?;
    while let Some(row) = rows.next()? {
        let unit = units.entry(row.get(0)?).or_default();
        unit.figures.reposts_at_fault = row.get::<_, i64>(1)?.unsigned_abs();
        unit.figures.articles_at_fault = row.get::<_, i64>(2)?.unsigned_abs();
    }
    for of in store.reposts()? {
        let figures = &mut units.entry(of.unit).or_default().figures;
        (figures.reposts, figures.unreviewed) = (of.reposts, of.unreviewed);
        (figures.unsourced, figures.repeated) = (of.unsourced, of.repeated);
    }
    Ok(units)
}

fn failures(store: &Store, run: i64) -> Result<Vec<(String, String)>, InspectError> {
    let sql = "SELECT path, message FROM failure WHERE run = ?1 ORDER BY rowid LIMIT ?2";
    let mut statement = store.database().prepare(sql)?;
    let rows = statement.query_map(params![run, FAILURES as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn rules(store: &Store, run: i64) -> Result<Vec<(String, u64)>, InspectError> {
    let sql =
        "SELECT rule, count(*) AS found FROM finding WHERE run = ?1 GROUP BY rule ORDER BY found DESC, rule LIMIT ?2";
    let mut statement = store.database().prepare(sql)?;
    let rows = statement
        .query_map(params![run, RULES as i64], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
