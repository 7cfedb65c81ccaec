//! One article through all rules. The result depends on the article, the configuration and the dates given, on
//! nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use aho_corasick::AhoCorasick;
use jiff::civil::Date;

use super::cache::Identity;
use super::overrides::{self, Compiled, Mappings};
use super::review_records::{self, ReviewRecords};
use super::selection::Selection;
use super::{locate, suppress};
use crate::config::{Config, Settings};
use crate::dictionary::{self, Dictionary, WordPlaces};
use crate::document::{Article, ArticleBuilder, Directive, Region};
use crate::finding::{Finding, family};
use crate::input::{self, Each, Held, ReadContext};
use crate::language::Model;
use crate::rules::{self, Context, Days, DictionaryRules, Rule, RuleMeta};
use crate::segment::commonness;
use crate::source::{Source, read_error};
use crate::span::{Span, Text, offset};

/// Bytes of text in which one trigger word is usual.
const BYTES_PER_TRIGGER: usize = 16;
/// Findings on either side that are looked at for one that says the same.
const NEIGHBOURS: usize = 8;

/// Why a linter could not be made: messages for the user, one a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinterError(pub Vec<String>);

/// Rules, configuration and dates, ready to look at articles. Shared by all threads.
pub struct Linter {
    pub config: Config,
    pub now: Date,
    /// Publication date of articles that have none.
    pub published: Option<Date>,
    rules: Vec<Box<dyn Rule>>,
    /// Whether each is selected, or one of those that it reports as.
    runs: Vec<bool>,
    /// Made when the first article comes: where all is known from a run before, none does.
    triggers: OnceLock<Triggers>,
    selection: Selection,
    /// Rules whose findings give way to others'.
    yielding: Vec<Arc<str>>,
    allow: Option<AhoCorasick>,
    overrides: Vec<Compiled>,
    mappings: Mappings,
    records: Option<Arc<dyn ReviewRecords>>,
    root: PathBuf,
    identity: Identity,
}

/// What the rules say of an article.
pub(super) struct Linted<'a> {
    pub findings: Vec<Finding>,
    pub unused: Vec<&'a Directive>,
    /// Rules that failed; the others were run.
    pub errors: Vec<String>,
    /// The days on which the rules would say the same.
    pub same: Days,
}

/// An article that rules look at, and what they have said of it so far.
struct Looked<'a> {
    article: &'a Article,
    findings: Vec<Finding>,
    errors: Vec<String>,
    same: Days,
}

impl<'a> Looked<'a> {
    fn new(article: &'a Article) -> Self {
        Self { article, findings: Vec::new(), errors: Vec::new(), same: Days::ALL }
    }
}

impl Linter {
    /// `root`: the folder that relative paths of the configuration start from.
    pub fn new(
        mut config: Config,
        root: &std::path::Path,
        now: Date,
        published: Option<Date>,
    ) -> Result<Self, LinterError> {
        let mut rules = rules::all();
        let mut identity = Identity::new();
        let loaded = load_dictionaries(config.dictionaries.iter().map(|path| root.join(path)))?;
        if !loaded.is_empty() {
            identity.add(&loaded);
            rules.push(Box::new(DictionaryRules::new(loaded)));
        }
        config.settings.context.archive_model = archive(&config, root)?;
        identity.add(&config.settings.context.archive_model.as_deref());
        let linter = Self::with_rules(rules, config, now, published, identity)?;
        Ok(Self { root: root.to_path_buf(), ..linter })
    }

    /// One dictionary and nothing else, to run its sentences.
    pub fn of_dictionary(mut dictionary: Dictionary, now: Date) -> Result<Self, LinterError> {
        dictionary.preview = false;
        Self::with_rules(
            vec![Box::new(DictionaryRules::new(vec![dictionary]))],
            Config::default(),
            now,
            None,
            Identity::new(),
        )
    }

