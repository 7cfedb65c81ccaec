//! A text before it is in the store: read and checked like any other, with the digests that it is known by.

use super::digest::Digest;
use super::error::{Result, ReviewError};
use super::event::Flagged;
use crate::document::{Article, Region};
use crate::engine::{Linter, Record};
use crate::input::Held;
use crate::rules::repost::{is_repost, people_named};

/// The name of an article that was handed in as a record: its file is the record as JSON. Read again, it is told by the end
/// of its name and read the way every record is, so that what is found stands where it was found before.
const RECORD: &str = "稿件.record.json";
const RECORD_END: &str = ".record.json";

/// One article of one file.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Name of the file, which tells its format when it is read again.
    pub name: String,
    pub bytes: Vec<u8>,
    pub title: String,
    pub unit: String,
    /// As the file names them.
    pub authors: Vec<String>,
    /// As whoever hands it in names them; empty: it is his own.
    pub handed_in_for: Vec<String>,
    pub source: String,
    pub repost: bool,
    pub characters: u64,
    /// The text that is compared; see [`normal`].
    pub normal: String,
    pub findings: Vec<Flagged>,
}

impl Draft {
    /// Reads and checks the one article of a file.
    pub fn read(linter: &Linter, name: &str, bytes: Vec<u8>) -> Result<Self> {
        if name.ends_with(RECORD_END) {
            let draft = Self::of_record(linter, &parsed(name, &bytes)?)?;
            return Ok(Self { name: name.to_string(), bytes, ..draft });
        }
        let (mut drafts, mut faults) = (Vec::new(), Vec::new());
        linter.open(Held::new(name, bytes.clone()), &mut |result| match result {
            Err(error) => faults.push(error.message),
            Ok((source, outcome)) => {
                faults.extend(outcome.errors.into_iter().map(|error| error.message));
                for article in &outcome.articles {
                    let checked = linter.check(&source, article);
                    drafts.push(Self::of(linter, article, &checked));
                }
            }
        });
        if let Some(fault) = faults.first() {
            return Err(ReviewError::refused(format!("{name}：{fault}")));
        }
        match (drafts.pop(), drafts.len()) {
            (Some(draft), 0) => Ok(Self { name: name.to_string(), bytes, ..draft }),
            (None, _) => Err(ReviewError::refused(format!("{name}：里面没有稿件"))),
            (_, others) => {
                let count = others + 1;
                Err(ReviewError::refused(format!("{name}：里面有{count}篇稿件；送审要一篇一个文件，请拆开后分别送审")))
            }
        }
    }

    /// Checks an article that is handed in as a record.
    pub fn of_record(linter: &Linter, record: &Record) -> Result<Self> {
        let bytes = serde_json::to_vec(record).map_err(|error| ReviewError::storage(error.to_string()))?;
        let (source, article) = record.read();
        let checked = linter.check(&source, &article);
        Ok(Self { name: RECORD.to_string(), bytes, ..Self::of(linter, &article, &checked) })
    }

    fn of(linter: &Linter, article: &Article, checked: &crate::engine::Checked) -> Self {
        let day = article.meta.published.map_or(linter.now, |published| published.date);
        let origin = article.origin();
        let source = origin.source.as_ref().or(origin.dateline.as_ref()).map(|given| given.name.clone());
        Self {
            name: String::new(),
            bytes: Vec::new(),
            title: article.title().unwrap_or_default().trim().to_string(),
            unit: article.meta.unit.clone().unwrap_or_default(),
            authors: article.meta.author.as_deref().map(people_named).unwrap_or_default(),
            handed_in_for: Vec::new(),
            source: source.unwrap_or_default(),
            repost: is_repost(article, &linter.config.settings.repost, day),
            characters: checked.characters as u64,
            normal: normal(article),
            findings: Flagged::all(checked),
        }
    }

    pub fn raw(&self) -> Digest {
        Digest::of(&self.bytes)
    }

    pub fn text(&self) -> Digest {
        Digest::of(self.normal.as_bytes())
    }
}

/// The text of a file that is kept as a record. A file without a title has the one it was handed in with.
pub(super) fn record(linter: &Linter, name: &str, bytes: Vec<u8>, title: &str) -> Result<Record> {
    if name.ends_with(RECORD_END) {
        return parsed(name, &bytes);
    }
    let mut records = Vec::new();
    linter.open(Held::new(name, bytes), &mut |result| {
        records.extend(result.iter().flat_map(|(_, outcome)| &outcome.articles).map(Record::of));
    });
    let record = records.into_iter().next();
    let record = record.ok_or_else(|| ReviewError::damaged(format!("存档的稿件 {name} 读不出来了")))?;
    Ok(Record { title: record.title.or_else(|| Some(title.to_string())), ..record })
}

fn parsed(name: &str, bytes: &[u8]) -> Result<Record> {
    serde_json::from_slice(bytes).map_err(|error| ReviewError::refused(format!("{name}：不是稿件的记录（{error}）")))
}

/// What makes two texts the same: every character that the reader sees, blanks and line breaks aside. What the page has
/// around the article, hidden texts, comments and the line that names the reviewers do not count, so the page that a site
/// makes of a file is still the same text.
pub fn normal(article: &Article) -> String {
    let counts = |region| {
        !matches!(region, Region::Furniture | Region::Hidden | Region::Comment | Region::Reviewer | Region::Attribute)
    };
    let blocks = article.blocks.iter().filter(|block| counts(block.region));
    let texts = blocks.filter_map(|block| article.shown.get(block.shown.range()));
    texts
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace() && !c.is_control() && !('\u{200b}'..='\u{200f}').contains(c) && *c != '\u{feff}')
        .collect()
}
