//! Tokens → blocks: one walk that knows, for every stretch of text, what region it is in, whether it is seen, and
//! whether it goes on in the same word.
//!
//! Text that is hidden, and attributes, wait until the visible block around them has ended, so that they break no word.

use super::blocks::{Blocks, Part};
use super::element::Element;
use super::outline::Outline;
use super::style::{Paint, is_speck};
use super::tokens::{Key, Tag, Token, Tokens};
use crate::document::{ArticleBuilder, Region};
use crate::input::text;
use crate::span::{Decoded, Span};

/// What editors write into `alt` by themselves.
const EMPTY_ALT: [&str; 3] = ["图片", "图像", "图"];

/// Columns of a cell at most, as in browsers.
const WIDEST: u16 = 1000;

/// Pushes the blocks of a page or, without an outline, of a fragment.
pub fn push(tokens: &Tokens<'_>, outline: Option<&Outline>, builder: &mut ArticleBuilder) {
    builder.reserve(tokens.text_bytes());
    let mut flow = Flow::new(tokens, outline, builder);
    for (at, token) in tokens.list.iter().enumerate() {
        flow.token(at, token);
    }
    flow.finish();
}

/// What an element hands down to those inside it.
#[derive(Clone, Copy)]
struct State {
    region: Region,
    paint: Paint,
    skipped: bool,
    preformatted: bool,
    /// Ends the block around it.
    block: bool,
    /// The element that holds the article.
    root: bool,
    link: bool,
}

impl State {
    const OUTERMOST: Self = Self {
        region: Region::Body,
        paint: Paint::VISIBLE,
        skipped: false,
        preformatted: false,
        block: true,
        root: false,
        link: false,
    };

    fn is_hidden(&self) -> bool {
        self.paint.is_hidden()
    }
}

/// What waits for the end of the visible block.
enum Waiting {
    HiddenBlock,
    HiddenText(Span<Decoded>),
    Value(Span<Decoded>, Region),
    LinkStart(Span<Decoded>),
    LinkEnd,
}

struct Flow<'t, 'a, 'b> {
    tokens: &'t Tokens<'a>,
    outline: Option<&'t Outline>,
    blocks: Blocks<'t, 'a, 'b>,
    /// The open elements, outermost first.
    stack: Vec<State>,
    outermost: State,
    waiting: Vec<Waiting>,
    /// Hidden text goes on in the block of the last hidden text.
    hidden_goes_on: bool,
    /// The first block of the article.
    first: usize,
}

impl<'t, 'a, 'b> Flow<'t, 'a, 'b> {
    fn new(tokens: &'t Tokens<'a>, outline: Option<&'t Outline>, builder: &'b mut ArticleBuilder) -> Self {
        let (part, region) = match outline {
            None => (Part::Article, Region::Body),
            Some(Outline { content: None, .. }) => (Part::WholePage, Region::Body),
            Some(_) => (Part::BeforeArticle, Region::Furniture),
        };
        let first = builder.blocks();
        let outermost = State { region, ..State::OUTERMOST };
        let blocks = Blocks::new(tokens, part, builder);
        let (stack, waiting) = (Vec::new(), Vec::new());
        Self { tokens, outline, blocks, stack, outermost, waiting, hidden_goes_on: false, first }
    }

    fn state(&self) -> State {
        self.stack.last().copied().unwrap_or(self.outermost)
    }

    fn token(&mut self, at: usize, token: &Token) {
        match token {
            Token::Text(span) => self.text(*span),
            Token::Start(tag) => self.start(at, tag),
            // As in browsers: a `</p>` that ends nothing is an empty paragraph, and `</a>` ends the link even across
            // blocks.
            Token::End(element, kept) if *kept as usize == self.stack.len() => match element {
                Element::P => self.boundary(self.state()),
                Element::A => self.blocks.link_end(),
                _ => {}
            },
            Token::End(_, kept) => self.leave(*kept),
            Token::Comment(span) => {
                let comment = self.tokens.slice(*span);
                let comment = comment.strip_prefix("<!--").unwrap_or(comment);
                self.blocks.builder.comment(comment.strip_suffix("-->").unwrap_or(comment), *span);
            }
        }
    }

    fn text(&mut self, span: Span<Decoded>) {
        let state = self.state();
        if state.skipped {
            return;
        }
        if !state.is_hidden() {
            self.hidden_goes_on = false;
            self.blocks.text(span, state.region, state.preformatted);
        } else if !self.tokens.slice(span).trim().is_empty() {
            if !std::mem::replace(&mut self.hidden_goes_on, true) {
                self.waiting.push(Waiting::HiddenBlock);
            }
            self.waiting.push(Waiting::HiddenText(span));
        }
    }

