//! The invariants that users build on, over generated files: every finding leads to the exact bytes on disk through
//! every layer, edits leave every other byte alone, no input makes the program panic, and the result does not depend
//! on the number of threads.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use shenjiao::config::Config;
use shenjiao::engine::Linter;
use shenjiao::finding::{Applicability, LocatedFinding};
use shenjiao::fix;
use shenjiao::source::Source;

static LINTER: LazyLock<Linter> = LazyLock::new(|| {
    let config = Config { select: vec!["ALL".to_string()], ..Config::default() };
    Linter::new(config, Path::new("."), jiff::civil::date(2026, 11, 22), None).expect("built-in rules")
});

fn check(name: &str, bytes: &[u8]) -> (Source, Vec<LocatedFinding>) {
    let source = Source::new(name, bytes.to_vec()).expect("a text");
    let articles = LINTER.read(&source).articles;
    let findings = articles.iter().flat_map(|article| LINTER.check(&source, article).findings).collect();
    (source, findings)
}

/// Undoes the escapes of the layers around a text, outermost first. Its own code, so that it cannot share a fault.
fn undo(mut text: String, layers: &[Layer]) -> String {
    for layer in layers.iter().rev() {
        text = match layer {
            Layer::Html => undo_html(&text),
            Layer::Json => serde_json::from_str(&format!("\"{text}\"")).expect("whole escapes"),
            Layer::Csv => text.replace("\"\"", "\""),
            Layer::Xml => text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
            Layer::Sql => text.replace("\\\"", "\""),
            Layer::Quoted { gbk } => undo_quoted(&text, *gbk),
        };
    }
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}')).collect()
}

fn undo_html(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(reference) = rest.strip_prefix("&#") {
            let (number, after) = reference.split_once(';').expect("a whole reference");
            let value = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            out.push(char::from_u32(value.unwrap()).unwrap());
            rest = after;
        } else if rest.starts_with('<') {
            rest = rest.split_once('>').map_or("", |(_, after)| after);
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn undo_quoted(text: &str, gbk: bool) -> String {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = *first == b'=';
        bytes.push(if escaped {
            u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap()
        } else {
            *first
        });
        rest = if escaped { &after[2..] } else { after };
    }
    encoding(gbk).decode(&bytes).0.into_owned()
}

fn encoding(gbk: bool) -> &'static encoding_rs::Encoding {
    if gbk { encoding_rs::GB18030 } else { encoding_rs::UTF_8 }
}

