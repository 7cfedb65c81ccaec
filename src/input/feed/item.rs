//! An item of a feed as the fields of a record, and which of them is what.

use std::collections::HashMap;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

use super::content::Content;
use crate::document::{Article, Escape, Place};
use crate::input::inner::Inner;
use crate::input::layout::{Format, Layout, Role};
use crate::input::record::{self, Fields, Values};
use crate::span::{Decoded, Span};

/// An element of an item.
pub struct Field<'a> {
    name: &'a str,
    content: Range<usize>,
    /// What an attribute says in place of the content.
    given: Option<String>,
    /// The `type` of Atom.
    kind: Option<String>,
    /// Whether the content has tags of its own (XHTML).
    markup: bool,
}

impl<'a> Field<'a> {
    pub fn new(name: &'a str, tag: &BytesStart<'_>) -> Self {
        let attribute = |name: &str| {
            let attribute = tag.try_get_attribute(name).ok().flatten()?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            Some(value.unwrap_or_else(|_| attribute.value.clone()).trim().to_string())
        };
        let is_other = match name {
            "category" => attribute("domain").is_some_and(|domain| domain != "category" && !domain.contains("://")),
            "link" => attribute("rel").is_some_and(|rel| rel != "alternate"),
            _ => false,
        };
        let given = match name {
            "category" => attribute("label").or_else(|| attribute("term")),
            "link" => attribute("href"),
            _ => None,
        };
        let kind = if matches!(name, "content" | "summary") { attribute("type") } else { None };
        Self { name: if is_other { "" } else { name }, content: 0..0, given, kind, markup: false }
    }
}

/// See the module.
pub struct Item<'a> {
    text: &'a str,
    /// 1-based.
    number: u32,
    fields: Vec<Field<'a>>,
    /// The field whose element is open.
    open: Option<Field<'a>>,
}

/// What is read of an item, best first. Body, summary and date depend on what the item has.
const NAMES: [(Role, &str); 14] = [
    (Role::Title, "title"),
    (Role::Source, "postmeta/source"),
    (Role::Source, "source/title"),
    (Role::Source, "source"),
    (Role::Author, "postmeta/author"),
    (Role::Author, "dc:creator"),
    (Role::Author, "author/name"),
    (Role::Author, "author"),
    (Role::Column, "category"),
    (Role::Url, "link"),
    (Role::Url, "guid"),
    (Role::Id, "guid"),
    (Role::Id, "id"),
    (Role::State, "wp:status"),
];
/// Body and summary: where there is the first, the second is the summary.
const BODIES: [(&str, &str); 2] = [("content:encoded", "description"), ("content", "summary")];
const DATES: [&str; 5] = ["wp:post_date", "pubDate", "published", "dc:date", "updated"];

impl<'a> Item<'a> {
    pub fn new(text: &'a str, number: u32) -> Self {
        Self { text, number, fields: Vec::new(), open: None }
    }

    pub fn begin(&mut self, field: Field<'a>) {
        self.open = Some(field);
    }

    /// There is an element inside the open one.
    pub fn hold_markup(&mut self) {
        if let Some(open) = &mut self.open {
            open.markup = true;
        }
    }

    /// The open element ends.
    pub fn end(&mut self, content: Range<usize>) {
        if let Some(field) = self.open.take().filter(|field| !field.name.is_empty()) {
            self.fields.push(Field { content, ..field });
        }
    }

    /// A field found inside another.
    pub fn add(&mut self, name: &'a str, content: Range<usize>) {
        self.fields.push(Field { name, content, given: None, kind: None, markup: false });
    }

    /// Of WordPress only posts and pages, as long as they are kept, are articles.
    pub fn is_article(&self) -> bool {
        let is_post = self.text("wp:post_type").is_none_or(|kind| matches!(kind.as_str(), "post" | "page"));
        is_post && !self.text("wp:status").is_some_and(|status| matches!(status.as_str(), "trash" | "auto-draft"))
    }

    /// The article. `authors`: names by login.
    pub fn article(&self, authors: &HashMap<String, String>) -> Article {
        let mut names = NAMES.to_vec();
        let body = BODIES.iter().find_map(|(body, summary)| {
            let found = [body, summary].into_iter().find(|name| self.text(name).is_some())?;
            names.push((Role::Body, found));
            let other = (found == body).then_some(*summary).filter(|summary| self.text(summary) != self.text(body));
            names.extend(other.map(|name| (Role::Summary, name)));
            self.field(found)
        });
        names.push((Role::Summary, "excerpt:encoded"));
        // What is not published yet has the date of its draft, or none.
        if self.text("wp:status").is_none_or(|status| status == "publish") {
            names.extend(DATES.map(|name| (Role::Published, name)));
        }
        let mut layout = Layout::fixed(&names);
        layout.format = body.and_then(|body| self.format(body));
        let mut article = record::article(self, &layout);
        if let Some(name) = article.meta.author.as_ref().and_then(|login| authors.get(login)) {
            article.meta.author = Some(name.clone());
        }
        article
    }

    fn format(&self, body: &Field<'_>) -> Option<Format> {
        let is_wordpress = body.name == "content:encoded" && self.has("wp:post_type");
        match body.kind.as_deref() {
            _ if body.markup || is_wordpress => Some(Format::Html),
            Some("html" | "xhtml" | "text/html" | "application/xhtml+xml") => Some(Format::Html),
            Some("text" | "text/plain") => Some(Format::Text),
            _ => None,
        }
    }

    /// The first field of a name that has something.
    fn field(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().filter(|field| field.name == name).find(|field| self.value(field).is_some())
    }

    fn value(&self, field: &Field<'_>) -> Option<String> {
        let text = match &field.given {
            Some(given) => given.clone(),
            None => {
                let mut inner = Inner::default();
                self.lay_field(field, &mut inner);
                inner.slice(inner.since(0)).to_string()
            }
        };
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_string())
    }

    fn lay_field(&self, field: &Field<'_>, inner: &mut Inner) {
        let content = Content::new(self.text, field.content.clone());
        if field.markup {
            return content.lay_raw(inner);
        }
        let raw = content.raw();
        let has_paragraphs = || ["<p", "&lt;p", "<!-- wp:"].iter().any(|mark| raw.contains(mark));
        content.lay(field.name == "content:encoded" && self.has("wp:post_type") && !has_paragraphs(), inner);
    }
}

impl Values for Item<'_> {
    fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name)
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = self.value(self.field(name)?)?;
        // RSS has the address first: zhangsan@example.cn (张三)
        let in_brackets = || text.split_once('(')?.1.split_once(')').map(|(name, _)| name.trim().to_string());
        if name == "author" && text.contains('@') { in_brackets().or(Some(text)) } else { Some(text) }
    }
}

impl Fields for Item<'_> {
    fn lay(&self, name: &str, inner: &mut Inner) -> Vec<Span<Decoded>> {
        let Some(field) = self.field(name) else {
            return Vec::new();
        };
        let start = inner.begin();
        self.lay_field(field, inner);
        vec![inner.since(start)]
    }

    fn place(&self, _name: &str) -> Place {
        let named = ["guid", "id", "link"].iter().find_map(|name| self.text(name));
        Place::Record { record: named.unwrap_or_else(|| self.number.to_string()) }
    }

    /// What needs no escape can stand anywhere.
    fn escape(&self, names: &[&str]) -> Escape {
        let escaped = |field: &Field<'_>| !field.markup && Content::new(self.text, field.content.clone()).is_escaped();
        if names.iter().filter_map(|name| self.field(name)).all(escaped) { Escape::Xml } else { Escape::XmlPlain }
    }
}
