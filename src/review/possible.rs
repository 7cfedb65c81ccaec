//! What somebody may do with an article now: every step is put to the judge and those that he lets pass are told, so that
//! there is one set of rules.

use serde::Serialize;

use super::dossier::Dossier;
use super::event::Verdict;
use super::judge::{Action, User, judge};
use crate::config::ReviewSettings;

/// Stands for a reason that is still to be given.
const REASON: &str = "—";

/// A step that would not be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Possible {
    /// `submit` (a version), a verdict on a finding, `pass`, `return`, `sign`, `publish`, `withdraw` or `recheck`.
    pub action: &'static str,
    /// Of `pass`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

impl Possible {
    fn step(action: &'static str) -> Self {
        Self { action, stage: None }
    }
}

/// The steps that `user` may take.
pub fn possible(settings: &ReviewSettings, user: &User, dossier: &Dossier) -> Vec<Possible> {
    let mut steps = candidates(user, dossier);
    steps.retain(|(_, action)| judge(settings, user, dossier, action.clone()).is_ok());
    let submit = user.has(&settings.roles.submit).then(|| Possible::step("submit"));
    submit.into_iter().chain(steps.into_iter().map(|(step, _)| step)).collect()
}

fn candidates(user: &User, dossier: &Dossier) -> Vec<(Possible, Action)> {
    let reason = || REASON.to_string();
    let text = dossier.submission.text;
    let mut steps = Vec::new();
    if let Some(finding) = dossier.findings.first() {
        steps.extend(Verdict::ALL.map(|verdict| {
            let to = if verdict == Verdict::Refer { user.name.clone() } else { String::new() };
            let fingerprint = finding.flagged.fingerprint.clone();
            (Possible::step(verdict.name()), Action::Decide { fingerprint, verdict, reason: reason(), to })
        }));
    }
    steps.extend(dossier.tracks().into_iter().flatten().map(|stage| {
        let stage = stage.name.clone();
        (Possible { stage: Some(stage.clone()), ..Possible::step("pass") }, Action::Pass { stage, note: String::new() })
    }));
    let others = [
        ("return", Action::Return { reason: reason() }),
        ("sign", Action::Sign),
        ("publish", Action::Publish { text, address: String::new() }),
        ("withdraw", Action::Withdraw { reason: reason() }),
        ("recheck", Action::Recheck { tool: String::new(), text, findings: Vec::new() }),
    ];
    steps.extend(others.map(|(name, action)| (Possible::step(name), action)));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Draft, Request, Store, Target};

    #[test]
    fn what_is_possible_is_what_the_store_lets_pass() {
        let folder = tempfile::tempdir().unwrap();
        let settings = ReviewSettings::default();
        let mut store = Store::create(&folder.path().join("a.db"), settings.clone()).unwrap();
        let now = jiff::civil::date(2026, 11, 23);
        let linter = crate::engine::Linter::new(Default::default(), folder.path(), now, None).unwrap();
        for (name, roles) in [("甲", "管理 撰稿"), ("乙", "初审 复审"), ("丙", "一校")] {
            let roles: Vec<String> = roles.split(' ').map(str::to_string).collect();
            store.set_user("甲", name, &roles).unwrap();
        }
        let record = crate::engine::Record {
            title: Some("通知".to_string()),
            body: "请各单位布署工作。".to_string(),
            ..Default::default()
        };
        let draft = Draft::of_record(&linter, &record).unwrap();
        let id = store.submit("甲", &draft, Target::Numbered).unwrap().article.unwrap();
        let may = |store: &Store, name: &str| {
            let accounts = store.accounts().unwrap();
            let user = accounts.into_iter().find(|account| account.user.name == name).unwrap().user;
            let steps = possible(&settings, &user, &store.article(&id).unwrap());
            steps.into_iter().map(|step| step.stage.unwrap_or(step.action.to_string())).collect::<Vec<_>>()
        };
        assert_eq!(may(&store, "甲"), ["submit", "accept", "withdraw", "recheck"], "an author accepts");
        assert_eq!(may(&store, "乙"), ["accept", "ignore", "refer", "初审", "return", "recheck"]);
        assert_eq!(may(&store, "丙"), ["accept", "ignore", "refer", "一校", "return", "recheck"]);
        let base = store.article(&id).unwrap().revision;
        let action = Action::Pass { stage: "初审".to_string(), note: String::new() };
        store.act(Request { by: "乙", article: &id, base, action }).unwrap();
        assert!(!may(&store, "乙").contains(&"复审".to_string()), "one person, one stage");
    }
}
