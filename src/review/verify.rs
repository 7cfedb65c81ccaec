//! Whether the store is what it was: every row of the journal against the one before it, every other table against what the
//! journal says, every stored text and password hash against its digest, and the tables and triggers themselves.
//!
//! A chain of hashes shows that something inside it was changed. It cannot show that its end was cut off and the tables with
//! it, nor that somebody wrote the whole of it anew: for that, its head has to be noted elsewhere and given back here.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, Rows};
use serde::Serialize;

use super::apply::apply;
use super::digest::Digest;
use super::error::Result;
use super::event::{Entry, Event};
use super::schema::{DERIVED, Table, in_memory};
use super::store::Store;

/// Faults that are named at most: a store that is wholly different needs no list.
const FAULTS: usize = 200;

/// The outcome of a verification.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verification {
    /// Entries of the journal that were looked at.
    pub entries: u64,
    /// Hash of the last entry, to be noted elsewhere.
    pub head: Digest,
    /// For the user, each naming table and row; empty: nothing was changed.
    pub faults: Vec<String>,
    /// Number of the entry whose hash was given, where it is in the journal.
    pub known: Option<u64>,
}

impl Store {
    /// Verifies the whole store as it stands at one moment. `noted`: a head that was noted elsewhere before.
    pub fn verify(&self, noted: Option<Digest>) -> Result<Verification> {
        let transaction = self.database.unchecked_transaction()?;
        let mut verifier = Verifier { actual: &transaction, faults: Vec::new() };
        let replay = in_memory()?;
        let (mut entries, mut head, mut known) = (0, Digest::NONE, None);
        let journal = verifier.journal(&replay, |seq, hash| {
            (entries, head) = (seq, hash);
            if noted == Some(hash) {
                known = Some(seq);
            }
        });
        // What cannot be read at all is named like what was changed, and the rest is still looked at.
        verifier.readable("日志（journal）", journal);
        let file = verifier.file();
        verifier.readable("数据库文件", file);
        let schema = verifier.schema(&replay);
        verifier.readable("审核库的结构", schema);
        for table in &DERIVED {
            let read = verifier.table(&replay, table);
            verifier.readable(&format!("{}（{}）", table.label, table.name), read);
        }
        let contents = verifier.contents(&replay);
        verifier.readable("存档内容（content）", contents);
        let secrets = verifier.secrets(&replay);
        verifier.readable("密码（secret）", secrets);
        if noted.is_some() && known.is_none() {
            let message = "日志里没有您给出的校验值：日志被截短，或者从头改写过（也请核对校验值有没有抄错）";
            verifier.fault(message.to_string());
        }
        Ok(Verification { entries, head, faults: verifier.faults, known })
    }
}

struct Verifier<'a> {
    actual: &'a Connection,
    faults: Vec<String>,
}

