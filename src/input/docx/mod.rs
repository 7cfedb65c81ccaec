//! Word documents (.docx): the paragraphs of the main text in their order, tables cell by cell, text boxes where they are
//! anchored. Deleted text of tracked changes, comments, headers and footers are not the article's.

mod body;

use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::package::{DAMAGED, Medium, Package, Part, Unpacking, unpack_error};
use super::text::mark_tail;
use super::zip::is_zip;
use super::{InputError, Outcome};
use crate::document::{ArticleBuilder, Place, Region};
use crate::source::{Cells, MAX_DOCUMENT, Source, too_large};
use body::{Item, Paragraph};

struct Docx;

pub const FORMAT: &dyn Package = &Docx;

/// Characters of a title at most, where nothing but its place says that it is one.
const TITLE: usize = 60;

impl Package for Docx {
    fn name(&self) -> &'static str {
        "DOCX"
    }

    fn claims(&self, head: &[u8]) -> bool {
        is_zip(head) && memchr::memmem::find(head, b"word/").is_some()
    }

    fn unpack(
        &self,
        medium: Medium<'_>,
        context: &Unpacking<'_>,
        each: &mut dyn FnMut(Part<'_>) -> bool,
    ) -> Result<(), InputError> {
        let reader = medium.seekable().map_err(|error| InputError::new(unpack_error(&error)))?;
        let mut archive = ZipArchive::new(reader).map_err(|_| InputError::new(format!("文档{DAMAGED}")))?;
        let styles = part(&mut archive, "word/styles.xml")?.map(|styles| body::styles(&styles)).unwrap_or_default();
        let document = part(&mut archive, "word/document.xml")?
            .ok_or_else(|| InputError::new("里面没有正文，不是完整的 Word 文档；请重新保存"))?;
        let (items, fault) = body::items(&document, &styles);
        let (source, outcome) = article(items, context);
        if !outcome.articles.is_empty() && !each(Part::Read(source, outcome)) {
            return Ok(());
        }
        fault.map_or(Ok(()), |fault| Err(InputError::new(fault)))
    }
}

/// The text of a part of the document; `None` where there is no such part.
fn part<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> Result<Option<String>, InputError> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
            return Err(InputError::new("加了密码，读不了；请去掉密码再检查"));
        }
        Err(_) => return Err(InputError::new(format!("文档{DAMAGED}"))),
    };
    let mut bytes = Vec::new();
    let read = file.take(MAX_DOCUMENT as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| InputError::new(unpack_error(&error)))?;
    if bytes.len() > MAX_DOCUMENT {
        return Err(InputError::new(too_large(bytes.len() as u64).0));
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn article(items: Vec<Item>, context: &Unpacking<'_>) -> (Source, Outcome) {
    let mut cells = Cells::default();
    let mut builder = ArticleBuilder::new();
    let mut titled = false;
    for item in items {
        match item {
            Item::Table => builder.table(),
            Item::Row => builder.row(),
            Item::Cell(columns) => builder.cell(columns),
            Item::Paragraph(paragraph) => {
                let region = region(&paragraph, builder.is_empty(), titled);
                titled |= region == Region::Title;
                let place = Place::Paragraph { paragraph: paragraph.number };
                let mut at = cells.push(&paragraph.text, place).start;
                for line in paragraph.text.split('\n') {
                    builder.block(region);
                    builder.push(line, at);
                    at += crate::span::offset(line.len() + 1);
                }
            }
        }
    }
    mark_tail(0, &mut builder);
    let outcome = if builder.is_empty() {
        Outcome::failed(InputError::new("文档里没有文字，没有可检查的内容"))
    } else {
        Outcome::of(builder.finish(None))
    };
    (Source::of_cells(context.path.clone(), cells), outcome)
}

/// A paragraph of the style for titles is one; else the first, if it is short and no sentence.
fn region(paragraph: &Paragraph, is_first: bool, titled: bool) -> Region {
    let text = paragraph.text.trim();
    let looks_like_title = text.chars().count() <= TITLE && !text.ends_with(['。', '！', '？', '；', '，', '：']);
    match paragraph {
        _ if paragraph.is_hidden => Region::Hidden,
        _ if paragraph.is_in_table => Region::Table,
        _ if !titled && paragraph.has_title_style => Region::Title,
        _ if is_first && looks_like_title => Region::Title,
        _ => Region::Body,
    }
}

#[cfg(test)]
mod tests;
