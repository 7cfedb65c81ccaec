//! The rules and the trait they share. A rule sees an [`Article`] and a [`Context`]; it never sees files, formats,
//! threads or byte offsets, and it reports spans of text, so it cannot get a location wrong.
//!
//! To add a rule in code: a folder `src/rules/<family>/<fault>/`, named like its id, with `mod.rs` (a
//! `pub fn rule() -> Box<dyn Rule>`) and `rule.md`, and its line in the list of `src/rules/<family>/mod.rs`. A rule
//! that is a word list needs no code: `dictionaries/`.

pub mod archive;
mod data;
mod phrase;
#[cfg(test)]
mod testing;
mod today;

use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Settings;
use crate::document::{Article, Block};
use crate::finding::{Finding, Severity, family};
use crate::span::{Span, Text};

pub use data::DictionaryRules;
pub use today::{Days, Today};

/// Declares the modules of a family's rules and lists them: one line a rule.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        pub(super) fn rules() -> Vec<Box<dyn super::Rule>> {
            vec![$($module::rule()),*]
        }
    };
}

/// Declares the modules of the families: one line a family.
macro_rules! families {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// Every rule written in code.
        fn code_rules() -> Vec<Box<dyn Rule>> {
            [$($module::rules()),*].into_iter().flatten().collect()
        }
    };
}

families! {
    date,
    format,
    logic,
    number,
    page,
    phrasing,
    privacy,
    punctuation,
    repost,
    sensitive,
    typo,
}

/// Whether a rule's precision has been measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Stable,
    /// Off unless selected by name.
    Preview,
}

/// A rule in lists for programs.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct RuleSummary {
    pub id: Arc<str>,
    pub family: String,
    pub title: String,
    pub severity: Severity,
    pub status: Status,
    pub why: Arc<str>,
    pub basis: Arc<str>,
}

/// What is known of a rule without running it.
#[derive(Debug, Clone)]
pub struct RuleMeta {
    /// `family/fault`.
    pub id: Arc<str>,
    pub title: String,
    pub severity: Severity,
    pub status: Status,
    /// Why it matters, in a sentence or two; the default of each finding.
    pub why: Arc<str>,
    /// The norm it follows; the default of each finding.
    pub basis: Arc<str>,
    /// Markdown: what, why, examples. The examples are run by the tests.
    pub page: String,
    /// Whether its findings give way to those of other rules of the family that lie over them: it infers what they know.
    pub yields: bool,
}

impl RuleMeta {
    /// A stable rule in code, from constants; `page` is the text of its `rule.md`.
    pub fn new(id: &str, title: &str, severity: Severity, why: &str, basis: &str, page: &str) -> Self {
        Self {
            id: Arc::from(id),
            title: title.to_string(),
            severity,
            status: Status::Stable,
            why: Arc::from(why),
            basis: Arc::from(basis),
            page: page.to_string(),
            yields: false,
        }
    }

    /// The same for a rule that infers what other rules of its family know.
    #[must_use]
    pub fn yielding(mut self) -> Self {
        self.yields = true;
        self
    }

    pub fn summary(&self) -> RuleSummary {
        RuleSummary {
            id: Arc::clone(&self.id),
            family: family(&self.id).to_string(),
            title: self.title.clone(),
            severity: self.severity,
            status: self.status,
            why: Arc::clone(&self.why),
            basis: Arc::clone(&self.basis),
        }
    }

    /// All that there is to say of it, as Markdown for its reader.
    pub fn explanation(&self) -> String {
        let Self { id, title, severity, why, basis, page, .. } = self;
        let severity = severity.label();
        format!("# {title}（{id}）\n\n- 等级：{severity}\n- 原因：{why}\n- 依据：{basis}\n\n{}\n", page.trim_end())
    }

    #[must_use]
    pub fn preview(mut self) -> Self {
        self.status = Status::Preview;
        self
    }
}

/// A rule.
pub trait Rule: Send + Sync {
    /// What it reports under; one, but for the object that stands for all dictionaries of a bundle.
    fn metas(&self) -> &[RuleMeta];

    /// Words of which a text must have one for the rule to find anything; the engine looks for the words of all rules
    /// in one pass and calls only those rules that have something to look at ([`Context::triggered`] gives them the
    /// paragraphs). Empty: it is always called.
    fn triggers(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it is called under these settings where none of its trigger words stands, too: for rules that look for
    /// more than words.
    fn is_always_called(&self, _settings: &Settings) -> bool {
        self.triggers().is_empty()
    }

    /// Looks at one article and reports what it finds. Must not panic and must be linear in the text.
    fn check(&self, article: &Article, context: &mut Context<'_>);
}

/// Keeps words that are put together at run time, to be given as trigger words. Called once a rule.
fn kept(words: impl IntoIterator<Item = String>) -> Vec<&'static str> {
    words.into_iter().map(|word| &*word.leak()).collect()
}

/// What a rule knows besides the article, and where it reports.
pub struct Context<'a> {
    pub today: Today,
    /// The publication date: the article's, else the one given by the user.
    pub published: Option<Date>,
    pub settings: &'a Settings,
    meta: &'a RuleMeta,
    findings: &'a mut Vec<Finding>,
    /// Where the rule's trigger words stand; `None`: not looked for.
    triggers: Option<&'a [u32]>,
}

