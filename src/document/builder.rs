//! Builds an article block by block. Inputs push what the reader sees together with where it lies in the decoded
//! file; the builder keeps the maps, separates the blocks and folds the text at the end.

use std::sync::OnceLock;

use super::{Article, Block, Cell, Directive, DirectiveKind, Escape, Link, Meta, Place, Region, fold};
use crate::span::{Decoded, OffsetMap, Shown, Span, offset};

/// A block under construction or done.
struct Draft {
    region: Region,
    shown: Span<Shown>,
    /// Row, and columns from the beginning of the row to the end of the cell.
    cell: Option<(usize, u16)>,
}

/// A row of a table: of which table, how many columns, and how wide its first cell is.
struct Row {
    table: u32,
    width: u16,
    first: u16,
}

/// What a suppression comment says, and where it stands.
type Comment = (DirectiveKind, Vec<String>, Span<Decoded>);

/// Where a link or directive was, until the text offsets are known.
struct Pending<T> {
    value: T,
    shown: Span<Shown>,
}

/// The cell that a block of a region begins in: the last one, for blocks of tables.
fn cell_of(region: Region, rows: &[Row]) -> Option<(usize, u16)> {
    let row = rows.last().filter(|row| region == Region::Table && row.width > 0)?;
    Some((rows.len() - 1, row.width))
}

/// Whether a text is nothing but white space; tells at its first character that it is not.
fn is_blank(text: &str) -> bool {
    text.trim_start().is_empty()
}

/// See the module. A block is opened by [`ArticleBuilder::block`], text pushed goes to it.
#[derive(Default)]
pub struct ArticleBuilder {
    shown: String,
    to_decoded: OffsetMap<Shown, Decoded>,
    drafts: Vec<Draft>,
    tables: u32,
    rows: Vec<Row>,
    /// Address and whether it is hidden.
    links: Vec<Pending<(String, bool)>>,
    directives: Vec<Pending<Comment>>,
    pub meta: Meta,
    pub place: Option<Place>,
    /// Innermost first.
    pub escapes: Vec<Escape>,
}

impl ArticleBuilder {
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for so many bytes of text to come.
    pub fn reserve(&mut self, bytes: usize) {
        self.shown.reserve(bytes);
    }

    /// Ends the block under construction and begins one. A block that stays empty leaves no trace.
    pub fn block(&mut self, region: Region) {
        if let Some(draft) = self.drafts.last_mut()
            && draft.shown.start as usize == self.shown.len()
        {
            draft.region = region;
            draft.cell = cell_of(region, &self.rows);
            return;
        }
        self.end_block();
        if !self.shown.is_empty() && !self.shown.ends_with('\n') {
            self.shown.push('\n');
        }
        let at = offset(self.shown.len());
        let cell = cell_of(region, &self.rows);
        self.drafts.push(Draft { region, shown: Span::point(at), cell });
    }

    /// A table begins.
    pub fn table(&mut self) {
        self.tables = self.tables.saturating_add(1);
    }

    /// A row of the table begins.
    pub fn row(&mut self) {
        self.rows.push(Row { table: self.tables, width: 0, first: 0 });
    }

    /// A cell of the row begins that is so many columns wide; the table's blocks from here on are in it.
    pub fn cell(&mut self, columns: u16) {
        if let Some(row) = self.rows.last_mut() {
            row.first = if row.width == 0 { columns } else { row.first };
            row.width = row.width.saturating_add(columns);
        }
    }

    /// Gives the block under construction another region (a paragraph turns out to be a signature).
    pub fn set_region(&mut self, region: Region) {
        if let Some(draft) = self.drafts.last_mut() {
            draft.region = region;
        }
    }

    /// How many blocks there are, the one under construction included.
    pub fn blocks(&self) -> usize {
        self.drafts.len()
    }

    /// Region and text of a block, counted from 0.
    pub fn block_at(&self, number: usize) -> Option<(Region, &str)> {
        let draft = self.drafts.get(number)?;
        let end = if number + 1 == self.drafts.len() { self.shown.len() } else { draft.shown.end as usize };
        Some((draft.region, self.shown.get(draft.shown.start as usize..end)?))
    }

    /// [`ArticleBuilder::set_region`] for any block.
    pub fn set_region_at(&mut self, number: usize, region: Region) {
        if let Some(draft) = self.drafts.get_mut(number) {
            draft.region = region;
        }
    }

