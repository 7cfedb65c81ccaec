//! Where results lie: one SQLite file, which several processes may use at once and which a killed one leaves whole.
//! It gives back bytes as they were put in, or nothing; it does not know what they mean.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, params};

use super::Key;

/// The file. Its number goes up with the form of the table.
const FILE: &str = "results-1.db";
/// The size that the file has at most, but for what one run adds before it looks.
const MAX_BYTES: i64 = 1 << 30;
/// Results are written in groups of so many bytes, and at least so often: what a killed run loses.
const GROUP_BYTES: usize = 1 << 20;
const GROUP_TIME: Duration = Duration::from_secs(1);
/// How long another process that writes is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// A result counts as used again when its last use is so long ago: not every run needs to write.
const USED_ANEW: i64 = 24 * 60 * 60;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS result (
    key BLOB PRIMARY KEY,
    used INTEGER NOT NULL,
    value BLOB NOT NULL
)";

/// See the module. Shared by all threads.
pub(super) struct Store {
    path: PathBuf,
    reader: Mutex<Connection>,
    writer: Mutex<Writer>,
    /// Seconds since 1970.
    started: i64,
    limit: i64,
    /// Nothing older is left to make room with, or something is wrong: nothing more is kept.
    closed: AtomicBool,
    fault: OnceLock<String>,
}

struct Writer {
    connection: Connection,
    waiting: Vec<(Key, Vec<u8>)>,
    bytes: usize,
    written: Instant,
    /// Results that were used again.
    used: Vec<Key>,
}

impl Writer {
    fn new(connection: Connection) -> Self {
        Self { connection, waiting: Vec::new(), bytes: 0, written: Instant::now(), used: Vec::new() }
    }
}

impl Store {
    /// Opens or makes the file in a folder. The error is for the user.
    pub fn open(folder: &Path) -> Result<Self, String> {
        Self::with_limit(folder, MAX_BYTES)
    }

    fn with_limit(folder: &Path, limit: i64) -> Result<Self, String> {
        let path = folder.join(FILE);
        make_private(folder)
            .map_err(|error| format!("缓存文件夹 {} 不能用（{error}），这次不用缓存", folder.display()))?;
        let connect = || patiently(|| connect(&path)).map_err(|error| said(&path, &error));
        let (writer, reader) = (connect()?, connect()?);
        let started = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Ok(Self {
            reader: Mutex::new(reader),
            writer: Mutex::new(Writer::new(writer)),
            path,
            started: i64::try_from(started).unwrap_or_default(),
            limit,
            closed: AtomicBool::new(false),
            fault: OnceLock::new(),
        })
    }

    /// The bytes under each of several keys. Bytes that changed since they were put in are none.
    pub fn get_all(&self, keys: &[Option<Key>]) -> Vec<Option<Vec<u8>>> {
        let mut all: Vec<Option<(i64, Vec<u8>)>> = vec![None; keys.len()];
        if keys.iter().any(Option::is_some) {
            self.noted(select(&mut held(&self.reader), keys, &mut all));
        }
        let whole = all.into_iter().zip(keys).map(|(found, key)| {
            let ((used, mut value), key) = found.zip(key.as_ref())?;
            let end = value.len().checked_sub(key.len())?;
            let is_whole = value[end..] == seal(key, &value[..end]);
            if is_whole && used < self.started - USED_ANEW {
                held(&self.writer).used.push(*key);
            }
            value.truncate(end);
            is_whole.then_some(value)
        });
        whole.collect()
    }

    /// Puts bytes under a key, instead of what lies there.
    pub fn put(&self, key: Key, mut value: Vec<u8>) {
        if self.closed.load(Ordering::Relaxed) {
            return;
        }
        value.extend(seal(&key, &value));
        let mut writer = held(&self.writer);
        writer.bytes += value.len();
        writer.waiting.push((key, value));
        if writer.bytes >= GROUP_BYTES || writer.written.elapsed() >= GROUP_TIME {
            self.write(&mut writer);
        }
    }

    /// Writes what waits. What went wrong since the opening, for the user.
    pub fn close(self) -> Option<String> {
        self.write(&mut held(&self.writer));
        self.fault.into_inner()
    }

    fn write(&self, writer: &mut Writer) {
        let (waiting, used) = (std::mem::take(&mut writer.waiting), std::mem::take(&mut writer.used));
        writer.bytes = 0;
        if !waiting.is_empty() || !used.is_empty() {
            self.noted(put_all(&mut writer.connection, &waiting, &used, self.started));
            self.noted(self.make_room(&writer.connection));
            writer.written = Instant::now();
        }
    }

    /// Drops results that were not used for longest, a quarter of all at a time, never any of this run.
    fn make_room(&self, connection: &Connection) -> rusqlite::Result<()> {
        while size(connection)? > self.limit {
            let delete = "DELETE FROM result WHERE rowid IN (SELECT rowid FROM result WHERE used < ?1
                ORDER BY used, rowid LIMIT (SELECT count(*) / 4 + 1 FROM result))";
            if connection.execute(delete, params![self.started])? == 0 {
                self.closed.store(true, Ordering::Relaxed);
                break;
            }
        }
        Ok(())
    }

    /// The value of what went right. After a fault nothing more is kept, and the first fault is said in the end;
    /// that somebody else writes is none.
    fn noted<T>(&self, result: rusqlite::Result<T>) -> Option<T> {
        result
            .inspect_err(|error| {
                if !is_busy(error) {
                    self.closed.store(true, Ordering::Relaxed);
                    let _ = self.fault.set(said(&self.path, error));
                }
            })
            .ok()
    }
}