impl<'a> Context<'a> {
    pub fn new(
        now: Date,
        published: Option<Date>,
        settings: &'a Settings,
        meta: &'a RuleMeta,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self { today: Today::new(now), published, settings, meta, findings, triggers: None }
    }

    /// The same with the places of the rule's trigger words, in order.
    #[must_use]
    pub fn triggered_at(mut self, places: &'a [u32]) -> Self {
        self.triggers = Some(places);
        self
    }

    /// The blocks in which a trigger word of the rule stands: for rules that look at each paragraph by
    /// itself and cost more than the search for the words.
    pub fn triggered<'b>(&self, article: &'b Article) -> Vec<&'b Block> {
        let Some(places) = self.triggers else {
            return article.blocks.iter().collect();
        };
        let mut blocks: Vec<&Block> = Vec::new();
        for place in places {
            if blocks.last().is_some_and(|block| *place < block.text.end) {
                continue;
            }
            blocks.extend(article.block_at(*place));
        }
        blocks
    }

    /// The stretches of the text around the trigger words of the rule, so many bytes to either side, inside their block
    /// and joined where they meet: for rules that look no further than that around each word.
    pub fn near(&self, article: &Article, before: u32, after: u32) -> Vec<Span<Text>> {
        let Some(places) = self.triggers else {
            return article.blocks.iter().map(|block| block.text).collect();
        };
        let mut stretches: Vec<Span<Text>> = Vec::new();
        let mut blocks = article.blocks.iter();
        let mut block = blocks.next().map_or(Span::point(0), |block| block.text);
        for place in places {
            while block.end < *place {
                let Some(next) = blocks.next() else { break };
                block = next.text;
            }
            let start = place.saturating_sub(before).max(block.start);
            let end = place.saturating_add(after).min(block.end);
            match stretches.last_mut() {
                Some(last) if start <= last.end && last.start >= block.start => last.end = end.max(last.end),
                _ => stretches.push(Span::new(start, end)),
            }
        }
        for stretch in &mut stretches {
            let (start, end) = (stretch.start as usize, stretch.end as usize);
            *stretch = Span::of(article.text.floor_char_boundary(start)..article.text.ceil_char_boundary(end));
        }
        stretches
    }

    /// The blocks in which a trigger word of the rule stands, each with the places of those in it.
    pub fn triggered_places<'b>(&self, article: &'b Article) -> Vec<(&'b Block, &'a [u32])> {
        let mut found = Vec::new();
        let mut rest = self.places();
        while let Some(block) = rest.first().and_then(|first| article.block_at(*first)) {
            let (inside, behind) = rest.split_at(rest.partition_point(|place| *place <= block.text.end).max(1));
            found.push((block, inside));
            rest = behind;
        }
        found
    }

    /// Where the trigger words of the rule begin, in order; empty where nothing looked for them.
    pub fn places(&self) -> &'a [u32] {
        self.triggers.unwrap_or_default()
    }

    /// The date as of which wording is judged: publication, else today.
    pub fn as_of(&self) -> Date {
        self.published.unwrap_or_else(|| self.today.day())
    }

    /// Whether what is in force from one day to another, both included, is so as of that date.
    pub fn is_in_force(&self, since: Option<Date>, until: Option<Date>) -> bool {
        let has_come =
            |day: Date| self.published.map_or_else(|| self.today.has_come(day), |published| published >= day);
        let is_past = |day: Date| self.published.map_or_else(|| self.today.is_past(day), |published| published > day);
        since.is_none_or(has_come) && !until.is_some_and(is_past)
    }

    /// The year of that date.
    pub fn as_of_year(&self) -> i16 {
        self.published.map_or_else(|| self.today.year(), Date::year)
    }

    /// A finding of this rule with the rule's own severity, reason and basis; complete it and [`Context::report`] it.
    pub fn finding(&self, span: Span<Text>, message: impl Into<String>) -> Finding {
        self.finding_as(self.meta, span, message)
    }

    /// The same for a rule object that reports under several ids.
    pub fn finding_as(&self, meta: &RuleMeta, span: Span<Text>, message: impl Into<String>) -> Finding {
        Finding {
            rule: Arc::clone(&meta.id),
            severity: meta.severity,
            span,
            message: message.into(),
            why: Arc::clone(&meta.why),
            basis: Arc::clone(&meta.basis),
            confidence: 0.9,
            suggestions: Vec::new(),
            fix: None,
        }
    }

    /// How many findings the rule has reported in this article.
    pub fn reported(&self) -> usize {
        self.findings.len()
    }

    pub fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// All built-in rules: code and bundled dictionaries.
pub fn all() -> Vec<Box<dyn Rule>> {
    let mut rules = code_rules();
    rules.push(data::bundled());
    rules
}
