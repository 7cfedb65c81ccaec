//! The markup of a page: start tags with the attributes that matter, end tags, comments, and the text between them,
//! each with its exact place in the source. Nothing is copied and nothing decoded; `reference` does that.
//!
//! html5gum finds the markup. Its strings are not used: text is what lies between two pieces of markup, so its bytes
//! are right by construction. Pages repeat a few tags thousands of times: one that html5gum has read of late is known
//! by its bytes and not read again.

use std::borrow::Cow;
use std::collections::VecDeque;
use html5gum::{Emitter, Error, State, Tokenizer};

use super::bytes::Bytes;
use super::element::Element;
pub use super::key::Key;
use super::known::Known;
use super::reference::{self, Place};
use super::simple;
use super::stack::Stack;
use super::style::Style;
use crate::span::{Decoded, Span, offset};

/// Styles that are compared with a new one before it is read.
const RECENT_STYLES: usize = 8;

#[derive(Debug, Clone, Copy)]
struct Attribute {
    key: Key,
    /// Counted from the start of the tag, so that a tag that stands in many places has its attributes once.
    value: Span<Decoded>,
}

/// A start tag. Its attributes are asked of [`Tokens`].
#[derive(Debug, Clone, Copy)]
pub struct Tag {
    pub element: Element,
    self_closing: bool,
    pub span: Span<Decoded>,
    /// How many elements stay open when it comes.
    pub kept: u32,
    first: u32,
    count: u32,
    /// A bit for each [`Key`] that it has.
    keys: u16,
    /// Place of its style among those of the page.
    style: Option<u32>,
}

impl Tag {
    /// Whether the element has content: it is among the open ones from here on.
    pub fn opens(&self) -> bool {
        match self.element {
            Element::Html | Element::Head | Element::Body => false,
            Element::Other => !self.self_closing,
            element => !element.is_void(),
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub enum Token {
    Text(Span<Decoded>),
    Start(Tag),
    /// How many elements stay open when it comes.
    End(Element, u32),
    Comment(Span<Decoded>),
}

/// The tokens of a page or fragment.
pub struct Tokens<'a> {
    html: &'a str,
    base: u32,
    pub list: Vec<Token>,
    attributes: Vec<Attribute>,
    styles: Vec<Style>,
}

impl<'a> Tokens<'a> {
    /// Reads `html`, which lies at `base` of the decoded file.
    pub fn read(html: &'a str, base: u32) -> Self {
        let tags = memchr::memchr_iter(b'<', html.as_bytes()).count();
        let mut tokens = Self { html, base, list: Vec::with_capacity(2 * tags + 1), attributes: Vec::new(), styles: Vec::new() };
        Markup::new(&mut tokens).read();
        tokens
    }

    /// The source at a place.
    pub fn slice(&self, span: Span<Decoded>) -> &'a str {
        let at = |offset: u32| offset.saturating_sub(self.base) as usize;
        self.html.get(at(span.start)..at(span.end)).unwrap_or_default()
    }

    /// Where the value of an attribute lies, as it is written; the first one counts, as in browsers.
    pub fn attribute(&self, tag: &Tag, key: Key) -> Option<Span<Decoded>> {
        if tag.keys & key.bit() == 0 {
            return None;
        }
        let of_tag = self.attributes.get(tag.first as usize..(tag.first + tag.count) as usize)?;
        of_tag.iter().find(|attribute| attribute.key == key).map(|attribute| attribute.value.shifted(tag.span.start))
    }

    /// The value of an attribute as it is written.
    pub fn raw(&self, tag: &Tag, key: Key) -> Option<&'a str> {
        self.attribute(tag, key).map(|span| self.slice(span))
    }

    /// Bytes of source between the markup.
    pub fn text_bytes(&self) -> usize {
        let length = |token: &Token| if let Token::Text(span) = token { span.len() as usize } else { 0 };
        self.list.iter().map(length).sum()
    }

    /// What the `style` attribute says.
    pub fn style(&self, tag: &Tag) -> Option<&Style> {
        self.styles.get(tag.style? as usize)
    }

    /// An attribute's value, decoded.
    pub fn decode(&self, value: Span<Decoded>) -> Cow<'a, str> {
        let raw = self.slice(value);
        if raw.contains('&') { Cow::Owned(reference::text(raw, Place::Attribute)) } else { Cow::Borrowed(raw) }
    }
}

