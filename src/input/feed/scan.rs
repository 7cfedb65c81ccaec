//! One pass over a feed: what its head says, then item by item.

use std::collections::HashMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::content::{self, Content};
use super::item::{Field, Item};
use super::local;
use crate::input::inner::Inner;
use crate::input::{InputError, Outcome};
use crate::source::Source;
use crate::span::offset;

const REST_IS_LOST: &str = "这之前的文章已检查，这之后的没有检查，请重新导出或改正后再试";

/// Elements whose children are fields too, under `parent/child`.
const NESTED: [(&str, &str, &str); 2] = [("author", "name", "author/name"), ("source", "title", "source/title")];

/// Keys of additional fields of WordPress (`wp:postmeta`) that sites use, and the field that they are read as.
const POST_META: [(&str, &[&str]); 2] = [
    ("postmeta/source", &["source", "post_source", "article_source", "copyfrom", "来源", "文章来源", "信息来源"]),
    ("postmeta/author", &["author_name", "post_author", "作者"]),
];

/// An element that is open.
struct Open<'a> {
    name: &'a str,
    /// Where its content begins.
    content: usize,
}

pub struct Scan<'a> {
    source: &'a Source,
    text: &'a str,
    reader: Reader<&'a [u8]>,
    open: Vec<Open<'a>>,
    /// The prefix of the root element with its colon.
    prefix: &'a str,
    /// The item under construction, and how many elements are open around what is in it.
    item: Option<(Item<'a>, usize)>,
    /// Key and value of a `wp:postmeta`.
    key: Option<String>,
    login: Option<String>,
    /// Names of the authors by their logins.
    authors: HashMap<String, String>,
    unit: Option<String>,
    items: u32,
    outcome: Outcome,
}

impl<'a> Scan<'a> {
    pub fn new(source: &'a Source) -> Self {
        let text = source.text();
        Self {
            source,
            text,
            reader: content::reader(text),
            open: Vec::new(),
            prefix: "",
            item: None,
            key: None,
            login: None,
            authors: HashMap::new(),
            unit: None,
            items: 0,
            outcome: Outcome::default(),
        }
    }

    pub fn read(mut self) -> Outcome {
        loop {
            let start = content::position(&self.reader);
            let event = self.reader.read_event();
            let end = content::position(&self.reader);
            match event {
                Ok(Event::Start(tag)) => self.start(&tag, start, end),
                Ok(Event::Empty(tag)) => {
                    self.start(&tag, start, end);
                    self.end(end);
                }
                Ok(Event::End(_)) => self.end(start),
                Ok(Event::DocType(declared)) if declared.contains("<!ENTITY") => {
                    let message = "XML 里声明了实体（<!ENTITY …>），为安全起见没有读；正常的 RSS 不需要它，请去掉声明或重新导出";
                    return Outcome::failed(self.error(start, message));
                }
                Ok(Event::Eof) if self.open.is_empty() => break,
                Ok(Event::Eof) => {
                    self.fault(self.text.len(), "内容到这里就断了，可能没有导出完整");
                    break;
                }
                Err(error) => {
                    let at = usize::try_from(self.reader.error_position()).unwrap_or(start);
                    let why = match error {
                        quick_xml::Error::IllFormed(_) => "标签没有配对",
                        quick_xml::Error::Syntax(_) => "标签没有写完，文件可能没有导出完整",
                        _ => "这里不合 XML 的写法",
                    };
                    self.fault(at, why);
                    break;
                }
                Ok(_) => {}
            }
        }
        self.finish()
    }

    fn start(&mut self, tag: &BytesStart<'_>, start: usize, end: usize) {
        let length = tag.name().as_ref().len();
        let whole = self.text.get(start + 1..start + 1 + length).unwrap_or_default();
        if self.open.is_empty() {
            self.prefix = whole.rfind(':').map_or("", |colon| &whole[..=colon]);
        }
        let name = if self.prefix.is_empty() { whole } else { whole.strip_prefix(self.prefix).unwrap_or(whole) };
        let depth = self.open.len();
        match &mut self.item {
            None if matches!(depth, 1 | 2) && matches!(local(name), "item" | "entry") => {
                self.items += 1;
                self.item = Some((Item::new(self.text, self.items), depth + 1));
            }
            Some((item, inside)) if depth == *inside => item.begin(Field::new(name, tag)),
            Some((item, inside)) if depth > *inside => item.hold_markup(),
            _ => {}
        }
        self.open.push(Open { name, content: end });
    }

    /// The element that was opened last ends; `at` is where its content does.
    fn end(&mut self, at: usize) {
        let Some(open) = self.open.pop() else { return };
        let content = open.content..at.max(open.content);
        let depth = self.open.len();
        let parent = self.open.last().map_or("", |open| open.name);
        match &mut self.item {
            Some((_, inside)) if depth + 1 == *inside => self.end_item(),
            Some((item, inside)) if depth == *inside => item.end(content),
            Some((_, inside)) if depth == *inside + 1 => self.end_nested(parent, open.name, content),
            Some(_) => {}
            None => self.end_of_head(parent, open.name, content),
        }
    }

    fn end_nested(&mut self, parent: &str, name: &str, content: Range<usize>) {
        let nested = NESTED.iter().find(|(of, child, _)| (*of, *child) == (parent, name)).map(|(_, _, field)| *field);
        let meta = match name {
            "wp:meta_key" => {
                self.key = self.value(content.clone());
                None
            }
            "wp:meta_value" => self.key.take().and_then(|key| {
                POST_META.iter().find(|(_, keys)| keys.contains(&key.as_str())).map(|(field, _)| *field)
            }),
            _ => None,
        };
        if let (Some(name), Some((item, _))) = (nested.or(meta), &mut self.item) {
            item.add(name, content);
        }
    }

    fn end_of_head(&mut self, parent: &str, name: &str, content: Range<usize>) {
        match (local(parent), name) {
            ("channel" | "feed", "title") if self.unit.is_none() => self.unit = self.value(content),
            (_, "wp:author_login") => self.login = self.value(content),
            (_, "wp:author_display_name") => {
                if let (Some(login), Some(shown)) = (self.login.take(), self.value(content)) {
                    self.authors.insert(login, shown);
                }
            }
            _ => {}
        }
    }

    fn end_item(&mut self) {
        if let Some((item, _)) = self.item.take()
            && item.is_article()
        {
            self.outcome.articles.push(item.article(&self.authors));
        }
    }

    fn value(&self, content: Range<usize>) -> Option<String> {
        let mut inner = Inner::default();
        Content::new(self.text, content).lay(false, &mut inner);
        let text = inner.slice(inner.since(0)).trim();
        (!text.is_empty()).then(|| text.to_string())
    }

    fn fault(&mut self, at: usize, why: &str) {
        let error = self.error(at, &format!("{why}；{REST_IS_LOST}"));
        self.outcome.errors.push(error);
    }

    fn error(&self, at: usize, message: &str) -> InputError {
        InputError::new(message).at_line(self.source.position(offset(at)).line)
    }

    fn finish(mut self) -> Outcome {
        if self.items == 0 && self.outcome.errors.is_empty() {
            self.outcome.errors.push(InputError::new("文件里没有文章记录，没有可检查的内容"));
        }
        for article in &mut self.outcome.articles {
            article.meta.unit = self.unit.clone();
        }
        self.outcome
    }
}
