//! The gate before publication: what the store says of texts that somebody is about to publish. A text is known by what the
//! reader sees of it, so a page made of the signed file passes and one with a single other character does not.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};

use super::digest::Digest;
use super::dossier::{self, Dossier, State};
use super::draft::normal;
use super::error::Result;
use super::judge::obstacles;
use super::store::Store;
use crate::document::{Article, Review};
use crate::engine::{Checked, ReviewRecord, ReviewRecords};
use crate::finding::Severity;

/// The names that rules know the levels of reviews by.
const LEVELS: [&str; 3] = ["初审", "复审", "终审"];

/// The articles whose current version has a text, and the last article of a title. Both go by an index: a page takes as
/// long in a store of ten years as in one of a day.
const BY_TEXT: &str =
    "SELECT article.id FROM version v JOIN article ON article.id = v.article AND article.version = v.version
    WHERE v.text = ?1 ORDER BY article.revision";
const BY_TITLE: &str = "SELECT id FROM article WHERE title = ?1 ORDER BY revision DESC LIMIT 1";

/// The store as it stood when the gate was opened. Each article is looked up when it is asked for.
pub struct Gate {
    store: Mutex<Store>,
    blocking: Severity,
}

/// What the store holds for a text.
struct Held {
    id: String,
    reviews: Vec<Review>,
    /// Why it may not be published; empty: it may.
    reasons: Vec<String>,
    /// Rule and text of the findings that were settled. A page has other neighbours at the ends of its paragraphs than
    /// the file it was made of, so fingerprints may differ where the text as a whole is the same.
    settled: HashSet<(String, String)>,
}

impl Store {
    /// Opens the gate. What is written from now on is not seen by it.
    pub fn gate(self) -> Result<Gate> {
        // The first reading of a transaction says which moment it sees; this one ends with the connection.
        self.database.execute_batch("BEGIN")?;
        self.head()?;
        Ok(Gate { blocking: self.settings.blocking, store: Mutex::new(self) })
    }

    /// What is held for a text: of several articles, one that may be published, else the last.
    fn held(&self, text: &str) -> Result<Option<Held>> {
        let mut last = None;
        for id in ids(&self.database, text)? {
            let dossier = dossier::read(&self.database, &id)?;
            let held =
                Held { reviews: reviews(&dossier), reasons: reasons(self, &dossier), settled: settled(&dossier), id };
            if held.reasons.is_empty() {
                return Ok(Some(held));
            }
            last = Some(held);
        }
        Ok(last)
    }

    /// The last article of a title.
    fn titled(&self, title: &str) -> Result<Option<String>> {
        Ok(self.database.prepare_cached(BY_TITLE)?.query_row([title], |row| row.get(0)).optional()?)
    }
}

