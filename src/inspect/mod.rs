//! Bulk inspection: the articles of many units become figures per unit, and what an office makes of them — the ledger of
//! what is to be put right (整改台账), the report, the bulletin (通报) and a letter to each unit.
//!
//! Results are kept in one SQLite file, so that the next inspection can say what is new, known, gone or back, and so that
//! memory does not grow with the archive. This module opens no files but that one: documents are written where it is told.

mod across;
mod bulletin;
mod figures;
mod ledger;
mod like;
mod register;
mod report;
mod site;
mod store;
mod traces;
mod units;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use crate::config::InspectSettings;
use crate::engine::{Checked, Selection};
use crate::finding::Severity;
use crate::input::InputError;

pub use across::Copies;
pub use bulletin::{letter, markdown, word};
pub use figures::{Changes, Figures, Overview, UnitFigures};
pub use ledger::{ledger, read_states};
pub use like::{Confirmed, Place, confirmed_in_report, places};
pub use register::Register;
pub use report::report;
pub use store::Store;
use units::Units;

/// Why an inspection cannot go on: a message for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectError(pub String);

impl std::fmt::Display for InspectError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<crate::paper::PaperError> for InspectError {
    fn from(error: crate::paper::PaperError) -> Self {
        Self(error.0)
    }
}
impl std::error::Error for InspectError {}

impl From<rusqlite::Error> for InspectError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        Self(match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => "磁盘满了，巡检结果存不下；请腾出空间再试".to_string(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                "巡检结果文件正被别的程序使用；请等另一次巡检结束再试".to_string()
            }
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                "巡检结果文件已损坏；请换一个输出文件夹，或者移走其中的“巡检结果.db”".to_string()
            }
            _ => format!("巡检结果文件出错：{error}"),
        })
    }
}

/// What an inspection is told.
#[derive(Debug, Clone)]
pub struct Task {
    /// For the headings: 2026年第三季度.
    pub title: String,
    /// The paths that were given, to tell units from folders.
    pub roots: Vec<String>,
    /// "Today": what is stale or past due is judged by it.
    pub now: Date,
    /// Only articles published on these days count, where given.
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Findings below it are left out.
    pub least: Severity,
    pub settings: InspectSettings,
    /// Rules that are asked for; here those about articles among others.
    pub selection: Selection,
    /// Names under which all units publish.
    pub own: Vec<String>,
}

/// An inspection under way.
pub struct Inspection<'a> {
    task: &'a Task,
    store: &'a mut Store,
    units: Units<'a>,
    run: i64,
    /// Last publication of each column of each unit.
    latest: BTreeMap<(String, String), Date>,
    undated: BTreeMap<String, u64>,
    after_closing: BTreeMap<String, u64>,
    skipped: u64,
    /// Articles that are not published.
    drafts: BTreeMap<String, u64>,
}

impl<'a> Inspection<'a> {
    /// Begins a run. One that was broken off before leaves nothing behind.
    pub fn begin(task: &'a Task, store: &'a mut Store, register: Option<&'a Register>) -> Result<Self, InspectError> {
        let run = store.begin(task)?;
        Ok(Self {
            task,
            store,
            units: Units::new(register, &task.roots),
            run,
            latest: BTreeMap::new(),
            undated: BTreeMap::new(),
            after_closing: BTreeMap::new(),
            skipped: 0,
            drafts: BTreeMap::new(),
        })
    }

    /// Takes the next article.
    pub fn article(&mut self, mut checked: Checked) -> Result<(), InspectError> {
        let published: Option<Date> = checked.article.published.as_deref().and_then(|date| date.parse().ok());
        let unit = self.units.of(&checked);
        if checked.is_draft {
            *self.drafts.entry(unit).or_default() += 1;
            return Ok(());
        }
        self.note(&unit, &checked, published);
        let outside =
            |date: Date| self.task.from.is_some_and(|from| date < from) || self.task.to.is_some_and(|to| date > to);
        if published.is_some_and(outside) {
            self.skipped += 1;
            return Ok(());
        }
        checked.findings.retain(|finding| finding.severity >= self.task.least);
        self.store.article(self.run, &unit, &checked)
    }

    /// What counts whether the article is in the span or not: when columns were last updated.
    fn note(&mut self, unit: &str, checked: &Checked, published: Option<Date>) {
        let Some(date) = published else {
            *self.undated.entry(unit.to_string()).or_default() += 1;
            return;
        };
        let column = checked.article.column.clone().unwrap_or_default();
        let latest = self.latest.entry((unit.to_string(), column)).or_insert(date);
        *latest = date.max(*latest);
        let closed = self.units.registered(unit).and_then(|unit| unit.closed);
        if closed.is_some_and(|closed| date > closed) {
            *self.after_closing.entry(unit.to_string()).or_default() += 1;
        }
    }

    /// Takes an input, or a part of one, that could not be read.
    pub fn failed(&mut self, path: &str, error: &InputError) -> Result<(), InspectError> {
        self.store.failed(self.run, path, error)
    }

    /// Ends the run and counts. `complete`: false where the user broke it off.
    pub fn finish(self, complete: bool) -> Result<Overview, InspectError> {
        let issues = site::issues(
            &self.task.settings,
            self.task.now,
            &self.units,
            &site::Seen { latest: &self.latest, undated: &self.undated, after_closing: &self.after_closing },
        );
        let owner = |unit: &str| {
            let department = self.units.registered(unit).map(|unit| unit.department.clone());
            [unit.to_string()].into_iter().chain(department).chain(self.task.own.iter().cloned()).collect()
        };
        let copies = across::compare(self.store, self.run, self.task, &owner)?;
        self.store.finish(self.run, complete)?;
        let counted = figures::Counted { issues, drafts: self.drafts, skipped: self.skipped, copies };
        let overview = figures::overview(self.store, self.run, self.task, &self.units, counted, complete)?;
        self.store.keep(self.run, &overview)?;
        Ok(overview)
    }
}

/// Tells the unit of an article, as inspections do; `roots`: the paths that were given.
pub fn units<'a>(register: Option<&'a Register>, roots: &[String]) -> impl Fn(&Checked) -> String + 'a {
    let units = Units::new(register, roots);
    move |checked| units.of(checked)
}

/// Opens or makes the file in which results are kept.
pub fn open(path: &Path) -> Result<Store, InspectError> {
    Store::open(path)
}
