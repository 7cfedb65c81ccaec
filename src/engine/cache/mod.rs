//! The cache of results: what was found in a file, a member of a package or a part of a large file, by what went into
//! finding it; and what the bytes of a file hash to, so that one that did not change is not read, and a whole archive
//! that did not change is known again. It is asked before
//! anything is read and told after; what it answers is what checking would have given. It is no record of runs: without
//! it everything is the same, only slower.

mod archive;
mod identity;
mod record;
mod stamp;
mod store;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use etcetera::BaseStrategy;
use jiff::civil::Date;
use serde::Serialize;

use super::linter::Linter;
use super::piece::Progress;
pub use archive::{Look, Sum};
pub(super) use identity::Identity;
pub(super) use record::Origin;
use store::Store;

/// What a result is found by: 128 bits of a cryptographic hash, which two texts do not share by chance.
pub(super) type Key = [u8; 16];

/// The hash of bytes that were read.
pub type Digest = [u8; 32];

/// Results of earlier runs, and of this one for later ones. Shared by all threads.
pub struct Cache {
    store: Store,
    /// With it every key begins.
    seed: blake3::Hasher,
    minds_folders: bool,
    now: Date,
    opened: SystemTime,
    rules: Rules,
}

/// What findings have from their rules, which is not kept with each of them.
type Rules = HashMap<Arc<str>, RuleTexts>;

struct RuleTexts {
    id: Arc<str>,
    why: Arc<str>,
    basis: Arc<str>,
}

/// Where a piece of work comes from, and what its results are kept under.
#[derive(Clone)]
pub(super) struct Keeping {
    pub key: Key,
    pub path: Arc<str>,
    pub origin: Origin,
}

/// The folder for caches of this program that the system's customs name: `$XDG_CACHE_HOME`, `~/Library/Caches`,
/// `%LOCALAPPDATA%`. `None` for a user without a home.
pub fn folder() -> Option<PathBuf> {
    // Whoever sets the variable means it, on systems with customs of their own and for users without a home too.
    let named = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let usual = || Some(etcetera::base_strategy::choose_native_strategy().ok()?.cache_dir());
    Some(named.or_else(usual)?.join("shenjiao"))
}

/// The hash of a file's bytes; `None` where it cannot be read, which reading it will say.
pub fn hash_of_file(path: &Path) -> Option<Digest> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path).ok()?).ok()?;
    Some(*hasher.finalize().as_bytes())
}

impl Cache {
    /// The cache in a folder, for what this linter finds. The error is for the user.
    pub fn open(folder: &Path, linter: &Linter) -> Result<Self, String> {
        let store = Store::open(folder)?;
        let rules = linter.metas().into_iter().map(|meta| {
            let texts =
                RuleTexts { id: Arc::clone(&meta.id), why: Arc::clone(&meta.why), basis: Arc::clone(&meta.basis) };
            (Arc::clone(&meta.id), texts)
        });
        Ok(Self {
            store,
            seed: linter.identity().seed(),
            minds_folders: linter.minds_folders(),
            now: linter.now,
            opened: SystemTime::now(),
            rules: rules.collect(),
        })
    }

    /// Writes what is not written yet, and makes room. What went wrong in the run, if anything did, for the user.
    pub fn close(self) -> Option<String> {
        self.store.close()
    }

    /// The key of bytes at a path: `seen` is whatever else their reader sees.
    pub(super) fn key(&self, path: &str, seen: &impl Serialize, bytes: &Digest) -> Key {
        // The name tells the format; the folders above it count for patterns of the configuration only.
        let name = if self.minds_folders { path } else { path.rsplit('/').next().unwrap_or(path) };
        let mut hasher = self.seed.clone();
        identity::add(&mut hasher, &(name, seen, bytes));
        let mut key = Key::default();
        hasher.finalize_xof().fill(&mut key);
        key
    }

    /// By what a file is known again without reading it; `None` where it is to be read.
    pub(super) fn stamp(&self, path: &Path, data: &Metadata) -> Option<Key> {
        stamp::of(path, data, self.opened)
    }

    /// The hashes of the bytes of files, where they are known.
    pub(super) fn digests(&self, stamps: &[Option<Key>]) -> Vec<Option<Digest>> {
        let digests = self.store.get_all(stamps).into_iter();
        digests.map(|digest| Digest::try_from(digest?.as_slice()).ok()).collect()
    }

    /// Keeps the hash of a file's bytes.
    pub(super) fn keep_digest(&self, stamp: Key, digest: &Digest) {
        self.store.put(stamp, digest.to_vec());
    }

    /// What was found under each of several keys, as it is found at this place today.
    pub(super) fn get_all(&self, all: &[Option<Keeping>]) -> Vec<Option<Vec<Progress>>> {
        let keys: Vec<Option<Key>> = all.iter().map(|keeping| Some(keeping.as_ref()?.key)).collect();
        let found = self.store.get_all(&keys).into_iter().zip(all);
        found.map(|(bytes, keeping)| record::read(&bytes?, self, keeping.as_ref()?)).collect()
    }

    /// Keeps what was found, unless it depends on more than the key.
    pub(super) fn keep(&self, keeping: &Keeping, results: &[Progress]) {
        if let Some(bytes) = record::write(results, self, keeping) {
            self.store.put(keeping.key, bytes);
        }
    }
}