    fn with_rules(
        rules: Vec<Box<dyn Rule>>,
        config: Config,
        now: Date,
        published: Option<Date>,
        mut identity: Identity,
    ) -> Result<Self, LinterError> {
        let selection = Selection { select: config.select.clone(), ignore: config.ignore.clone() };
        let metas: Vec<&RuleMeta> = rules.iter().flat_map(|rule| rule.metas()).collect();
        if let Some(name) = selection.unknown(&[metas.as_slice(), &rules::archive::metas()].concat()) {
            return Err(LinterError(vec![format!("没有“{name}”这条规则或这一类规则；用 shenjiao rules 查看全部规则")]));
        }
        let words: Vec<String> = config.allow.words.iter().map(|word| folded(word)).collect();
        let words: Vec<&String> = words.iter().filter(|word| !word.is_empty()).collect();
        let allow = if words.is_empty() { None } else { AhoCorasick::new(&words).ok() };
        let overrides = overrides::compile(&config.overrides).map_err(|message| LinterError(vec![message]))?;
        let mappings = Mappings::new(&config.mappings).map_err(|message| LinterError(vec![message]))?;
        let yielding = metas.iter().filter(|meta| meta.yields).map(|meta| Arc::clone(&meta.id)).collect();
        identity.add(&(&config, published.map(|day| day.to_string())));
        let runs = rules.iter().map(|rule| rule.metas().iter().any(|meta| selection.includes(meta))).collect();
        Ok(Self {
            config,
            now,
            published,
            rules,
            runs,
            triggers: OnceLock::new(),
            selection,
            yielding,
            allow,
            overrides,
            mappings,
            records: None,
            root: PathBuf::new(),
            identity,
        })
    }

    /// The folder that relative paths of the configuration start from.
    pub fn root(&self) -> &std::path::Path {
        &self.root
    }

    /// The same with what records say of the articles.
    #[must_use]
    pub fn with_review_records(mut self, records: Arc<dyn ReviewRecords>) -> Self {
        self.records = Some(records);
        self
    }

    /// Whether records, which may change from one run to the next, have a say.
    pub(super) fn asks_records(&self) -> bool {
        self.records.is_some()
    }

    /// Whether its rules have looked at any article.
    #[cfg(test)]
    pub(super) fn has_looked(&self) -> bool {
        self.triggers.get().is_some()
    }

    /// Reads a source as the configuration says.
    pub fn read(&self, source: &Source) -> input::Outcome {
        let mut outcome = input::read(source, &self.read_context(source.path()));
        self.complete(&mut outcome.articles);
        outcome
    }

    /// Reads a file in memory, which may be a package, as the configuration says.
    pub fn open(&self, held: Held, each: &mut Each<'_>) {
        let path = Arc::clone(&held.path);
        input::open(held, &self.read_context(&path), &mut |result| {
            each(result.map(|(source, mut outcome)| {
                self.complete(&mut outcome.articles);
                (source, outcome)
            }));
        });
    }

    pub(super) fn complete(&self, articles: &mut [Article]) {
        if let Some(records) = &self.records {
            review_records::complete(&**records, articles);
        }
    }

