//! The store: steps go in as entries of an append-only, hash-chained journal, one transaction a step; the tables follow from
//! the journal (`apply`). A step names the entry that its taker had seen last, and is refused where more has happened since.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;

use super::apply::apply;
use super::clock::{now, shown};
use super::digest::Digest;
use super::dossier::{self, Dossier};
use super::draft::Draft;
use super::error::{Result, ReviewError};
use super::event::{Entry, Event, Submission};
use super::judge::{self, Action, User};
use super::schema;
use crate::config::ReviewSettings;
use crate::engine::Linter;

/// The program that checked a version.
const TOOL: &str = concat!("shenjiao ", env!("CARGO_PKG_VERSION"));
/// Characters of an article's number at most.
const LONGEST_ID: usize = 64;
/// Steps that a conflict names.
const NAMED: usize = 5;

/// A three-review store in one SQLite file. One value is used by one thread at a time; several processes may have the file
/// open.
pub struct Store {
    pub(super) database: Connection,
    pub settings: ReviewSettings,
}

/// The acknowledgement of a step: once it is handed out, the step is on the disk.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Receipt {
    pub seq: u64,
    /// Hash of the entry: noted elsewhere, it shows later that nothing up to here was changed.
    pub hash: Digest,
    pub article: Option<String>,
    /// What was done.
    pub done: String,
    /// The entry as it stands in the journal.
    #[serde(skip)]
    pub entry: Entry,
}

/// A step with an article, and what it is based on.
#[derive(Debug, Clone, PartialEq)]
pub struct Request<'a> {
    pub by: &'a str,
    pub article: &'a str,
    /// `Dossier::revision` as the taker of the step saw it.
    pub base: u64,
    pub action: Action,
}