/// Collects the tokens while html5gum walks over the source and reports its position.
struct Markup<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    known: Known<'a>,
    stack: Stack,
    position: usize,
    /// The last piece of markup.
    piece: std::ops::Range<usize>,
    /// It is done, and what follows is markup and text again.
    done: bool,
    /// Where the text after the last piece of markup begins.
    text_from: usize,
    /// Where the last `<` stands that may begin markup.
    opened: Option<usize>,
    /// A tag was begun and not yet ended.
    in_tag: bool,
    is_end: bool,
    self_closing: bool,
    first_attribute: usize,
    in_attribute: bool,
    value: std::ops::Range<usize>,
    style: Option<u32>,
    /// Styles met of late and their places: pages repeat a few of them thousands of times.
    recent: VecDeque<(&'a str, u32)>,
    // Names are short, and these four are used again and again.
    tag_name: Vec<u8>,
    last_start: Vec<u8>,
    attribute_name: Vec<u8>,
}

impl<'t, 'a> Markup<'t, 'a> {
    fn new(tokens: &'t mut Tokens<'a>) -> Self {
        Self {
            tokens,
            known: Known::default(),
            stack: Stack::new(),
            position: 0,
            piece: 0..0,
            done: false,
            text_from: 0,
            opened: None,
            in_tag: false,
            is_end: false,
            self_closing: false,
            first_attribute: 0,
            in_attribute: false,
            value: 0..0,
            style: None,
            recent: VecDeque::with_capacity(RECENT_STYLES),
            tag_name: Vec::new(),
            last_start: Vec::new(),
            attribute_name: Vec::new(),
        }
    }

    /// Reads the whole source, one piece of markup after the other.
    fn read(&mut self) {
        let html = self.tokens.html;
        while let Some(at) = self.next_opening() {
            match self.known.at(&html[at..]) {
                Some((length, token)) => {
                    self.end_text(at);
                    self.text_from = at + length;
                    self.push_tag(token, at..at + length);
                }
                None if self.read_simple(at) || self.tokenize(at) => self.remember(),
                None => return,
            }
        }
        self.end_text(html.len());
    }

    /// The next `<`. Every other one stands right where the last tag ended.
    fn next_opening(&self) -> Option<usize> {
        let rest = &self.tokens.html.as_bytes()[self.text_from..];
        let length = if rest.first() == Some(&b'<') { 0 } else { memchr::memchr(b'<', rest)? };
        Some(self.text_from + length)
    }

    /// Has html5gum read the source from a `<` on to the end of a piece of markup; a tag whose content is no markup is
    /// read up to the tag that ends it. Returns whether there may be more.
    fn tokenize(&mut self, at: usize) -> bool {
        (self.position, self.opened, self.in_tag, self.done) = (at, None, false, false);
        let rest = &self.tokens.html.as_bytes()[at..];
        matches!(Tokenizer::new_with_emitter(Bytes(rest), &mut *self).next(), Some(Ok(())))
    }

    /// Reads a tag that is simply written. Returns whether it is.
    fn read_simple(&mut self, at: usize) -> bool {
        self.begin_tag(false);
        self.opened = Some(at);
        let read = simple::read(&self.tokens.html.as_bytes()[at..], |name, value| {
            if let Some(key) = Key::from_bytes(name) {
                self.add_attribute(key, at + value.start..at + value.end);
            }
        });
        let tag = read.map(|tag| (Element::from_name(tag.name), tag));
        match tag {
            Some((element, tag)) if tag.is_end || element.content_state().is_none() => {
                (self.is_end, self.self_closing, self.position) = (tag.is_end, tag.self_closing, at + tag.length);
                self.finish_tag(element);
                true
            }
            _ => {
                self.tokens.attributes.truncate(self.first_attribute);
                false
            }
        }
    }

    /// Remembers the last piece of markup if it is a tag that may well be met again.
    fn remember(&mut self) {
        let Some(token) = self.tokens.list.last() else { return };
        let common = match token {
            Token::Start(tag) => tag.keys & (Key::Content.bit() | Key::Href.bit() | Key::Src.bit()) == 0,
            Token::End(..) => true,
            _ => false,
        };
        if common {
            self.known.add(&self.tokens.html[self.piece.clone()], *token);
        }
    }

