//! The rules that are dictionaries: what a hit of the automaton means in its article. Boundaries are judged by the
//! segmenter, dates by the publication date, contexts by `context`; a longer hit beats a shorter one of its family.

mod context;

use std::sync::Arc;

use super::{Context, Rule, RuleMeta, Status};
use crate::dictionary::{Boundary, Bundle, Dictionary, Entry, FixPolicy, Hit, Pattern};
use crate::document::{Article, Region};
use crate::finding::{Applicability, Finding, Severity, family};
use crate::segment::segmenter;
use crate::span::{Span, Text};

/// All rules of one bundle of dictionaries: one pass over the text serves all of them.
pub struct DictionaryRules<'b> {
    bundle: BundleRef<'b>,
    metas: Vec<RuleMeta>,
}

enum BundleRef<'b> {
    Bundled(&'b Bundle),
    Loaded(Box<Bundle>),
}

/// The bundled dictionaries as one rule object.
pub(super) fn bundled() -> Box<dyn Rule> {
    let bundle = Bundle::bundled();
    Box::new(DictionaryRules { metas: metas(bundle), bundle: BundleRef::Bundled(bundle) })
}

impl DictionaryRules<'static> {
    /// Dictionaries of the user.
    pub fn new(dictionaries: Vec<Dictionary>) -> Self {
        let bundle = Bundle::new(dictionaries);
        Self { metas: metas(&bundle), bundle: BundleRef::Loaded(Box::new(bundle)) }
    }
}

fn metas(bundle: &Bundle) -> Vec<RuleMeta> {
    bundle.dictionaries.iter().map(meta).collect()
}

fn meta(dictionary: &Dictionary) -> RuleMeta {
    let status = if dictionary.preview { Status::Preview } else { Status::Stable };
    let severity = Severity::from_name(&dictionary.severity).unwrap_or(Severity::Info);
    let mut meta = RuleMeta::new(&dictionary.rule, &dictionary.title, severity, &dictionary.why, &dictionary.basis, "");
    meta.status = status;
    meta.page = page(dictionary);
    meta
}

/// The page of a data rule, made from the dictionary itself.
fn page(dictionary: &Dictionary) -> String {
    let list = |sentences: &[String]| sentences.iter().take(6).map(|line| format!("- {line}\n")).collect::<String>();
    format!(
        "{}\n\n这条规则由词库 `dictionaries/{}` 的 {} 个词条组成；用 `shenjiao dict search 词` 可以查某个词。\n\n## 报出\n\n{}\n## 不报\n\n{}",
        dictionary.why,
        dictionary.id,
        dictionary.size.max(dictionary.entries.len() as u32),
        list(&dictionary.bad),
        list(&dictionary.good)
    )
}

/// A hit that passed all checks, with its entry.
struct Accepted<'b> {
    span: Span<Text>,
    dictionary: usize,
    entry: &'b Entry,
}

impl Rule for DictionaryRules<'_> {
    fn metas(&self) -> &[RuleMeta] {
        &self.metas
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let bundle = self.bundle();
        let (mut candidates, mut allowed) = (Vec::new(), Vec::new());
        bundle.matcher.find(&article.text, |hit| match hit.pattern {
            Pattern::Entry(dictionary, entry) => candidates.push((hit, usize::from(dictionary), entry as usize)),
            Pattern::Allow(dictionary) => allowed.push((usize::from(dictionary), span(hit))),
        });
        let mut accepted: Vec<Accepted<'_>> = candidates
            .into_iter()
            .filter_map(|(hit, at, entry)| Some((span(hit), at, bundle.entry(at, entry)?)))
            .filter(|(span, at, entry)| {
                let silenced = allowed.iter().any(|(other, allow)| other == at && allow.covers(*span));
                !silenced && self.accepts(article, &bundle.dictionaries[*at], entry, *span, context)
            })
            .map(|(span, dictionary, entry)| Accepted { span, dictionary, entry })
            .collect();
        drop_covered(&mut accepted, &self.metas);
        for hit in accepted {
            let finding = self.finding(&bundle.dictionaries[hit.dictionary], &hit, context);
            context.report(finding);
        }
    }
}

