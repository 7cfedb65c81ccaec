//! What may be done to an article, and why not: the rules of three reviews and three proof-readings. Pure: what the store
//! knows goes in, the entry for the journal or the reason of the refusal comes out.

use super::clock::shown;
use super::digest::Digest;
use super::dossier::{Dossier, State};
use super::error::{Result, ReviewError};
use super::event::{Decision, Event, Flagged, Submission, Verdict};
use crate::config::{ReviewSettings, Stage};

/// Reviews that a repost must have behind it, however few the unit asks for otherwise.
const REVIEWS_OF_REPOSTS: usize = 3;
/// Findings that a refusal names.
const NAMED: usize = 3;

/// An account, as far as the process goes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct User {
    pub name: String,
    pub roles: Vec<String>,
    pub active: bool,
}

impl User {
    pub fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }
}

/// A step that somebody wants to take with an article.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    Decide { fingerprint: String, verdict: Verdict, reason: String, to: String },
    Pass { stage: String, note: String },
    Return { reason: String },
    Sign,
    Publish { text: Digest, address: String },
    Withdraw { reason: String },
    Recheck { tool: String, text: Digest, findings: Vec<Flagged> },
}

/// Judges a step.
pub(super) fn judge(settings: &ReviewSettings, user: &User, dossier: &Dossier, action: Action) -> Result<Event> {
    let judge = Judge { settings, user, dossier };
    match action {
        Action::Decide { fingerprint, verdict, reason, to } => judge.decide(fingerprint, verdict, reason, to),
        Action::Pass { stage, note } => judge.pass(stage, note),
        Action::Return { reason } => judge.send_back(reason),
        Action::Sign => judge.sign(),
        Action::Publish { text, address } => judge.publish(text, address),
        Action::Withdraw { reason } => judge.withdraw(reason),
        Action::Recheck { tool, text, findings } => judge.recheck(tool, text, findings),
    }
}

/// Judges a version that is handed in; `dossier`: the article, if there is one already.
pub(super) fn submission(
    settings: &ReviewSettings,
    user: &User,
    dossier: Option<&Dossier>,
    submission: Submission,
) -> Result<Event> {
    needs(user, &settings.roles.submit, "送审")?;
    if let Some(dossier) = dossier {
        let is_same = dossier.submission.raw == submission.raw;
        if is_same && matches!(dossier.state, State::Reviewing | State::Signed | State::Published) {
            let version = dossier.submission.version;
            return Err(ReviewError::refused(format!("这份稿件与库里的第{version}版完全相同，不必再送")));
        }
    }
    Ok(Event::Submit(Box::new(submission)))
}

/// Why the current version may not be signed or published, whoever wants to; empty: it may.
pub fn obstacles(settings: &ReviewSettings, dossier: &Dossier) -> Vec<String> {
    let mut obstacles = Vec::new();
    let missing = dossier.missing();
    if !missing.is_empty() {
        obstacles.push(format!("还没有经过{}", missing.join("、")));
    }
    let open: Vec<String> = dossier.open(settings.blocking).map(|open| named(&open.flagged)).collect();
    if !open.is_empty() {
        let more = if open.len() > NAMED { format!("等{}处", open.len()) } else { String::new() };
        let named = open[..open.len().min(NAMED)].join("、");
        obstacles.push(format!(
            "还有没处理完的“{}”以上问题：{named}{more}。请改稿后重新送审，或者写明理由忽略",
            settings.blocking.label()
        ));
    }
    if dossier.submission.repost {
        if dossier.submission.source.trim().is_empty() {
            obstacles.push("转载稿没有注明来源，请补上来源后重新送审".to_string());
        }
        let reviews = dossier.submission.stages.len();
        if reviews < REVIEWS_OF_REPOSTS {
            obstacles.push(format!("转载稿要有完整的三审记录，这篇只设了{reviews}道审核"));
        }
    }
    obstacles
}

fn named(flagged: &Flagged) -> String {
    let text = if flagged.text.is_empty() { &flagged.message } else { &flagged.text };
    format!("“{}”（{}）", text.chars().take(20).collect::<String>(), flagged.fingerprint)
}

