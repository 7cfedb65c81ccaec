//! A copy of the store while others go on writing, by SQLite's online backup.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::error::{Result, ReviewError};
use super::store::Store;

/// Pages that are copied without a break: so many that a busy store does not start the copy over and over.
const PAGES: i32 = 4096;
const PAUSE: Duration = Duration::from_millis(5);

impl Store {
    /// Writes a copy, which is a store of one moment, to a file that is not there yet.
    pub fn backup(&self, path: &Path) -> Result<()> {
        if path.exists() {
            return Err(ReviewError::refused(format!("{} 已经存在；备份不覆盖旧文件，请换一个文件名", path.display())));
        }
        let copied = copy(&self.database, path);
        if copied.is_err() {
            // Half a copy must not look like one.
            let _ = std::fs::remove_file(path);
        }
        copied
    }
}

fn copy(source: &Connection, path: &Path) -> Result<()> {
    let mut target = Connection::open(path)?;
    Backup::new(source, &mut target)?.run_to_completion(PAGES, PAUSE, None)?;
    // Closed, the copy is one file: nothing of it lies in a journal beside it.
    target.close().map_err(|(_, error)| error)?;
    std::fs::File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| ReviewError::storage(format!("备份 {} 没有写完：{error}", path.display())))
}
