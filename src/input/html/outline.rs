//! What is where on a page, found in one pass before any text is taken: the element that holds the article, the
//! heading that is its title, and the page's own metadata.
//!
//! The article is in a container that the common content management systems name; else it is the smallest element
//! that holds nearly all of the page's prose (text with sentence punctuation outside links).

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::element::Element;
use super::metadata::PageMeta;
use super::reference::{self, Place};
use super::style::is_gone;
use super::tokens::{Key, Tag, Token, Tokens};
use crate::span::{Decoded, Span};

/// Ids and classes of containers that hold the article and little else, the surest first: WeChat, TRS, gov.cn, JCMS
/// and others.
const CONTAINERS: [&str; 14] = [
    "js_content",
    "TRS_Editor",
    "trs_editor_view",
    "TRS_UEDITOR",
    "UCAP-CONTENT",
    "pages_content",
    "zoom",
    "article-content",
    "article_content",
    "articleContent",
    "news_content",
    "content-text",
    "v_news_content",
    "xxgk_content",
];
/// Parts of ids and classes that speak for an article, …
const HELPFUL: [&str; 6] = ["content", "article", "main", "detail", "zoom", "editor"];
/// … against one, …
const HURTFUL: [&str; 15] = [
    "nav", "foot", "sidebar", "aside", "related", "crumb", "menu", "copyright", "share", "comment", "pager",
    "recommend", "banner", "qrcode", "friend",
];
/// … and for a heading.
const HEADING: [&str; 2] = ["title", "activity-name"];
/// Place of WeChat's container in [`CONTAINERS`].
const WECHAT: usize = 0;
/// Headings that are looked at for the title.
const MAX_HEADINGS: usize = 64;
/// Tokens in which the text of a heading is looked for.
const HEADING_REACH: usize = 64;

/// What is known of a page.
pub struct Outline {
    /// The start tag (its number among the tokens) of the element that holds the article; `None`: everything does.
    pub content: Option<usize>,
    /// The start tag of the heading that is the title; `None`: it stands in the metadata alone.
    pub title: Option<usize>,
    pub meta: PageMeta,
}

impl Outline {
    pub fn of(tokens: &Tokens<'_>) -> Self {
        let mut survey = Survey::new(tokens);
        for (at, token) in tokens.list.iter().enumerate() {
            survey.token(at, token);
        }
        survey.leave(0);
        let (content, title) = (survey.content(), survey.title());
        let Survey { mut meta, scripts, is_wechat, .. } = survey;
        if is_wechat {
            scripts.iter().for_each(|script| meta.read_script(tokens.slice(*script)));
        }
        let heading = title.map(|at| heading_text(tokens, at).trim().to_string());
        meta.article_title = meta.article_title.or(heading);
        Self { content, title, meta }
    }
}

/// An element that can hold an article.
struct Node {
    start: usize,
    parent: usize,
    /// Bytes of prose in it.
    weight: usize,
    /// The element directly in it with the most prose.
    heaviest: Option<usize>,
    hints: Hints,
}

/// What the name, id and class of an element say.
#[derive(Clone, Copy, Default)]
struct Hints {
    helpful: bool,
    hurtful: bool,
    heading: bool,
    /// Place in [`CONTAINERS`].
    container: Option<usize>,
}

impl Hints {
    fn of(tokens: &Tokens<'_>, tag: &Tag) -> Self {
        static PARTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
            let parts = HELPFUL.iter().chain(&HURTFUL).chain(&HEADING);
            AhoCorasick::builder().ascii_case_insensitive(true).build(parts).expect("constant patterns")
        });
        let mut hints = Self {
            helpful: matches!(tag.element, Element::Article | Element::Main),
            hurtful: matches!(tag.element, Element::Nav | Element::Footer | Element::Aside),
            ..Self::default()
        };
        let names = [tokens.raw(tag, Key::Id), tokens.raw(tag, Key::Class)];
        for name in names.into_iter().flatten() {
            for found in PARTS.find_overlapping_iter(name) {
                let part = found.pattern().as_usize();
                hints.helpful |= part < HELPFUL.len();
                hints.hurtful |= (HELPFUL.len()..HELPFUL.len() + HURTFUL.len()).contains(&part);
                hints.heading |= part >= HELPFUL.len() + HURTFUL.len();
            }
            // Every name of a container has a helpful part.
            for word in name.split_ascii_whitespace().filter(|_| hints.helpful) {
                let known = CONTAINERS.iter().position(|known| word.eq_ignore_ascii_case(known));
                hints.container = hints.container.or(known);
            }
        }
        hints
    }
}

