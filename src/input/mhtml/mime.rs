//! MIME as far as saved pages need it: headers, parts, encoded words.

use std::sync::LazyLock;

use regex::Regex;

use super::quoted;
use crate::document::Meta;
use crate::source::{Base, Encoding, Source};
use crate::span::{Decoded, Span};

/// Boundaries of parts inside parts that are looked for at most.
const MAX_BOUNDARIES: usize = 8;
/// Lines of a header at most.
const MAX_HEADER_LINES: usize = 200;

/// The headers of a document or part.
#[derive(Debug, Default)]
pub struct Headers {
    /// Names in lower case; folded lines joined.
    fields: Vec<(String, String)>,
    /// Where the content begins.
    end: usize,
}

impl Headers {
    /// Reads the headers that begin at `start`.
    pub fn read(text: &str, start: usize) -> Self {
        let mut headers = Self { fields: Vec::new(), end: start };
        for line in text.get(start..).unwrap_or_default().split_inclusive('\n').take(MAX_HEADER_LINES) {
            headers.end += line.len();
            let content = line.trim_end();
            if content.is_empty() {
                return headers;
            }
            let (name, value) = content.split_once(':').unwrap_or_default();
            let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            match headers.fields.last_mut() {
                Some((_, value)) if content.starts_with([' ', '\t']) => {
                    value.push(' ');
                    value.push_str(content.trim());
                }
                _ if !name.is_empty() && is_name(name) => {
                    headers.fields.push((name.to_ascii_lowercase(), value.trim().to_string()));
                }
                _ => return Self { fields: headers.fields, end: headers.end - line.len() },
            }
        }
        headers
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str())
    }

    /// A parameter of the content type.
    fn parameter(&self, name: &str) -> Option<String> {
        let value = self.get("content-type")?;
        let parameters = value.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
        let (_, value) = parameters.into_iter().find(|(of, _)| of.trim().eq_ignore_ascii_case(name))?;
        Some(value.trim().trim_matches('"').to_string())
    }

    fn is(&self, kind: &str) -> bool {
        let kinds = self.get("content-type").unwrap_or_default();
        kinds.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind))
    }
}

/// The part that is the page.
#[derive(Debug)]
pub struct Page {
    pub content: Span<Decoded>,
    /// In lower case; empty where nothing is said.
    pub transfer: String,
    pub charset: Option<String>,
    pub location: Option<String>,
    subject: Option<String>,
}

impl Page {
    /// The page among the parts of a document: the one that was saved, not a frame in it.
    pub fn find(text: &str) -> Option<Self> {
        let document = Headers::read(text, 0);
        let location = document.get("snapshot-content-location").or(document.get("content-location"));
        let subject = document.get("subject").map(|subject| super::words(subject).trim().to_string());
        let (part, content) = if document.is("multipart/") {
            let mut pages: Vec<(Headers, Span<Decoded>)> = parts(text, &document);
            pages.retain(|(headers, _)| headers.is("text/html") || headers.is("application/xhtml+xml"));
            let saved = |(headers, _): &(Headers, _)| location.is_some() && headers.get("content-location") == location;
            let number = pages.iter().position(saved).unwrap_or(0);
            (number < pages.len()).then(|| pages.swap_remove(number))?
        } else if document.is("text/html") {
            let content = Span::of(document.end..text.len());
            (Headers::read(text, 0), content)
        } else {
            return None;
        };
        let own = part.get("content-location").filter(|location| location.contains("://"));
        Some(Self {
            content,
            transfer: part.get("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase(),
            charset: part.parameter("charset"),
            location: location.or(own).map(str::to_string),
            subject: subject.filter(|subject| !subject.is_empty()),
        })
    }

    pub fn raw<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.content.range()).unwrap_or_default()
    }

    /// What the page itself does not say.
    pub fn fill(&self, meta: &mut Meta) {
        meta.title = meta.title.take().or_else(|| self.subject.clone());
        meta.url = meta.url.take().or_else(|| self.location.clone());
    }
}

/// The parts of a document with their contents, those inside other parts among them. A part that is not ended goes up to
/// the end of the text.
fn parts(text: &str, document: &Headers) -> Vec<(Headers, Span<Decoded>)> {
    let mut boundaries: Vec<String> = document.parameter("boundary").into_iter().collect();
    let mut parts: Vec<(Headers, Span<Decoded>)> = Vec::new();
    let mut open: Option<Headers> = None;
    let (mut at, mut skip) = (document.end, document.end);
    for line in text.get(document.end..).unwrap_or_default().split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(name) = line.strip_prefix("--").filter(|_| start >= skip).map(str::trim_end) else {
            continue;
        };
        let is_end = !boundaries.iter().any(|boundary| boundary == name);
        if is_end && !name.strip_suffix("--").is_some_and(|name| boundaries.iter().any(|boundary| boundary == name)) {
            continue;
        }
        if let Some(headers) = open.take() {
            // The line break before a boundary belongs to it.
            let end = text[..start].strip_suffix('\n').map_or(start, |before| before.trim_end_matches('\r').len());
            parts.push(close(headers, end));
        }
        if !is_end {
            let headers = Headers::read(text, at);
            skip = headers.end;
            if headers.is("multipart/") && boundaries.len() < MAX_BOUNDARIES {
                boundaries.extend(headers.parameter("boundary"));
            }
            open = Some(headers);
        }
    }
    parts.extend(open.map(|headers| close(headers, text.len())));
    parts
}

fn close(headers: Headers, end: usize) -> (Headers, Span<Decoded>) {
    let content = Span::of(headers.end..end.max(headers.end));
    (headers, content)
}

/// See [`super::words`]. Neighbours are put together before they are decoded: a character may be cut in two.
pub fn decoded_words(value: &str) -> String {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"=\?([A-Za-z0-9_-]+)(?:\*[A-Za-z-]+)?\?([bBqQ])\?([^?\s]*)\?=").expect("constant pattern")
    });
    let mut text = String::new();
    let mut pending: (&str, Vec<u8>) = ("", Vec::new());
    let mut from = 0;
    for word in WORD.captures_iter(value) {
        let Some(whole) = word.get(0) else { continue };
        let (charset, content) = (word.get(1).map_or("", |charset| charset.as_str()), &word[3]);
        let between = &value[from..whole.start()];
        let is_neighbour = from > 0 && between.trim().is_empty() && charset.eq_ignore_ascii_case(pending.0);
        if !is_neighbour {
            flush(&mut pending, &mut text);
            text.push_str(between);
            pending.0 = charset;
        }
        pending.1.extend(match &word[2] {
            "q" | "Q" => quoted::bytes(&content.replace('_', " ")),
            _ => data_encoding::BASE64_MIME_PERMISSIVE.decode(content.as_bytes()).unwrap_or_default(),
        });
        from = whole.end();
    }
    flush(&mut pending, &mut text);
    text.push_str(&value[from..]);
    text
}

fn flush(pending: &mut (&str, Vec<u8>), text: &mut String) {
    let bytes = std::mem::take(&mut pending.1);
    let encoding = Encoding::from_label(pending.0).unwrap_or(Encoding::Utf8);
    text.push_str(Source::record("".into(), bytes, encoding, Base::default()).text());
}
