//! A baseline: the findings known before, by fingerprint, so that they survive edits elsewhere in the article.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::engine::Checked;
use crate::finding::LocatedFinding;
use crate::fix::write_atomically;

const SCHEMA: &str = "shenjiao/baseline/v1";

/// Fingerprints of findings.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Baseline {
    #[serde(default)]
    schema: String,
    fingerprints: BTreeSet<String>,
}

impl Baseline {
    /// The error is for the user.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("读不了基线 {}：{error}", path.display()))?;
        let baseline: Self = serde_json::from_str(&text).map_err(|error| {
            format!("基线 {} 不是本工具写的：{error}；可以用 --write-baseline 重新生成", path.display())
        })?;
        match baseline.schema == SCHEMA {
            true => Ok(baseline),
            false => Err(format!("基线 {} 的版本不对；可以用 --write-baseline 重新生成", path.display())),
        }
    }

    pub fn add(&mut self, checked: &Checked) {
        self.fingerprints.extend(checked.findings.iter().map(|finding| finding.fingerprint.to_string()));
    }

    pub fn has(&self, finding: &LocatedFinding) -> bool {
        self.fingerprints.contains(&finding.fingerprint.to_string())
    }

    pub fn write(mut self, path: &Path) -> io::Result<()> {
        self.schema = SCHEMA.to_string();
        let mut bytes = serde_json::to_vec_pretty(&self)?;
        bytes.push(b'\n');
        write_atomically(path, &bytes)
    }
}
