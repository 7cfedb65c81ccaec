//! One confirmed error searched through whole archives: every place where the same text stands, whatever the rule said of
//! it there. Widths, blanks and invisible characters make no difference, markup neither.

use super::linter::{Linted, Linter};
use super::locate::{self, Checked};
use super::piece::{self, Opened, Work};
use super::pipeline::{RunOptions, Task, in_pieces};
use crate::document::{Article, Block};
use crate::finding::{Finding, LocatedFinding, Severity};
use crate::input::InputError;
use crate::rules::Days;
use crate::source::Source;
use crate::span::{Span, Text, offset};

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub rule: String,
    pub message: String,
    pub suggestions: Vec<String>,
    /// The wrong text, folded; a single character with what stands around it.
    needle: String,
    /// Bytes of the needle before the wrong text, and those of the text itself.
    before: usize,
    length: usize,
}

/// Characters of a wrong text that is looked for by itself; a shorter one stands rightly in most places.
const ALONE: usize = 2;
/// Characters on either side that a shorter one is looked for with.
const AROUND: usize = 2;

impl Wanted {
    /// `text` with what stands before and behind it, as a report has them; `None` where the text is empty: something is
    /// missing there, which cannot be looked for.
    pub fn new(
        rule: &str,
        message: &str,
        suggestions: Vec<String>,
        (before, text, after): (&str, &str, &str),
    ) -> Option<Self> {
        let folded = |text: &str| text.chars().filter_map(folded).collect::<Vec<char>>();
        let (before, text, after) = (folded(before), folded(text), folded(after));
        let around = if text.len() < ALONE { AROUND } else { 0 };
        let before = &before[before.len().saturating_sub(around)..];
        let string = |chars: &[char]| chars.iter().collect::<String>();
        let (before, text, after) = (string(before), string(&text), string(&after[..after.len().min(around)]));
        let (rule, message) = (rule.to_string(), message.to_string());
        let needle = [before.as_str(), &text, &after].concat();
        (!text.is_empty()).then_some(Self {
            rule,
            message,
            suggestions,
            before: before.len(),
            length: text.len(),
            needle,
        })
    }

    /// The text that is looked for.
    pub fn text(&self) -> &str {
        &self.needle
    }

    /// Where the wrong text stands in an article, in any of its regions, each place once.
    fn places(&self, article: &Article) -> Vec<Span<Text>> {
        article.blocks.iter().flat_map(|block| self.places_in(article, block)).collect()
    }

    fn places_in(&self, article: &Article, block: &Block) -> Vec<Span<Text>> {
        let text = article.block_text(block);
        // Most blocks do not even have the first character.
        if !self.needle.chars().next().is_some_and(|first| may_have(text, first)) {
            return Vec::new();
        }
        let mut letters = String::with_capacity(text.len());
        // Where each letter begins among the letters, and its stretch of the block.
        let mut places: Vec<(usize, usize, usize)> = Vec::new();
        for (at, c) in text.char_indices() {
            if let Some(letter) = folded(c) {
                places.push((letters.len(), at, at + c.len_utf8()));
                letters.push(letter);
            }
        }
        let at = |letter: usize| places.partition_point(|(start, _, _)| *start < letter);
        let found = letters.match_indices(&self.needle).filter_map(|(start, _)| {
            let first = places.get(at(start + self.before))?;
            let last = places.get(at(start + self.before + self.length).checked_sub(1)?)?;
            Some(Span::new(block.text.start + offset(first.1), block.text.start + offset(last.2)))
        });
        found.collect()
    }

    fn finding(&self, span: Span<Text>) -> Finding {
        Finding {
            rule: self.rule.as_str().into(),
            severity: Severity::Error,
            span,
            message: self.message.clone(),
            why: "".into(),
            basis: "".into(),
            confidence: 1.0,
            suggestions: self.suggestions.clone(),
            fix: None,
        }
    }
}

/// A character as it is compared: blanks and what nobody sees are none, full-width forms count as the usual ones.
fn folded(c: char) -> Option<char> {
    if c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
    {
        return None;
    }
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0),
        _ => Some(c),
    }
}

