//! Where inspections are kept: one SQLite file with the articles and findings of the last two runs, the identities of all
//! findings ever seen, the states of the ledger, the figures of every run for the trend, and by what the last run and its
//! documents are known again.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};

use super::figures::Overview;
use super::{InspectError, Task, traces};
use crate::engine::{Checked, Digest, Sum};
use crate::finding::{LocatedFinding, Severity, stable_hash};
use crate::input::InputError;

/// Articles that are written together: a kill costs the run, which is not complete then, and nothing else.
const TOGETHER: u32 = 2_000;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS run(
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, now TEXT NOT NULL, complete INTEGER NOT NULL, figures TEXT);
CREATE TABLE IF NOT EXISTS article(
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, unit TEXT NOT NULL, path TEXT NOT NULL, title TEXT, url TEXT,
    section TEXT, published TEXT, characters INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS finding(
    run INTEGER NOT NULL, article INTEGER NOT NULL, unit TEXT NOT NULL, identity INTEGER NOT NULL,
    rule TEXT NOT NULL, family TEXT NOT NULL, severity INTEGER NOT NULL, message TEXT NOT NULL, basis TEXT NOT NULL,
    place TEXT NOT NULL, text TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, suggestion TEXT NOT NULL,
    fingerprint TEXT NOT NULL, repeated INTEGER NOT NULL, standing INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS finding_run ON finding(run, identity);
DROP INDEX IF EXISTS finding_unit;
CREATE INDEX IF NOT EXISTS finding_order ON finding(run, unit, severity DESC);
CREATE INDEX IF NOT EXISTS finding_source ON finding(run, article) WHERE rule = 'repost/source-missing';
CREATE TABLE IF NOT EXISTS seen(identity INTEGER PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state(
    identity INTEGER PRIMARY KEY, state TEXT NOT NULL, owner TEXT NOT NULL, deadline TEXT NOT NULL, closed TEXT NOT NULL,
    note TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failure(run INTEGER NOT NULL, path TEXT NOT NULL, message TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS archive(run INTEGER PRIMARY KEY, outline TEXT NOT NULL, contents TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS document(name TEXT PRIMARY KEY, run INTEGER NOT NULL, digest BLOB NOT NULL);
";

const INSERT: &str = "INSERT INTO state VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const UPSERT: &str = "ON CONFLICT(identity) DO UPDATE SET state = ?2, owner = ?3, deadline = ?4, closed = ?5, note = ?6
    WHERE (state, owner, deadline, closed, note) IS NOT (?2, ?3, ?4, ?5, ?6)";
const UPDATE: &str = "UPDATE state SET state = ?2, owner = ?3, deadline = ?4, closed = ?5, note = ?6
    WHERE identity = ?1 AND (state, owner, deadline, closed, note) IS NOT (?2, ?3, ?4, ?5, ?6)";

/// What became of a finding since the inspection before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    New,
    Known,
    /// Seen before, gone in the inspection before this one, and back.
    Reappeared,
}

impl Standing {
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Known => "上次已有",
            Self::Reappeared => "再次出现",
        }
    }

    fn numbered(number: i64) -> Self {
        match number {
            1 => Self::Known,
            2 => Self::Reappeared,
            _ => Self::New,
        }
    }
}

/// The state of a finding in the ledger, as people filled it in.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct State {
    pub state: String,
    pub owner: String,
    pub deadline: String,
    pub closed: String,
    pub note: String,
}

/// What a row of the ledger says before anybody filled it in.
pub const OPEN: &str = "待整改";

impl State {
    /// Whether it is that of a row as the ledger was written; the owner may come from the register.
    fn is_untouched(&self) -> bool {
        (self.state.is_empty() || self.state == OPEN)
            && [&self.deadline, &self.closed, &self.note].iter().all(|text| text.is_empty())
    }
}

/// A finding as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    pub identity: i64,
    pub unit: String,
    pub column: String,
    pub title: String,
    pub url: String,
    pub path: String,
    pub published: String,
    pub rule: String,
    pub family: String,
    pub severity: Severity,
    pub message: String,
    pub basis: String,
    pub place: String,
    pub text: String,
    pub before: String,
    pub after: String,
    pub suggestion: String,
    pub fingerprint: String,
    pub repeated: u32,
    pub standing: Standing,
    pub state: Option<State>,
}

/// The number that the ledger calls a finding by.
pub fn number(identity: i64) -> String {
    format!("{:016x}", identity.cast_unsigned())
}

/// A finding of the run under way. What became of it since the complete run before (`?16`) is told by its identity.
pub(super) const INSERT_FINDING: &str = "INSERT INTO finding VALUES (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 1,
    coalesce((SELECT CASE WHEN last >= ?16 THEN 1 ELSE 2 END FROM seen WHERE identity = ?4), 0))";