fn ids(database: &Connection, text: &str) -> Result<Vec<String>> {
    let mut statement = database.prepare_cached(BY_TEXT)?;
    let ids = statement.query_map([text], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

fn settled(dossier: &Dossier) -> HashSet<(String, String)> {
    let settled = dossier.findings.iter().filter(|finding| finding.is_settled());
    settled.map(|finding| (finding.flagged.rule.clone(), finding.flagged.text.clone())).collect()
}

fn reasons(store: &Store, dossier: &Dossier) -> Vec<String> {
    let state = match dossier.state {
        State::Signed | State::Published => None,
        State::Reviewing => Some("还没有签发".to_string()),
        state => Some(format!("状态是“{}”", state.label())),
    };
    let mut reasons: Vec<String> = state.into_iter().collect();
    reasons.extend(obstacles(&store.settings, dossier));
    reasons
}

/// The reviews in the words of the rules, whatever the unit calls its stages.
fn reviews(dossier: &Dossier) -> Vec<Review> {
    let stages = dossier.submission.stages.iter().enumerate();
    let done =
        stages.filter_map(|(level, stage)| Some((LEVELS[level.min(LEVELS.len() - 1)], dossier.pass(&stage.name)?)));
    let review = |(stage, pass): (&str, &dossier::Pass)| Review {
        stage: stage.to_string(),
        by: pass.by.clone(),
        at: Some(pass.at.clone()),
    };
    done.map(review).collect()
}

impl ReviewRecords for Gate {
    fn of(&self, article: &Article) -> ReviewRecord {
        let key = Digest::of(normal(article).as_bytes()).to_string();
        // A store that cannot be read knows no reviews; the verdict says why.
        let held = self.ask(|store| store.held(&key)).ok().flatten();
        let reviews = held.map_or_else(Vec::new, |held| held.reviews);
        ReviewRecord { key: Some(Arc::from(key)), reviews }
    }
}

impl Gate {
    fn ask<T>(&self, question: impl FnOnce(&Store) -> Result<T>) -> Result<T> {
        question(&self.store.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Why an article may not be published; empty: it may. The article was checked with this gate as its records.
    pub fn verdict(&self, checked: &Checked) -> Vec<String> {
        self.judged(checked).unwrap_or_else(|error| vec![error.message])
    }

    fn judged(&self, checked: &Checked) -> Result<Vec<String>> {
        let key = checked.record.as_deref().unwrap_or_default();
        let Some(held) = self.ask(|store| store.held(key))? else {
            let title = checked.article.title.as_deref().unwrap_or_default();
            return Ok(vec![match self.ask(|store| store.titled(title.trim()))? {
                Some(id) => format!("文字与审核库里的同题稿件{id}不同，不是签发的那一版"),
                None => "审核库里没有这篇稿件".to_string(),
            }]);
        };
        let mut reasons: Vec<String> = held.reasons.iter().map(|reason| format!("稿件{}{reason}", held.id)).collect();
        let open = checked.findings.iter().filter(|finding| {
            let key = (finding.rule.to_string(), finding.text.clone());
            finding.severity >= self.blocking && !held.settled.contains(&key)
        });
        let open = open.count();
        if open > 0 && held.reasons.is_empty() {
            let (id, label) = (&held.id, self.blocking.label());
            reasons.push(format!(
                "稿件{id}现在查出{open}处“{label}”以上的问题没有处理，请先复查：shenjiao review recheck {id}"
            ));
        }
        Ok(reasons)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;
    use crate::config::ReviewSettings;
    use crate::engine::{Linter, Record};
    use crate::review::{Draft, Target};

    /// A store of so many articles, all alike but for a number.
    fn store(folder: &std::path::Path, articles: usize) -> Store {
        let path = folder.join(format!("{articles}.db"));
        let mut store = Store::create(&path, ReviewSettings::default()).unwrap();
        store.set_user("甲", "甲", &["管理".to_string(), "撰稿".to_string()]).unwrap();
        let now = jiff::civil::date(2026, 11, 23);
        let linter = Linter::new(Default::default(), folder, now, None).unwrap();
        for number in 0..articles {
            let record = Record {
                title: Some(format!("第{number}号通知")),
                body: format!("请各单位布署第{number}项工作。"),
                ..Record::default()
            };
            store.submit("甲", &Draft::of_record(&linter, &record).unwrap(), Target::Numbered).unwrap();
        }
        store
    }

    /// Steps of SQLite's machine that a question takes, and that no table is read from end to end.
    fn steps(store: &Store, sql: &str, values: &[&str]) -> i32 {
        let explained = format!("EXPLAIN QUERY PLAN {sql}");
        let mut plan = store.database.prepare(&explained).unwrap();
        let plan = plan.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
        for line in plan {
            let line = line.unwrap();
            assert!(!line.contains("SCAN"), "{sql}: {line}");
        }
        let mut statement = store.database.prepare(sql).unwrap();
        let rows = statement.query_map(rusqlite::params_from_iter(values), |_| Ok(())).unwrap().count();
        assert!(rows > 0, "{sql}: finds nothing");
        assert_eq!(statement.get_status(StatementStatus::FullscanStep), 0, "{sql}");
        statement.get_status(StatementStatus::VmStep)
    }

    #[test]
    fn a_look_up_reads_no_more_in_a_larger_store() {
        let folder = tempfile::tempdir().unwrap();
        let asked = |articles: usize| {
            let store = store(folder.path(), articles);
            let text: String = store
                .database
                .query_row("SELECT text FROM version WHERE article LIKE '%-0002'", [], |row| row.get(0))
                .unwrap();
            let held = store.held(&text).unwrap().unwrap();
            assert!(held.reasons[0].contains("还没有签发"), "{:?}", held.reasons);
            assert_eq!(store.titled("第1号通知").unwrap().as_deref(), Some(held.id.as_str()));
            assert!(store.held("没有").unwrap().is_none() && store.titled("没有").unwrap().is_none());
            let id = held.id.as_str();
            // A stage is asked for by its article and version; none is passed, so any article's will do.
            let sql = "INSERT INTO pass SELECT id, version, '初审', 0, '乙', '', '', '' FROM article";
            store.database.execute(sql, []).unwrap();
            [
                (BY_TEXT, &[text.as_str()][..]),
                (BY_TITLE, &["第1号通知"]),
                (dossier::ARTICLE, &[id]),
                (dossier::PASSES, &[id, "1"]),
                (dossier::FINDINGS, &[id]),
            ]
            .map(|(sql, values)| steps(&store, sql, values))
        };
        for (few, many) in asked(3).into_iter().zip(asked(300)) {
            // A row at the end of an index has nothing behind it that would have to be looked at.
            assert!(few.abs_diff(many) <= 2, "{few} steps in a small store, {many} in a large one");
        }
    }
}
