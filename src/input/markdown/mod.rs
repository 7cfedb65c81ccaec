//! Markdown, with or without front matter. Code, shortcodes and URLs are not prose: inside a sentence an object
//! replacement character stands for them, so that what is left and right of them does not grow together.

mod front_matter;
mod plain;
mod shortcode;
mod writer;

use super::layout::{Layout, Role};
use super::{Claim, Input, InputError, Outcome, Probe, ReadContext, record};
use crate::document::ArticleBuilder;
use crate::source::Source;
use crate::span::offset;
use front_matter::FrontMatter;

struct Markdown;

pub const FORMAT: &dyn Input = &Markdown;

/// What generators call the parts of an article; best first.
const NAMES: &[(Role, &str)] = &[
    (Role::Title, "title"),
    (Role::Published, "publishDate"),
    (Role::Published, "published"),
    (Role::Published, "pubDate"),
    (Role::Published, "date"),
    (Role::Author, "author"),
    (Role::Author, "author/name"),
    (Role::Author, "authors"),
    (Role::Source, "source"),
    (Role::Source, "来源"),
    (Role::Column, "column"),
    (Role::Column, "category"),
    (Role::Column, "categories"),
    (Role::Unit, "unit"),
    (Role::Url, "url"),
    (Role::Url, "permalink"),
    (Role::Url, "slug"),
    (Role::Id, "id"),
    (Role::State, "draft"),
    (Role::State, "published"),
];

impl Input for Markdown {
    fn name(&self) -> &'static str {
        "Markdown"
    }

    fn claims(&self, probe: &Probe<'_>) -> Claim {
        // HTML or JSON may open a page of Markdown, so its name weighs as much as their content.
        match probe.extension {
            "md" | "markdown" | "mdx" => Claim::Content,
            _ if front_matter::is_at_start(probe.head) => Claim::Content,
            _ => Claim::No,
        }
    }

    fn read(&self, source: &Source, _context: &ReadContext<'_>) -> Outcome {
        let text = source.text();
        let mut builder = ArticleBuilder::new();
        let (front, errors) = match front_matter::read(text) {
            Ok(front) => (front, Vec::new()),
            Err(fault) => {
                let message = format!("文件开头的元数据（front matter）写法有误：{}；标题、日期等没有读到", fault.why);
                let line = source.position(offset(fault.at)).line;
                (FrontMatter::skipped(fault.body), vec![InputError::new(message).at_line(line)])
            }
        };
        record::fill(&front, &Layout::fixed(NAMES), &mut builder.meta);
        let title = front.entry("title").map(|title| (title.text.as_str(), title.span));
        writer::write(&text[front.body..], offset(front.body), title, &mut builder);
        Outcome { articles: vec![builder.finish(None)], errors }
    }
}

/// Pushes Markdown without front matter that lies at `base` of the text given.
pub fn push(markdown: &str, base: u32, builder: &mut ArticleBuilder) {
    writer::write(markdown, base, None, builder);
}

#[cfg(test)]
mod tests;