#[derive(Clone, Copy)]
struct State {
    node: usize,
    /// Taken off the page.
    gone: bool,
    linked: bool,
    /// The innermost element whose content is no prose.
    skipped: Option<Element>,
    /// Whether the element is `node` itself.
    owner: bool,
}

struct Survey<'t, 'a> {
    tokens: &'t Tokens<'a>,
    /// The open elements, outermost first.
    stack: Vec<State>,
    /// The first stands for the page.
    nodes: Vec<Node>,
    headings: Vec<(usize, Element)>,
    meta: PageMeta,
    scripts: Vec<Span<Decoded>>,
    is_wechat: bool,
    is_page: bool,
}

impl<'t, 'a> Survey<'t, 'a> {
    fn new(tokens: &'t Tokens<'a>) -> Self {
        let page = Node { start: 0, parent: 0, weight: 0, heaviest: None, hints: Hints::default() };
        Self {
            tokens,
            stack: Vec::new(),
            nodes: vec![page],
            headings: Vec::new(),
            meta: PageMeta::default(),
            scripts: Vec::new(),
            is_wechat: false,
            is_page: false,
        }
    }

    fn state(&self) -> State {
        let page = State { node: 0, gone: false, linked: false, skipped: None, owner: false };
        self.stack.last().copied().unwrap_or(page)
    }

    fn token(&mut self, at: usize, token: &Token) {
        match token {
            Token::Start(tag) => self.start(at, tag),
            Token::End(_, kept) => self.leave(*kept),
            Token::Text(span) => self.text(*span),
            Token::Comment(_) => {}
        }
    }

    fn start(&mut self, at: usize, tag: &Tag) {
        let element = tag.element;
        self.leave(tag.kept);
        match element {
            Element::Meta => self.meta.read_meta(self.tokens, tag, at),
            Element::Html | Element::Head | Element::Body => self.is_page = true,
            _ => {}
        }
        if !tag.opens() {
            return;
        }
        let outer = self.state();
        let mut state = State { gone: outer.gone || is_gone(self.tokens, tag), owner: false, ..outer };
        state.skipped = element.is_skipped().then_some(element).or(state.skipped);
        state.linked |= element == Element::A;
        let hints = if element.is_block() { Hints::of(self.tokens, tag) } else { Hints::default() };
        self.is_wechat |= hints.container == Some(WECHAT);
        if is_holder(element) {
            self.nodes.push(Node { start: at, parent: outer.node, weight: 0, heaviest: None, hints });
            (state.node, state.owner) = (self.nodes.len() - 1, true);
        }
        let heading = hints.heading || matches!(element, Element::H1 | Element::H2 | Element::H3);
        if heading && !state.gone && self.headings.len() < MAX_HEADINGS {
            self.headings.push((at, element));
        }
        self.stack.push(state);
    }

    fn text(&mut self, span: Span<Decoded>) {
        let (state, text) = (self.state(), self.tokens.slice(span));
        match state.skipped {
            Some(Element::Title) => self.meta.read_window_title(text),
            Some(Element::Script) => self.scripts.push(span),
            Some(_) => {}
            None if state.linked || state.gone || text.len() < "。".len() || !has_sentence_mark(text) => {}
            None => self.nodes[state.node].weight += text.len(),
        }
    }

    /// Closes elements until `kept` are open.
    fn leave(&mut self, kept: u32) {
        while self.stack.len() > kept as usize {
            if let Some(state) = self.stack.pop()
                && state.owner
            {
                self.close(state.node);
            }
        }
    }

    /// Adds up what an element holds.
    fn close(&mut self, at: usize) {
        let node = &self.nodes[at];
        let (weight, parent) = (node.weight, node.parent);
        if node.hints.hurtful && node.hints.container.is_none() {
            return;
        }
        let heaviest = self.nodes[parent].heaviest.map_or(0, |child| self.nodes[child].weight);
        let parent = &mut self.nodes[parent];
        parent.weight += weight;
        if weight > heaviest {
            parent.heaviest = Some(at);
        }
    }