    /// Adds a tag that stands in a place of the source, with what it does to the open elements.
    fn push_tag(&mut self, token: Token, place: std::ops::Range<usize>) {
        let token = match token {
            Token::Start(tag) => {
                let kept = self.stack.start(tag.element, tag.opens());
                Token::Start(Tag { kept, span: self.span(place), ..tag })
            }
            Token::End(element, _) => Token::End(element, self.stack.end(element)),
            other => other,
        };
        self.tokens.list.push(token);
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span<Decoded> {
        Span::of(range).shifted(self.tokens.base)
    }

    fn end_text(&mut self, end: usize) {
        if self.text_from < end {
            let span = self.span(self.text_from..end);
            self.tokens.list.push(Token::Text(span));
        }
        self.text_from = end;
    }

    /// `</>` is no text, but html5gum says nothing of it.
    fn drop_empty_end_tag(&mut self) {
        if let Some(at) = self.opened.take()
            && self.tokens.html.as_bytes()[at..].starts_with(b"</>")
            && self.text_from <= at
        {
            self.end_text(at);
            self.text_from = at + b"</>".len();
        }
    }

    /// Begins a piece of markup where the last `<` stands and gives its place up to here.
    fn markup(&mut self) -> Span<Decoded> {
        let start = self.opened.take().unwrap_or(self.position).max(self.text_from);
        self.end_text(start);
        self.text_from = self.position;
        self.piece = start..self.position.max(start);
        self.done = true;
        self.span(self.piece.clone())
    }

    fn begin_tag(&mut self, is_end: bool) {
        self.tag_name.clear();
        self.in_tag = true;
        self.is_end = is_end;
        self.self_closing = false;
        self.in_attribute = false;
        self.first_attribute = self.tokens.attributes.len();
        self.style = None;
    }

    fn end_attribute(&mut self) {
        if std::mem::take(&mut self.in_attribute)
            && let Some(key) = Key::from_bytes(&self.attribute_name)
        {
            self.add_attribute(key, self.value.clone());
        }
    }

    fn add_attribute(&mut self, key: Key, value: std::ops::Range<usize>) {
        if key == Key::Style && self.style.is_none() {
            self.style = Some(self.style_at(value.clone()));
        }
        let start = self.opened.unwrap_or_default();
        let value = Span::of(value.start.saturating_sub(start)..value.end.saturating_sub(start));
        self.tokens.attributes.push(Attribute { key, value });
    }

    /// Adds the tag that was begun and ends here.
    fn finish_tag(&mut self, element: Element) {
        let span = self.markup();
        let place = self.piece.clone();
        self.in_tag = false;
        if self.is_end {
            self.tokens.attributes.truncate(self.first_attribute);
            return self.push_tag(Token::End(element, 0), place);
        }
        let attributes = &self.tokens.attributes[self.first_attribute..];
        let tag = Tag {
            element,
            self_closing: self.self_closing,
            span,
            kept: 0,
            first: offset(self.first_attribute),
            count: offset(attributes.len()),
            keys: attributes.iter().fold(0, |keys, attribute| keys | attribute.key.bit()),
            style: self.style,
        };
        self.push_tag(Token::Start(tag), place);
    }

    /// The place of a style among those of the page; it is read if it was not met of late.
    fn style_at(&mut self, value: std::ops::Range<usize>) -> u32 {
        let source = self.tokens.html.get(value).unwrap_or_default();
        if let Some((_, place)) = self.recent.iter().find(|(known, _)| *known == source) {
            return *place;
        }
        let place = offset(self.tokens.styles.len());
        self.tokens.styles.push(Style::read(source));
        self.recent.truncate(RECENT_STYLES - 1);
        self.recent.push_front((source, place));
        place
    }
}

impl Emitter for &mut Markup<'_, '_> {
    /// A piece of markup is done.
    type Token = ();

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start.clear();
        self.last_start.extend_from_slice(last_start_tag.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        // What an unfinished tag at the end holds is no text.
        let end = if self.in_tag { self.opened } else { None };
        if end.is_none() {
            self.drop_empty_end_tag();
        }
        let end = end.unwrap_or(self.tokens.html.len());
        self.end_text(end);
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<()> {
        std::mem::take(&mut self.done).then_some(())
    }

    fn emit_string(&mut self, _: &[u8]) {
        // An end tag that does not end the script it stands in is part of the script.
        self.in_tag = false;
    }

    fn start_open_tag(&mut self) {
        self.drop_empty_end_tag();
        self.opened = Some(self.position.saturating_sub(1));
    }

    fn init_start_tag(&mut self) {
        self.begin_tag(false);
    }

    fn init_end_tag(&mut self) {
        self.begin_tag(true);
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag_name.extend_from_slice(name);
    }

    fn set_self_closing(&mut self) {
        self.self_closing = true;
    }

    fn init_attribute(&mut self) {
        self.end_attribute();
        self.in_attribute = true;
        self.attribute_name.clear();
        self.value = self.position..self.position;
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attribute_name.extend_from_slice(name);
    }

    fn init_attribute_value(&mut self) {
        self.value = self.position..self.position;
    }

    fn push_attribute_value(&mut self, _: &[u8]) {
        self.value.end = self.position.max(self.value.start);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_attribute();
        let element = Element::from_name(&self.tag_name);
        self.finish_tag(element);
        self.last_start.clear();
        if self.is_end {
            return None;
        }
        let Markup { last_start, tag_name, .. } = &mut **self;
        last_start.extend_from_slice(tag_name);
        let state = element.content_state();
        self.done = state.is_none();
        state
    }

    fn init_comment(&mut self) {}

    fn push_comment(&mut self, _: &[u8]) {}

    fn emit_current_comment(&mut self) {
        let span = self.markup();
        self.tokens.list.push(Token::Comment(span));
    }

    fn init_doctype(&mut self) {}

    fn emit_current_doctype(&mut self) {
        self.markup();
    }

    fn set_force_quirks(&mut self) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end && !self.last_start.is_empty() && self.last_start == self.tag_name
    }