    pub(super) fn read_context(&self, path: &str) -> ReadContext<'_> {
        ReadContext { mapping: self.mappings.of(path), ..ReadContext::default() }
    }

    /// What can change the findings of an article, but for the article and today.
    pub(super) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Whether it matters in which folder a file lies.
    pub(super) fn minds_folders(&self) -> bool {
        let of_overrides = self.config.overrides.iter().map(|rule| &rule.paths);
        let mut paths = of_overrides.chain(self.config.mappings.iter().map(|mapping| &mapping.paths));
        paths.any(|paths| !paths.is_empty())
    }

    /// The rules that there are, selected or not, ordered by id.
    pub fn metas(&self) -> Vec<&RuleMeta> {
        let mut metas: Vec<&RuleMeta> = self.rules.iter().flat_map(|rule| rule.metas()).collect();
        metas.sort_by(|a, b| a.id.cmp(&b.id));
        metas
    }

    pub fn is_selected(&self, meta: &RuleMeta) -> bool {
        self.selection.includes(meta)
    }

    /// Runs the selected rules over an article and locates what they find in its source.
    pub fn check(&self, source: &Source, article: &Article) -> locate::Checked {
        let mut looked = [Looked::new(article)];
        self.look(&mut looked);
        let [looked] = looked;
        locate::locate(source, article, self.conclude(source.path(), looked))
    }

    /// The same for a few articles (fewer than 65,536), each rule going through all of them before the next one does: its
    /// code and its tables are fetched once for all.
    pub fn check_all(&self, articles: &[(&Source, &Article)]) -> Vec<locate::Checked> {
        let mut looked: Vec<Looked<'_>> = articles.iter().map(|(_, article)| Looked::new(article)).collect();
        self.look(&mut looked);
        let looked = articles.iter().zip(looked);
        let located = looked.map(|((source, article), looked)| {
            let linted = self.conclude(source.path(), looked);
            locate::locate(source, article, linted)
        });
        located.collect()
    }

    /// Has the rules look at the articles.
    fn look(&self, looked: &mut [Looked<'_>]) {
        let triggers = self.triggers.get_or_init(|| Triggers::new(&self.rules, &self.config.settings));
        let found = triggers.find(looked.iter().map(|looked| looked.article));
        let (mut found, mut places) = (found.as_slice(), Vec::new());
        for (number, rule) in self.rules.iter().enumerate() {
            let is_always_called = triggers.always[number];
            if !is_always_called && found.first().is_none_or(|place| place.rule() != number) {
                continue;
            }
            for (at, looked) in looked.iter_mut().enumerate() {
                let here = |place: &&Place| place.rule() == number && place.article() == at;
                let (of_article, rest) = found.split_at(found.iter().take_while(here).count());
                found = rest;
                if self.runs[number] && (is_always_called || !of_article.is_empty()) {
                    places.clear();
                    places.extend(of_article.iter().map(|place| place.at()));
                    self.run(&**rule, &places, looked);
                }
            }
        }
    }

    /// Has a rule look at an article, in which its words stand at these places.
    fn run(&self, rule: &dyn Rule, places: &[u32], looked: &mut Looked<'_>) {
        let (metas, article) = (rule.metas(), looked.article);
        let Some(meta) = metas.first() else { return };
        let published = article.meta.published.map(|published| published.date).or(self.published);
        let mut found = Vec::new();
        let mut context = Context::new(self.now, published, &self.config.settings, meta, &mut found);
        if !rule.triggers().is_empty() {
            context = context.triggered_at(places);
        }
        // A bug in one rule must not cost the user the findings of the others.
        let failed = catch_unwind(AssertUnwindSafe(|| rule.check(article, &mut context))).is_err();
        looked.same = looked.same.and(context.today.same());
        if failed {
            looked.errors.push(format!("规则 {} 在这篇文章上出错，已跳过；请把文章发给维护者", meta.id));
            return;
        }
        if metas.len() > 1 {
            let is_selected = |id: &str| metas.iter().any(|meta| *meta.id == *id && self.selection.includes(meta));
            found.retain(|finding| is_selected(&finding.rule));
        }
        looked.findings.append(&mut found);
    }

    /// What is left of what the rules said of an article.
    fn conclude<'a>(&self, path: &str, looked: Looked<'a>) -> Linted<'a> {
        let Looked { article, mut findings, errors, same } = looked;
        self.drop_allowed(article, &mut findings);
        self.drop_yielding(&mut findings);
        drop_repeated(article, &mut findings);
        overrides::apply(&self.overrides, path, article, &mut findings);
        let mut unused = suppress::apply(article, &mut findings);
        if !self.selection.includes(rules::page::unused_suppression::meta()) {
            unused.clear();
        }
        order(&mut findings);
        Linted { findings, unused, errors, same }
    }

    /// What a rule infers gives way to what another of its family knows of the same place.
    fn drop_yielding(&self, findings: &mut Vec<Finding>) {
        let yields = |finding: &Finding| self.yielding.contains(&finding.rule);
        if self.yielding.is_empty() || !findings.iter().any(yields) {
            return;
        }
        let mut known: Vec<(Span<Text>, Arc<str>)> = findings
            .iter()
            .filter(|finding| !yields(finding) && !finding.suggestions.is_empty())
            .map(|finding| (finding.span, Arc::clone(&finding.rule)))
            .collect();
        known.sort_by_key(|(span, _)| span.start);
        let covered = |finding: &Finding| {
            let until = known.partition_point(|(span, _)| span.start < finding.span.end);
            let near = known[..until].iter().rev().take(NEIGHBOURS);
            near.into_iter().any(|(span, rule)| span.end > finding.span.start && family(rule) == family(&finding.rule))
        };
        findings.retain(|finding| !yields(finding) || !covered(finding));
    }

    /// An allow entry that covers a hit wins over any shorter or equal deny entry.
    fn drop_allowed(&self, article: &Article, findings: &mut Vec<Finding>) {
        let Some(allow) = &self.allow else {
            return;
        };
        let allowed: Vec<Span<Text>> =
            allow.find_overlapping_iter(&article.text).map(|found| Span::of(found.range())).collect();
        findings.retain(|finding| finding.span.is_empty() || !allowed.iter().any(|span| span.covers(finding.span)));
    }
}