/// What a database keeps in memory at most, in KiB: findings are looked up in no order, and what does not fit is read from
/// the file again and again.
const MEMORY: i64 = 64 << 10;
/// Pages after which what was written is taken over into the file.
const TAKE_OVER: i64 = 16 << 10;

/// See the module.
pub struct Store {
    path: PathBuf,
    database: Connection,
    pending: u32,
    /// The complete run before the one under way.
    before: i64,
}

/// Boilerplate of the run under way: the finding that stands for the others. On disk where it grows, as `traces` are.
const BOILERPLATE: &str = "CREATE TEMP TABLE boilerplate(same INTEGER PRIMARY KEY, finding INTEGER NOT NULL);";

impl Store {
    pub fn open(path: &Path) -> Result<Self, InspectError> {
        let (path, database) = (path.to_path_buf(), Connection::open(path)?);
        // One file that a kill cannot break: the journal is written beside it and taken over when it is opened again.
        database.pragma_update(None, "journal_mode", "WAL")?;
        database.pragma_update(None, "synchronous", "NORMAL")?;
        database.pragma_update(None, "cache_size", -MEMORY)?;
        database.pragma_update(None, "wal_autocheckpoint", TAKE_OVER)?;
        // Sorting, and the tables of the run under way, go to files where they are large.
        database.pragma_update(None, "temp_store", "FILE")?;
        for schema in [SCHEMA, BOILERPLATE, traces::SCHEMA] {
            database.execute_batch(schema)?;
        }
        Ok(Self { path, database, pending: 0, before: -1 })
    }

    /// The same results for another thread.
    pub fn again(&self) -> Result<Self, InspectError> {
        Self::open(&self.path)
    }

    pub(super) fn begin(&mut self, task: &Task) -> Result<i64, InspectError> {
        self.database.execute_batch(
            "DELETE FROM finding WHERE run IN (SELECT id FROM run WHERE figures IS NULL);
             DELETE FROM article WHERE run IN (SELECT id FROM run WHERE figures IS NULL);
             DELETE FROM failure WHERE run IN (SELECT id FROM run WHERE figures IS NULL);
             DELETE FROM run WHERE figures IS NULL;",
        )?;
        let sql = "INSERT INTO run(title, now, complete) VALUES (?1, ?2, 0)";
        self.database.execute(sql, params![task.title, task.now.to_string()])?;
        let run = self.database.last_insert_rowid();
        self.before = self.previous(run)?.unwrap_or(-1);
        self.database.execute_batch("BEGIN")?;
        Ok(run)
    }