    fn move_position(&mut self, by: isize) {
        self.position = self.position.saturating_add_signed(by);
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::time::Instant;

    use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
    use proptest::prelude::*;

    use super::*;

    /// All text of a page, decoded and with line ends as html5gum gives them, and whether its runs say where they come
    /// from.
    fn text(tokens: &Tokens<'_>) -> (String, bool) {
        let (mut all, mut exact) = (String::new(), true);
        for token in &tokens.list {
            if let Token::Text(span) = token {
                let mut text = String::new();
                reference::runs(tokens.slice(*span), span.start, Place::Text, |run, from| {
                    let source = tokens.slice(from);
                    exact &= source == run || reference::text(source, Place::Text) == run;
                    text.push_str(run);
                });
                all.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
            }
        }
        (all, exact)
    }

    /// The text that html5gum itself hands over.
    fn oracle(html: &str) -> String {
        let mut text = Vec::new();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<Infallible> {
            if let CallbackEvent::String { value } = event {
                text.extend_from_slice(value);
            }
            None
        });
        emitter.naively_switch_states(false);
        let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
        String::from_utf8(text).unwrap()
    }

    proptest! {
        #[test]
        fn text_is_what_html5gum_says_and_its_places_are_exact(pieces in prop::collection::vec(prop::sample::select(vec![
            "按耐不住", "a", "1", "\u{1f600}", "é", " ", "\n", "\r\n", "\r", "<", ">", "/", "&", ";", "#", "=", "'", "\"",
            "<p>", "</p>", "<p class=\"a\">", "<br />", "<a title=\"", "<img alt=\"<\" hidden src=\"x\"/>", "</p >", "<B CLASS=x>", "<a href='a&amp;b'", "<br/>", "</", "</>", "<!", "<!--", "-->", "<!-- c -->",
            "<![CDATA[", "<?xml?>", "<!doctype html>", "&amp;", "&amp", "&nbsp;", "&nbsp", "&#32784;", "&#32784", "&#x8010;",
            "&#xZ", "&#150;", "&notit;", "&unknown;", "&#0;", "&acE;", "&ltp", "-", "!",
        ]), 0..24)) {
            let html = pieces.concat();
            let tokens = Tokens::read(&html, 0);
            let (found, exact) = text(&tokens);
            prop_assert!(exact, "{html:?}");
            prop_assert_eq!(found, oracle(&html), "{:?}", html);
        }
    }

    #[test]
    fn attributes_lie_where_they_are_written() {
        let tokens = Tokens::read("<IMG src=a.png ALT=\"图&amp;一\" alt=x title='' data-x=1 hidden>x<a href=b>", 100);
        let Some(Token::Start(tag)) = tokens.list.first() else { panic!("no tag") };
        assert_eq!(tag.span.start, 100);
        let alt = tokens.attribute(tag, Key::Alt).unwrap();
        assert_eq!((tokens.slice(alt), tokens.decode(alt).as_ref()), ("图&amp;一", "图&一"));
        assert_eq!(alt.start, 120);
        assert_eq!(tokens.raw(tag, Key::Src), Some("a.png"));
        assert_eq!(tokens.raw(tag, Key::Title), Some(""));
        assert_eq!(tokens.raw(tag, Key::Hidden), Some(""));
        assert_eq!(tokens.raw(tag, Key::Href), None);
    }

    #[test]
    fn scripts_are_no_markup_and_unfinished_tags_no_text() {
        let tokens = Tokens::read("<script>if(a<b)'</p></scripty>'</script>一<p class='二", 0);
        let texts: Vec<&str> = tokens
            .list
            .iter()
            .filter_map(|token| if let Token::Text(span) = token { Some(tokens.slice(*span)) } else { None })
            .collect();
        assert_eq!(texts, ["if(a<b)'</p></scripty>'", "一"]);
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        let started = Instant::now();
        for piece in ["<", "</", "<!--", "&", "&#", "&a", "<a ", "</>", "<a b=", "<![CDATA[", "<script>"] {
            Tokens::read(&piece.repeat(200_000), 0);
        }
        assert!(started.elapsed().as_secs() < 20);
    }
}
