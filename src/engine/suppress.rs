//! Suppression comments: which findings they silence, and which of them silence nothing.

use super::selection::names;
use crate::document::{Article, Directive, DirectiveKind};
use crate::finding::Finding;

/// Drops the findings that a comment silences; gives the comments that silenced none.
pub(super) fn apply<'a>(article: &'a Article, findings: &mut Vec<Finding>) -> Vec<&'a Directive> {
    let mut used = vec![false; article.directives.len()];
    findings.retain(|finding| {
        let silencing = silencing(article, finding);
        for at in &silencing {
            used[*at] = true;
        }
        silencing.is_empty()
    });
    let silent = article.directives.iter().zip(used);
    silent.filter(|(directive, used)| !used && directive.kind != DirectiveKind::Enable).map(|(one, _)| one).collect()
}

/// The comments in force at a finding that name its rule.
fn silencing(article: &Article, finding: &Finding) -> Vec<usize> {
    let mut active = Vec::new();
    for (at, directive) in article.directives.iter().enumerate() {
        if directive.at > finding.span.start {
            break;
        }
        let named = directive.rules.is_empty() || directive.rules.iter().any(|name| names(name, &finding.rule));
        match directive.kind {
            DirectiveKind::Enable if directive.rules.is_empty() || named => active.clear(),
            DirectiveKind::Disable if named => active.push(at),
            DirectiveKind::DisableNext if named && is_next_block(article, directive, finding) => active.push(at),
            _ => {}
        }
    }
    active
}

fn is_next_block(article: &Article, directive: &Directive, finding: &Finding) -> bool {
    let next = article.blocks.iter().find(|block| block.text.start >= directive.at && !block.text.is_empty());
    next.is_some_and(|block| block.text.covers(finding.span))
}