    fn end_block(&mut self) {
        let end = offset(self.shown.len());
        if let Some(draft) = self.drafts.last_mut() {
            draft.shown = Span::new(draft.shown.start, end);
            if is_blank(&self.shown[draft.shown.range()]) {
                self.drafts.pop();
            }
        }
    }

    /// Text that lies in the file as it is shown, byte by byte, from `at` on.
    pub fn push(&mut self, text: &str, at: u32) {
        self.push_from(text, Span::new(at, at + offset(text.len())));
    }

    /// Text shown for `from`: an entity, an escape, a collapsed run of blanks.
    pub fn push_from(&mut self, text: &str, from: Span<Decoded>) {
        if self.drafts.is_empty() {
            self.block(Region::Body);
        }
        self.to_decoded.push(offset(self.shown.len()), offset(text.len()), from.start, from.len());
        self.shown.push_str(text);
    }

    /// The text of the block under construction.
    pub fn current(&self) -> &str {
        self.drafts.last().map_or("", |draft| &self.shown[draft.shown.start as usize..])
    }

    /// Offset of what is pushed next; for [`ArticleBuilder::link`].
    pub fn here(&self) -> u32 {
        offset(self.shown.len())
    }

    /// A link whose text was pushed since `start` (see [`ArticleBuilder::here`]).
    pub fn link(&mut self, href: String, start: u32, hidden: bool) {
        let shown = Span::new(start, self.here());
        self.links.push(Pending { value: (href, hidden), shown });
    }

    /// Reads a comment's text; whatever is no directive of ours is left alone.
    pub fn comment(&mut self, comment: &str, source: Span<Decoded>) {
        let mut words = comment.split_whitespace();
        let kind = match words.next() {
            Some("shenjiao-disable") => DirectiveKind::Disable,
            Some("shenjiao-enable") => DirectiveKind::Enable,
            Some("shenjiao-disable-next") => DirectiveKind::DisableNext,
            _ => return,
        };
        let rules = words.map(|word| word.trim_matches(',').to_string()).filter(|word| !word.is_empty()).collect();
        let shown = Span::point(self.here());
        self.directives.push(Pending { value: (kind, rules, source), shown });
    }

    /// Whether anything was pushed.
    pub fn is_empty(&self) -> bool {
        is_blank(&self.shown)
    }

    /// The article. `outer` leads from what `push` called decoded to the decoded file, for text that came out of a
    /// JSON string or a CSV field.
    pub fn finish(mut self, outer: Option<&OffsetMap<Decoded, Decoded>>) -> Article {
        self.end_block();
        let mut text = String::with_capacity(self.shown.len());
        let mut to_shown = OffsetMap::default();
        let mut blocks = Vec::with_capacity(self.drafts.len());
        for draft in &self.drafts {
            if !text.is_empty() {
                text.push('\n');
            }
            let start = offset(text.len());
            fold::fold(&self.shown[draft.shown.range()], draft.shown.start, &mut text, &mut to_shown);
            let paragraph = offset(blocks.len() + 1);
            let span = Span::new(start, offset(text.len()));
            let cell = draft.cell.and_then(|(number, end)| {
                let row = self.rows.get(number)?;
                let behind = row.width.saturating_sub(end);
                Some(Cell { table: row.table, row: offset(number), behind, is_first: end == row.first })
            });
            blocks.push(Block { text: span, shown: draft.shown, region: draft.region, paragraph, cell });
        }
        let place = |shown: Span<Shown>| to_shown.preimage(shown, offset(text.len()));
        let links = self.links.into_iter().map(|pending| {
            let (href, hidden) = pending.value;
            Link { href, span: place(pending.shown), hidden }
        });
        let links = links.collect();
        let directives = self.directives.into_iter().map(|pending| {
            let (kind, rules, source) = pending.value;
            let source = outer.and_then(|outer| outer.pieces(source).into_iter().reduce(Span::join)).unwrap_or(source);
            Directive { kind, rules, at: place(pending.shown).start, source }
        });
        let directives = directives.collect();
        let to_decoded = match outer {
            Some(outer) => self.to_decoded.then(outer),
            None => self.to_decoded,
        };
        Article {
            shown: self.shown,
            text,
            blocks,
            meta: self.meta,
            place: self.place,
            links,
            directives,
            escapes: self.escapes,
            to_shown,
            to_decoded,
            dates: OnceLock::new(),
            numbers: OnceLock::new(),
            signs: OnceLock::new(),
            origin: OnceLock::new(),
        }
    }
}
