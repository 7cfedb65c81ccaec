//! What inspections ask of sites and accounts as wholes: updates in time, columns that are not empty, dates on articles,
//! nothing published after closing, nobody outside the register. Limits: 政府网站与政务新媒体检查指标 (国办秘函〔2019〕19号),
//! others by configuration.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::units::Units;
use crate::config::InspectSettings;
use crate::finding::Severity;
use crate::rules::{RuleMeta, archive};

/// One matter of a unit as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// `site/…`, as rules are named.
    pub rule: String,
    pub label: String,
    pub message: String,
    pub basis: String,
    /// Whether it alone fails the unit (单项否决).
    pub is_veto: bool,
}

/// What was seen of the units.
pub(super) struct Seen<'a> {
    pub latest: &'a BTreeMap<(String, String), Date>,
    pub undated: &'a BTreeMap<String, u64>,
    pub after_closing: &'a BTreeMap<String, u64>,
}

/// The matters of each unit, those of the register that were not seen included.
pub(super) fn issues(
    settings: &InspectSettings,
    now: Date,
    units: &Units<'_>,
    seen: &Seen<'_>,
) -> BTreeMap<String, Vec<Issue>> {
    let mut issues: BTreeMap<String, Vec<Issue>> = BTreeMap::new();
    let mut add = |unit: &str, issue: Issue| issues.entry(unit.to_string()).or_default().push(issue);
    let mut latest: BTreeMap<&str, Date> = BTreeMap::new();
    for ((unit, column), date) in seen.latest {
        let last = latest.entry(unit).or_insert(*date);
        *last = (*last).max(*date);
        let days = days(*date, now);
        if let Some(limit) = settings.limit(column).filter(|limit| days > i64::from(*limit)) {
            add(unit, stale_column(column, *date, days, limit));
        }
    }
    for (unit, date) in &latest {
        let is_closed = units.registered(unit).is_some_and(|unit| unit.is_closed);
        let days = days(*date, now);
        if !is_closed && days > i64::from(settings.unit_days) {
            add(unit, stale_unit(*date, days, settings.unit_days));
        }
    }
    for (unit, count) in seen.undated {
        add(unit, issue(&archive::UNDATED, format!("{count}篇没有发布日期，检查时视为没有更新")));
    }
    for (unit, count) in seen.after_closing {
        let message = format!("名录中已经关停，之后又发布了{count}篇");
        add(unit, issue(&archive::CLOSED_PUBLISHING, message));
    }
    if let Some(register) = units.register() {
        for unit in &register.units {
            let of_unit = |column: &String| seen.latest.contains_key(&(unit.name.clone(), column.clone()));
            let has_articles = latest.contains_key(unit.name.as_str()) || seen.undated.contains_key(&unit.name);
            if !has_articles && !unit.is_closed {
                let message = "名录中有这个单位，这次的导出里没有它的文章".to_string();
                add(&unit.name, issue(&archive::NO_ARTICLES, message));
            }
            for column in unit.columns.iter().filter(|column| has_articles && !of_unit(column)) {
                add(&unit.name, issue(&archive::EMPTY_COLUMN, format!("栏目“{column}”没有文章")));
            }
        }
        let seen_units = latest.keys().map(|unit| (*unit).to_string()).chain(seen.undated.keys().cloned());
        for unit in seen_units.collect::<std::collections::BTreeSet<_>>() {
            if units.registered(&unit).is_none() {
                let message = "发布了文章，但是名录中没有这个单位或账号".to_string();
                add(&unit, issue(&archive::UNREGISTERED, message));
            }
        }
    }
    issues
}

fn days(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

fn stale_column(column: &str, last: Date, days: i64, limit: u32) -> Issue {
    let name = if column.is_empty() { "（未注明栏目）" } else { column };
    let message = format!("栏目“{name}”最近一次更新是{}，已有{days}天，超过{limit}天", said(last));
    issue(&archive::STALE_COLUMN, message)
}

fn stale_unit(last: Date, days: i64, limit: u32) -> Issue {
    let message = format!("最近一次更新是{}，已有{days}天，超过{limit}天", said(last));
    issue(&archive::STALE_UNIT, message)
}

fn issue(rule: &RuleMeta, message: String) -> Issue {
    Issue {
        rule: rule.id.to_string(),
        label: rule.title.clone(),
        message,
        basis: rule.basis.to_string(),
        is_veto: rule.severity == Severity::Veto,
    }
}

/// A date in words.
pub(super) fn said(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
