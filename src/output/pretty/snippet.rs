//! One finding as a snippet: its heading, the text around it with the flagged part marked, and notes. Built from what
//! the finding carries, so that no file is read again.

use annotate_snippets::renderer::Style;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::finding::{Applicability, LocatedFinding, Severity};
use crate::output::words::{self, visible};

/// Characters of a flagged text that are shown; of a longer one (a whole paragraph) the beginning and the end.
const SHOWN: usize = 30;
/// Of these, at the end.
const SHOWN_AT_END: usize = 8;

/// The finding as text of several lines, the last one without its line break.
pub(super) fn render(renderer: &Renderer, arrow: Style, finding: &LocatedFinding) -> String {
    let line = finding.start.line;
    let title = level(finding.severity).primary_title(visible(&finding.message)).id(visible(&finding.rule));
    let title = renderer.render(&[Group::with_title(title)]);
    // The renderer would count the column in the stretch that is shown, so the place is written by us.
    let gutter = " ".repeat(line.to_string().len());
    let place = format!("{gutter}{arrow}-->{arrow:#} {}", words::location(finding));
    format!("{title}\n{place}\n{}", renderer.render(&[marked(finding)]))
}

/// The text around the finding with the flagged part marked, and the notes.
fn marked(finding: &LocatedFinding) -> Group<'static> {
    let (before, flagged) = (visible(&finding.before), shortened(&visible(&finding.text)));
    let place = before.len()..before.len() + flagged.len();
    let source = format!("{before}{flagged}{}", visible(&finding.after));
    let mut group = Group::with_level(level(finding.severity));
    if !source.is_empty() {
        let snippet = Snippet::source(source).line_start(finding.start.line as usize);
        group = group.element(snippet.annotation(AnnotationKind::Primary.span(place)));
    }
    group.elements(notes(finding).into_iter().map(|note| Level::NOTE.no_name().message(visible(&note))))
}

/// The colours of the renderer's levels under our names.
fn level(severity: Severity) -> Level<'static> {
    let level = match severity {
        Severity::Veto | Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    level.with_name(severity.label())
}

fn notes(finding: &LocatedFinding) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |name: &str, text: &str| {
        if !text.is_empty() {
            notes.push(format!("{name}：{text}"));
        }
    };
    if let Some(place) = &finding.place {
        note("位置", &place.to_string());
    }
    note("原因", &finding.why);
    note("依据", &finding.basis);
    let safe = finding.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe);
    match (words::suggestion(finding), safe) {
        (Some(suggestion), true) => note("建议", &format!("{suggestion}（可自动修改）")),
        (Some(suggestion), false) => note("建议", &suggestion),
        (None, true) => note("建议", "可自动修改"),
        (None, false) => {}
    }
    note("重复", &words::repetition(finding).unwrap_or_default());
    notes
}

/// A long text cut down to its beginning and end.
fn shortened(text: &str) -> String {
    let count = text.chars().count();
    if count <= SHOWN {
        return text.to_string();
    }
    let head: String = text.chars().take(SHOWN - SHOWN_AT_END).collect();
    let tail: String = text.chars().skip(count - SHOWN_AT_END).collect();
    format!("{head}…{tail}")
}
