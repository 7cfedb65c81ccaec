//! The configuration: what `shenjiao.toml` says, with its defaults. Reading it is here; what the command line adds
//! is put on top by `cli`. Everything has a default, so no file is needed.

mod allow;
mod load;
mod review;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::Region;
use crate::finding::Severity;

pub use allow::with_allowed;
pub use load::{FILE_NAME, Loaded, find, load, parse};
pub use review::{ReviewSettings, RoleNames, Stage};

/// `shenjiao.toml`. It is serialised to tell whether two configurations find the same: files that it names are left out,
/// what they hold counts instead, and so is what only inspections ask for.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Rules or families to run; empty: all stable ones.
    pub select: Vec<String>,
    /// Rules or families to leave out.
    pub ignore: Vec<String>,
    /// Users' dictionaries: folders or TSV, CSV, XLSX tables, relative to the file.
    #[serde(skip_serializing)]
    pub dictionaries: Vec<PathBuf>,
    pub allow: Allow,
    /// `[rules.repost]` and the like.
    #[serde(rename = "rules")]
    pub settings: Settings,
    #[serde(rename = "override")]
    pub overrides: Vec<Override>,
    #[serde(rename = "mapping")]
    pub mappings: Vec<Mapping>,
    #[serde(skip_serializing)]
    pub inspect: InspectSettings,
    #[serde(skip_serializing)]
    pub review: ReviewSettings,
}

/// What bulk inspections hold sites and accounts to. The defaults are those of the inspection indicators of 2019: home
/// pages and accounts two weeks; news columns two weeks, notices and policies six months.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct InspectSettings {
    /// Days after which a site or account counts as not updated.
    pub unit_days: u32,
    /// Limits of columns; the first whose name is in the name of the column holds.
    #[serde(rename = "column")]
    pub columns: Vec<ColumnLimit>,
}

/// How often some columns must be updated: `[[inspect.column]]`.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnLimit {
    /// Parts of the names of columns.
    pub names: Vec<String>,
    pub days: u32,
}

impl Default for InspectSettings {
    fn default() -> Self {
        let limit =
            |names: &[&str], days| ColumnLimit { names: names.iter().map(|name| (*name).to_string()).collect(), days };
        let columns = vec![limit(&["动态", "要闻", "新闻"], 14), limit(&["公告", "公示", "通知", "政策", "文件"], 183)];
        Self { unit_days: 14, columns }
    }
}

impl InspectSettings {
    /// Days within which a column must be updated; `None` where nothing is asked of it.
    pub fn limit(&self, column: &str) -> Option<u32> {
        let limit = self.columns.iter().find(|limit| limit.names.iter().any(|name| column.contains(name.as_str())))?;
        Some(limit.days)
    }
}

/// Texts that are right although a rule thinks otherwise.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Allow {
    /// A hit that lies inside one of these is not reported.
    pub words: Vec<String>,
}

/// What rules can be told.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub context: ContextSettings,
    pub page: PageSettings,
    pub repost: RepostSettings,
    pub style: StyleSettings,
    /// Local office holders: `[[rules.official]]`.
    #[serde(rename = "official")]
    pub officials: Vec<Official>,
}

/// Settings of the context typo engine.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ContextSettings {
    /// How sure a finding must be: by the kind of text.
    pub profile: Profile,
    /// A model of the unit's own archive, made by `shenjiao model train`; what is usual there is not reported.
    #[serde(skip_serializing)]
    pub archive: Option<PathBuf>,
    /// What the file held, its check sum tested; filled in when the linter is made.
    #[serde(skip)]
    #[schemars(skip)]
    pub archive_model: Option<Arc<[u8]>>,
}

/// Kinds of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Official documents and government sites.
    #[default]
    Official,
    /// News.
    News,
    /// Accounts of government new media, whose language is freer.
    NewMedia,
}

/// Settings of the page rules.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct PageSettings {
    /// Whether links that lead out of government sites are reported.
    pub check_links: bool,
    /// Hosts that may be linked besides gov.cn and the site itself.
    pub permitted_hosts: Vec<String>,
}

/// Settings of the repost rules.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct RepostSettings {
    /// Names under which the unit itself publishes.
    pub own: Vec<String>,
    /// Sources that may be reposted besides the bundled list.
    pub permitted: Vec<String>,
    /// Lists of sources that may be reposted, by the day from which each was in force; a later one replaces the earlier.
    pub editions: Vec<Edition>,
    /// Places that the unit means by 我市 or 我县; without it, they are read from `own`.
    pub region: Vec<String>,
    /// Whether a repost without any review record is a fault.
    pub require_review: bool,
}

/// One edition of a list of sources.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// `2025-07-02`.
    pub since: String,
    pub sources: Vec<String>,
}

/// The unit's own choice of wording.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StyleSettings {
    /// The wanted form, and the forms that are not wanted.
    pub prefer: BTreeMap<String, Vec<String>>,
}

/// Who holds an office, and from when to when.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Official {
    pub name: String,
    pub title: String,
    /// First day, as 2024-05-01.
    #[serde(default)]
    pub since: String,
    /// Last day; empty: still in office.
    #[serde(default)]
    pub until: String,
}

/// Changes rules for some articles or parts of articles. All conditions given must hold.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Glob patterns of paths, as in `.gitignore`.
    #[serde(default)]
    pub paths: Vec<String>,
    #[serde(default)]
    pub columns: Vec<String>,
    #[serde(default)]
    pub regions: Vec<Region>,
    #[serde(default)]
    pub sources: Vec<String>,
    /// Rules or families; empty: all.
    #[serde(default)]
    pub rules: Vec<String>,
    pub severity: Option<Severity>,
    /// Switches the rules off.
    #[serde(default)]
    pub off: bool,
}

/// Where an unknown JSON or CSV export has the parts of an article.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Glob patterns of paths.
    pub paths: Vec<String>,
    /// JSON: pointer to the array of articles; empty: the document itself or its top array. SQL: name of the table.
    #[serde(default)]
    pub records: String,
    /// Field of each part: `body` (required), `title`, `published`, `source`, `author`, `column`, `url`, `id`, `unit`.
    pub fields: BTreeMap<String, String>,
    /// `text` or `html`; without it, recognised.
    pub format: Option<String>,
}