/// A lock whose holder panicked guards nothing that could be half done: transactions are whole.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tries again while somebody else makes the file or puts it in order after a kill, for which SQLite itself does not wait.
fn patiently<T>(mut open: impl FnMut() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let begun = Instant::now();
    loop {
        match open() {
            Err(error) if is_busy(&error) && begun.elapsed() < PATIENCE => std::thread::sleep(PATIENCE / 100),
            result => return result,
        }
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode != "wal" {
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    }
    // What a power cut takes away is found again; that results are those that were put in, their seals say.
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.execute(TABLE, [])?;
    Ok(connection)
}

/// In one transaction, so that the file is locked and looked at once.
fn select(reader: &mut Connection, keys: &[Option<Key>], all: &mut [Option<(i64, Vec<u8>)>]) -> rusqlite::Result<()> {
    let transaction = reader.transaction()?;
    let mut select = transaction.prepare_cached("SELECT used, value FROM result WHERE key = ?1")?;
    for (key, found) in keys.iter().zip(all).filter_map(|(key, found)| Some((key.as_ref()?, found))) {
        *found = select.query_row([key], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    }
    Ok(())
}

fn put_all(connection: &mut Connection, results: &[(Key, Vec<u8>)], used: &[Key], now: i64) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut put =
            transaction.prepare_cached("INSERT OR REPLACE INTO result (key, used, value) VALUES (?1, ?2, ?3)")?;
        for (key, value) in results {
            put.execute(params![key, now, value])?;
        }
        let mut touch = transaction.prepare_cached("UPDATE result SET used = ?2 WHERE key = ?1")?;
        for key in used {
            touch.execute(params![key, now])?;
        }
    }
    transaction.commit()
}

/// Bytes of the file that are in use.
fn size(connection: &Connection) -> rusqlite::Result<i64> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    Ok((pragma("page_count")? - pragma("freelist_count")?) * pragma("page_size")?)
}

/// By which bytes are known to be those that were put under a key.
fn seal(key: &Key, value: &[u8]) -> Key {
    let mut hasher = blake3::Hasher::new();
    let mut seal = Key::default();
    hasher.update(key).update(value).finalize_xof().fill(&mut seal);
    seal
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn said(path: &Path, error: &rusqlite::Error) -> String {
    let path = path.display();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            format!("缓存 {path} 已损坏，没有用它，结果不受影响；删去这个文件就会重新建立")
        }
        Some(ErrorCode::DiskFull) => format!("磁盘满了，缓存 {path} 没有存全，结果不受影响"),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            format!("缓存 {path} 不能写，没有用它，结果不受影响；请检查权限，或者加 --no-cache")
        }
        _ => format!("缓存 {path} 用不了（{error}），结果不受影响；可以加 --no-cache"),
    }
}

/// The folder is the user's alone: results quote articles that may not be published yet.
#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u32) -> Key {
        let mut key = Key::default();
        key[..4].copy_from_slice(&number.to_le_bytes());
        key
    }

    fn get(store: &Store, number: u32) -> Option<Vec<u8>> {
        store.get_all(&[None, Some(key(number))]).pop().unwrap()
    }

    #[test]
    fn what_was_put_in_comes_out_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        store.put(key(1), b"one".to_vec());
        store.put(key(1), b"two".to_vec());
        assert_eq!(store.close(), None);
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(get(&store, 1).as_deref(), Some(b"two".as_slice()));
        assert_eq!(get(&store, 2), None);
        held(&store.writer)
            .connection
            .execute("UPDATE result SET value = X'0000000000000000000000000000000000000000'", [])
            .unwrap();
        assert_eq!(get(&store, 1), None, "changed bytes");
    }

    #[test]
    fn old_results_make_room_and_those_of_this_run_stay() {
        let folder = tempfile::tempdir().unwrap();
        let fill = |numbers: std::ops::Range<u32>, days: i64| {
            let mut store = Store::with_limit(folder.path(), 1 << 20).unwrap();
            store.started += days * USED_ANEW * 2;
            let kept: Vec<bool> = numbers.clone().map(|number| get(&store, number).is_some()).collect();
            for number in numbers {
                store.put(key(number), vec![7; 4000]);
            }
            assert_eq!(store.fault.get(), None);
            let size = {
                let writer = held(&store.writer);
                size(&writer.connection).unwrap()
            };
            assert!(size < 3 << 20, "{size}");
            store.close();
            kept
        };
        fill(0..100, 0);
        assert!(fill(0..100, 1).iter().all(|kept| *kept));
        fill(1000..1200, 2);
        let kept = fill(0..100, 3);
        assert!(kept.iter().any(|kept| !kept), "nothing was dropped");
        fill(2000..4000, 4);
        let kept = fill(2000..4000, 5);
        assert!(kept[0] && !kept[1999], "a run larger than the cache keeps what it put in first");
    }

    #[test]
    fn a_file_that_is_no_cache_is_said_to_be_damaged() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "不是数据库".repeat(1000)).unwrap();
        assert!(Store::open(folder.path()).is_err_and(|message| message.contains("已损坏")));
    }

    #[test]
    fn two_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for from in [0, 1000] {
                let folder = folder.path();
                scope.spawn(move || {
                    let store = Store::open(folder).unwrap();
                    for number in from..from + 1000 {
                        store.put(key(number), vec![1; 100]);
                    }
                    assert_eq!(store.close(), None);
                });
            }
        });
        let store = Store::open(folder.path()).unwrap();
        assert!((0..2000).all(|number| get(&store, number).is_some()));
    }
}
