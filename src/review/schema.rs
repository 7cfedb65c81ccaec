//! The file of the store: its tables, and opening it so that what was acknowledged survives a kill and a power cut.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::error::{Kind, Result, ReviewError};

const SCHEMA: &str = include_str!("schema.sql");
/// What the second form has more than the first: with these, lists and look-ups read what they show and not the whole store.
const INDEXES: &str = "
CREATE INDEX article_revision ON article(revision);
CREATE INDEX article_waiting ON article(revision) WHERE waiting <> '[]';
CREATE INDEX article_title ON article(title, revision);";
/// Marks the file as ours (`shjs`), and which form its tables have.
const APPLICATION: i32 = 0x7368_6a73;
const FORM: i32 = 2;
/// The form before, which is brought up to date when a store is opened.
const FIRST: i32 = 1;
/// How long a writer waits for the one before it.
const PATIENCE: Duration = Duration::from_secs(10);

/// A table that follows from the journal alone.
pub(super) struct Table {
    pub name: &'static str,
    /// What users call its rows.
    pub label: &'static str,
    /// Columns of its key: the first ones of a row, which rows are ordered by.
    pub keys: usize,
}

/// Every table but the journal, and `content` and `secret`, which the journal binds by digests.
pub(super) const DERIVED: [Table; 8] = [
    Table { name: "article", label: "稿件", keys: 1 },
    Table { name: "version", label: "版本", keys: 2 },
    Table { name: "finding", label: "问题", keys: 2 },
    Table { name: "decision", label: "决定", keys: 2 },
    Table { name: "pass", label: "审校环节", keys: 3 },
    Table { name: "account", label: "账号", keys: 1 },
    Table { name: "session", label: "登录", keys: 1 },
    Table { name: "setup", label: "首次设置口令", keys: 1 },
];

/// Opens a store; one that is not there yet is made where `create` says so.
pub(super) fn open(path: &Path, create: bool) -> Result<Connection> {
    if !create && !path.is_file() {
        return Err(ReviewError::missing(format!(
            "找不到审核库 {}；请检查 --store，或者先建立第一个账号：shenjiao review user add 姓名 --role 管理 --as 姓名",
            path.display()
        )));
    }
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let mut database = Connection::open_with_flags(path, flags)?;
    database.busy_timeout(PATIENCE)?;
    let readable = form(&database).map_err(ReviewError::from);
    let form_found = readable.map_err(|error| match error.kind {
        Kind::Damaged => ReviewError::damaged(format!("{} 不是审核库，或者已经损坏", path.display())),
        _ => error,
    })?;
    if form_found == (0, 0) && is_empty(&database)? {
        if !create {
            return Err(ReviewError::missing(format!("{} 是空文件，不是审核库", path.display())));
        }
        make(&mut database)?;
    }
    if form_found == (APPLICATION, FIRST) {
        bring_up_to_date(&mut database)?;
    }
    match form(&database)? {
        (APPLICATION, FORM) => {}
        (APPLICATION, newer) if newer > FORM => {
            return Err(ReviewError::storage("审核库是新版程序建立的，请用新版 shenjiao 打开"));
        }
        _ => return Err(ReviewError::damaged(format!("{} 不是审核库", path.display()))),
    }
    // Committed means on the disk, and readers do not wait for the writer.
    database.pragma_update(None, "synchronous", "FULL")?;
    Ok(database)
}

/// An empty store in memory.
pub(super) fn in_memory() -> rusqlite::Result<Connection> {
    let database = Connection::open_in_memory()?;
    database.execute_batch(SCHEMA)?;
    database.execute_batch(INDEXES)?;
    Ok(database)
}

/// Makes the tables, unless another process did so in the meantime.
fn make(database: &mut Connection) -> Result<()> {
    database.pragma_update(None, "journal_mode", "WAL")?;
    let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if is_empty(&transaction)? {
        transaction.execute_batch(SCHEMA)?;
        transaction.execute_batch(INDEXES)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", FORM)?;
    }
    transaction.commit()?;
    Ok(())
}

/// Adds what the first form lacks, unless another process did so in the meantime.
fn bring_up_to_date(database: &mut Connection) -> Result<()> {
    let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if form(&transaction)? == (APPLICATION, FIRST) {
        transaction.execute_batch(INDEXES)?;
        transaction.pragma_update(None, "user_version", FORM)?;
    }
    transaction.commit()?;
    Ok(())
}

fn form(database: &Connection) -> rusqlite::Result<(i32, i32)> {
    let number = |name: &str| database.pragma_query_value(None, name, |row| row.get(0));
    Ok((number("application_id")?, number("user_version")?))
}

fn is_empty(database: &Connection) -> rusqlite::Result<bool> {
    database.query_row("SELECT NOT EXISTS(SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))
}
