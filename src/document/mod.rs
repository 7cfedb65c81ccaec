//! The article: what every input format turns its bytes into and the only thing that rules see.
//!
//! An article is a list of blocks (paragraphs, headings, cells, hidden texts, …), each of one [`Region`]. Blocks are
//! separated by a line feed in `shown` and in `text`, so nothing matches across them. It is not a tree: rules need
//! no nesting.

mod builder;
mod dates;
mod fold;
mod marks;
mod meta;
mod numbers;
mod odd;
mod origin;
mod resolve;
mod scope;
mod signs;

use std::sync::OnceLock;

pub use builder::ArticleBuilder;
pub use dates::{DateMention, Precision, written};
pub use marks::{Class, Mark, Marks, counterpart};
pub use meta::{Meta, Published, Review, today};
pub use numbers::{Number, ONE, Value, count_at, numeral, unit_at};
pub use odd::{OddCharacter, is_standard_han, remains};
pub use origin::{Given, Origin};
pub use resolve::Resolved;
pub use scope::Enclosure;

pub use crate::source::Place;
use crate::source::count;
use crate::span::{Decoded, OffsetMap, Shown, Span, Text};

/// What part of an article a block is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    Title,
    Summary,
    Body,
    Quote,
    Caption,
    Table,
    /// Text of an attribute that readers meet: `alt`, `title`.
    Attribute,
    /// Invisible to the reader of the page.
    Hidden,
    /// Breadcrumbs, font-size control, QR line, related links, disclaimers.
    Furniture,
    /// Signing organ and date at the end.
    Signature,
    /// Editors and reviewers named at the end.
    Reviewer,
    /// Comments of readers.
    Comment,
}

impl Region {
    pub const ALL: [Self; 12] = [
        Self::Title,
        Self::Summary,
        Self::Body,
        Self::Quote,
        Self::Caption,
        Self::Table,
        Self::Attribute,
        Self::Hidden,
        Self::Furniture,
        Self::Signature,
        Self::Reviewer,
        Self::Comment,
    ];

    /// The name used in reports, dictionaries and the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Body => "body",
            Self::Quote => "quote",
            Self::Caption => "caption",
            Self::Table => "table",
            Self::Attribute => "attribute",
            Self::Hidden => "hidden",
            Self::Furniture => "furniture",
            Self::Signature => "signature",
            Self::Reviewer => "reviewer",
            Self::Comment => "comment",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.name() == name)
    }

    /// Whether it is linted as prose. Hidden text and furniture are there for the rules that look for them.
    pub fn is_prose(self) -> bool {
        !matches!(self, Self::Hidden | Self::Furniture | Self::Reviewer)
    }
}

/// One paragraph, heading, cell, attribute, … of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub text: Span<Text>,
    pub shown: Span<Shown>,
    pub region: Region,
    /// 1-based number among the blocks of the article.
    pub paragraph: u32,
    /// Where it stands, if in a table.
    pub cell: Option<Cell>,
}

/// A place in a table, as far as the input tells rows and columns. Empty cells have no block, but are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Number of the table in the article.
    pub table: u32,
    /// Number of the row in the article.
    pub row: u32,
    /// Columns behind it in its row: cells that reach over several rows stand to the left, so that columns are the same
    /// counted from the right.
    pub behind: u16,
    /// Whether it is the first of its row.
    pub is_first: bool,
}

/// How text must be written to stand where an article came from, for edits that go back into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    Html,
    /// Inside a JSON string.
    Json,
    /// Inside a quoted CSV field.
    CsvQuoted,
    /// In a CSV field without quotes: what would need them cannot go there.
    CsvPlain,
    /// In XML text outside of CDATA sections.
    Xml,
    /// In a CDATA section, or in several places of XML of which one is: what would need escapes cannot go there.
    XmlPlain,
    /// Inside a string of SQL. What a backslash means there is not the same everywhere.
    Sql,
    /// Between the tabs of PostgreSQL's COPY: what would need escapes cannot go there.
    Copy,
    /// Inside quoted-printable text in UTF-8.
    QuotedPrintable,
    /// Nothing can be put back there.
    Unwritable,
}

