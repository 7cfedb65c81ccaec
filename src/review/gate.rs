//! The gate before publication: what the store says of texts that somebody is about to publish. A text is known by what the
//! reader sees of it, so a page made of the signed file passes and one with a single other character does not.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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

/// The store as it stood when the gate was opened.
pub struct Gate {
    texts: HashMap<String, Vec<Held>>,
    titles: HashMap<String, String>,
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
    /// Reads what the gate must know of the current versions of all articles.
    pub fn gate(&self) -> Result<Gate> {
        let transaction = self.database.unchecked_transaction()?;
        let mut gate = Gate { texts: HashMap::new(), titles: HashMap::new(), blocking: self.settings.blocking };
        let mut ids = transaction.prepare("SELECT id FROM article ORDER BY revision")?;
        let ids: Vec<String> = ids.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for id in ids {
            let dossier = dossier::read(&transaction, &id)?;
            let submission = &dossier.submission;
            gate.titles.insert(submission.title.clone(), id);
            let held = Held {
                id: dossier.id.clone(),
                reviews: reviews(&dossier),
                reasons: reasons(self, &dossier),
                settled: settled(&dossier),
            };
            gate.texts.entry(submission.text.to_string()).or_default().push(held);
        }
        Ok(gate)
    }
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
        let held = self.texts.get(&key).and_then(|held| best(held));
        let reviews = held.map_or_else(Vec::new, |held| held.reviews.clone());
        ReviewRecord { key: Some(Arc::from(key)), reviews }
    }
}

/// Of several articles with one text, one that may be published, else the last.
fn best(held: &[Held]) -> Option<&Held> {
    held.iter().find(|held| held.reasons.is_empty()).or(held.last())
}

impl Gate {
    /// Why an article may not be published; empty: it may. The article was checked with this gate as its records.
    pub fn verdict(&self, checked: &Checked) -> Vec<String> {
        let key = checked.record.as_deref().unwrap_or_default();
        let Some(held) = self.texts.get(key).and_then(|held| best(held)) else {
            let same = checked.article.title.as_deref().and_then(|title| self.titles.get(title.trim()));
            return vec![match same {
                Some(id) => format!("文字与审核库里的同题稿件{id}不同，不是签发的那一版"),
                None => "审核库里没有这篇稿件".to_string(),
            }];
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
        reasons
    }
}
