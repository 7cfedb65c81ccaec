//! `check` beside a store of reviews: the rules see the reviews that the store keeps, and with `--gate` the exit status says
//! whether what was checked may be published. Built without the store, neither is there.

#[cfg(feature = "review")]
use std::{path::PathBuf, sync::Arc};

#[cfg(feature = "review")]
use super::{CLEAN, FOUND};
use crate::engine::{Checked, Linter};
#[cfg(feature = "review")]
use crate::review::{Gate, Store};

/// Options of the gate.
#[derive(clap::Args, Debug, Default)]
pub(super) struct GateOptions {
    /// 发布前把关：对照这个审核库，退出状态 0 可以发布，1 不能，并说明原因
    #[cfg(feature = "review")]
    #[arg(long, value_name = "审核库")]
    gate: Option<PathBuf>,
}

/// The gate of one run.
#[derive(Default)]
pub(super) struct Gatekeeper {
    #[cfg(feature = "review")]
    gate: Option<Arc<Gate>>,
    #[cfg(feature = "review")]
    passed: u64,
    #[cfg(feature = "review")]
    refused: u64,
    #[cfg(feature = "review")]
    is_quiet: bool,
}

#[cfg(not(feature = "review"))]
impl GateOptions {
    pub fn open(&self, linter: Linter, _is_quiet: bool) -> Result<(Linter, Gatekeeper), String> {
        Ok((linter, Gatekeeper::default()))
    }
}

#[cfg(not(feature = "review"))]
impl Gatekeeper {
    pub fn judge(&mut self, _checked: &Checked) {}

    pub fn verdict(&self) -> Option<u8> {
        None
    }
}

#[cfg(feature = "review")]
impl GateOptions {
    /// Gives the linter what the store knows: the one of the gate, else the one that the configuration names.
    pub fn open(&self, mut linter: Linter, is_quiet: bool) -> Result<(Linter, Gatekeeper), String> {
        let configured = linter.config.review.store.clone().map(|store| linter.root().join(store));
        let Some(path) = self.gate.clone().or(configured.filter(|path| path.is_file())) else {
            return Ok((linter, Gatekeeper::default()));
        };
        let store = Store::open(&path, linter.config.review.clone()).map_err(|error| error.message)?;
        let gate = Arc::new(store.gate().map_err(|error| error.message)?);
        let is_gate = self.gate.is_some();
        // At the gate, a repost that nobody reviewed is a fault whatever is configured.
        linter.config.settings.repost.require_review |= is_gate;
        let linter = linter.with_review_records(Arc::clone(&gate) as Arc<_>);
        Ok((linter, Gatekeeper { gate: Some(gate).filter(|_| is_gate), is_quiet, ..Gatekeeper::default() }))
    }
}

#[cfg(feature = "review")]
impl Gatekeeper {
    /// Judges an article and says why it may not be published.
    pub fn judge(&mut self, checked: &Checked) {
        let Some(gate) = &self.gate else { return };
        let reasons = gate.verdict(checked);
        let place = checked.place.as_ref().map(|place| format!("（{place}）")).unwrap_or_default();
        let words = if reasons.is_empty() {
            self.passed += 1;
            "可以发布".to_string()
        } else {
            self.refused += 1;
            format!("不能发布：{}", reasons.join("；"))
        };
        if !self.is_quiet {
            eprintln!("shenjiao：{}{place}：{words}", checked.path);
        }
    }

    /// The exit status, where there is a gate. Nothing is not something that may be published.
    pub fn verdict(&self) -> Option<u8> {
        self.gate.as_ref()?;
        Some(if self.refused == 0 && self.passed > 0 { CLEAN } else { FOUND })
    }
}