impl Escape {
    /// The escaped text; `None` where it cannot stand there.
    pub fn apply(self, text: &str) -> Option<String> {
        Some(match self {
            Self::Html => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
            Self::Json => {
                let quoted = serde_json::to_string(text).ok()?;
                quoted[1..quoted.len() - 1].to_string()
            }
            Self::CsvQuoted => text.replace('"', "\"\""),
            Self::CsvPlain if text.contains(['"', ',', '\n', '\r', ';', '\t']) => return None,
            Self::CsvPlain => text.to_string(),
            Self::Xml => Self::Html.apply(text)?,
            Self::XmlPlain if text.contains(['<', '>', '&', ']']) => return None,
            Self::XmlPlain => text.to_string(),
            Self::Sql if text.contains('\\') => return None,
            Self::Sql => text.replace('\'', "''"),
            Self::Copy if text.contains(['\\', '\t', '\n', '\r']) => return None,
            Self::Copy => text.to_string(),
            Self::QuotedPrintable => text.bytes().map(quoted_printable).collect(),
            Self::Unwritable => return None,
        })
    }
}

/// A byte as quoted-printable text (RFC 2045, 6.7) has it.
fn quoted_printable(byte: u8) -> String {
    match byte {
        b'=' | 0x7f.. => format!("={byte:02X}"),
        _ => char::from(byte).to_string(),
    }
}

/// A link of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub href: String,
    /// The linked text, empty for a link without text.
    pub span: Span<Text>,
    pub hidden: bool,
}

/// A suppression comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    pub kind: DirectiveKind,
    /// Rules or families; empty: all.
    pub rules: Vec<String>,
    /// Where in the text it takes effect.
    pub at: u32,
    /// The comment itself.
    pub source: Span<Decoded>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectiveKind {
    /// From here on.
    Disable,
    /// Ends all that `Disable` began.
    Enable,
    /// The next block only.
    DisableNext,
}

/// Characters of a heading that are flagged at most.
const HEADING: usize = 60;

/// An article. Made by [`ArticleBuilder`].
#[derive(Debug)]
pub struct Article {
    /// As the reader sees it.
    pub shown: String,
    /// As rules see it: widths of letters and digits folded, invisible characters and blanks between Han dropped.
    pub text: String,
    pub blocks: Vec<Block>,
    pub meta: Meta,
    /// `None`: the file is the article.
    pub place: Option<Place>,
    pub links: Vec<Link>,
    pub directives: Vec<Directive>,
    /// Innermost first.
    pub escapes: Vec<Escape>,
    to_shown: OffsetMap<Text, Shown>,
    to_decoded: OffsetMap<Shown, Decoded>,
    dates: OnceLock<Vec<DateMention>>,
    numbers: OnceLock<Vec<Number>>,
    signs: OnceLock<signs::Signs>,
    origin: OnceLock<Origin>,
}

impl Article {
    /// The text of a span.
    pub fn slice(&self, span: Span<Text>) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    pub fn block_text(&self, block: &Block) -> &str {
        self.slice(block.text)
    }