impl DictionaryRules<'_> {
    fn bundle(&self) -> &Bundle {
        match &self.bundle {
            BundleRef::Bundled(bundle) => bundle,
            BundleRef::Loaded(bundle) => bundle,
        }
    }

    fn accepts(
        &self,
        article: &Article,
        dictionary: &Dictionary,
        entry: &Entry,
        span: Span<Text>,
        context: &Context<'_>,
    ) -> bool {
        let Some(block) = article.block_at(span.start) else {
            return false;
        };
        is_looked_at(dictionary, block.region)
            && context.is_in_force(entry.since.parse().ok(), entry.until.parse().ok())
            && (entry.only.is_empty() || context::holds(&entry.only, article, span))
            && !context::holds(&entry.unless, article, span)
            && !context::holds(&dictionary.unless, article, span)
            // Last: segmenting costs more than all of these.
            && boundary_holds(article, entry.boundary, span)
    }

    fn finding(&self, dictionary: &Dictionary, hit: &Accepted<'_>, context: &Context<'_>) -> Finding {
        let (meta, entry) = (&self.metas[hit.dictionary], hit.entry);
        let rights: Vec<String> = entry.alternatives().map(str::to_string).collect();
        let template = match rights.is_empty() && !dictionary.message_bare.is_empty() {
            true => &dictionary.message_bare,
            false => &dictionary.message,
        };
        let message = template
            .replace("{wrong}", &entry.wrong)
            .replace("{right}", &rights.join("”或“"))
            .replace("{since}", &entry.since)
            .replace("{note}", &entry.note);
        let mut finding = context.finding_as(meta, hit.span, message);
        if let Some(severity) = Severity::from_name(&entry.severity) {
            finding.severity = severity;
        }
        if !entry.basis.is_empty() {
            finding.basis = Arc::from(entry.basis.as_str());
        }
        let applicability = match dictionary.fix {
            FixPolicy::Safe if rights.len() == 1 => Applicability::Safe,
            FixPolicy::Safe | FixPolicy::Unsafe => Applicability::Unsafe,
            FixPolicy::Manual => Applicability::Manual,
        };
        finding.suggest(rights, applicability)
    }
}

fn span(hit: Hit) -> Span<Text> {
    Span::of(hit.start..hit.end)
}

fn is_looked_at(dictionary: &Dictionary, region: Region) -> bool {
    match dictionary.regions.is_empty() {
        true => region.is_prose(),
        false => dictionary.regions.iter().any(|name| name == region.name()),
    }
}

fn boundary_holds(article: &Article, boundary: Boundary, span: Span<Text>) -> bool {
    if boundary == Boundary::Any {
        return true;
    }
    let (start, end) = segmenter().boundaries(&article.text, span.start as usize, span.end as usize);
    match boundary {
        Boundary::Word => start && end,
        Boundary::Start => start,
        Boundary::End => end,
        Boundary::Any => true,
    }
}

/// Of hits of one family, a longer one beats those inside it.
fn drop_covered(hits: &mut Vec<Accepted<'_>>, metas: &[RuleMeta]) {
    hits.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
    let family_of = |hit: &Accepted<'_>| family(&metas[hit.dictionary].id);
    let mut kept: Vec<(Span<Text>, &str)> = Vec::new();
    hits.retain(|hit| {
        let family = family_of(hit);
        // Hits are ordered by start, so only recent ones can cover this one.
        let covered = kept
            .iter()
            .rev()
            .take(8)
            .any(|(span, other)| *other == family && span.covers(hit.span) && span.len() > hit.span.len());
        if !covered {
            kept.push((hit.span, family));
        }
        !covered
    });
}
