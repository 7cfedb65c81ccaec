//! Input formats: bytes of a source → articles. One folder a format; a format is recognised by content first, by name
//! second. Nothing here knows rules.

mod cells;
mod discover;
mod docx;
mod foreign;
mod gzip;
mod info_line;
mod inner;
mod layout;
mod open;
pub mod package;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod signature;
mod sqlite;
mod tar;
mod warc;
mod xlsx;
mod zip;

use crate::config::Mapping;
use crate::document::{Article, ArticleBuilder, Place};
use crate::source::Source;

pub use discover::{Discovered, discover};
pub use open::{Each, Held, open};

/// Declares the modules of the formats and lists them: one line a format.
macro_rules! inputs {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// All formats. On equal claims the first wins.
        pub fn all() -> &'static [&'static dyn Input] {
            const FORMATS: &[&dyn Input] = &[$($module::FORMAT),*];
            FORMATS
        }
    };
}

inputs! {
    text,
    markdown,
    jsonl,
    json,
    csv,
    feed,
    sql,
    mhtml,
    html,
}

/// What a format is recognised by.
#[derive(Debug, Clone, Copy)]
pub struct Probe<'a> {
    /// Lower-case extension of the name, without the dot.
    pub extension: &'a str,
    /// The first [`PROBE_WINDOW`] bytes of the decoded text.
    pub head: &'a str,
}

/// How much of a text a format may look at to recognise it.
pub const PROBE_WINDOW: usize = 16 << 10;

/// How sure a format is that a file is its own. Ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    No,
    /// Could be anything; the last resort.
    Fallback,
    /// By its name only.
    Name,
    /// By its content.
    Content,
    /// By the marks of one certain tool.
    Certain,
}

/// How a large file of the format can be cut so that it need not be held in memory as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// It cannot.
    Whole,
    /// At line ends.
    Lines,
    /// At line ends outside quotes; the first record is the header.
    CsvRecords,
}

/// What a reader knows besides the source.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadContext<'a> {
    /// Mappings of the configuration that concern this path.
    pub mapping: Option<&'a Mapping>,
    /// The header record, where the source is a later part of a CSV file.
    pub header: Option<&'a str>,
    /// Records (CSV rows, the header too) before this source.
    pub records_before: u32,
}

/// An input, or a part of one, that could not be read. The others are still linted.
#[derive(Debug, Clone, PartialEq)]
pub struct InputError {
    pub place: Option<Place>,
    /// 1-based line of the file, where there is one.
    pub line: Option<u32>,
    /// For the user: what is wrong and what to do.
    pub message: String,
}

impl InputError {
    pub fn new(message: impl Into<String>) -> Self {
        Self { place: None, line: None, message: message.into() }
    }

    #[must_use]
    pub fn at_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// The same seen from outside of the archive, if the file is a member of one.
    #[must_use]
    pub fn within(mut self, member: Option<&str>) -> Self {
        self.place = Place::within(member, self.place.take());
        self
    }

    #[must_use]
    pub fn at_place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }
}

/// What a source gave.
#[derive(Debug, Default)]
pub struct Outcome {
    pub articles: Vec<Article>,
    pub errors: Vec<InputError>,
}

impl Outcome {
    pub fn of(article: Article) -> Self {
        Self { articles: vec![article], errors: Vec::new() }
    }

    pub fn failed(error: InputError) -> Self {
        Self { articles: Vec::new(), errors: vec![error] }
    }
}

/// A format.
pub trait Input: Sync {
    /// The name for `--help` and messages.
    fn name(&self) -> &'static str;

    fn claims(&self, probe: &Probe<'_>) -> Claim;

    fn framing(&self) -> Framing {
        Framing::Whole
    }

    /// Reads every article of a source. Bad parts become errors; must not panic on any bytes.
    fn read(&self, source: &Source, context: &ReadContext<'_>) -> Outcome;
}

/// The format of a text, by name and content.
pub fn recognise(name: &str, text: &str) -> &'static dyn Input {
    let extension = name.rsplit(['/', '\\']).next().and_then(|file| file.rsplit_once('.')).map_or("", |(_, end)| end);
    let extension = extension.to_ascii_lowercase();
    let head = &text[..text.floor_char_boundary(PROBE_WINDOW)];
    let probe = Probe { extension: &extension, head };
    let mut best: (&'static dyn Input, Claim) = (text::FORMAT, Claim::No);
    for format in all() {
        let claim = format.claims(&probe);
        if claim > best.1 {
            best = (*format, claim);
        }
    }
    best.0
}

/// Whether a source is a web page.
pub fn is_html(source: &Source) -> bool {
    recognise(source.name(), source.text()).name() == html::FORMAT.name()
}

/// Reads a source with the format that it is of.
pub fn read(source: &Source, context: &ReadContext<'_>) -> Outcome {
    if source.text().trim().is_empty() {
        return Outcome::failed(InputError::new("文件是空的，没有可检查的内容"));
    }
    recognise(source.name(), source.text()).read(source, context)
}

/// Pushes a body given as a string of its own: `format` is `text`, `html` or `markdown`; without it, recognised.
pub fn push_body(body: &str, format: Option<&str>, builder: &mut ArticleBuilder) {
    record::push_body(body, 0, format.and_then(layout::Format::named), false, builder);
}