/// A word as rules see it, so that it can be looked for where they look.
fn folded(word: &str) -> String {
    let mut builder = ArticleBuilder::new();
    builder.block(Region::Body);
    builder.push(word, 0);
    builder.finish(None).text
}

/// The language model of the unit's archive, if the configuration names one.
fn archive(config: &Config, root: &std::path::Path) -> Result<Option<Arc<[u8]>>, LinterError> {
    let Some(path) = &config.settings.context.archive else {
        return Ok(None);
    };
    let path = root.join(path);
    let fault = |why: String| LinterError(vec![format!("{}：{why}", path.display())]);
    let bytes = std::fs::read(&path).map_err(|error| fault(read_error(&error)))?;
    Model::read(&bytes).map_err(|error| fault(error.to_string()))?;
    Ok(Some(bytes.into()))
}

/// Where a word that a rule waits for stands: rule, article and place in one number, which is what the sort is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place(u64);

impl Place {
    fn new(rule: u32, article: usize, at: u32) -> Self {
        Self(u64::from(rule) << 48 | (article as u64 & 0xffff) << 32 | u64::from(at))
    }

    fn rule(self) -> usize {
        (self.0 >> 48) as usize
    }

    fn article(self) -> usize {
        (self.0 >> 32) as usize & 0xffff
    }

    fn at(self) -> u32 {
        self.0 as u32
    }
}

/// The words that rules wait for.
struct Triggers {
    words: WordPlaces,
    /// The rules that wait for each word, one word behind the other, and where those of each end.
    rules: Vec<u32>,
    ends: Vec<u32>,
    /// The rules that are called without one.
    always: Vec<bool>,
}

