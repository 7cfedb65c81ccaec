//! What the journal says: one entry for each step that was taken. Everything else in the store follows from these.

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use crate::config::Stage;
use crate::engine::Checked;
use crate::finding::Severity;

/// The content of a row of the journal. Serialised in this order of fields, it is what the hash is taken of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3, …
    pub seq: u64,
    /// UTC, to the second.
    pub at: String,
    pub by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    #[serde(flatten)]
    pub event: Event,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Event {
    /// A version was handed in.
    Submit(Box<Submission>),
    Decide(Decision),
    Pass {
        stage: String,
        text: Digest,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    Return {
        reason: String,
        text: Digest,
    },
    Sign {
        text: Digest,
        raw: Digest,
    },
    Publish {
        text: Digest,
        /// Where it stands, as far as it was told.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        address: String,
    },
    Withdraw {
        reason: String,
    },
    /// The current version was checked again by the rules of today.
    Recheck {
        tool: String,
        text: Digest,
        findings: Vec<Flagged>,
    },
    /// An account as it is from now on.
    User {
        name: String,
        roles: Vec<String>,
        active: bool,
    },
    /// A password was set; `digest` is that of its salted hash, which stays out of the journal.
    Password {
        name: String,
        digest: Digest,
    },
    /// A one-time token for the first account was given out; an earlier one is void.
    Setup {
        digest: Digest,
        expires: String,
    },
    Login {
        session: Digest,
        expires: String,
    },
    Logout {
        session: Digest,
    },
}

/// A version of an article, as it was handed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Submission {
    pub version: u32,
    /// Name of the file.
    pub name: String,
    pub title: String,
    pub unit: String,
    pub authors: Vec<String>,
    pub source: String,
    pub repost: bool,
    pub raw: Digest,
    pub text: Digest,
    pub characters: u64,
    /// What this version has to go through.
    pub stages: Vec<Stage>,
    pub proofs: Vec<Stage>,
    pub tool: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Flagged>,
}

/// A finding as it is recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Flagged {
    pub fingerprint: String,
    pub rule: String,
    pub severity: Severity,
    pub message: String,
    pub text: String,
    pub before: String,
    pub after: String,
    pub suggestion: String,
    pub paragraph: u32,
}

/// What somebody decided on a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Decision {
    pub fingerprint: String,
    pub verdict: Verdict,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// To whom it was handed on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// The text that was decided on.
    pub text: Digest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// 采纳: it is a fault and will be put right; it stays open until the text no longer has it.
    Accept,
    /// 忽略: it is no fault; settled.
    Ignore,
    /// 转办: somebody else shall decide; open until then.
    Refer,
}

impl Verdict {
    pub const ALL: [Self; 3] = [Self::Accept, Self::Ignore, Self::Refer];

    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Ignore => "ignore",
            Self::Refer => "refer",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Accept => "采纳",
            Self::Ignore => "忽略",
            Self::Refer => "转办",
        }
    }

    /// By its name or its Chinese label.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name || verdict.label() == name)
    }
}

impl Flagged {
    pub fn all(checked: &Checked) -> Vec<Self> {
        let flagged = |finding: &crate::finding::LocatedFinding| Self {
            fingerprint: finding.fingerprint.to_string(),
            rule: finding.rule.to_string(),
            severity: finding.severity,
            message: finding.message.clone(),
            text: finding.text.clone(),
            before: finding.before.clone(),
            after: finding.after.clone(),
            suggestion: finding.suggestions.first().cloned().unwrap_or_default(),
            paragraph: finding.paragraph,
        };
        checked.findings.iter().map(flagged).collect()
    }
}

impl Event {
    /// What was done, for people: 初审通过.
    pub fn label(&self) -> String {
        match self {
            Self::Submit(submission) if submission.version == 1 => "送审".to_string(),
            Self::Submit(submission) => format!("送审第{}版", submission.version),
            Self::Decide(decision) => format!("对问题{}作出决定：{}", decision.fingerprint, decision.verdict.label()),
            Self::Pass { stage, .. } => format!("{stage}通过"),
            Self::Return { .. } => "退回".to_string(),
            Self::Sign { .. } => "签发".to_string(),
            Self::Publish { .. } => "发布".to_string(),
            Self::Withdraw { .. } => "撤回".to_string(),
            Self::Recheck { findings, .. } => format!("复查，问题{}处", findings.len()),
            Self::User { name, active: true, roles } => format!("账号{name}，角色：{}", roles.join("、")),
            Self::User { name, .. } => format!("停用账号{name}"),
            Self::Password { name, .. } => format!("设置账号{name}的密码"),
            Self::Setup { .. } => "发出首次设置口令".to_string(),
            Self::Login { .. } => "登录".to_string(),
            Self::Logout { .. } => "退出登录".to_string(),
        }
    }

    /// Reason or note that belongs to it.
    pub fn reason(&self) -> &str {
        match self {
            Self::Return { reason, .. } | Self::Withdraw { reason } => reason,
            Self::Decide(decision) => &decision.reason,
            Self::Pass { note, .. } => note,
            Self::Publish { address, .. } => address,
            _ => "",
        }
    }
}
