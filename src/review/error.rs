//! Why a step was not taken: a kind for programs, a sentence in Chinese for people.

use std::fmt;

/// What sort of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The rules of the process say no.
    Refused,
    /// They say yes to others, but not to this account.
    Forbidden,
    /// Too many wrong passwords; later it will be heard.
    Throttled,
    /// Somebody else was faster; look again.
    Conflict,
    /// There is no such article, account or file.
    Missing,
    /// The store is not what it was.
    Damaged,
    /// There is no room left where it lies.
    Full,
    /// It could not be read or written.
    Storage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewError {
    pub kind: Kind,
    /// For the user: what is wrong and what to do.
    pub message: String,
}

pub type Result<T> = std::result::Result<T, ReviewError>;

impl ReviewError {
    pub fn refused(message: impl Into<String>) -> Self {
        Self { kind: Kind::Refused, message: message.into() }
    }

    pub fn forbidden(message: impl Into<String>) -> Self {
        Self { kind: Kind::Forbidden, message: message.into() }
    }

    pub fn throttled(message: impl Into<String>) -> Self {
        Self { kind: Kind::Throttled, message: message.into() }
    }

    pub fn conflict(message: impl Into<String>) -> Self {
        Self { kind: Kind::Conflict, message: message.into() }
    }

    pub fn missing(message: impl Into<String>) -> Self {
        Self { kind: Kind::Missing, message: message.into() }
    }

    pub fn damaged(message: impl Into<String>) -> Self {
        Self { kind: Kind::Damaged, message: message.into() }
    }

    /// Nothing of the step was stored, and nothing before it is lost.
    pub fn full() -> Self {
        let message = "磁盘满了，这一步没有存下，以前的记录都在；请腾出空间后再做一次";
        Self { kind: Kind::Full, message: message.to_string() }
    }

    pub fn storage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Storage, message: message.into() }
    }
}

impl fmt::Display for ReviewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReviewError {}

impl From<rusqlite::Error> for ReviewError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{ErrorCode, ffi};
        // Whoever opens a store needs a little room beside it, even to read.
        if error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_SHMSIZE) {
            return Self::full();
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::full(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::storage("审核库正被别的程序占用，这一步没有存下；请稍后再试")
            }
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::damaged("审核库文件已损坏；请保留原文件，用最近的备份（shenjiao review backup）恢复")
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::storage("审核库打不开或者不能写；请检查路径和文件权限")
            }
            Some(ErrorCode::SystemIoFailure) => {
                Self::storage("读写审核库时磁盘出错，这一步没有存下；请检查磁盘空间和状态后再试")
            }
            _ => Self::storage(format!("审核库出错，这一步没有存下：{error}")),
        }
    }
}
