//! By what a file is known to be the one that was read before, without reading it: where it lies and when it was last
//! changed, as version control and build tools have it. Where a system does not say both, files are read.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{Key, identity};

/// A change younger than this may be followed by another one that the file system gives the same time.
const SETTLED: Duration = Duration::from_secs(3);

/// The stamp of a file; `None` where it cannot be trusted at `now`.
#[cfg(unix)]
pub(super) fn of(path: &Path, data: &Metadata, now: SystemTime) -> Option<Key> {
    use std::os::unix::fs::MetadataExt;
    // Nobody sets the second time: a file whose date was put back, or that was moved here, has another one.
    let times = [(data.mtime(), data.mtime_nsec()), (data.ctime(), data.ctime_nsec())];
    let settled =
        i64::try_from(now.checked_sub(SETTLED)?.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs()).ok()?;
    if !data.is_file() || times.iter().any(|(seconds, _)| *seconds >= settled) {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    identity::add(&mut hasher, &("stamp", path, data.dev(), data.ino(), data.len(), times));
    let mut stamp = Key::default();
    hasher.finalize_xof().fill(&mut stamp);
    Some(stamp)
}

#[cfg(not(unix))]
pub(super) fn of(_path: &Path, _data: &Metadata, _now: SystemTime) -> Option<Key> {
    None
}