    pub(super) fn article(&mut self, run: i64, unit: &str, checked: &Checked) -> Result<(), InspectError> {
        let article = &checked.article;
        self.database
            .prepare_cached(
                "INSERT INTO article(run, unit, path, title, url, section, published, characters)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                run,
                unit,
                checked.path.as_ref(),
                article.title,
                article.url,
                article.column,
                article.published,
                checked.characters as i64
            ])?;
        let number = self.database.last_insert_rowid();
        let key = key(unit, checked);
        for finding in &checked.findings {
            self.finding(run, unit, number, &key, finding)?;
        }
        if let Some(trace) = &checked.trace {
            self.trace(number, &key, trace)?;
        }
        self.pending += 1;
        if self.pending >= TOGETHER {
            self.pending = 0;
            self.database.execute_batch("COMMIT; BEGIN")?;
        }
        Ok(())
    }

    fn finding(
        &mut self,
        run: i64,
        unit: &str,
        article: i64,
        key: &str,
        finding: &LocatedFinding,
    ) -> Result<(), InspectError> {
        // The same finding in the same paragraph of many pages of a unit is one matter, named once with its count.
        let fingerprint = finding.fingerprint.to_string();
        let paragraph = finding.boilerplate.to_string();
        let same = stable_hash(&[unit, &fingerprint, &paragraph]).cast_signed();
        if finding.boilerplate != 0 {
            let sql = "UPDATE finding SET repeated = repeated + 1
                WHERE rowid = (SELECT finding FROM boilerplate WHERE same = ?1)";
            if self.database.prepare_cached(sql)?.execute([same])? > 0 {
                return Ok(());
            }
        }
        let identity = stable_hash(&[unit, key, &fingerprint]).cast_signed();
        let place = finding.location();
        self.database.prepare_cached(INSERT_FINDING)?.execute(params![
            run,
            article,
            unit,
            identity,
            finding.rule.as_ref(),
            finding.family,
            finding.severity as i64,
            finding.message,
            finding.basis.as_ref(),
            place,
            finding.text,
            finding.before,
            finding.after,
            finding.suggestions.join("；"),
            fingerprint,
            self.before,
        ])?;
        if finding.boilerplate != 0 {
            let values = [same, self.database.last_insert_rowid()];
            self.database.prepare_cached("INSERT INTO boilerplate VALUES (?1, ?2)")?.execute(values)?;
        }
        Ok(())
    }

    pub(super) fn failed(&mut self, run: i64, path: &str, error: &InputError) -> Result<(), InspectError> {
        let place = error.place.as_ref().map(|place| format!("（{place}）")).unwrap_or_default();
        let line = error.line.map(|line| format!("第{line}行：")).unwrap_or_default();
        let message = format!("{line}{}", error.message);
        let sql = "INSERT INTO failure VALUES (?1, ?2, ?3)";
        self.database.prepare_cached(sql)?.execute(params![run, format!("{path}{place}"), message])?;
        Ok(())
    }

    /// The complete run before the one under way; none: a number below all.
    pub(super) fn before(&self) -> i64 {
        self.before
    }

    /// Notes the findings of a run for those to come.
    pub(super) fn finish(&mut self, run: i64, complete: bool) -> Result<(), InspectError> {
        self.pending = 0;
        if complete {
            self.database.execute(
                "INSERT INTO seen SELECT DISTINCT identity, run FROM finding WHERE run = ?1
                 ON CONFLICT(identity) DO UPDATE SET last = excluded.last",
                [run],
            )?;
        }
        self.database.execute("UPDATE run SET complete = ?2 WHERE id = ?1", params![run, complete])?;
        self.database.execute_batch("COMMIT")?;
        Ok(())
    }

    /// Keeps the figures of a run. Articles and findings of runs before the last two are let go.
    pub(super) fn keep(&mut self, run: i64, overview: &Overview) -> Result<(), InspectError> {
        let figures = serde_json::to_string(overview).map_err(|error| InspectError(error.to_string()))?;
        self.database.execute("UPDATE run SET figures = ?2 WHERE id = ?1", params![run, figures])?;
        self.database.execute_batch("BEGIN")?;
        for table in ["finding", "article", "failure"] {
            let sql = format!("DELETE FROM {table} WHERE run < ?1 AND run <> ?2");
            self.database.execute(&sql, [run, self.before])?;
        }
        self.database.execute_batch("COMMIT")?;
        Ok(())
    }

    /// Keeps by what the run is known again.
    pub fn keep_sum(&self, run: i64, sum: &Sum) -> Result<(), InspectError> {
        self.database.execute("DELETE FROM archive", [])?;
        self.database.execute("INSERT INTO archive VALUES (?1, ?2, ?3)", params![run, sum.outline, sum.contents])?;
        Ok(())
    }

    /// The last run and by what it is known again; none where something else came after it.
    pub fn last(&self) -> Result<Option<(Sum, Overview)>, InspectError> {
        let sql = "SELECT outline, contents, figures FROM archive JOIN run ON run.id = archive.run
            WHERE run = (SELECT max(id) FROM run WHERE figures IS NOT NULL) AND complete = 1";
        let last = self.database.query_row(sql, [], |row| {
            let sum = Sum { outline: row.get(0)?, contents: row.get(1)? };
            Ok((sum, row.get::<_, String>(2)?))
        });
        // Figures that an other version wrote in another way are none.
        Ok(last.optional()?.and_then(|(sum, figures)| Some((sum, serde_json::from_str(&figures).ok()?))))
    }

    /// What a document of a run hashes to as it was written; none where it would be another one now.
    pub fn document(&self, run: i64, name: &str) -> Result<Option<Digest>, InspectError> {
        let sql = "SELECT digest FROM document WHERE name = ?1 AND run = ?2";
        Ok(self.database.query_row(sql, params![name, run], |row| row.get(0)).optional()?)
    }

    pub fn keep_document(&self, run: i64, name: &str, digest: &Digest) -> Result<(), InspectError> {
        let sql = "INSERT OR REPLACE INTO document VALUES (?1, ?2, ?3)";
        self.database.prepare_cached(sql)?.execute(params![name, run, digest])?;
        Ok(())
    }

    /// The complete run before this one.
    pub(super) fn previous(&self, run: i64) -> Result<Option<i64>, InspectError> {
        let sql = "SELECT max(id) FROM run WHERE complete = 1 AND id < ?1";
        Ok(self.database.query_row(sql, [run], |row| row.get(0)).optional()?.flatten())
    }

    /// Title and figures of the complete runs before this one, the oldest first.
    pub(super) fn history(&self, run: i64) -> Result<Vec<(String, String)>, InspectError> {
        let sql = "SELECT title, figures FROM run WHERE complete = 1 AND figures IS NOT NULL AND id < ?1 ORDER BY id";
        let mut statement = self.database.prepare(sql)?;
        let rows = statement.query_map([run], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn database(&self) -> &Connection {
        &self.database
    }

    /// The findings of a run, unit by unit in the order in which they were found.
    pub fn findings(&self, run: i64, mut each: impl FnMut(Kept)) -> Result<(), InspectError> {
        self.select("finding.run = ?1", run, None, &mut each)
    }

    /// Those of one unit.
    pub fn findings_of(&self, run: i64, unit: &str, mut each: impl FnMut(Kept)) -> Result<(), InspectError> {
        self.select("finding.run = ?1 AND finding.unit = ?2", run, Some(unit), &mut each)
    }

    /// The findings of the run before that are not in this one.
    pub fn gone(&self, run: i64, mut each: impl FnMut(Kept)) -> Result<(), InspectError> {
        let Some(before) = self.previous(run)? else { return Ok(()) };
        let sql = format!(
            "finding.run = ?1
             AND NOT EXISTS (SELECT 1 FROM finding AS still WHERE still.run = {run} AND still.identity = finding.identity)
             AND finding.unit IN (SELECT unit FROM article WHERE run = {run})"
        );
        self.select(&sql, before, None, &mut each)
    }

    fn select(
        &self,
        condition: &str,
        run: i64,
        unit: Option<&str>,
        each: &mut dyn FnMut(Kept),
    ) -> Result<(), InspectError> {
        let sql = format!(
            "SELECT finding.identity, finding.unit, coalesce(section, ''), coalesce(title, ''), coalesce(url, ''), path,
                coalesce(published, ''), rule, family, severity, message, basis, place, text, before, after, suggestion,
                fingerprint, repeated, standing, state, owner, deadline, closed, note
             FROM finding JOIN article ON article.id = finding.article
             LEFT JOIN state ON state.identity = finding.identity
             WHERE {condition} ORDER BY finding.unit, severity DESC, finding.rowid"
        );
        let mut statement = self.database.prepare(&sql)?;
        let mut rows = match unit {
            None => statement.query([run])?,
            Some(unit) => statement.query(params![run, unit])?,
        };
        while let Some(row) = rows.next()? {
            let state: Option<String> = row.get(20)?;
            let severity: i64 = row.get(9)?;
            each(Kept {
                identity: row.get(0)?,
                unit: row.get(1)?,
                column: row.get(2)?,
                title: row.get(3)?,
                url: row.get(4)?,
                path: row.get(5)?,
                published: row.get(6)?,
                rule: row.get(7)?,
                family: row.get(8)?,
                severity: Severity::ALL.into_iter().find(|own| *own as i64 == severity).unwrap_or(Severity::Info),
                message: row.get(10)?,
                basis: row.get(11)?,
                place: row.get(12)?,
                text: row.get(13)?,
                before: row.get(14)?,
                after: row.get(15)?,
                suggestion: row.get(16)?,
                fingerprint: row.get(17)?,
                repeated: row.get(18)?,
                standing: Standing::numbered(row.get(19)?),
                state: match state {
                    Some(state) => Some(State {
                        state,
                        owner: row.get(21)?,
                        deadline: row.get(22)?,
                        closed: row.get(23)?,
                        note: row.get(24)?,
                    }),
                    None => None,
                },
            });
        }
        Ok(())
    }

    /// Takes over states of a ledger that people filled in; gives how many were new or changed.
    pub fn take_states(&mut self, states: &[(i64, State)]) -> Result<usize, InspectError> {
        let transaction = self.database.transaction()?;
        let mut changed = 0;
        for (identity, state) in states {
            // A row that nobody touched says nothing, unless it takes something back.
            let sql = if state.is_untouched() { UPDATE.to_string() } else { format!("{INSERT} {UPSERT}") };
            let values = params![identity, state.state, state.owner, state.deadline, state.closed, state.note];
            changed += transaction.prepare_cached(&sql)?.execute(values)?;
        }
        if changed > 0 {
            transaction.execute("DELETE FROM document", [])?;
        }
        transaction.commit()?;
        Ok(changed)
    }
}

/// What an article is recognised by in the next inspection: its address, its number, else where it lies.
fn key(unit: &str, checked: &Checked) -> String {
    let article = &checked.article;
    match (&article.url, &article.id) {
        (Some(url), _) => url.clone(),
        (None, Some(id)) => format!("{unit}#{id}"),
        (None, None) => {
            let name = checked.path.rsplit('/').next().unwrap_or_default();
            format!("{name}#{}", article.title.as_deref().unwrap_or_default())
        }
    }
}
