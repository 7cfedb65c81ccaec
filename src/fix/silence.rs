//! "Ignore this here": the suppression comment that silences one finding. A place for it is tried, not reasoned about:
//! the text with the comment in it is read again, and must say to its reader exactly what it said before.

use crate::document::{Article, Directive, DirectiveKind};
use crate::engine::Linter;
use crate::finding::{LocatedEdit, LocatedFinding};
use crate::source::Source;

/// The edits that put a suppression comment where it silences `finding` of this very source: on a line of its own before
/// the paragraph where that is possible, else around the flagged text. `None` where no comment can stand (plain text,
/// attributes) or where the text cannot be edited.
pub fn silence(linter: &Linter, source: &Source, finding: &LocatedFinding) -> Option<Vec<LocatedEdit>> {
    let pieces = finding.pieces.as_deref()?;
    let (start, end) = (pieces.first()?.0, pieces.last()?.1);
    let articles = linter.read(source).articles;
    let trial = Trial { linter, source, articles: &articles, at: start };
    let own_line = trial.line_before(&finding.rule).map(|edit| vec![edit]);
    own_line.filter(|edits| trial.silences(edits, DirectiveKind::DisableNext)).or_else(|| {
        let comment = |at: u64, text: String| LocatedEdit { start: at, end: at, text };
        let around = vec![
            comment(start, format!("<!-- shenjiao-disable {} -->", finding.rule)),
            comment(end, format!("<!-- shenjiao-enable {} -->", finding.rule)),
        ];
        Some(around).filter(|edits| trial.silences(edits, DirectiveKind::Disable))
    })
}

/// What comments are tried on.
struct Trial<'a> {
    linter: &'a Linter,
    source: &'a Source,
    /// What the source says without them.
    articles: &'a [Article],
    /// The byte where the flagged text begins.
    at: u64,
}

impl Trial<'_> {
    /// The comment on a line of its own before the block of the flagged text; `None` where that line begins with what a
    /// line before it would part from the others (items of lists, rows of tables).
    fn line_before(&self, rule: &str) -> Option<LocatedEdit> {
        let bytes = self.source.bytes();
        let starts = self.articles.iter().flat_map(|article| block_starts(self.source, article));
        let begins = starts.filter(|start| *start <= self.at).max()?;
        let head = bytes.get(..usize::try_from(begins).ok()?)?;
        let line = memchr::memrchr2(b'\n', b'\r', head).map_or(0, |end| end + 1);
        let lead = std::str::from_utf8(head.get(line..)?).ok()?;
        let mark = lead.trim_start();
        if !(mark.is_empty() || mark.starts_with('<') || mark.trim_end().chars().all(|c| c == '#')) {
            return None;
        }
        let indent = &lead[..lead.len() - mark.len()];
        let end = if memchr::memmem::find(bytes, b"\r\n").is_some() { "\r\n" } else { "\n" };
        let text = format!("{indent}<!-- shenjiao-disable-next {rule} -->{end}");
        Some(LocatedEdit { start: line as u64, end: line as u64, text })
    }

    /// Whether the source with the comments says what it said, the first of them being in force at the flagged text.
    fn silences(&self, comments: &[LocatedEdit], kind: DirectiveKind) -> bool {
        let Some(first) = comments.first() else { return false };
        let bytes = super::splice(self.source, &comments.iter().collect::<Vec<_>>());
        let edited = Source::record(self.source.path().clone(), bytes, self.source.encoding(), self.source.base());
        let articles = self.linter.read(&edited).articles;
        let comment = first.start..first.start + first.text.len() as u64;
        let at = self.at + first.text.len() as u64;
        let is_in_force = |article: &Article, directive: &Directive| {
            let is_new = directive.kind == kind && comment.contains(&edited.disk(directive.source).0);
            is_new && (kind != DirectiveKind::DisableNext || next_block_holds(&edited, article, directive, at))
        };
        let mut directives =
            articles.iter().flat_map(|article| article.directives.iter().map(move |directive| (article, directive)));
        let known = self.articles.iter().map(|article| article.directives.len()).sum::<usize>();
        self.articles.len() == articles.len()
            && self.articles.iter().zip(&articles).all(|(old, new)| says_the_same(old, new))
            && directives.clone().count() == known + comments.len()
            && directives.any(|(article, directive)| is_in_force(article, directive))
    }
}

fn says_the_same(old: &Article, new: &Article) -> bool {
    old.shown == new.shown && old.text == new.text && old.blocks == new.blocks && old.meta == new.meta
}

/// Where the blocks of an article begin in the file.
fn block_starts(source: &Source, article: &Article) -> impl Iterator<Item = u64> {
    let blocks = article.blocks.iter().filter(|block| !block.text.is_empty());
    blocks.filter_map(move |block| article.decoded(block.text).first().map(|first| source.disk(*first).0))
}

/// Whether the block behind a comment is the one that a byte of the file lies in.
fn next_block_holds(source: &Source, article: &Article, directive: &Directive, at: u64) -> bool {
    let next = article.blocks.iter().find(|block| block.text.start >= directive.at && !block.text.is_empty());
    let pieces = next.map(|block| article.decoded(block.text)).unwrap_or_default();
    let (first, last) = (pieces.first(), pieces.last());
    first.is_some_and(|first| source.disk(*first).0 <= at) && last.is_some_and(|last| at <= source.disk(*last).1)
}
