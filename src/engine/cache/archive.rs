//! A whole archive: whether its files are, byte for byte, those of a run before. Files whose stamps are known are not
//! read for that. What was found in them is not known here.

use std::path::Path;

use super::{Cache, Digest, Key, hash_of_file, identity, stamp};
use crate::input::Discovered;

/// Files that are looked up together.
const TOGETHER: usize = 1_000;

/// What an archive, and all that can change what is found in it, comes down to: two that are equal are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Of what is asked, and of the names and sizes of the files.
    pub outline: String,
    /// Of what is asked, and of the bytes of the files.
    pub contents: String,
}

/// An archive as it lay there: between two looks that are equal nothing in it changed.
#[derive(PartialEq, Eq)]
pub struct Look {
    pub outline: String,
    /// Of the stamps, where there are none of the bytes.
    state: String,
}

impl Cache {
    /// Looks at an archive of which `asked` is wanted.
    pub fn look(&self, files: &[Discovered], asked: &str) -> Look {
        let (mut outline, mut state) = (self.begin(asked), self.begin(asked));
        for file in files {
            let seen = Seen::of(file, self);
            identity::add(&mut outline, &(seen.name, seen.size));
            let young = seen.stamp.is_none().then(|| seen.path.and_then(hash_of_file));
            identity::add(&mut state, &(seen.name, seen.stamp, young));
        }
        Look { outline: said(&outline), state: said(&state) }
    }

    /// What the bytes of an archive come down to, with what is asked of it; `None` where not all of it can be read.
    pub fn contents(&self, files: &[Discovered], asked: &str) -> Option<String> {
        let mut hasher = self.begin(asked);
        for files in files.chunks(TOGETHER) {
            let seen: Vec<Seen<'_>> = files.iter().map(|file| Seen::of(file, self)).collect();
            let known = self.digests(&seen.iter().map(|seen| seen.stamp).collect::<Vec<_>>());
            for (seen, known) in seen.iter().zip(known) {
                let digest = match known {
                    Some(digest) => digest,
                    None => self.read(seen)?,
                };
                identity::add(&mut hasher, &(seen.name, digest));
            }
        }
        Some(said(&hasher))
    }

    fn read(&self, seen: &Seen<'_>) -> Option<Digest> {
        let digest = hash_of_file(seen.path?)?;
        if let Some(stamp) = seen.stamp {
            self.keep_digest(stamp, &digest);
        }
        Some(digest)
    }

    fn begin(&self, asked: &str) -> blake3::Hasher {
        let mut hasher = self.seed.clone();
        identity::add(&mut hasher, &("archive", asked));
        hasher
    }
}

fn said(hasher: &blake3::Hasher) -> String {
    hasher.finalize().to_hex().to_string()
}

/// A file as it lies there.
struct Seen<'a> {
    name: &'a str,
    /// `None` of a path that cannot be read.
    path: Option<&'a Path>,
    size: u64,
    stamp: Option<Key>,
}

impl<'a> Seen<'a> {
    fn of(file: &'a Discovered, cache: &Cache) -> Self {
        match file {
            Discovered::Missing(name, _) => Self { name, path: None, size: 0, stamp: None },
            Discovered::File(path, name) => {
                let data = std::fs::metadata(path).ok();
                let stamp = data.as_ref().and_then(|data| stamp::of(path, data, cache.opened));
                Self { name, path: Some(path), size: data.map_or(0, |data| data.len()), stamp }
            }
        }
    }
}
