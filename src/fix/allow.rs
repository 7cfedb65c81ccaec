//! "Allow this word": from now on it is right, whatever rules think. It goes into the allow list of a configuration, whose
//! layout and comments stay.

use std::io::ErrorKind;
use std::path::Path;

use super::{write_atomically, write_error};
use crate::config;

/// Adds `word` to the allow list of the configuration at `target`, which is made where there is none; `note` says why, and
/// may be empty. The error is for the user.
pub fn allow(target: &Path, word: &str, note: &str) -> Result<(), String> {
    let fault = |why: String| format!("没有写进 {}{why}", target.display());
    let text = match std::fs::read_to_string(target) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(fault(format!("：读不了：{error}"))),
    };
    let with = config::with_allowed(&text, word, note).map_err(fault)?;
    write_atomically(target, with.as_bytes()).map_err(|error| fault(format!("：{}", write_error(&error))))
}
