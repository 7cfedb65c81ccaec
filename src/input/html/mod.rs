//! Stand-in, to be dropped.

use super::{Claim, Input, Outcome, Probe, ReadContext};
use crate::document::{ArticleBuilder, Region};
use crate::source::Source;
use crate::span::{Span, offset};

struct Html;

pub const FORMAT: &dyn Input = &Html;

impl Input for Html {
    fn name(&self) -> &'static str {
        "HTML"
    }

    fn claims(&self, _probe: &Probe<'_>) -> Claim {
        Claim::No
    }

    fn read(&self, source: &Source, _context: &ReadContext<'_>) -> Outcome {
        let mut builder = ArticleBuilder::new();
        push(source.text(), 0, &mut builder);
        Outcome::of(builder.finish(None))
    }
}

pub fn push(html: &str, base: u32, builder: &mut ArticleBuilder) {
    let entities = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{a0}"), ("&quot;", "\"")];
    builder.block(Region::Body);
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let place = |length: usize| Span::of(at..at + length).shifted(base);
        if let Some(end) = rest.strip_prefix("<!--").and_then(|_| rest.find("-->")) {
            builder.comment(&rest[4..end], place(end + 3));
            at += end + 3;
        } else if rest.starts_with('<') && rest.contains('>') {
            let end = rest.find('>').unwrap_or_default();
            if !["<b>", "</b>", "<i>", "</i>"].iter().any(|tag| rest.starts_with(tag)) {
                builder.block(Region::Body);
            }
            at += end + 1;
        } else if let Some((entity, text)) = entities.iter().find(|(entity, _)| rest.starts_with(entity)) {
            builder.push_from(text, place(entity.len()));
            at += entity.len();
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            builder.push(&rest[..length], base + offset(at));
            at += length;
        }
    }
}
