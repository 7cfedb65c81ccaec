//! The main part of a Word document (Office Open XML, ECMA-376 part 1, section 17) as paragraphs and tables. Not about
//! articles: that is the parent's.

use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements inside one another at most.
const MAX_DEPTH: usize = 10_000;

/// What the text holds, in order.
pub enum Item {
    Table,
    Row,
    /// So many columns wide.
    Cell(u16),
    Paragraph(Paragraph),
}

/// A paragraph with text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// 1-based, empty paragraphs counted.
    pub number: u32,
    /// Manual line breaks are line feeds.
    pub text: String,
    pub has_title_style: bool,
    pub is_in_table: bool,
    pub is_hidden: bool,
}

/// The styles whose name says that they are for titles: their ids differ from language to language.
pub fn styles(xml: &str) -> HashSet<String> {
    let mut reader = Reader::from_str(xml);
    let (mut titles, mut id) = (HashSet::new(), String::new());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) if local(&element) == "style" => id = value(&element, "styleId").unwrap_or_default(),
            Event::Empty(element) | Event::Start(element) if local(&element) == "name" => {
                let name = value(&element, "val").unwrap_or_default();
                if matches!(name.to_ascii_lowercase().as_str(), "title" | "标题") {
                    titles.insert(id.clone());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    titles
}

/// The items up to the end, or to where the XML breaks, which is then said.
pub fn items(xml: &str, titles: &HashSet<String>) -> (Vec<Item>, Option<String>) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut body = Body { titles, items: Vec::new(), open: Vec::new(), number: 0, tables: 0, skipped: 0, depth: 0 };
    loop {
        match reader.read_event() {
            Ok(Event::Eof) if body.depth == 0 => return body.end(None),
            Ok(Event::Eof) | Err(_) => {
                return body.end(Some("文档的内容不完整，坏的地方之前已检查，后面的没有检查；请重新保存"));
            }
            Ok(_) if body.depth > MAX_DEPTH => return body.end(Some("文档的嵌套太深，后面的没有检查")),
            Ok(event) => body.event(&event),
        }
    }
}

struct Body<'a> {
    titles: &'a HashSet<String>,
    items: Vec<Item>,
    /// Paragraphs under construction: one in a text box stands inside another. With what was hidden in each.
    open: Vec<Open>,
    number: u32,
    tables: u32,
    /// Depth inside of an element that is passed over.
    skipped: usize,
    depth: usize,
}

#[derive(Default)]
struct Open {
    paragraph: Paragraph,
    hidden: String,
    in_hidden_run: bool,
    in_text: bool,
}

impl Body<'_> {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => {
                self.depth += 1;
                if self.skipped > 0 || is_skipped(local(element)) {
                    self.skipped += 1;
                } else {
                    self.start(element);
                }
            }
            Event::Empty(element) if self.skipped == 0 && !is_skipped(local(element)) => {
                self.start(element);
                self.close(local(element));
            }
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                if self.skipped > 0 {
                    self.skipped -= 1;
                } else {
                    self.close(element.local_name().into_inner());
                }
            }
            Event::Text(text) if self.skipped == 0 => self.text(&text.xml10_content()),
            Event::CData(text) if self.skipped == 0 => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) if self.skipped == 0 => {
                let character = reference.resolve_char_ref().ok().flatten();
                let named = quick_xml::escape::resolve_xml_entity(reference);
                match (character, named) {
                    (Some(character), _) => self.text(character.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => self.text(text),
                    (None, None) => {}
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        match local(element) {
            "tbl" => {
                self.tables += 1;
                self.items.push(Item::Table);
            }
            "tr" => self.items.push(Item::Row),
            "tc" => self.items.push(Item::Cell(1)),
            "gridSpan" => {
                let columns = value(element, "val").and_then(|columns| columns.parse().ok()).unwrap_or(1);
                if let Some(Item::Cell(wide)) = self.items.last_mut() {
                    *wide = columns;
                }
            }
            "p" => {
                self.number += 1;
                let paragraph = Paragraph { number: self.number, is_in_table: self.tables > 0, ..Paragraph::default() };
                self.open.push(Open { paragraph, ..Open::default() });
            }
            name => self.inside(name, element),
        }
    }

    /// What matters inside of a paragraph only.
    fn inside(&mut self, name: &str, element: &BytesStart<'_>) {
        let titles = self.titles;
        let Some(open) = self.open.last_mut() else { return };
        match name {
            "pStyle" => open.paragraph.has_title_style |= value(element, "val").is_some_and(|id| titles.contains(&id)),
            "r" => open.in_hidden_run = false,
            "vanish" => {
                let off = value(element, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"));
                open.in_hidden_run |= !off;
            }
            "t" => open.in_text = true,
            "tab" => open.push("\t"),
            "br" | "cr" => open.push("\n"),
            "noBreakHyphen" => open.push("-"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "tbl" => self.tables = self.tables.saturating_sub(1),
            "p" => self.end_paragraph(),
            "t" => {
                if let Some(open) = self.open.last_mut() {
                    open.in_text = false;
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut().filter(|open| open.in_text) {
            open.push(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(Open { paragraph, hidden, .. }) = self.open.pop() else { return };
        let hidden = Paragraph { text: hidden, is_hidden: true, ..paragraph.clone() };
        let written = [paragraph, hidden].into_iter().filter(|paragraph| !paragraph.text.trim().is_empty());
        self.items.extend(written.map(Item::Paragraph));
    }

    /// What was read, and the fault that ended it.
    fn end(mut self, fault: Option<&str>) -> (Vec<Item>, Option<String>) {
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        (self.items, fault.map(str::to_string))
    }
}

impl Open {
    fn push(&mut self, text: &str) {
        if self.in_hidden_run { self.hidden.push_str(text) } else { self.paragraph.text.push_str(text) }
    }
}

/// Deleted and moved text, field codes, what older programs show instead of a drawing, tabs as a setting.
fn is_skipped(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "instrText" | "Fallback" | "delText" | "tabs")
}

fn local<'a>(element: &'a BytesStart<'_>) -> &'a str {
    element.local_name().into_inner()
}

fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut given = attributes.with_checks(false).flatten();
    let found = given.find(|attribute| attribute.key.local_name().into_inner() == name)?;
    Some(found.value.into_owned())
}
