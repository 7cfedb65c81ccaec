//! What articles are compared by, while an inspection is under way: tables of the database that nobody else sees, that
//! lie on disk where they grow, and that are gone with the program.

use rusqlite::params;

use super::InspectError;
use super::across::Remark;
use super::store::{INSERT_FINDING, Store};
use crate::alike::Signature;
use crate::engine::Trace;
use crate::finding::{family, stable_hash};
use crate::rules::{RuleMeta, archive};

pub(super) const SCHEMA: &str = "
CREATE TEMP TABLE trace(
    article INTEGER PRIMARY KEY, key TEXT NOT NULL, signature BLOB, source TEXT, signed INTEGER NOT NULL,
    repost INTEGER NOT NULL, reviewed INTEGER NOT NULL, unsourced INTEGER NOT NULL DEFAULT 0,
    repeated INTEGER NOT NULL DEFAULT 0);
CREATE TEMP TABLE citation(article INTEGER NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL, matter TEXT NOT NULL);
";

/// An article as it is compared with others.
#[derive(Debug, Clone)]
pub(super) struct Traced {
    pub article: i64,
    pub unit: String,
    /// What it is recognised by in its unit.
    pub key: String,
    pub title: String,
    /// `yyyy-mm-dd`, or empty.
    pub published: String,
    pub source: Option<String>,
    pub is_signed: bool,
    pub is_repost: bool,
}

/// A document that an article cites.
#[derive(Debug, Clone)]
pub(super) struct Citation {
    pub article: i64,
    pub number: String,
    pub title: String,
    /// What it is about.
    pub matter: String,
}

/// Of a unit.
#[derive(Debug, Clone, Default)]
pub(super) struct Reposts {
    pub unit: String,
    pub reposts: u64,
    pub unreviewed: u64,
    pub unsourced: u64,
    pub repeated: u64,
}

impl Store {
    pub(super) fn trace(&self, article: i64, key: &str, trace: &Trace) -> Result<(), InspectError> {
        let sql = "INSERT INTO trace(article, key, signature, source, signed, repost, reviewed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let signature = trace.signature.map(Signature::to_bytes);
        let Trace { source, is_signed, is_repost, is_reviewed, documents, .. } = trace;
        let values = params![article, key, signature, source, is_signed, is_repost, is_reviewed];
        self.database().prepare_cached(sql)?.execute(values)?;
        for cited in documents {
            let sql = "INSERT INTO citation VALUES (?1, ?2, ?3, ?4)";
            let values = params![article, cited.number, cited.title, cited.matter];
            self.database().prepare_cached(sql)?.execute(values)?;
        }
        Ok(())
    }