impl Triggers {
    fn new(rules: &[Box<dyn Rule>], settings: &Settings) -> Self {
        // The first bytes as a number tell nearly all words apart, and are compared at once.
        let mut waiting: Vec<(u64, &'static str, usize)> = Vec::new();
        for (number, rule) in rules.iter().enumerate() {
            waiting.extend(rule.triggers().iter().map(|word| (head(word), *word, number)));
        }
        waiting.sort_unstable();
        let words: Vec<&[(u64, &str, usize)]> = waiting.chunk_by(|(_, one, _), (_, next, _)| one == next).collect();
        let always = rules.iter().map(|rule| rule.is_always_called(settings)).collect();
        let rules = waiting.iter().map(|(.., rule)| offset(*rule)).collect();
        let ends = words.iter().scan(0, |end, waiting| {
            *end += offset(waiting.len());
            Some(*end)
        });
        let ends = ends.collect();
        // Pairs that are words are met more often than those across two words.
        let commonness = |first: char, second: char| u64::from(commonness(first, second));
        Self { words: WordPlaces::new(words.iter().map(|waiting| waiting[0].1), commonness), rules, ends, always }
    }

    /// Where the words of all rules stand in the articles, by rule, then article, then place.
    fn find<'a>(&self, articles: impl Iterator<Item = &'a Article>) -> Vec<Place> {
        let mut found: Vec<Place> = Vec::new();
        for (number, article) in articles.enumerate() {
            found.reserve(article.text.len() / BYTES_PER_TRIGGER);
            self.words.find(&article.text, |word, at| {
                let start = word.checked_sub(1).map_or(0, |last| self.ends[last]);
                let rules = &self.rules[start as usize..self.ends[word] as usize];
                found.extend(rules.iter().map(|rule| Place::new(*rule, number, at)));
            });
        }
        found.sort_unstable();
        found
    }
}

/// The first eight bytes of a word, in their order.
fn head(word: &str) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(word.bytes()).for_each(|(to, from)| *to = from);
    u64::from_be_bytes(bytes)
}

fn load_dictionaries(paths: impl Iterator<Item = PathBuf>) -> Result<Vec<Dictionary>, LinterError> {
    let (mut loaded, mut faults) = (Vec::new(), Vec::new());
    for path in paths {
        let (dictionary, errors) = dictionary::load_user(&path);
        faults.extend(errors.iter().map(ToString::to_string));
        loaded.extend(dictionary);
    }
    let named = |fault: dictionary::Contradiction| {
        format!("词库 {} 第 {} 行：{}", loaded[fault.dictionary].id, fault.row, fault.message)
    };
    faults.extend(dictionary::between(&loaded).into_iter().map(named));
    if faults.is_empty() { Ok(loaded) } else { Err(LinterError(faults)) }
}

/// Of findings of one family that lead to the same text, the one with the smaller span stays: 布署, not 研究布署.
fn drop_repeated(article: &Article, findings: &mut Vec<Finding>) {
    findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
    let repeats = |outer: &Finding, inner: &Finding| {
        let (Some(wide), Some(narrow)) = (outer.suggestions.first(), inner.suggestions.first()) else { return false };
        let before = article.slice(Span::new(outer.span.start, inner.span.start));
        let after = article.slice(Span::new(inner.span.end, outer.span.end));
        family(&outer.rule) == family(&inner.rule) && *wide == [before, narrow, after].concat()
    };
    let repeated: Vec<bool> = findings
        .iter()
        .enumerate()
        .map(|(at, outer)| {
            // Those inside it begin behind it, or with it and end earlier.
            let inside = |inner: &&Finding| outer.span.covers(inner.span) && outer.span != inner.span;
            let behind = findings[at..].iter().take(NEIGHBOURS).filter(inside);
            let before = findings[..at].iter().rev().take(NEIGHBOURS).filter(inside);
            behind.chain(before).any(|inner| repeats(outer, inner))
        })
        .collect();
    let mut repeated = repeated.into_iter();
    findings.retain(|_| !repeated.next().unwrap_or_default());
}

/// By place, then rule; of two findings that say the same of the same place, the more serious stays.
fn order(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        (a.span.start, a.span.end, std::cmp::Reverse(a.severity), &a.rule).cmp(&(
            b.span.start,
            b.span.end,
            std::cmp::Reverse(b.severity),
            &b.rule,
        ))
    });
    findings.dedup_by(|b, a| {
        a.span == b.span
            && (a.rule == b.rule && a.message == b.message
                || !a.suggestions.is_empty() && a.suggestions == b.suggestions)
    });
}