/// Quoted-printable text with a soft end of line after so many characters.
fn quoted(text: &str, gbk: bool) -> String {
    let mut out = String::new();
    let mut column = 0;
    for byte in encoding(gbk).encode(text).0.iter() {
        let written = match byte {
            b'=' | 0x80.. => format!("={byte:02X}"),
            _ => char::from(*byte).to_string(),
        };
        column += written.len();
        if column > 40 {
            out.push_str("=\r\n");
            column = 0;
        }
        out.push_str(&written);
    }
    out
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Layer {
    Html,
    Json,
    Csv,
    /// Text of an element, escaped.
    Xml,
    Sql,
    Quoted {
        gbk: bool,
    },
}

#[derive(Debug, Clone, Copy)]
enum Dress {
    Plain,
    Decimal,
    Hexadecimal,
    Bold,
    Comment,
    ZeroWidth,
    Break,
    Nbsp,
}

fn dress() -> impl Strategy<Value = Dress> {
    use Dress::*;
    prop::sample::select(vec![Plain, Plain, Decimal, Hexadecimal, Bold, Comment, ZeroWidth, Break, Nbsp])
}

/// One character in HTML, dressed; what follows it hides nothing.
fn dressed(c: char, dress: Dress) -> String {
    match dress {
        Dress::Plain => c.to_string(),
        Dress::Decimal => format!("&#{};", c as u32),
        Dress::Hexadecimal => format!("&#x{:x};", c as u32),
        Dress::Bold => format!("<b class=\"x\">{c}</b>"),
        Dress::Comment => format!("{c}<!-- 注 -->"),
        Dress::ZeroWidth => format!("{c}&#8203;"),
        Dress::Break => format!("{c}<br>"),
        Dress::Nbsp => format!("{c}&#160;"),
    }
}

/// A file with the word in it: its name, bytes and the layers from the innermost.
fn file(body: &str, container: usize, gbk: bool) -> (String, Vec<u8>, Vec<Layer>) {
    let (name, text, layers) = match container {
        0 => (
            "a.html",
            format!(
                "<html><head><meta charset={}></head><body><div id=\"zoom\"><p>{body}</p></div></body></html>",
                if gbk { "gbk" } else { "utf-8" }
            ),
            vec![Layer::Html],
        ),
        1 => (
            "a.json",
            serde_json::json!([{"title": "题\"目", "content": format!("<p>{body}</p>")}]).to_string(),
            vec![Layer::Html, Layer::Json],
        ),
        2 => (
            "a.csv",
            format!("标题,正文\r\n题目,\"<p class=\"\"y\"\">{}</p>\"\r\n", body.replace('"', "\"\"")),
            vec![Layer::Html, Layer::Csv],
        ),
        3 => (
            "a.xml",
            format!(
                "<rss><channel><item><title>题目</title><description>{}</description></item></channel></rss>",
                format!("<p>{body}</p>").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
            ),
            vec![Layer::Html, Layer::Xml],
        ),
        4 => (
            "a.xml",
            format!(
                "<feed><entry><title>题目</title><content type=\"html\"><![CDATA[<p>{body}</p>]]></content></entry></feed>"
            ),
            vec![Layer::Html],
        ),
        5 => (
            "a.sql",
            format!(
                "INSERT INTO `n` (`id`,`title`,`content`) VALUES (1,'It\\'s','<p>{}</p>');",
                body.replace('"', "\\\"")
            ),
            vec![Layer::Html, Layer::Sql],
        ),
        _ => {
            let page =
                format!("<meta charset={}><div id=\"zoom\"><p>{body}</p></div>", if gbk { "gbk" } else { "utf-8" });
            let headers = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n\
                           Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
            let bytes = format!("{headers}{}\r\n--b--\r\n", quoted(&page, gbk)).into_bytes();
            return ("a.mhtml".to_string(), bytes, vec![Layer::Html, Layer::Quoted { gbk }]);
        }
    };
    let bytes = if gbk { encoding_rs::GB18030.encode(&text).0.into_owned() } else { text.into_bytes() };
    (name.to_string(), bytes, layers)
}

fn raw(source: &Source, bytes: &[u8], pieces: &[(u64, u64)]) -> String {
    let joined: Vec<u8> =
        pieces.iter().flat_map(|(start, end)| bytes[*start as usize..*end as usize].to_vec()).collect();
    match source.encoding() {
        shenjiao::source::Encoding::Gb18030 => encoding_rs::GB18030.decode(&joined).0.into_owned(),
        _ => String::from_utf8(joined).expect("whole characters"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_finding_leads_to_its_bytes(
        lead in "[甲乙丙丁]{0,3}",
        dresses in prop::collection::vec(dress(), 4),
        container in 0usize..7,
        gbk: bool,
    ) {
        let word: String = "再接再励".chars().zip(&dresses).map(|(c, dress)| dressed(c, *dress)).collect();
        let body = format!("{lead}，要{word}，争取“更大”成绩。");
        let (name, bytes, layers) = file(&body, container, gbk);
        let (source, findings) = check(&name, &bytes);
        let idioms: Vec<&LocatedFinding> = findings.iter().filter(|finding| &*finding.rule == "typo/idiom").collect();
        prop_assert_eq!(idioms.len(), 1, "{}", String::from_utf8_lossy(&bytes));
        for finding in &findings {
            let got = undo(raw(&source, &bytes, &finding.pieces.clone().unwrap_or_default()), &layers);
            let shown: String = finding.text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}')).collect();
            prop_assert_eq!(got, shown);
        }
        let fixed = fix::apply(&source, &findings, Applicability::Unsafe);
        if fixed.applied > 0 {
            let (_, left) = check(&name, &fixed.bytes);
            prop_assert!(left.iter().all(|finding| &*finding.rule != "typo/idiom"));
            prop_assert!(fixed.bytes.len().abs_diff(bytes.len()) < 64);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), name in 0usize..10) {
        let name = ["a.txt", "a.html", "a.json", "a.jsonl", "a.csv", "a.md", "a.xml", "a.sql", "a.mhtml", "-"][name];
        if let Ok(source) = Source::new(name, bytes) {
            for article in LINTER.read(&source).articles {
                let checked = LINTER.check(&source, &article);
                prop_assert!(checked.errors.is_empty(), "{:?}", checked.errors);
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(
        text in "[\\PC\u{0}-\u{1f}<>&;#\"'\\\\{}\\[\\],:年月日0-9《》“”（）\n\r]{0,300}",
        name in 0usize..10,
    ) {
        let name = ["a.txt", "a.html", "a.json", "a.jsonl", "a.csv", "a.md", "a.xml", "a.sql", "a.mhtml", "-"][name];
        if let Ok(source) = Source::new(name, text.into_bytes()) {
            for article in LINTER.read(&source).articles {
                let checked = LINTER.check(&source, &article);
                prop_assert!(checked.errors.is_empty(), "{:?}", checked.errors);
            }
        }
    }
}