    fn content(&self) -> Option<usize> {
        let known = self.nodes.iter().filter_map(|node| Some((node.hints.container?, node)));
        // The surest name, with text if one of them has any; of several the one with the most, of equal the outermost.
        let best = known.min_by_key(|(rank, node)| (node.weight == 0, *rank, std::cmp::Reverse(node.weight)));
        if let Some((_, node)) = best {
            return Some(node.start);
        }
        if !self.is_page {
            return None;
        }
        let mut at = 0;
        while let Some(child) = self.nodes[at].heaviest {
            let (whole, part) = (self.nodes[at].weight, self.nodes[child].weight);
            // What stays outside is not checked as prose, so nearly nothing may stay outside of an element whose
            // name says nothing.
            let enough = if self.nodes[child].hints.helpful { whole / 2 } else { whole / 10 * 9 };
            if part <= enough || self.nodes[at].hints.helpful && whole - part > 0 {
                break;
            }
            at = child;
        }
        (at > 0).then(|| self.nodes[at].start)
    }

    /// The heading that is the title: the one that says what the metadata says, else the first `h1` that is not the
    /// name of the site.
    fn title(&self) -> Option<usize> {
        let texts = || self.headings.iter().map(|(at, element)| (*at, *element, squeeze(&heading_text(self.tokens, *at))));
        let stated = self.meta.article_title.as_deref().or(self.meta.open_graph_title.as_deref()).map(squeeze);
        let window = self.meta.window_title.as_deref().map(squeeze);
        let unit = self.meta.meta.unit.as_deref().map(squeeze);
        let is_stated = |text: &String| !text.is_empty() && Some(text) == stated.as_ref();
        // The title of the window is mostly the heading followed by the site's name.
        let opens_window = |text: &String| {
            stated.is_none() && !text.is_empty() && window.as_ref().is_some_and(|window| window.starts_with(text.as_str()))
        };
        let found = texts().find(|(_, _, text)| is_stated(text)).or_else(|| texts().find(|(_, _, text)| opens_window(text)));
        let first = || texts().find(|(_, element, text)| *element == Element::H1 && !text.is_empty() && Some(text) != unit.as_ref());
        found.or_else(first).map(|(at, _, _)| at)
    }
}

/// Elements that an article may be all of: no paragraphs, headings, items.
fn is_holder(element: Element) -> bool {
    let other = matches!(
        element,
        Element::P
            | Element::H1
            | Element::H2
            | Element::H3
            | Element::H4
            | Element::H5
            | Element::H6
            | Element::Li
            | Element::Dt
            | Element::Dd
            | Element::Blockquote
            | Element::Figcaption
            | Element::Caption
            | Element::Pre
            | Element::Noscript
    );
    element.is_block() && !other
}

/// Whether one of `，。；、！？` stands in a text: told by bytes, because each of them begins like all marks.
fn has_sentence_mark(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(0xe3, 0xef, bytes).any(|at| {
        matches!(bytes[at..], [0xe3, 0x80, 0x81 | 0x82, ..] | [0xef, 0xbc, 0x81 | 0x8c | 0x9b | 0x9f, ..])
    })
}

/// Text without white space, for comparison.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text of a heading that begins at a token.
fn heading_text(tokens: &Tokens<'_>, start: usize) -> String {
    let Some(Token::Start(heading)) = tokens.list.get(start) else {
        return String::new();
    };
    let mut text = String::new();
    for token in tokens.list[start + 1..].iter().take(HEADING_REACH) {
        match token {
            Token::Text(span) => text.push_str(&reference::text(tokens.slice(*span), Place::Text)),
            Token::End(element, _) if *element == heading.element => break,
            Token::Start(tag) if tag.element.is_block() => break,
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_container_has_a_helpful_part() {
        for container in CONTAINERS {
            let name = container.to_ascii_lowercase();
            assert!(HELPFUL.iter().any(|part| name.contains(part)), "{container}");
        }
    }

    #[test]
    fn prose_has_sentence_marks() {
        for mark in "，。；、！？".chars() {
            assert!(has_sentence_mark(&format!("一{mark}")), "{mark}");
        }
        assert!(!has_sentence_mark("《一》：二（三）　ｆ"));
    }
}
