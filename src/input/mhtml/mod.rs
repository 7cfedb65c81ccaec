//! Saved pages (MHTML): the HTML part of a MIME document, read as a page is. `Date` says when it was saved, so it is no
//! date of publication. Pictures, styles and frames are left alone.

mod mime;
mod quoted;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::inner::Inner;
use super::{Claim, Input, InputError, Outcome, Probe, ReadContext, html};
use crate::document::{Article, ArticleBuilder, Escape, Place};
use crate::source::{Encoding, Source};
use crate::span::{OffsetMap, Span};
use mime::{Headers, Page};

struct Mhtml;

pub const FORMAT: &dyn Input = &Mhtml;

impl Input for Mhtml {
    fn name(&self) -> &'static str {
        "MHTML"
    }

    fn claims(&self, probe: &Probe<'_>) -> Claim {
        let named = matches!(probe.extension, "mht" | "mhtml");
        let headers = Headers::read(probe.head, 0);
        let kind = headers.get("content-type").unwrap_or_default().to_ascii_lowercase();
        let saved = kind.starts_with("multipart/related") || named && kind.starts_with("text/html");
        if saved && headers.get("mime-version").is_some() {
            Claim::Certain
        } else if named {
            Claim::Name
        } else {
            Claim::No
        }
    }

    fn read(&self, source: &Source, _context: &ReadContext<'_>) -> Outcome {
        let text = source.text();
        let Some(page) = Page::find(text) else {
            return Outcome::failed(InputError::new(
                "没有找到网页正文（text/html 部分），可能没有保存完整；请用浏览器重新另存为网页",
            ));
        };
        let line = source.position(page.content.start).line;
        match page.transfer.as_str() {
            "quoted-printable" => Outcome::of(quoted_printable(text, &page)),
            "base64" => match base64(text, &page) {
                Some(article) => Outcome::of(article),
                None => Outcome::failed(InputError::new("网页正文的 Base64 编码有误，读不了；请重新保存网页").at_line(line)),
            },
            "" | "7bit" | "8bit" | "binary" => {
                let mut inner = Inner::default();
                inner.copy(page.raw(text), page.content.start as usize);
                Outcome::of(article(&inner, &page, None))
            }
            other => {
                let other: String = other.chars().filter(|c| c.is_ascii_graphic()).take(20).collect();
                let message = format!("网页正文的编码方式（{other}）读不了；请用浏览器重新另存为网页");
                Outcome::failed(InputError::new(message).at_line(line))
            }
        }
    }
}

fn article(inner: &Inner, page: &Page, escape: Option<Escape>) -> Article {
    let mut builder = ArticleBuilder::new();
    html::push_page(inner.slice(inner.since(0)), &mut builder);
    builder.escapes.extend(escape);
    page.fill(&mut builder.meta);
    builder.finish(Some(inner.map()))
}

fn quoted_printable(text: &str, page: &Page) -> Article {
    let raw = page.raw(text);
    let encoding = encoding(&quoted::bytes(raw), page);
    let mut inner = Inner::default();
    quoted::lay(raw, page.content.start as usize, encoding, &mut inner);
    let escape = if encoding == Encoding::Utf8 { Escape::QuotedPrintable } else { Escape::Unwritable };
    article(&inner, page, Some(escape))
}

/// The encoding of a part: what its bytes are, else what the part says, else what the page in it says.
fn encoding(bytes: &[u8], page: &Page) -> Encoding {
    let stated = || Encoding::from_label(page.charset.as_deref()?);
    match Encoding::detect(bytes) {
        Ok(Encoding::Utf8) | Err(_) => Encoding::Utf8,
        Ok(detected) => stated().filter(|stated| *stated != Encoding::Utf8).unwrap_or(detected),
    }
}

/// Four characters of Base64 are three bytes, which may be parts of two characters: nothing in it has a place of its own,
/// so findings have none in the file either. `None` where it is no Base64.
fn base64(text: &str, page: &Page) -> Option<Article> {
    let raw = page.raw(text).trim_end();
    let bytes = data_encoding::BASE64_MIME_PERMISSIVE.decode(raw.as_bytes()).ok()?;
    let encoding = encoding(&bytes, page);
    let decoded = Source::record("".into(), bytes, encoding, crate::source::Base::default());
    let mut builder = ArticleBuilder::new();
    html::push_page(decoded.text(), &mut builder);
    builder.escapes.push(Escape::Unwritable);
    page.fill(&mut builder.meta);
    let member = page.location.clone().unwrap_or_else(|| "text/html".to_string());
    builder.place = Some(Place::Member { member, inner: None });
    let mut article = builder.finish(Some(&OffsetMap::default()));
    for directive in &mut article.directives {
        directive.source = Span::point(0);
    }
    Some(article)
}

/// The words of a header as they are meant: `=?utf-8?Q?=E9=80=9A?=` (RFC 2047).
fn words(value: &str) -> Cow<'_, str> {
    if value.contains("=?") { Cow::Owned(mime::decoded_words(value)) } else { Cow::Borrowed(value) }
}
