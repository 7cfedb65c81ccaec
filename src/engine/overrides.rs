//! What the configuration says of certain paths: `[[override]]` (severity and rules changed per path, column, region
//! or source) and `[[mapping]]` (fields of unknown exports).

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::selection::names;
use crate::config::{Mapping, Override};
use crate::document::Article;
use crate::finding::Finding;

/// An override with its globs compiled.
pub(super) struct Compiled {
    rule: Override,
    paths: Option<Gitignore>,
}

/// Compiles the globs of a configuration; the error names the bad one.
pub(super) fn compile(overrides: &[Override]) -> Result<Vec<Compiled>, String> {
    overrides.iter().map(|rule| Ok(Compiled { rule: rule.clone(), paths: globs(&rule.paths)? })).collect()
}

/// A matcher of path patterns, written as in `.gitignore`; `None` for no pattern.
fn globs(patterns: &[String]) -> Result<Option<Gitignore>, String> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut builder = GitignoreBuilder::new("");
    for pattern in patterns {
        builder.add_line(None, pattern).map_err(|error| format!("路径模式“{pattern}”有误：{error}"))?;
    }
    builder.build().map(Some).map_err(|error| format!("路径模式有误：{error}"))
}

impl Compiled {
    fn concerns(&self, path: &str, article: &Article, finding: &Finding) -> bool {
        let rule = &self.rule;
        let contained = |names: &[String], value: Option<&str>| {
            names.is_empty() || value.is_some_and(|value| names.iter().any(|name| value.contains(name.as_str())))
        };
        let region = || article.block_at(finding.span.start).map(|block| block.region);
        (rule.rules.is_empty() || rule.rules.iter().any(|name| names(name, &finding.rule)))
            && self.paths.as_ref().is_none_or(|paths| matches(paths, path))
            && contained(&rule.columns, article.meta.column.as_deref())
            && contained(&rule.sources, article.meta.source.as_deref())
            && (rule.regions.is_empty() || region().is_some_and(|region| rule.regions.contains(&region)))
    }
}

/// Applies the overrides in order, the last one that concerns a finding having the last word.
pub(super) fn apply(overrides: &[Compiled], path: &str, article: &Article, findings: &mut Vec<Finding>) {
    if overrides.is_empty() {
        return;
    }
    findings.retain_mut(|finding| {
        let mut kept = true;
        for one in overrides {
            if !one.concerns(path, article, finding) {
                continue;
            }
            kept = !one.rule.off;
            if let Some(severity) = one.rule.severity {
                finding.severity = severity;
            }
        }
        kept
    });
}

/// The mappings of a configuration with their globs compiled.
pub(super) struct Mappings(Vec<(Option<Gitignore>, Mapping)>);

impl Mappings {
    pub fn new(mappings: &[Mapping]) -> Result<Self, String> {
        let compile = |mapping: &Mapping| Ok((globs(&mapping.paths)?, mapping.clone()));
        mappings.iter().map(compile).collect::<Result<_, String>>().map(Self)
    }

    /// The first mapping that concerns a path.
    pub fn of(&self, path: &str) -> Option<&Mapping> {
        let concerns = |globs: &Option<Gitignore>| globs.as_ref().is_none_or(|globs| matches(globs, path));
        self.0.iter().find(|(globs, _)| concerns(globs)).map(|(_, mapping)| mapping)
    }
}

/// Globs are matched against the path as it was given, its leading `./`, `/` and `../` left out.
fn matches(globs: &Gitignore, path: &str) -> bool {
    let path = path.trim_start_matches(['.', '/']);
    globs.matched_path_or_any_parents(path, false).is_ignore()
}