impl Verifier<'_> {
    fn fault(&mut self, message: String) {
        if self.faults.len() < FAULTS {
            self.faults.push(message);
        }
    }

    fn readable(&mut self, what: &str, read: Result<()>) {
        if let Err(error) = read {
            self.fault(format!("{what}读不出来：{error}"));
        }
    }

    /// Pages and indexes of the file.
    fn file(&mut self) -> Result<()> {
        let mut statement = self.actual.prepare("PRAGMA integrity_check(5)")?;
        let mut rows = statement.query([])?;
        let mut messages = Vec::new();
        while let Some(row) = rows.next()? {
            messages.push(row.get::<_, String>(0)?);
        }
        for message in messages.into_iter().filter(|message| message != "ok") {
            self.fault(format!("数据库文件损坏：{message}"));
        }
        Ok(())
    }

    /// Tables, indexes and triggers: without its triggers a journal could be edited unseen.
    fn schema(&mut self, replay: &Connection) -> Result<()> {
        let (actual, expected) = (parts(self.actual)?, parts(replay)?);
        for (kind, name, _) in expected.difference(&actual) {
            self.fault(format!("审核库的结构被改过：{kind} {name} 缺失或被改"));
        }
        for (kind, name, _) in actual.difference(&expected) {
            if !expected.iter().any(|(_, known, _)| known == name) {
                self.fault(format!("审核库的结构被改过：多出 {kind} {name}"));
            }
        }
        Ok(())
    }

    /// Follows the chain and repeats every step in `replay`; `each` is told the number and the hash of every entry.
    fn journal(&mut self, replay: &Connection, mut each: impl FnMut(u64, Digest)) -> Result<()> {
        let mut statement = self.actual.prepare("SELECT seq, content, previous, hash FROM journal ORDER BY seq")?;
        let mut rows = statement.query([])?;
        let (mut entries, mut head) = (0_u64, Digest::NONE);
        while let Some(row) = rows.next()? {
            let seq: u64 = row.get(0)?;
            let content: String = row.get(1)?;
            if seq != entries + 1 {
                self.fault(format!("日志（journal）第{}号到第{}号之间缺记录", entries, seq));
            }
            entries = seq;
            let [previous, hash] = [row.get::<_, String>(2)?, row.get::<_, String>(3)?];
            if previous != head.to_string() {
                self.fault(format!("日志（journal）第{seq}号与前一号接不上：前面的记录被改动、删除或调换过"));
            }
            // The chain goes on from what is there, so that each fault is named where it is.
            let stated = hash.parse().unwrap_or(Digest::NONE);
            if Digest::of_row(previous.parse().unwrap_or(Digest::NONE), &content) != stated {
                self.fault(format!("日志（journal）第{seq}号的内容被改过：与它的校验值不符"));
            }
            head = stated;
            each(seq, head);
            self.repeat(replay, seq, &content);
        }
        Ok(())
    }

    fn repeat(&mut self, replay: &Connection, seq: u64, content: &str) {
        let entry: Entry = match serde_json::from_str(content) {
            Ok(entry) => entry,
            Err(_) => return self.fault(format!("日志（journal）第{seq}号读不懂")),
        };
        if entry.seq != seq {
            self.fault(format!("日志（journal）第{seq}号的内容写的是第{}号", entry.seq));
        }
        if apply(replay, &entry).is_err() {
            self.fault(format!("日志（journal）第{seq}号与前面的记录接不上：{}", entry.event.label()));
        }
        let article = entry.article.clone().unwrap_or_default();
        if let Event::Submit(submission) = &entry.event {
            for digest in [submission.raw, submission.text] {
                // A stand-in, which says where the content belongs.
                let sql = "INSERT OR IGNORE INTO content VALUES (?1, CAST(?2 AS BLOB))";
                let _ = replay.execute(sql, (digest, format!("{article}第{}版", submission.version)));
            }
        }
    }

    /// Goes through a table and its replay side by side, both in the order of their keys.
    fn table(&mut self, replay: &Connection, table: &Table) -> Result<()> {
        let keys: Vec<String> = (1..=table.keys).map(|key| key.to_string()).collect();
        let sql = format!("SELECT * FROM {} ORDER BY {}", table.name, keys.join(", "));
        let Ok(mut statement) = self.actual.prepare(&sql) else {
            self.fault(format!("{}（{}）这张表不见了", table.label, table.name));
            return Ok(());
        };
        let mut actual = statement.query([])?;
        let mut statement = replay.prepare(&sql)?;
        let mut expected = statement.query([])?;
        let (mut is, mut should) = (next(&mut actual)?, next(&mut expected)?);
        loop {
            let order = match (&is, &should) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(is), Some(should)) => compare(is, should, table.keys),
            };
            let row = if order == Ordering::Greater { &should } else { &is };
            let key = row.as_ref().map(|row| key(row, table.keys)).unwrap_or_default();
            let place = format!("{}（{}）“{key}”", table.label, table.name);
            match order {
                Ordering::Less => self.fault(format!("{place}：日志里没有这一行，是后来加的")),
                Ordering::Greater => self.fault(format!("{place}：日志里有这一行，表里被删了")),
                Ordering::Equal if is != should => self.fault(format!("{place}：与日志不符，被改过")),
                Ordering::Equal => {}
            }
            if order != Ordering::Greater {
                is = next(&mut actual)?;
            }
            if order != Ordering::Less {
                should = next(&mut expected)?;
            }
        }
    }

    fn contents(&mut self, replay: &Connection) -> Result<()> {
        let mut statement = self.actual.prepare("SELECT digest, bytes FROM content ORDER BY digest")?;
        let mut rows = statement.query([])?;
        let mut there = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let (digest, bytes): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
            if Digest::of(&bytes).to_string() != digest {
                self.fault(format!("存档内容（content）“{digest}”：内容被改过，与它的校验值不符"));
            }
            there.insert(digest);
        }
        let mut statement = replay.prepare("SELECT digest, CAST(bytes AS TEXT) FROM content ORDER BY digest")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (digest, place): (String, String) = (row.get(0)?, row.get(1)?);
            if !there.remove(&digest) {
                self.fault(format!("存档内容（content）“{digest}”：被删了，它是{place}的内容"));
            }
        }
        for digest in there {
            self.fault(format!("存档内容（content）“{digest}”：日志里没有，是后来加的"));
        }
        Ok(())
    }

    fn secrets(&mut self, replay: &Connection) -> Result<()> {
        let mut statement = self.actual.prepare("SELECT account, hash FROM secret ORDER BY account")?;
        let mut rows = statement.query([])?;
        let mut there = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let (account, hash): (String, String) = (row.get(0)?, row.get(1)?);
            there.insert((account, Digest::of(hash.as_bytes()).to_string()));
        }
        let mut statement = replay.prepare("SELECT name, password FROM account WHERE password IS NOT NULL")?;
        let mut rows = statement.query([])?;
        let mut should = BTreeSet::new();
        while let Some(row) = rows.next()? {
            should.insert((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
        }
        for (account, _) in should.symmetric_difference(&there) {
            self.fault(format!("密码（secret）“{account}”：与日志不符，被改过、删了或是后来加的"));
        }
        Ok(())
    }
}

/// Kind, name and definition of everything in a schema.
fn parts(database: &Connection) -> Result<BTreeSet<(String, String, String)>> {
    let sql = "SELECT type, name, COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'";
    let mut statement = database.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn next(rows: &mut Rows<'_>) -> rusqlite::Result<Option<Vec<Value>>> {
    let Some(row) = rows.next()? else { return Ok(None) };
    let columns = row.as_ref().column_count();
    (0..columns).map(|column| row.get(column)).collect::<rusqlite::Result<_>>().map(Some)
}

/// As SQLite orders keys of texts and numbers.
fn compare(a: &[Value], b: &[Value], keys: usize) -> Ordering {
    let pairs = a.iter().zip(b).take(keys);
    let orders = pairs.map(|pair| match pair {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Integer(_), _) => Ordering::Less,
        (_, Value::Integer(_)) => Ordering::Greater,
        _ => Ordering::Equal,
    });
    orders.fold(Ordering::Equal, Ordering::then)
}

fn key(row: &[Value], keys: usize) -> String {
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        _ => String::new(),
    };
    row.iter().take(keys).map(text).collect::<Vec<_>>().join(" ")
}