    /// The blocks that are linted as prose.
    pub fn prose(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.region.is_prose())
    }

    /// Whether a place lies in prose.
    pub fn is_prose(&self, at: u32) -> bool {
        self.block_at(at).is_some_and(|block| block.region.is_prose())
    }

    pub fn blocks_in(&self, region: Region) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.region == region)
    }

    /// The block that a span begins in. Every article has a block.
    pub fn block_at(&self, at: u32) -> Option<&Block> {
        let next = self.blocks.partition_point(|block| block.text.end < at);
        self.blocks.get(next).or(self.blocks.last())
    }

    /// The title as the reader sees it: of the metadata, else of the title block.
    pub fn title(&self) -> Option<&str> {
        self.meta.title.as_deref().or_else(|| self.blocks_in(Region::Title).next().map(|block| self.block_text(block)))
    }

    /// Where a finding about the article as a whole goes: its title, else the beginning of its first paragraph.
    pub fn heading(&self) -> Span<Text> {
        let Some(first) = self.blocks_in(Region::Title).next().or(self.prose().next()).or(self.blocks.first()) else {
            return Span::point(0);
        };
        let end = self.block_text(first).char_indices().nth(HEADING).map_or(first.text.len() as usize, |(at, _)| at);
        first.text.part(0..end)
    }

    /// Characters of prose, blanks not counted.
    pub fn characters(&self) -> usize {
        // Leading bytes of characters; the fold left no other blanks than spaces.
        let visible = |byte: u8| byte & 0xc0 != 0x80 && byte > b' ';
        self.prose().map(|block| count(self.block_text(block).as_bytes(), visible)).sum()
    }

    /// What the reader sees of a span.
    pub fn shown(&self, span: Span<Text>) -> &str {
        let whole = self.to_shown.pieces(span).into_iter().reduce(Span::join);
        whole.and_then(|whole| self.shown.get(whole.range())).unwrap_or_default()
    }

    /// Up to `limit` characters that the reader sees on either side of a span, inside its block.
    pub fn surroundings(&self, span: Span<Text>, limit: usize) -> (&str, &str) {
        let whole = self.to_shown.pieces(span).into_iter().reduce(Span::join);
        let (Some(whole), Some(block)) = (whole, self.block_at(span.start)) else {
            return ("", "");
        };
        let before = self.shown.get(block.shown.start as usize..whole.start as usize).unwrap_or_default();
        let after = self.shown.get(whole.end as usize..block.shown.end as usize).unwrap_or_default();
        let from = before.char_indices().rev().take(limit).last().map_or(before.len(), |(at, _)| at);
        let to = after.char_indices().nth(limit).map_or(after.len(), |(at, _)| at);
        (&before[from..], &after[..to])
    }

    /// The stretches of the decoded file that a span comes from.
    pub fn decoded(&self, span: Span<Text>) -> Vec<Span<Decoded>> {
        let mut pieces: Vec<Span<Decoded>> = Vec::new();
        for shown in self.to_shown.pieces(span) {
            for piece in self.to_decoded.pieces(shown) {
                match pieces.last_mut() {
                    Some(last) if last.end == piece.start => *last = last.join(piece),
                    Some(last) if *last == piece => {}
                    _ => pieces.push(piece),
                }
            }
        }
        pieces
    }

    /// The dates written in the text, in order. Found once, when first asked for.
    pub fn dates(&self) -> &[DateMention] {
        self.dates.get_or_init(|| dates::find(self))
    }

    /// The characters that ordinary simplified text does not have, in order. Found once, when first asked for.
    pub fn odd(&self) -> &[OddCharacter] {
        &self.signs().odd
    }

    /// The punctuation marks of the text. Found once, when first asked for.
    pub fn marks(&self) -> &Marks {
        &self.signs().marks
    }

    fn signs(&self) -> &signs::Signs {
        self.signs.get_or_init(|| signs::find(&self.text))
    }

    /// What the reader sees between two characters of a block and the text does not have, or has as one blank: blanks
    /// and invisible characters.
    pub fn dropped(&self) -> Vec<Span<Shown>> {
        fold::dropped(&self.text, &self.to_shown)
    }

    /// The stretch of the text that comes from what the reader sees; empty where the fold dropped it.
    pub fn folded(&self, shown: Span<Shown>) -> Span<Text> {
        self.to_shown.preimage(shown, crate::span::offset(self.text.len()))
    }

    /// The places of the text that the reader sees in other characters, blanks for the most part.
    pub fn refolded(&self) -> impl Iterator<Item = Span<Text>> {
        self.to_shown.changed()
    }

    /// What the article says of where it comes from. Read once, when first asked for.
    pub fn origin(&self) -> &Origin {
        self.origin.get_or_init(|| origin::read(self))
    }
}