    /// The signatures, with their articles, in the order of these.
    pub(super) fn signatures(&self) -> Result<(Vec<i64>, Vec<Signature>), InspectError> {
        let sql = "SELECT count(*) FROM trace WHERE signature IS NOT NULL";
        let count = self.database().query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs() as usize;
        let (mut articles, mut signatures) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let sql = "SELECT article, signature FROM trace WHERE signature IS NOT NULL ORDER BY article";
        let mut statement = self.database().prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(1)?.as_blob().unwrap_or_default();
            if let Some(signature) = Signature::from_bytes(bytes) {
                articles.push(row.get(0)?);
                signatures.push(signature);
            }
        }
        Ok((articles, signatures))
    }

    pub(super) fn traced(&self, article: i64) -> Result<Traced, InspectError> {
        let sql = "SELECT unit, key, coalesce(title, ''), coalesce(published, ''), source, signed, repost
            FROM trace JOIN article ON article.id = trace.article WHERE trace.article = ?1";
        let traced = self.database().prepare_cached(sql)?.query_row([article], |row| {
            Ok(Traced {
                article,
                unit: row.get(0)?,
                key: row.get(1)?,
                title: row.get(2)?,
                published: row.get(3)?,
                source: row.get(4)?,
                is_signed: row.get(5)?,
                is_repost: row.get(6)?,
            })
        })?;
        Ok(traced)
    }

    /// Counts an article among those of which a rule about copies has something to say.
    pub(super) fn mark(&self, article: i64, rule: &RuleMeta) -> Result<(), InspectError> {
        let sql = if rule.id == archive::UNSOURCED_COPY.id {
            "UPDATE trace SET unsourced = 1, repost = 1 WHERE article = ?1"
        } else if rule.id == archive::REPEATED_TEXT.id {
            "UPDATE trace SET repeated = 1 WHERE article = ?1"
        } else {
            return Ok(());
        };
        self.database().prepare_cached(sql)?.execute([article])?;
        Ok(())
    }

    pub(super) fn mark_repost(&self, article: i64) -> Result<(), InspectError> {
        self.database().prepare_cached("UPDATE trace SET repost = 1 WHERE article = ?1")?.execute([article])?;
        Ok(())
    }

    /// The citations of each number (or matter) that is cited with more than one matter (or number).
    pub(super) fn cited_twice(&self, by: &str, mut each: impl FnMut(&str, &[Citation])) -> Result<(), InspectError> {
        let other = if by == "number" { "matter" } else { "number" };
        let sql = format!(
            "SELECT {by}, article, number, min(title), matter FROM citation
             WHERE {by} IN (SELECT {by} FROM citation GROUP BY {by} HAVING count(DISTINCT {other}) > 1)
             GROUP BY {by}, {other}, article ORDER BY {by}, article"
        );
        let mut statement = self.database().prepare(&sql)?;
        let mut rows = statement.query([])?;
        let (mut last, mut citations): (String, Vec<Citation>) = Default::default();
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            if name != last {
                each(&last, &citations);
                (last, citations) = (name, Vec::new());
            }
            citations.push(Citation {
                article: row.get(1)?,
                number: row.get(2)?,
                title: row.get(3)?,
                matter: row.get(4)?,
            });
        }
        each(&last, &citations);
        Ok(())
    }

    /// Adds a finding. An article whose missing source was found by itself gets no second finding, but the evidence.
    pub(super) fn remark(&self, run: i64, remark: &Remark) -> Result<(), InspectError> {
        let database = self.database();
        if remark.rule.id == archive::UNSOURCED_COPY.id {
            let sql = "UPDATE finding SET message = message || '；' || ?3
                WHERE run = ?1 AND article = ?2 AND rule = 'repost/source-missing'";
            if database.prepare_cached(sql)?.execute(params![run, remark.article, remark.message])? > 0 {
                return Ok(());
            }
        }
        let Traced { unit, key, .. } = self.traced(remark.article)?;
        let fingerprint = remark.fingerprint().to_string();
        let identity = stable_hash(&[&unit, &key, &fingerprint]).cast_signed();
        database.prepare_cached(INSERT_FINDING)?.execute(params![
            run,
            remark.article,
            unit,
            identity,
            &*remark.rule.id,
            family(&remark.rule.id),
            remark.rule.severity as i64,
            remark.message,
            &*remark.rule.basis,
            "",
            remark.text,
            "",
            "",
            "",
            fingerprint,
            self.before(),
        ])?;
        Ok(())
    }

    /// What units repost, as far as it is known.
    pub(super) fn reposts(&self) -> Result<Vec<Reposts>, InspectError> {
        let sql = "SELECT unit, sum(repost), sum(repost AND NOT reviewed), sum(unsourced), sum(repeated)
            FROM trace JOIN article ON article.id = trace.article GROUP BY unit";
        let mut statement = self.database().prepare(sql)?;
        let count = |row: &rusqlite::Row<'_>, column| row.get::<_, i64>(column).map(i64::unsigned_abs);
        let rows = statement.query_map([], |row| {
            Ok(Reposts {
                unit: row.get(0)?,
                reposts: count(row, 1)?,
                unreviewed: count(row, 2)?,
                unsourced: count(row, 3)?,
                repeated: count(row, 4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