    fn start(&mut self, at: usize, tag: &Tag) {
        let element = tag.element;
        self.leave(tag.kept);
        let outer = self.state();
        match element {
            Element::Html | Element::Head | Element::Body => return self.boundary(outer),
            Element::Meta => return self.title_value(at),
            Element::Br if outer.skipped || outer.is_hidden() => self.hidden_goes_on = false,
            Element::Br => self.blocks.line_break(tag.span),
            Element::Hr => self.boundary(outer),
            Element::Img | Element::Image => self.values(tag, outer, &[Key::Alt, Key::Title]),
            Element::Table => self.blocks.builder.table(),
            Element::Tr => self.blocks.builder.row(),
            Element::Td | Element::Th => self.blocks.builder.cell(self.columns(tag)),
            _ => {}
        }
        if !tag.opens() {
            return;
        }
        let state = self.enter(at, tag, outer);
        if state.root {
            self.boundary(self.outermost);
            self.blocks.part = Part::Article;
            self.first = self.blocks.builder.blocks();
        }
        if state.block {
            self.boundary(state);
        }
        match element {
            Element::A if !state.skipped => self.link(tag, state),
            Element::Iframe if !outer.skipped => {
                if let Some(source) = self.tokens.attribute(tag, Key::Src) {
                    self.blocks.frame(source, state.is_hidden() || is_speck(self.tokens, tag));
                }
            }
            _ => {}
        }
        self.stack.push(state);
    }

    /// What holds inside an element that begins.
    fn enter(&self, at: usize, tag: &Tag, outer: State) -> State {
        let outline = self.outline;
        if outline.is_some_and(|outline| outline.content == Some(at)) {
            return State { root: true, link: tag.element == Element::A, ..State::OUTERMOST };
        }
        let (paint, block) = outer.paint.within(self.tokens, tag);
        let caption = || tag.element.is_block() && self.tokens.raw(tag, Key::Class).is_some_and(|class| class.contains("caption"));
        let region = match tag.element {
            _ if outline.is_some_and(|outline| outline.title == Some(at)) => Region::Title,
            _ if matches!(outer.region, Region::Title | Region::Furniture) => outer.region,
            Element::Blockquote => Region::Quote,
            Element::Figcaption | Element::Caption => Region::Caption,
            Element::Td | Element::Th => Region::Table,
            Element::Nav | Element::Footer => Region::Furniture,
            _ if caption() => Region::Caption,
            _ => outer.region,
        };
        State {
            region,
            paint,
            skipped: outer.skipped || tag.element.is_skipped(),
            preformatted: outer.preformatted || tag.element == Element::Pre,
            block,
            root: false,
            link: tag.element == Element::A,
        }
    }

    /// How many columns a cell is wide.
    fn columns(&self, tag: &Tag) -> u16 {
        let span = self.tokens.attribute(tag, Key::Colspan);
        span.and_then(|span| self.tokens.slice(span).trim().parse().ok()).filter(|columns| (1..=WIDEST).contains(columns)).unwrap_or(1)
    }

    fn link(&mut self, tag: &Tag, state: State) {
        self.values(tag, state, &[Key::Title]);
        match self.tokens.attribute(tag, Key::Href) {
            None => {}
            Some(href) if state.is_hidden() => self.waiting.push(Waiting::LinkStart(href)),
            Some(href) => self.blocks.link_start(href, false),
        }
    }

    /// Attributes that readers meet and that say something.
    fn values(&mut self, tag: &Tag, state: State, names: &[Key]) {
        if state.skipped {
            return;
        }
        let region = match state.region {
            _ if state.is_hidden() => Region::Hidden,
            Region::Furniture => Region::Furniture,
            _ => Region::Attribute,
        };
        let mut last = None;
        for value in names.iter().filter_map(|name| self.tokens.attribute(tag, *name)) {
            let text = self.tokens.decode(value);
            let chinese = text.contains(|c: char| matches!(c, '\u{3400}'..='\u{9fff}'));
            if chinese && !EMPTY_ALT.contains(&text.trim()) && last.as_ref() != Some(&text) {
                self.waiting.push(Waiting::Value(value, region));
                last = Some(text);
            }
        }
    }

    /// The title where only the metadata have it.
    fn title_value(&mut self, at: usize) {
        if let Some(Outline { title: None, meta, .. }) = self.outline
            && let Some((number, value)) = meta.title_value
            && number == at
        {
            self.blocks.value(value, Region::Title);
        }
    }

    /// Closes elements until `kept` are open.
    fn leave(&mut self, kept: u32) {
        while self.stack.len() > kept as usize {
            let Some(state) = self.stack.pop() else { return };
            if state.link {
                if state.is_hidden() {
                    self.waiting.push(Waiting::LinkEnd);
                } else {
                    self.blocks.link_end();
                }
            }
            if state.block {
                self.boundary(state);
            }
            if state.root {
                text::mark_tail(self.first, self.blocks.builder);
                self.blocks.part = Part::AfterArticle;
            }
        }
    }

    /// The start or end of a block. A hidden one does not break the text around it.
    fn boundary(&mut self, state: State) {
        self.hidden_goes_on = false;
        if state.skipped || state.is_hidden() {
            return;
        }
        self.blocks.end();
        if self.waiting.is_empty() {
            return;
        }
        for waiting in std::mem::take(&mut self.waiting) {
            match waiting {
                Waiting::HiddenBlock => {
                    self.blocks.end();
                    self.blocks.begin(Region::Hidden);
                }
                Waiting::HiddenText(span) => self.blocks.text(span, Region::Hidden, false),
                Waiting::Value(value, region) => self.blocks.value(value, region),
                Waiting::LinkStart(href) => self.blocks.link_start(href, true),
                Waiting::LinkEnd => self.blocks.link_end(),
            }
        }
        self.blocks.end();
    }

    fn finish(mut self) {
        self.leave(0);
        self.boundary(self.outermost);
        self.blocks.link_end();
        if matches!(self.blocks.part, Part::WholePage | Part::Article) {
            text::mark_tail(self.first, self.blocks.builder);
        }
    }
}
