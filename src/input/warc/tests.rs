//! Records made by hand, and the pages that come out of them.

use std::io::Write;
use std::sync::Arc;

use super::*;

const PAGE: &str = "<html><body>\n<p>各单位要按耐不住</p>\n</body></html>";

fn response(head: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat();
    let header = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://example.gov.cn/1.html>\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    [header.as_bytes(), &http, b"\r\n\r\n"].concat()
}

/// Address, base and text of a page.
type Page = (String, Option<crate::source::Base>, String);

/// The pages, and the error at the end.
fn pages(archive: &[u8]) -> (Vec<Page>, Option<InputError>) {
    let context = Unpacking { path: Arc::from("a.warc"), member: None, mapping: None };
    let mut pages = Vec::new();
    let result = FORMAT.unpack(Medium::Bytes(archive), &context, &mut |part| {
        match part {
            Part::File(file) => {
                let mut text = String::new();
                file.stream.read_to_string(&mut text).unwrap();
                pages.push((file.member, file.base, text));
            }
            Part::Failed(member, error) => pages.push((member.unwrap(), None, error.message)),
            Part::Read(..) => unreachable!("web archives hold files"),
        }
        true
    });
    (pages, result.err())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_page_that_lies_as_it_is_keeps_its_place_on_disk() {
    let picture = response("Content-Type: image/png", b"\r\n\n\r");
    let archive = [picture, response("Content-Type: text/html", PAGE.as_bytes())].concat();
    let (pages, error) = pages(&archive);
    assert_eq!(error, None);
    let (url, base, text) = &pages[0];
    assert_eq!((url.as_str(), text.as_str(), pages.len()), ("http://example.gov.cn/1.html", PAGE, 1));
    let base = base.unwrap();
    assert!(archive[base.byte as usize..].starts_with(b"<html>"));
    let before = String::from_utf8_lossy(&archive[..base.byte as usize]).replace("\r\n", "\n").replace('\r', "\n");
    assert_eq!(base.line as usize, before.matches('\n').count());
}

#[test]
fn chunks_and_compression_are_undone() {
    let packed = gzip(PAGE.as_bytes());
    let (first, rest) = packed.split_at(10);
    let chunks = [
        format!("{:x}\r\n", first.len()).as_bytes(),
        first,
        format!("\r\n{:X};x=1\r\n", rest.len()).as_bytes(),
        rest,
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    let head = "Content-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip";
    let kept = response("Content-Type: text/html\r\nContent-Encoding: gzip", PAGE.as_bytes());
    let unknown = response("Content-Type: text/html\r\nContent-Encoding: zz", b"zzzz");
    let cut = response("Content-Type: text/html\r\nTransfer-Encoding: chunked", b"ff\r\nabc");
    let (pages, error) = pages(&[response(head, &chunks), kept, unknown, cut].concat());
    assert_eq!(error, None);
    assert_eq!((pages[0].1, pages[0].2.as_str()), (None, PAGE));
    assert_eq!(pages[1].2, PAGE, "a header that was left as it was");
    assert!(pages[2].2.contains("zz"), "{}", pages[2].2);
    assert!(pages[3].2.contains("不完整"), "{}", pages[3].2);
}

#[test]
fn an_archive_that_breaks_off_says_where() {
    let mut archive = [response("Content-Type: text/html", PAGE.as_bytes()), response("a: b", b"x")].concat();
    archive.truncate(archive.len() - 8);
    let (pages, error) = pages(&archive);
    assert_eq!(pages.len(), 1);
    let error = error.unwrap();
    assert!(error.message.contains("不完整") && error.line.is_some(), "{error:?}");
}