fn may_have(text: &str, first: char) -> bool {
    // An ASCII one may stand there in another width.
    first.is_ascii() || text.contains(first)
}

/// A place where the text stands.
#[derive(Debug, Clone)]
pub struct Hit {
    pub finding: LocatedFinding,
    /// Whether the rule reports it there, as configured, suppressions and the allow-list included.
    pub is_reported: bool,
}

/// What the receiver is told, in the order of the input.
pub enum Found {
    /// An article with the places in it.
    Article(Box<Checked>, Vec<Hit>),
    Failed(String, InputError),
    Bytes(u64),
}

/// Searches a task. `each` returns false to stop early.
pub fn search(linter: &Linter, wanted: &Wanted, task: Task, threads: usize, mut each: impl FnMut(Found) -> bool) {
    let work = |piece: Work| -> Vec<Found> {
        piece::read(linter, piece).into_iter().flat_map(|opened| found(linter, wanted, opened)).collect()
    };
    let options = RunOptions { threads, traced: false, cache: None };
    in_pieces(linter, task, options, work, |found| found.into_iter().all(&mut each));
}

fn found(linter: &Linter, wanted: &Wanted, opened: Opened) -> Vec<Found> {
    match opened {
        Opened::Failed(path, error) => vec![Found::Failed(path, error)],
        Opened::Bytes(bytes) => vec![Found::Bytes(bytes)],
        Opened::Source(source, outcome) => {
            let member = source.member().map(|member| &**member);
            let failed = outcome.errors.into_iter();
            let failed = failed.map(|error| Found::Failed(source.path().to_string(), error.within(member)));
            let articles = outcome.articles.iter().filter_map(|article| hits(linter, wanted, &source, article));
            failed.chain(articles).collect()
        }
    }
}

/// The places in an article; `None` where there are none.
fn hits(linter: &Linter, wanted: &Wanted, source: &Source, article: &Article) -> Option<Found> {
    let places = wanted.places(article);
    if places.is_empty() {
        return None;
    }
    let findings = places.into_iter().map(|span| wanted.finding(span)).collect();
    let mut checked =
        locate::locate(source, article, Linted { findings, unused: Vec::new(), errors: Vec::new(), same: Days::ALL });
    let said = linter.check(source, article).findings;
    let reports = |hit: &LocatedFinding| {
        said.iter()
            .any(|said| *said.rule == *wanted.rule && said.start.byte < hit.end.byte && hit.start.byte < said.end.byte)
    };
    let hits = std::mem::take(&mut checked.findings);
    let hits = hits.into_iter().map(|finding| Hit { is_reported: reports(&finding), finding }).collect();
    Some(Found::Article(Box::new(checked), hits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, Region};

    fn places(wanted: &Wanted, line: &str) -> Vec<String> {
        let mut builder = ArticleBuilder::new();
        builder.block(Region::Body);
        builder.push(line, 0);
        let article = builder.finish(None);
        wanted.places(&article).into_iter().map(|span| article.shown(span).to_string()).collect()
    }

    #[test]
    fn width_and_blanks_hide_nothing() {
        let wanted = Wanted::new("typo/x", "", vec![], ("", "ＡＰＰ,布署", "")).unwrap();
        for line in ["关于APP，布署", "关于ａｐｐ ＡＰＰ， 布\u{200b}署了", "A P  P,布　　署"] {
            assert_eq!(places(&wanted, line).len(), 1, "{line}");
        }
        assert_eq!(places(&wanted, "APP。布署").len(), 0);
        assert_eq!(
            places(&Wanted::new("", "", vec![], ("", "布署", "")).unwrap(), "布署布署，布  署"),
            ["布署", "布署", "布  署"]
        );
    }

    #[test]
    fn a_single_character_is_looked_for_with_its_neighbours() {
        let wanted = Wanted::new("typo/x", "", vec![], ("我们现", "再", "开始工作")).unwrap();
        assert_eq!(wanted.text(), "们现再开始");
        assert_eq!(places(&wanted, "再说，他们现再开始。"), ["再"]);
        assert_eq!(Wanted::new("", "", vec![], ("甲", "", "乙")), None);
    }
}
