//! The page in a response of HTTP: header read by httparse, chunks joined, compression undone.

use std::io::Read;

use super::record::Record;
use crate::source::{Base, MAX_DOCUMENT, too_large};

/// Header fields of a response at most.
const MAX_FIELDS: usize = 128;
/// Content types that hold articles.
const READABLE: [&str; 8] = [
    "text/html",
    "application/xhtml",
    "text/plain",
    "application/json",
    "text/xml",
    "application/xml",
    "application/rss",
    "application/atom",
];
const SUCCESS: std::ops::RangeInclusive<u16> = 200..=299;

/// The bytes of a page.
pub struct Page {
    pub bytes: Vec<u8>,
    /// Where they begin in the archive; `None` where they had to be joined or unpacked.
    pub base: Option<Base>,
}

/// What the header of a response says.
struct Head {
    length: usize,
    is_wanted: bool,
    is_chunked: bool,
    /// Innermost last.
    encodings: Vec<String>,
}

/// The page of a record; `None` where it is none: a picture, an error of the server. The error is for the user.
pub fn page(record: Record) -> Option<Result<Page, String>> {
    let head = head(&record.block)?;
    if !head.is_wanted {
        return None;
    }
    let sent = &record.block[head.length..];
    let above = &record.block[..head.length];
    let lines = memchr::memchr_iter(b'\n', above).count() as u32;
    let base = Base { byte: record.base.byte + head.length as u64, line: record.base.line.saturating_add(lines) };
    let as_it_lies = !head.is_chunked && head.encodings.is_empty();
    let joined = if head.is_chunked { joined(sent) } else { Some(sent.to_vec()) };
    let unpacked = joined
        .ok_or_else(|| "分块传输的内容不完整".to_string())
        .and_then(|bytes| head.encodings.iter().rev().try_fold(bytes, |bytes, encoding| unpacked(&bytes, encoding)));
    Some(unpacked.map(|bytes| Page { bytes, base: as_it_lies.then_some(base) }))
}

fn head(block: &[u8]) -> Option<Head> {
    let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut response = httparse::Response::new(&mut fields);
    let httparse::Status::Complete(length) = response.parse(block).ok()? else { return None };
    let mut head = Head { length, is_wanted: false, is_chunked: false, encodings: Vec::new() };
    for field in response.headers.iter() {
        let value = String::from_utf8_lossy(field.value).trim().to_ascii_lowercase();
        match field.name.to_ascii_lowercase().as_str() {
            "content-type" => head.is_wanted = READABLE.iter().any(|kind| value.starts_with(kind)),
            "transfer-encoding" => head.is_chunked = value.ends_with("chunked"),
            "content-encoding" => {
                let named = value.split(',').map(|name| name.trim().to_string());
                head.encodings.extend(named.filter(|name| !name.is_empty() && name != "identity"));
            }
            _ => {}
        }
    }
    head.is_wanted &= response.code.is_some_and(|code| SUCCESS.contains(&code));
    Some(head)
}

/// The body of chunks (RFC 9112, section 7.1); `None` where one is cut off.
fn joined(mut sent: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(sent.len());
    loop {
        let httparse::Status::Complete((begin, size)) = httparse::parse_chunk_size(sent).ok()? else { return None };
        let end = begin.checked_add(usize::try_from(size).ok()?)?;
        body.extend_from_slice(sent.get(begin..end)?);
        if size == 0 {
            return Some(body);
        }
        sent = sent.get(end..)?.strip_prefix(b"\r\n")?;
    }
}

/// The bytes before they were compressed. Some crawlers write the unpacked body and leave the header as it was: what is
/// not compressed is taken as it is.
fn unpacked(bytes: &[u8], encoding: &str) -> Result<Vec<u8>, String> {
    let is_gzip = bytes.starts_with(&[0x1f, 0x8b]);
    let looks_like_text = bytes.trim_ascii_start().starts_with(b"<");
    let stream: Box<dyn Read + '_> = match encoding {
        _ if looks_like_text => return Ok(bytes.to_vec()),
        "gzip" | "x-gzip" if is_gzip => Box::new(flate2::read::MultiGzDecoder::new(bytes)),
        "deflate" if bytes.first().is_some_and(|first| first & 0x0f == 8) => {
            Box::new(flate2::read::ZlibDecoder::new(bytes))
        }
        "deflate" => Box::new(flate2::read::DeflateDecoder::new(bytes)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(bytes, 4096)),
        "gzip" | "x-gzip" => return Err("标明是 gzip 压缩的内容，但解不开".to_string()),
        other => {
            let name: String = other.chars().filter(|c| !c.is_control()).take(20).collect();
            return Err(format!("不认识的压缩方法：{name}"));
        }
    };
    let mut body = Vec::new();
    let read = stream.take(MAX_DOCUMENT as u64 + 1).read_to_end(&mut body);
    read.map_err(|_| "压缩的内容不完整或已损坏，解不开".to_string())?;
    if body.len() > MAX_DOCUMENT { Err(too_large(body.len() as u64).0) } else { Ok(body) }
}
