//! Feeds: RSS, Atom, and the export of WordPress (WXR), which is RSS with more elements. An item is an article; the items
//! before a break in the file are still read. Nothing is ever fetched, and a document that declares entities is refused.

mod content;
mod item;
mod scan;
#[cfg(test)]
mod tests;

use super::{Claim, Input, InputError, Outcome, Probe, ReadContext};
use crate::source::Source;
use scan::Scan;

struct Feed;

pub const FORMAT: &dyn Input = &Feed;

const ROOTS: [&str; 3] = ["rss", "feed", "RDF"];

impl Input for Feed {
    fn name(&self) -> &'static str {
        "RSS、Atom、WordPress 导出"
    }

    fn claims(&self, probe: &Probe<'_>) -> Claim {
        if is_feed(probe.head) {
            Claim::Certain
        } else if matches!(probe.extension, "xml" | "rss" | "atom" | "wxr") {
            Claim::Name
        } else {
            Claim::No
        }
    }

    fn read(&self, source: &Source, _context: &ReadContext<'_>) -> Outcome {
        if !is_feed(source.text()) {
            return Outcome::failed(InputError::new(
                "这个 XML 文件不是 RSS、Atom，也不是 WordPress 导出，无法检查；请改用网页、JSON 或表格导出",
            ));
        }
        Scan::new(source).read()
    }
}

/// Whether the root element of a document is that of a feed.
pub fn is_feed(head: &str) -> bool {
    root(head).is_some_and(|name| ROOTS.contains(&local(name)))
}

/// The name of the root element: past the declaration, comments and the document type.
fn root(head: &str) -> Option<&str> {
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<!") {
            let subset = rest.find('[').filter(|open| rest.find('>').is_some_and(|end| *open < end));
            // A bracket in a declaration of the subset does not end it.
            let closes = |at: &usize| rest[at + 1..].trim_start().starts_with('>');
            let from = subset.map_or(Some(0), |_| memchr::memchr_iter(b']', rest.as_bytes()).find(closes))?;
            from + rest[from..].find('>')? + 1
        } else {
            let name = rest.strip_prefix('<')?;
            return name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
        };
        rest = rest[end..].trim_start();
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
