//! Findings: what a rule reports, in text space, and the words for it: severity, fix, fingerprint. Where a finding
//! lies in the file is computed by `engine` from the article's maps.

mod located;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use located::{ArticleSummary, LocatedEdit, LocatedFinding, LocatedFix};

use crate::span::{Span, Text};

/// How serious a finding is. Ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 提示
    Info,
    /// 警告（不规范）
    Warning,
    /// 错误
    Error,
    /// 严重（单项否决类）
    Veto,
}

impl Severity {
    pub const ALL: [Self; 4] = [Self::Info, Self::Warning, Self::Error, Self::Veto];

    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Veto => "veto",
        }
    }

    /// The word for users.
    pub fn label(self) -> &'static str {
        match self {
            Self::Info => "提示",
            Self::Warning => "警告",
            Self::Error => "错误",
            Self::Veto => "严重",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// The families of rules: the part of a rule id before the slash, with the word for users.
pub const FAMILIES: [(&str, &str); 12] = [
    ("typo", "错别字"),
    ("phrasing", "规范表述"),
    ("sensitive", "敏感"),
    ("date", "日期时效"),
    ("repost", "转载"),
    ("punctuation", "标点"),
    ("number", "数字与计量"),
    ("format", "公文格式"),
    ("logic", "数量与逻辑"),
    ("privacy", "隐私与涉密标识"),
    ("page", "页面残留"),
    ("site", "栏目与账号"),
];

/// The family of a rule id.
pub fn family(rule: &str) -> &str {
    rule.split_once('/').map_or(rule, |(family, _)| family)
}

/// The word for users; an unknown family is said as it is.
pub fn family_label(family: &str) -> &str {
    FAMILIES.iter().find(|(id, _)| *id == family).map_or(family, |(_, label)| label)
}

/// Whether a fix may be applied without a person looking. Ordered by safety.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Shown only.
    Manual,
    /// Applied with `--unsafe`.
    Unsafe,
    /// Applied by default.
    Safe,
}

impl Applicability {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// Replaces a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span<Text>,
    pub text: String,
}

/// Edits that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub applicability: Applicability,
    pub edits: Vec<Edit>,
}

/// What a rule found. Made with [`Finding::new`], completed by the engine.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub rule: Arc<str>,
    pub severity: Severity,
    /// Empty where something is missing at a place.
    pub span: Span<Text>,
    pub message: String,
    pub why: Arc<str>,
    pub basis: Arc<str>,
    /// Share of such findings that are right, 0 to 1.
    pub confidence: f32,
    /// Best first.
    pub suggestions: Vec<String>,
    pub fix: Option<Fix>,
}

impl Finding {
    /// Replaces the whole span by the first suggestion, if there is one.
    #[must_use]
    pub fn suggest(mut self, suggestions: Vec<String>, applicability: Applicability) -> Self {
        if let Some(best) = suggestions.first() {
            let edits = vec![Edit { span: self.span, text: best.clone() }];
            self.fix = Some(Fix { applicability, edits });
        }
        self.suggestions = suggestions;
        self
    }

    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    #[must_use]
    pub fn confidence(mut self, confidence: f32) -> Self {
        self.confidence = confidence;
        self
    }

    #[must_use]
    pub fn why(mut self, why: &str) -> Self {
        self.why = Arc::from(why);
        self
    }

    #[must_use]
    pub fn basis(mut self, basis: &str) -> Self {
        self.basis = Arc::from(basis);
        self
    }
}

/// Identifies a finding across runs and edits elsewhere: rule, matched text, eight characters on either side, and
/// which of several equal ones it is. No position goes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u64);

impl Fingerprint {
    /// `nth` counts findings of the article that are equal in everything else, from 0.
    pub fn new(rule: &str, text: &str, before: &str, after: &str, nth: u32) -> Self {
        let nth = nth.to_string();
        Self(stable_hash(&[rule, text, before, after, nth.as_str()]))
    }
}

/// FNV-1a over parts: the same over versions and platforms, which the standard hasher is not.
pub fn stable_hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl schemars::JsonSchema for Fingerprint {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fingerprint".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[0-9a-f]{16}$"})
    }
}
