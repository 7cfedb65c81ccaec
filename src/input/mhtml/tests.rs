//! Parts, encodings, faults and places of saved pages.

use proptest::prelude::*;

use super::*;
use crate::document::Region;
use crate::span::offset;

fn document(headers: &str, content: &str) -> String {
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://www.example.gov.cn/1.html\r\n\
         Subject: =?utf-8?Q?=E9=80=9A?=\r\n =?utf-8?B?55+l?= x\r\nDate: Wed, 1 Feb 2023 10:30:00 +0800\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b--\"\r\n\r\n\r\n----b--\r\n\
         Content-Type: text/css\r\n\r\na {{}}\r\n----b--\r\nContent-Type: text/html\r\nContent-Location: http://x/frame\r\n\r\n<p>框架</p>\r\n\
         ----b--\r\n{headers}\r\nContent-Location: http://www.example.gov.cn/1.html\r\n\r\n{content}\r\n----b----\r\n"
    )
}

fn read_bytes(bytes: Vec<u8>) -> (Source, Outcome) {
    let source = Source::new("a.mhtml", bytes).unwrap();
    assert_eq!(crate::input::recognise(source.path(), source.text()).name(), FORMAT.name());
    let outcome = FORMAT.read(&source, &ReadContext::default());
    (source, outcome)
}

fn texts(article: &Article, region: Region) -> Vec<&str> {
    article.blocks_in(region).map(|block| article.block_text(block)).collect()
}

/// Where every character of the text comes from.
fn pieces(source: &Source, article: &Article) -> Vec<(char, String)> {
    let of = |(at, c): (usize, char)| {
        let pieces = article.decoded(Span::of(at..at + c.len_utf8()));
        (c, pieces.iter().map(|piece| &source.text()[piece.range()]).collect())
    };
    article.text.char_indices().map(of).collect()
}

const QUOTED: &str = "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable";

#[test]
fn a_saved_page_and_what_its_headers_say() {
    let page = "<html><head><meta charset=3D\"UTF-8\"></head><body><div id=3D\"zoom\"><p>=E9=80=9A=E7=9F=\r\n=A5&amp;a</p></div></=\r\nbody></html>";
    let (source, outcome) = read_bytes(document(QUOTED, page).into_bytes());
    let article = &outcome.articles[0];
    assert_eq!(texts(article, Region::Body), ["通知&a"]);
    assert_eq!(article.meta.title.as_deref(), Some("通知 x"));
    assert_eq!(article.meta.url.as_deref(), Some("http://www.example.gov.cn/1.html"));
    assert_eq!((article.meta.published, article.meta.has_published), (None, false));
    assert_eq!(article.escapes, [Escape::Html, Escape::QuotedPrintable]);
    let expected = [('通', "=E9=80=9A"), ('知', "=E7=9F=\r\n=A5"), ('&', "&amp;"), ('a', "a")];
    assert_eq!(pieces(&source, article), expected.map(|(c, text)| (c, text.to_string())));
}

#[test]
fn the_page_has_the_word() {
    let page = "<meta name=3D\"ArticleTitle\" content=3D\"=E9=A2=98\"><meta name=3D\"Url\" content=3D\"/a\"><p>a</p>";
    let article = read_bytes(document(QUOTED, page).into_bytes()).1.articles.remove(0);
    assert_eq!((article.meta.title.as_deref(), article.meta.url.as_deref()), (Some("题"), Some("/a")));
}

#[test]
fn gbk_inside_quoted_printable() {
    // 誠 has a backslash as its second byte in GBK, which needs no escape.
    let page = "<meta charset=3Dgb2312><p>=D5\\=B0=B4=C4=CD=B2=BB=D7=A1=A3=AC=B8=F7=B5=A5=CE=BB</p>";
    let (source, outcome) = read_bytes(document(QUOTED, page).into_bytes());
    let article = &outcome.articles[0];
    assert_eq!(article.text, "誠按耐不住，各单位");
    assert_eq!(pieces(&source, article)[..2], [('誠', "=D5\\".to_string()), ('按', "=B0=B4".to_string())]);
    assert_eq!(article.escapes, [Escape::Html, Escape::Unwritable]);
}

#[test]
fn parts_without_an_encoding_of_their_own() {
    let text = document("Content-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: 8bit", "<p>按耐不住，各单位要认真</p>");
    let (source, outcome) = read_bytes(Encoding::Gb18030.encode(&text).unwrap());
    assert_eq!((outcome.articles[0].text.as_str(), source.encoding()), ("按耐不住，各单位要认真", Encoding::Gb18030));
    assert_eq!(outcome.articles[0].escapes, [Escape::Html]);
    let single = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>=E7=94=B2";
    assert_eq!(read_bytes(single.into()).1.articles[0].text, "甲");
}

