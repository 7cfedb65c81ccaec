//! `[review]`: the stages that an article goes through and who may do what. Whether it is kept is seen to by `review`.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::Severity;

/// Stages, roles and the file of the three-review store.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ReviewSettings {
    /// The store, relative to the configuration. With it, `check` knows the reviews of the articles it reads.
    pub store: Option<PathBuf>,
    /// Findings this serious must be settled before an article is signed.
    pub blocking: Severity,
    /// Reviews in their order: `[[review.stage]]`.
    #[serde(rename = "stage")]
    pub stages: Vec<Stage>,
    /// Proof-readings in their order, beside the reviews: `[[review.proof]]`.
    #[serde(rename = "proof")]
    pub proofs: Vec<Stage>,
    pub roles: RoleNames,
}

/// One review or proof-reading. It is written into the record of each version, so that what was in force stays known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub name: String,
    /// The role that does it; empty: one called like the stage.
    #[serde(default)]
    pub role: String,
}

impl Stage {
    pub fn named(name: &str) -> Self {
        Self { name: name.to_string(), role: String::new() }
    }

    pub fn role(&self) -> &str {
        if self.role.is_empty() { &self.name } else { &self.role }
    }
}

/// What the roles besides those of the stages are called.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RoleNames {
    /// Hands articles in.
    pub submit: String,
    /// Signs what may be published.
    pub sign: String,
    /// Publishes what is signed.
    pub publish: String,
    /// Keeps the accounts.
    pub manage: String,
}

impl Default for RoleNames {
    fn default() -> Self {
        let [submit, sign, publish, manage] = ["撰稿", "签发", "发布", "管理"].map(str::to_string);
        Self { submit, sign, publish, manage }
    }
}

impl Default for ReviewSettings {
    fn default() -> Self {
        Self {
            store: None,
            blocking: Severity::Error,
            stages: ["初审", "复审", "终审"].map(Stage::named).to_vec(),
            proofs: ["一校", "二校", "三校"].map(Stage::named).to_vec(),
            roles: RoleNames::default(),
        }
    }
}

impl ReviewSettings {
    /// All roles that an account can have, each once.
    pub fn role_names(&self) -> Vec<&str> {
        let RoleNames { submit, sign, publish, manage } = &self.roles;
        let stages = self.stages.iter().chain(&self.proofs).map(Stage::role);
        let others = [sign, publish, manage].into_iter().map(String::as_str);
        let mut names: Vec<&str> = Vec::new();
        for name in std::iter::once(submit.as_str()).chain(stages).chain(others) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// What is wrong with the names: the one to look for in the file, and the message.
    pub(super) fn fault(&self) -> Option<(String, String)> {
        let stages: Vec<&str> = self.stages.iter().chain(&self.proofs).map(|stage| stage.name.as_str()).collect();
        if self.stages.is_empty() {
            return Some(("[review".to_string(), "review 里至少要有一道审核，写作 [[review.stage]]".to_string()));
        }
        let is_blank = |name: &&str| name.trim().is_empty() || name.trim() != *name;
        if stages.iter().chain(&self.role_names()).any(is_blank) {
            return Some(("[review".to_string(), "环节和角色的名称不能是空的，前后不能有空格".to_string()));
        }
        let twice = stages.iter().enumerate().find(|(at, name)| stages[..*at].contains(name));
        twice.map(|(_, name)| ((*name).to_string(), format!("环节“{name}”写了两次，名称不能重复")))
    }
}