/// Which article a draft becomes a version of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// A new one, numbered by the store.
    Numbered,
    /// A new one with this number.
    New(&'a str),
    /// The next version of this one, whose revision was as given.
    Next(&'a str, u64),
}

impl Store {
    /// Opens a store, making it where there is none.
    pub fn create(path: &Path, settings: ReviewSettings) -> Result<Self> {
        Ok(Self { database: schema::open(path, true)?, settings })
    }

    /// Opens a store that is there.
    pub fn open(path: &Path, settings: ReviewSettings) -> Result<Self> {
        Ok(Self { database: schema::open(path, false)?, settings })
    }

    /// Hands a version in.
    pub fn submit(&mut self, by: &str, draft: &Draft, target: Target<'_>) -> Result<Receipt> {
        if draft.title.is_empty() {
            return Err(ReviewError::refused("稿件没有标题，请用 --title 写明"));
        }
        let settings = self.settings.clone();
        self.step(|transaction| {
            let user = active(transaction, by)?;
            let (id, dossier) = place(transaction, target)?;
            let submission = submission(&settings, draft, by, dossier.as_ref());
            for (digest, bytes) in [(submission.raw, &draft.bytes[..]), (submission.text, draft.normal.as_bytes())] {
                transaction.execute("INSERT OR IGNORE INTO content VALUES (?1, ?2)", params![digest, bytes])?;
            }
            let event = judge::submission(&settings, &user, dossier.as_ref(), submission)?;
            append(transaction, by, Some(id), event)
        })
    }

    /// Takes a step with an article.
    pub fn act(&mut self, request: Request<'_>) -> Result<Receipt> {
        let settings = self.settings.clone();
        self.step(|transaction| {
            let user = active(transaction, request.by)?;
            let dossier = dossier::read(transaction, request.article)?;
            refuse_conflict(transaction, &dossier, request.base, &request.action)?;
            if let Action::Decide { to, .. } = &request.action
                && !to.is_empty()
            {
                active(transaction, to)?;
            }
            let event = judge::judge(&settings, &user, &dossier, request.action)?;
            append(transaction, request.by, Some(dossier.id), event)
        })
    }

    /// Checks the current version again by the rules of `linter`. The check is done outside of the transaction.
    pub fn recheck(&mut self, by: &str, article: &str, base: u64, linter: &Linter) -> Result<Receipt> {
        let dossier = self.article(article)?;
        let bytes = self.content(dossier.submission.raw)?;
        let draft = Draft::read(linter, &dossier.submission.name, bytes)?;
        let action =
            Action::Recheck { tool: TOOL.to_string(), text: dossier.submission.text, findings: draft.findings };
        self.act(Request { by, article, base, action })
    }

    /// One article as it stands.
    pub fn article(&self, id: &str) -> Result<Dossier> {
        // One transaction: what it says belongs to one moment.
        let transaction = self.database.unchecked_transaction()?;
        dossier::read(&transaction, id)
    }

    /// The bytes of a file or text that a version was made of.
    pub fn content(&self, digest: Digest) -> Result<Vec<u8>> {
        let sql = "SELECT bytes FROM content WHERE digest = ?1";
        let bytes = self.database.query_row(sql, [digest], |row| row.get(0)).optional()?;
        bytes.ok_or_else(|| ReviewError::damaged(format!("审核库里缺少存档的稿件内容 {}", digest.short())))
    }

    /// What happened to an article, or to all where none is named, in order.
    pub fn journal(&self, article: Option<&str>, mut each: impl FnMut(&Entry, Digest) -> Result<()>) -> Result<()> {
        let sql = match article {
            Some(_) => "SELECT content, hash FROM journal WHERE article = ?1 ORDER BY seq",
            None => "SELECT content, hash FROM journal WHERE ?1 IS NULL ORDER BY seq",
        };
        let mut statement = self.database.prepare(sql)?;
        let mut rows = statement.query([article])?;
        while let Some(row) = rows.next()? {
            each(&dossier::parsed(row, 0)?, row.get(1)?)?;
        }
        Ok(())
    }

    /// Number and hash of the last entry.
    pub fn head(&self) -> Result<(u64, Digest)> {
        Ok(head(&self.database)?)
    }

    /// Runs one step in one transaction: it is on the disk as a whole when this returns, or not there at all.
    pub(super) fn step<T>(&mut self, step: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.database.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = step(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

/// Adds an entry to the journal and takes it into the tables.
pub(super) fn append(
    transaction: &Transaction<'_>,
    by: &str,
    article: Option<String>,
    event: Event,
) -> Result<Receipt> {
    let (last, previous) = head(transaction)?;
    let entry = Entry { seq: last + 1, at: now(), by: by.to_string(), article, event };
    let content = serde_json::to_string(&entry).map_err(|error| ReviewError::storage(error.to_string()))?;
    let hash = Digest::of_row(previous, &content);
    let sql = "INSERT INTO journal(seq, content, previous, hash) VALUES (?1, ?2, ?3, ?4)";
    transaction.prepare_cached(sql)?.execute(params![entry.seq, content, previous, hash])?;
    apply(transaction, &entry)?;
    Ok(Receipt { seq: entry.seq, hash, article: entry.article.clone(), done: entry.event.label(), entry })
}

fn head(database: &Connection) -> rusqlite::Result<(u64, Digest)> {
    let sql = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1";
    let last = database.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(last.unwrap_or((0, Digest::NONE)))
}

/// An account that may act.
pub(super) fn active(database: &Connection, name: &str) -> Result<User> {
    match user(database, name)? {
        None => Err(ReviewError::refused(format!("没有“{name}”这个账号；用 shenjiao review user list 查看全部账号"))),
        Some(user) if !user.active => Err(ReviewError::refused(format!("账号“{name}”已停用"))),
        Some(user) => Ok(user),
    }
}

pub(super) fn user(database: &Connection, name: &str) -> Result<Option<User>> {
    let sql = "SELECT name, roles, active FROM account WHERE name = ?1";
    let row =
        |row: &rusqlite::Row<'_>| Ok(User { name: row.get(0)?, roles: dossier::parsed(row, 1)?, active: row.get(2)? });
    Ok(database.query_row(sql, [name], row).optional()?)
}

/// Number and dossier of the article that a draft goes to.
fn place(transaction: &Transaction<'_>, target: Target<'_>) -> Result<(String, Option<Dossier>)> {
    match target {
        Target::Numbered => Ok((next_number(transaction)?, None)),
        Target::New(id) => {
            let is_sound = !id.trim().is_empty() && id.chars().count() <= LONGEST_ID && !id.contains(char::is_control);
            if !is_sound || id.trim() != id {
                return Err(ReviewError::refused(format!("编号应是1至{LONGEST_ID}个字，前后没有空格")));
            }
            match dossier::find(transaction, id)? {
                None => Ok((id.to_string(), None)),
                Some(there) => Err(ReviewError::conflict(format!(
                    "编号“{id}”已有稿件《{}》（{}于{}送审）；要送它的新版本，请先查看再送",
                    there.submission.title,
                    there.submitted_by,
                    shown(&there.submitted_at)
                ))),
            }
        }
        Target::Next(id, base) => {
            let dossier = dossier::read(transaction, id)?;
            refuse_behind(transaction, &dossier, base, |_| true)?;
            Ok((id.to_string(), Some(dossier)))
        }
    }
}

/// Year and running number: 2026-0001.
fn next_number(transaction: &Transaction<'_>) -> Result<String> {
    let year = now().chars().take(4).collect::<String>();
    let count: u64 = transaction.query_row("SELECT COUNT(*) FROM article", [], |row| row.get(0))?;
    for number in count + 1.. {
        let id = format!("{year}-{number:04}");
        if dossier::find(transaction, &id)?.is_none() {
            return Ok(id);
        }
    }
    Err(ReviewError::storage("编号用完了"))
}

fn submission(settings: &ReviewSettings, draft: &Draft, by: &str, dossier: Option<&Dossier>) -> Submission {
    let before = dossier.map(|dossier| &dossier.submission);
    // Who wrote an earlier version is an author of what became of it.
    let known = before.map_or(&[][..], |before| &before.authors).iter().chain(&draft.authors);
    let own = if draft.handed_in_for.is_empty() { vec![by.to_string()] } else { draft.handed_in_for.clone() };
    let mut authors: Vec<String> = Vec::new();
    for author in known.cloned().chain(own) {
        if !authors.contains(&author) {
            authors.push(author);
        }
    }
    let unit = if draft.unit.is_empty() { before.map_or("", |before| &before.unit) } else { &draft.unit };
    Submission {
        version: before.map_or(0, |before| before.version) + 1,
        name: draft.name.clone(),
        title: draft.title.clone(),
        unit: unit.to_string(),
        authors,
        source: draft.source.clone(),
        repost: draft.repost,
        raw: draft.raw(),
        text: draft.text(),
        characters: draft.characters,
        stages: settings.stages.clone(),
        proofs: settings.proofs.clone(),
        tool: TOOL.to_string(),
        findings: draft.findings.clone(),
    }
}

/// A decision on one finding is not in the way of one on another; every other step wants all to be as it was seen.
fn refuse_conflict(transaction: &Transaction<'_>, dossier: &Dossier, base: u64, action: &Action) -> Result<()> {
    refuse_behind(transaction, dossier, base, |event| match (action, event) {
        (Action::Decide { fingerprint, .. }, Event::Decide(other)) => *fingerprint == other.fingerprint,
        _ => true,
    })
}

/// Refuses a step where something that concerns it happened after `base`, and says who did what.
fn refuse_behind(
    transaction: &Transaction<'_>,
    dossier: &Dossier,
    base: u64,
    concerns: impl Fn(&Event) -> bool,
) -> Result<()> {
    if base == dossier.revision {
        return Ok(());
    }
    if base > dossier.revision {
        return Err(ReviewError::conflict(format!("稿件{}没有第{base}号记录；请重新查看稿件", dossier.id)));
    }
    let sql = "SELECT content FROM journal WHERE article = ?1 AND seq > ?2 ORDER BY seq";
    let mut statement = transaction.prepare_cached(sql)?;
    let later = statement.query_map(params![dossier.id, base], |row| dossier::parsed::<Entry>(row, 0))?;
    let mut told = Vec::new();
    for entry in later {
        let entry = entry?;
        if concerns(&entry.event) {
            told.push(format!("{}于{}{}（第{}号记录）", entry.by, shown(&entry.at), entry.event.label(), entry.seq));
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    let more = if told.len() > NAMED { "等" } else { "" };
    told.truncate(NAMED);
    Err(ReviewError::conflict(format!(
        "这一步没有存下：您看到稿件{}以后（第{base}号记录以后），{}{more}。请重新查看稿件再作决定",
        dossier.id,
        told.join("；")
    )))
}