#[test]
fn base64_is_read_without_places() {
    let content = data_encoding::BASE64_MIME.encode("<!-- shenjiao-disable --><title>题</title><p>按耐不住</p>".as_bytes());
    let text = document("Content-Type: text/html\r\nContent-Transfer-Encoding: base64", &content);
    let (_, outcome) = read_bytes(text.into_bytes());
    let article = &outcome.articles[0];
    assert_eq!((article.text.as_str(), article.meta.title.as_deref()), ("按耐不住", Some("题")));
    assert!(article.decoded(Span::new(0, 12)).is_empty() && article.directives[0].source.is_empty());
    assert_eq!(article.place, Some(Place::Member { member: "http://www.example.gov.cn/1.html".into(), inner: None }));
}

#[test]
fn faults_are_said() {
    let broken = document("Content-Type: text/html\r\nContent-Transfer-Encoding: base64", "!!!");
    let error = read_bytes(broken.into_bytes()).1.errors.remove(0);
    assert_eq!((error.line, error.message.contains("Base64")), (Some(26), true), "{error:?}");
    let other = document("Content-Type: text/html\r\nContent-Transfer-Encoding: x-uuencode", "x");
    assert!(read_bytes(other.into_bytes()).1.errors[0].message.contains("x-uuencode"));
    let text = document(QUOTED, "<p>=E7=94=B2</p>");
    let none = &text[..text.find("Content-Type: text/html").unwrap()];
    assert!(read_bytes(none.into()).1.errors[0].message.contains("没有找到网页正文"));
    let cut = &text[..text.find("=B2").unwrap()];
    assert_eq!(read_bytes(cut.into()).1.articles[0].text.chars().count(), 1, "half a character");
}

#[test]
fn much_of_everything_takes_linear_time() {
    for content in ["=E7=94=B2=\r\n".repeat(200_000), "----b--\r\n".repeat(100_000), "=E7".repeat(300_000), "=".repeat(1_000_000)] {
        read_bytes(document(QUOTED, &content).into_bytes());
    }
    let nested = "----b--\r\nContent-Type: multipart/x; boundary=--b--\r\n\r\n".repeat(50_000);
    read_bytes(document(QUOTED, &nested).into_bytes());
}

/// A character as quoted-printable may write it, with soft breaks.
fn written(c: char, how: u8, bytes: &[u8]) -> String {
    let escaped: Vec<String> = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
    match how {
        0 => escaped.join("=\r\n"),
        1 => escaped.concat() + "=\n",
        2 if c.is_ascii() && c != '=' => c.to_string(),
        _ => escaped.concat().to_lowercase(),
    }
}

proptest! {
    #[test]
    fn every_character_leads_back(text in prop::collection::vec(("[甲乙誠a=。 ]", 0u8..4), 1..40), gbk: bool) {
        let encoding = if gbk { Encoding::Gb18030 } else { Encoding::Utf8 };
        let parts: Vec<(char, String)> = text
            .iter()
            .map(|(c, how)| {
                let c = c.chars().next().unwrap_or('甲');
                (c, written(c, *how, &encoding.encode(&c.to_string()).unwrap()))
            })
            .collect();
        let raw: String = parts.iter().map(|(_, text)| text.as_str()).collect();
        let mut inner = Inner::default();
        lay_at(&raw, encoding, &mut inner);
        let whole = inner.since(0);
        prop_assert_eq!(inner.slice(whole), parts.iter().map(|(c, _)| *c).collect::<String>());
        let mut at = 0;
        for (c, text) in parts {
            let end = at + offset(c.len_utf8());
            let found: String = inner.map().pieces(Span::new(at, end)).iter().map(|piece| &raw[piece.range()]).collect();
            prop_assert_eq!(found, text.strip_suffix("=\n").unwrap_or(&text));
            at = end;
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "(----b--(--)?\r\n|Content-(Type|Location): |multipart/|text/html|boundary=|=[0-9A-F]{2}|=\\?utf-8\\?[QB]\\?|\\?=|[甲=\r\n:; <a-f])*") {
        for whole in [document(QUOTED, &text), document(&text, "x"), text.clone()] {
            let source = Source::new("a.mht", whole.into_bytes()).unwrap();
            crate::input::read(&source, &ReadContext::default());
        }
        mime::decoded_words(&text);
    }
}

fn lay_at(raw: &str, encoding: Encoding, inner: &mut Inner) {
    quoted::lay(raw, 0, encoding, inner);
}