fn needs(user: &User, role: &str, what: &str) -> Result<()> {
    if user.has(role) {
        return Ok(());
    }
    let own =
        if user.roles.is_empty() { "没有角色".to_string() } else { format!("角色是{}", user.roles.join("、")) };
    Err(ReviewError::forbidden(format!("{}不能{what}：需要“{role}”角色，这个账号{own}", user.name)))
}

/// A reason that says something.
fn reason(given: &str, what: &str) -> Result<String> {
    let given = given.trim();
    if given.is_empty() {
        return Err(ReviewError::refused(format!("{what}要写明理由")));
    }
    Ok(given.to_string())
}

struct Judge<'a> {
    settings: &'a ReviewSettings,
    user: &'a User,
    dossier: &'a Dossier,
}

impl Judge<'_> {
    fn text(&self) -> Digest {
        self.dossier.submission.text
    }

    fn is(&self, states: &[State], what: &str) -> Result<()> {
        if states.contains(&self.dossier.state) {
            return Ok(());
        }
        let state = self.dossier.state.label();
        Err(ReviewError::refused(format!("不能{what}：稿件{}现在的状态是“{state}”", self.dossier.id)))
    }

    fn is_not_author(&self, what: &str) -> Result<()> {
        if self.dossier.submission.authors.contains(&self.user.name) {
            return Err(ReviewError::refused(format!("{}是这篇稿件的作者，不能{what}自己的稿件", self.user.name)));
        }
        Ok(())
    }

    /// Has a role of some stage of this article, or signs.
    fn is_reviewer(&self, what: &str) -> Result<()> {
        let mut stages = self.dossier.tracks().into_iter().flatten();
        if stages.any(|stage| self.user.has(stage.role())) || self.user.has(&self.settings.roles.sign) {
            return Ok(());
        }
        Err(ReviewError::forbidden(format!("{}没有这篇稿件任何审校环节的角色，不能{what}", self.user.name)))
    }

    fn decide(&self, fingerprint: String, verdict: Verdict, given: String, to: String) -> Result<Event> {
        self.is(&[State::Reviewing, State::Signed, State::Published], "对问题作决定")?;
        if !self.dossier.findings.iter().any(|finding| finding.flagged.fingerprint == fingerprint) {
            let version = self.dossier.submission.version;
            return Err(ReviewError::refused(format!("第{version}版里没有编号为“{fingerprint}”的问题")));
        }
        let is_author = self.dossier.submission.authors.contains(&self.user.name);
        if verdict != Verdict::Accept || !is_author {
            self.is_not_author(verdict.label())?;
            self.is_reviewer("对问题作决定")?;
        }
        let given = match verdict {
            Verdict::Accept => given.trim().to_string(),
            Verdict::Ignore | Verdict::Refer => reason(&given, verdict.label())?,
        };
        if (verdict == Verdict::Refer) == to.is_empty() {
            return Err(ReviewError::refused("转办要写明转给谁，采纳和忽略不写"));
        }
        Ok(Event::Decide(Decision { fingerprint, verdict, reason: given, to, text: self.text() }))
    }

    fn pass(&self, name: String, note: String) -> Result<Event> {
        self.is(&[State::Reviewing], "审校")?;
        let (track, at) = self.stage(&name)?;
        if let Some(done) = self.dossier.pass(&name) {
            return Err(ReviewError::conflict(format!("{name}已由{}于{}通过", done.by, shown(&done.at))));
        }
        needs(self.user, track[at].role(), &name)?;
        self.is_not_author("审校")?;
        let skipped: Vec<&str> = track[..at]
            .iter()
            .map(|stage| stage.name.as_str())
            .filter(|stage| self.dossier.pass(stage).is_none())
            .collect();
        if !skipped.is_empty() {
            return Err(ReviewError::refused(format!("不能跳过环节：{name}之前还要先经过{}", skipped.join("、"))));
        }
        self.has_done_no_other(track, &name)?;
        Ok(Event::Pass { stage: name, text: self.text(), note: note.trim().to_string() })
    }

    fn stage(&self, name: &str) -> Result<(&[Stage], usize)> {
        let tracks = self.dossier.tracks();
        let found = tracks.iter().find_map(|track| Some((*track, track.iter().position(|stage| stage.name == name)?)));
        found.ok_or_else(|| {
            let names: Vec<&str> = tracks.into_iter().flatten().map(|stage| stage.name.as_str()).collect();
            ReviewError::refused(format!("这篇稿件没有“{name}”这个环节，可用的有：{}", names.join("、")))
        })
    }

    fn has_done_no_other(&self, track: &[Stage], name: &str) -> Result<()> {
        let own = |stage: &&Stage| self.dossier.pass(&stage.name).is_some_and(|pass| pass.by == self.user.name);
        match track.iter().filter(|stage| stage.name != name).find(own) {
            None => Ok(()),
            Some(other) => Err(ReviewError::refused(format!(
                "一个人不能做两道：{}已经做了这篇稿件的{}，{name}要由别人来做",
                self.user.name, other.name
            ))),
        }
    }

    fn send_back(&self, given: String) -> Result<Event> {
        self.is(&[State::Reviewing, State::Signed], "退回")?;
        self.is_not_author("退回")?;
        self.is_reviewer("退回")?;
        Ok(Event::Return { reason: reason(&given, "退回")?, text: self.text() })
    }

    fn sign(&self) -> Result<Event> {
        self.is(&[State::Reviewing], "签发")?;
        needs(self.user, &self.settings.roles.sign, "签发")?;
        self.is_not_author("签发")?;
        // The last reviewer may be the one who signs; those before him may not.
        let last = self.dossier.submission.stages.last().map_or("", |stage| stage.name.as_str());
        self.has_done_no_other(&self.dossier.submission.stages, last).map_err(|_| {
            ReviewError::refused(format!(
                "一个人不能做两道：{}做过这篇稿件前面的审核，签发要由{last}人或别人来做",
                self.user.name
            ))
        })?;
        self.nothing_stands_in_the_way("签发")?;
        Ok(Event::Sign { text: self.text(), raw: self.dossier.submission.raw })
    }

    fn nothing_stands_in_the_way(&self, what: &str) -> Result<()> {
        let obstacles = obstacles(self.settings, self.dossier);
        if obstacles.is_empty() {
            return Ok(());
        }
        Err(ReviewError::refused(format!("不能{what}：{}", obstacles.join("；"))))
    }

    fn publish(&self, text: Digest, address: String) -> Result<Event> {
        self.is(&[State::Signed], "发布")?;
        needs(self.user, &self.settings.roles.publish, "发布")?;
        let signed = self.dossier.signature.as_ref().map(|signature| signature.text);
        if signed != Some(text) {
            return Err(ReviewError::refused(
                "要发布的文字与签发的不同，不能发布；请发布签发的那一版，或者把改过的稿件重新送审",
            ));
        }
        self.nothing_stands_in_the_way("发布")?;
        Ok(Event::Publish { text, address })
    }

    fn withdraw(&self, given: String) -> Result<Event> {
        self.is(&[State::Reviewing, State::Returned, State::Signed, State::Published], "撤回")?;
        let roles = &self.settings.roles;
        let own =
            self.dossier.submission.authors.contains(&self.user.name) || self.dossier.submitted_by == self.user.name;
        let may = self.user.has(&roles.publish) || self.user.has(&roles.sign);
        if !may && (!own || self.dossier.state == State::Published) {
            return Err(ReviewError::forbidden(format!(
                "{}不能撤回：没有发布的稿件由送审人或作者撤回，其他的由“{}”或“{}”角色撤回",
                self.user.name, roles.sign, roles.publish
            )));
        }
        Ok(Event::Withdraw { reason: reason(&given, "撤回")? })
    }

    fn recheck(&self, tool: String, text: Digest, findings: Vec<Flagged>) -> Result<Event> {
        self.is(&[State::Reviewing, State::Returned, State::Signed, State::Published], "复查")?;
        if text != self.text() {
            return Err(ReviewError::conflict("复查的不是当前这一版，请重新复查"));
        }
        if self.user.roles.is_empty() {
            return Err(ReviewError::forbidden(format!("{}没有任何角色，不能复查", self.user.name)));
        }
        Ok(Event::Recheck { tool, text, findings })
    }
}
