//! What can change a result besides the text and today: the program with all that is compiled into it, the configuration,
//! the user's dictionaries and model.

use serde::Serialize;

use crate::dictionary;

/// See the module. Things are added in a fixed order.
#[derive(Clone)]
pub(in crate::engine) struct Identity(blake3::Hasher);

impl Identity {
    pub fn new() -> Self {
        Self(blake3::Hasher::new())
    }

    pub fn add(&mut self, thing: &impl Serialize) {
        add(&mut self.0, thing);
    }

    /// What the keys of this program begin with.
    pub fn seed(&self) -> blake3::Hasher {
        let mut hasher = self.0.clone();
        add(&mut hasher, &(env!("CARGO_PKG_VERSION"), dictionary::edition(), program()));
        hasher
    }
}

/// Adds a thing in a form from which it could be read back, so that no two different ones give the same bytes.
pub(super) fn add(hasher: &mut blake3::Hasher, thing: &impl Serialize) {
    // Nothing that is added can fail to be serialised; if it did, the mark keeps it from looking like nothing.
    hasher.update(&postcard::to_allocvec(thing).unwrap_or_else(|error| format!("{error:?}").into_bytes()));
}

/// The file of the program: a build of the same version with other rules is another file.
fn program() -> Option<(String, u64, u128)> {
    let path = std::env::current_exe().ok()?;
    let data = std::fs::metadata(&path).ok()?;
    let changed = data.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?.as_nanos();
    Some((path.to_string_lossy().into_owned(), data.len(), changed))
}
