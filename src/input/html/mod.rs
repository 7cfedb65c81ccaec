//! HTML: pages of government sites and of WeChat, any other page, and fragments that lie in other formats.
//!
//! ```text
//! tokens (+ key, known,  markup with its exact bytes (attributes that count, tags met again,
//!         simple)        simply written tags)
//! reference              character references
//! element, stack, style  what elements do; which stay open; what is hidden
//! outline (+ metadata)   which element is the article, which heading its title, what the head says
//! flow → blocks          text into blocks of regions (+ furniture: lines that are no article)
//! ```

mod blocks;
mod bytes;
mod element;
mod flow;
mod furniture;
mod key;
mod known;
mod metadata;
mod outline;
mod reference;
mod simple;
mod stack;
mod style;
#[cfg(test)]
mod tests;
mod tokens;
mod view;

use super::{Claim, Input, Outcome, Probe, ReadContext};
use crate::document::{ArticleBuilder, Escape};
use crate::source::Source;
use outline::Outline;
use tokens::Tokens;
pub use view::reading_view;

/// Tags that only a web page opens with.
const PAGE_STARTS: [&str; 6] = ["<!doctype html", "<html", "<head", "<body", "<meta", "<title"];
/// Tags by which a text that begins with one is taken for a piece of a page, if there are several.
const FRAGMENT_TAGS: [&str; 12] =
    ["<p>", "<p ", "</p>", "<div", "</div>", "<section", "<table", "<br", "<span", "<h1", "<h2", "<ul"];
const MIN_FRAGMENT_TAGS: usize = 3;

struct Html;

pub const FORMAT: &dyn Input = &Html;

impl Input for Html {
    fn name(&self) -> &'static str {
        "网页"
    }

    fn claims(&self, probe: &Probe<'_>) -> Claim {
        let named = matches!(probe.extension, "html" | "htm" | "shtml" | "xhtml" | "jhtml");
        // A page inside another format (MHTML, WARC, JSON, SQL) does not come first in it.
        if is_page(probe.head) || !is_other_markup(probe.extension) && is_fragment(probe.head) {
            Claim::Content
        } else if named {
            Claim::Name
        } else {
            Claim::No
        }
    }

    fn read(&self, source: &Source, _context: &ReadContext<'_>) -> Outcome {
        let mut builder = ArticleBuilder::new();
        push_page(source.text(), &mut builder);
        Outcome::of(builder.finish(None))
    }
}

/// Pushes a whole page into an empty builder: the article that is found in it, with its metadata.
pub fn push_page(html: &str, builder: &mut ArticleBuilder) {
    let tokens = Tokens::read(html, 0);
    let outline = Outline::of(&tokens);
    builder.escapes = vec![Escape::Html];
    builder.meta = outline.meta.finish();
    flow::push(&tokens, Some(&outline), builder);
    if let Some(link) = &outline.meta.original_link {
        builder.link(link.clone(), builder.here(), false);
    }
}

/// Pushes an HTML fragment that lies at `base` of the decoded text: all of it is article. The caller puts
/// [`Escape::Html`] first into the builder's `escapes`, before those of the container.
pub fn push(html: &str, base: u32, builder: &mut ArticleBuilder) {
    flow::push(&Tokens::read(html, base), None, builder);
}

fn starts_with(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

/// Whether a text begins as a page does, past blanks, an XML declaration and comments.
fn is_page(head: &str) -> bool {
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->").map(|end| end + "-->".len()),
            _ if rest.starts_with("<?xml") => rest.find('>').map(|end| end + 1),
            _ => None,
        };
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => return PAGE_STARTS.iter().any(|start| starts_with(rest, start)),
        }
    }
}

/// Whether a text begins with a tag and holds several that web pages are made of.
fn is_fragment(head: &str) -> bool {
    let starts = |at: usize| FRAGMENT_TAGS.iter().any(|tag| starts_with(&head[at..], tag));
    let begins = head.trim_start_matches('\u{feff}').trim_start();
    begins.starts_with('<')
        && !begins.starts_with("<?")
        && memchr::memchr_iter(b'<', head.as_bytes()).filter(|at| starts(*at)).nth(MIN_FRAGMENT_TAGS - 1).is_some()
}

/// Formats in which a little HTML is at home.
fn is_other_markup(extension: &str) -> bool {
    matches!(extension, "md" | "markdown" | "mdx" | "xml" | "rss" | "atom" | "json" | "jsonl" | "ndjson" | "csv" | "tsv")
}
