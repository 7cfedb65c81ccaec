//! From an entry of the journal to the tables. The same function writes a step and repeats it when the store is verified, so
//! the tables hold nothing that the journal does not say.

use rusqlite::{Connection, Result, params};

use super::dossier::{State, waiting};
use super::event::{Decision, Entry, Event, Flagged, Submission};

/// Takes an entry into the tables. Errors where the entry cannot follow those before it.
pub(super) fn apply(database: &Connection, entry: &Entry) -> Result<()> {
    match (&entry.article, &entry.event) {
        (Some(article), event) => {
            of_article(database, entry, article, event)?;
            let sql = "UPDATE article SET revision = ?2, updated = ?3, waiting = ?4 WHERE id = ?1";
            let waiting = json(&waiting(database, article)?)?;
            one(database.prepare_cached(sql)?.execute(params![article, entry.seq, entry.at, waiting])?)
        }
        (None, event) => of_account(database, entry, event),
    }
}

fn of_article(database: &Connection, entry: &Entry, article: &str, event: &Event) -> Result<()> {
    match event {
        Event::Submit(submission) => submit(database, entry, article, submission),
        Event::Decide(decision) => decide(database, entry, article, decision),
        Event::Pass { stage, text, note } => {
            let sql = "INSERT INTO pass SELECT id, version, ?2, ?3, ?4, ?5, ?6, ?7 FROM article WHERE id = ?1";
            let values = params![article, stage, entry.seq, entry.by, entry.at, text, note];
            one(database.prepare_cached(sql)?.execute(values)?)
        }
        Event::Return { .. } => {
            database.execute("DELETE FROM pass WHERE article = ?1", [article])?;
            state(database, article, State::Returned)
        }
        Event::Sign { text, .. } => {
            let sql = "UPDATE article SET signed_text = ?2, signed_by = ?3, signed_at = ?4 WHERE id = ?1";
            database.execute(sql, params![article, text, entry.by, entry.at])?;
            state(database, article, State::Signed)
        }
        Event::Publish { address, .. } => {
            let sql = "UPDATE article SET published_by = ?2, published_at = ?3, address = ?4 WHERE id = ?1";
            database.execute(sql, params![article, entry.by, entry.at, address])?;
            state(database, article, State::Published)
        }
        Event::Withdraw { .. } => state(database, article, State::Withdrawn),
        Event::Recheck { findings: found, .. } => findings(database, article, found),
        _ => Err(rusqlite::Error::StatementChangedRows(0)),
    }
}

fn of_account(database: &Connection, entry: &Entry, event: &Event) -> Result<()> {
    match event {
        Event::User { name, roles, active } => {
            let sql = "INSERT INTO account VALUES (?1, ?2, ?3, NULL)
                ON CONFLICT(name) DO UPDATE SET roles = ?2, active = ?3";
            database.execute(sql, params![name, json(roles)?, active])?;
            // The first account makes the one-time token void.
            database.execute("DELETE FROM setup", [])?;
            if !active {
                database.execute("DELETE FROM session WHERE account = ?1", [name])?;
            }
            Ok(())
        }
        Event::Password { name, digest } => {
            database.execute("DELETE FROM session WHERE account = ?1", [name])?;
            one(database.execute("UPDATE account SET password = ?2 WHERE name = ?1", params![name, digest])?)
        }
        Event::Setup { digest, expires } => {
            database.execute("DELETE FROM setup", [])?;
            one(database.execute("INSERT INTO setup VALUES (?1, ?2)", params![digest, expires])?)
        }
        Event::Login { session, expires } => {
            database.execute("DELETE FROM session WHERE expires <= ?1", [&entry.at])?;
            one(database.execute("INSERT INTO session VALUES (?1, ?2, ?3)", params![session, entry.by, expires])?)
        }
        Event::Logout { session } => {
            database.execute("DELETE FROM session WHERE digest = ?1", [session])?;
            Ok(())
        }
        _ => Err(rusqlite::Error::StatementChangedRows(0)),
    }
}

/// A new version begins all stages anew and takes the signature away; decisions stay with their fingerprints.
fn submit(database: &Connection, entry: &Entry, article: &str, submission: &Submission) -> Result<()> {
    database.execute("DELETE FROM pass WHERE article = ?1", [article])?;
    let sql = "INSERT INTO article VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', '', NULL, NULL, NULL, NULL, NULL, NULL)
        ON CONFLICT(id) DO UPDATE SET title = ?2, unit = ?3, state = ?4, version = ?5, signed_text = NULL,
        signed_by = NULL, signed_at = NULL, published_by = NULL, published_at = NULL, address = NULL";
    let Submission { version, title, unit, raw, text, .. } = submission;
    database.execute(sql, params![article, title, unit, State::Reviewing.name(), version, entry.seq])?;
    findings(database, article, &submission.findings)?;
    let kept = json(&Submission { findings: Vec::new(), ..submission.clone() })?;
    let sql = "INSERT INTO version VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    one(database.execute(sql, params![article, version, entry.seq, entry.by, entry.at, raw, text, kept])?)
}

fn findings(database: &Connection, article: &str, found: &[Flagged]) -> Result<()> {
    database.execute("DELETE FROM finding WHERE article = ?1", [article])?;
    // Equal fingerprints say the same of the same place.
    let mut insert = database.prepare_cached("INSERT OR IGNORE INTO finding VALUES (?1, ?2, ?3, ?4)")?;
    for (place, flagged) in found.iter().enumerate() {
        insert.execute(params![article, flagged.fingerprint, place, json(flagged)?])?;
    }
    Ok(())
}

fn decide(database: &Connection, entry: &Entry, article: &str, decision: &Decision) -> Result<()> {
    let sql = "INSERT INTO decision VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT(article, fingerprint) DO UPDATE SET seq = ?3, by = ?4, at = ?5, decision = ?6";
    let values = params![article, decision.fingerprint, entry.seq, entry.by, entry.at, json(decision)?];
    one(database.prepare_cached(sql)?.execute(values)?)
}

fn state(database: &Connection, article: &str, state: State) -> Result<()> {
    one(database.execute("UPDATE article SET state = ?2 WHERE id = ?1", params![article, state.name()])?)
}

/// That one row was written, and not none.
fn one(rows: usize) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(rusqlite::Error::StatementChangedRows(rows)) }
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
