//! One article, four ways in: the command line, the language server, the HTTP interface, and the store of the workbench.
//! Whatever is in it, all find the same at the same places.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value, json};

#[allow(dead_code, reason = "shared with the tests of the language server, which ask more of it")]
#[path = "../lsp_client/mod.rs"]
mod lsp_client;

use crate::service::PROGRAM;
use crate::staff::{Office, TITLE};
use lsp_client::{Client, Encoding, offset};

/// Faults, and what makes a position easy to get wrong.
const PIECES: [&str; 16] = [
    "各单位要认真布署",
    "😀",
    "e\u{301}",
    "👨‍👩‍👧",
    "截止目前已按装完毕",
    "，，",
    "𠮷",
    "请于2月30日前报送",
    "50%+1&language=zh",
    "ＡＢＣ１２３",
    "\u{200b}",
    "“按装”",
    "（一）",
    " ",
    "全国人民代表大会常务委员会",
    "台湾总统",
];
/// The same as a page may write it.
const MARKED: [&str; 8] = [
    "&nbsp;",
    "&#24067;署",
    "&#x5e03;&#x7f72;",
    "按<b>装</b>",
    "&amp;",
    "<span>截止</span>目前",
    "布<!-- a -->署",
    "&ldquo;布署&rdquo;",
];
const ENDS: [&str; 3] = ["\n\n", "\r\n\r\n", "\r\n\n"];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Markdown,
    Html,
}

#[derive(Debug, Clone)]
struct Case {
    kind: Kind,
    body: String,
}

impl Case {
    /// The body with its title as a file has them, and the name of the file.
    fn file(&self) -> (String, &'static str) {
        match self.kind {
            Kind::Text => (format!("{TITLE}\n\n{}", self.body), "a.txt"),
            Kind::Markdown => (format!("# {TITLE}\n\n{}", self.body), "a.md"),
            Kind::Html => (format!("<h1>{TITLE}</h1>\n{}", self.body), "a.html"),
        }
    }

    fn record(&self) -> Value {
        let format = match self.kind {
            Kind::Text => "text",
            Kind::Markdown => "markdown",
            Kind::Html => "html",
        };
        json!({ "title": TITLE, "body": self.body, "format": format })
    }
}

fn case() -> impl Strategy<Value = Case> {
    let kind = prop::sample::select(vec![Kind::Text, Kind::Markdown, Kind::Html]);
    let piece = (0..PIECES.len() + MARKED.len(), any::<bool>());
    let paragraph = (prop::collection::vec(piece, 1..7), prop::sample::select(ENDS.to_vec()));
    (kind, prop::collection::vec(paragraph, 1..5)).prop_map(|(kind, paragraphs)| {
        let mut body = String::new();
        for (pieces, end) in paragraphs {
            let text: Vec<&str> = pieces
                .into_iter()
                .filter_map(|(at, _)| {
                    PIECES.get(at).or(MARKED.get(at.wrapping_sub(PIECES.len())).filter(|_| kind == Kind::Html))
                })
                .copied()
                .collect();
            // A first line that ends its sentence is not taken for a title.
            let text = format!("会议要求{}。", text.concat());
            body += &if kind == Kind::Html { format!("<p>{text}</p>{end}") } else { format!("{text}{end}") };
        }
        Case { kind, body }
    })
}

/// What two findings are the same by: rule, bytes of the body, fingerprint.
type Found = (String, usize, usize, String);

/// From findings of the contract, in a text whose body begins at `base`.
fn found(findings: &[Value], base: usize) -> Vec<Found> {
    let byte = |finding: &Value, end: &str| usize::try_from(finding[end]["byte"].as_u64().unwrap()).unwrap();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_string();
    let mut found: Vec<Found> = findings
        .iter()
        .filter(|one| one["region"] != "title")
        .map(|one| (text(one, "rule"), byte(one, "start") - base, byte(one, "end") - base, text(one, "fingerprint")))
        .collect();
    found.sort();
    found
}

fn by_command_line(office: &Office, text: &str, name: &str, base: usize) -> Vec<Found> {
    let mut child = Command::new(PROGRAM)
        .args(["check", "-", "--format", "jsonl", "--now", "2024-07-01", "--no-context", "--stdin-filename", name])
        .current_dir(office.service.folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let lines = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    found(&lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<_>>(), base)
}

fn by_language_server(client: &mut Client, number: usize, text: &str, name: &str, base: usize) -> Vec<Found> {
    let language = match name {
        "a.md" => "markdown",
        "a.html" => "html",
        _ => "plaintext",
    };
    let uri = client.uri(&format!("{number}{name}"));
    client.open(&uri, language, text);
    let diagnostics = client.published(&uri, 1);
    let at = |place: &Value| offset(text, place, Encoding::Utf16);
    let mut found: Vec<Found> = diagnostics
        .iter()
        .map(|one| {
            let (start, end) = (at(&one["range"]["start"]), at(&one["range"]["end"]));
            let fingerprint = one["data"]["fingerprint"].as_str().unwrap().to_string();
            (one["code"].as_str().unwrap().to_string(), start, end, fingerprint)
        })
        .filter(|(_, start, ..)| *start >= base)
        .map(|(rule, start, end, fingerprint)| (rule, start - base, end - base, fingerprint))
        .collect();
    found.sort();
    found
}

fn fingerprints(findings: &Value) -> BTreeSet<&str> {
    findings.as_array().unwrap().iter().map(|one| one["fingerprint"].as_str().unwrap()).collect()
}

#[test]
fn all_ways_in_find_the_same_at_the_same_places() {
    let office = Office::new();
    let options = ["--now", "2024-07-01", "--no-context"];
    let client = RefCell::new(Client::start_with(office.service.folder(), Encoding::Utf16, json!({}), &options));
    let (number, most) = (RefCell::new(0), RefCell::new(0));
    proptest!(Config { cases: 32, max_shrink_iters: 64, ..Config::default() }, |(case in case())| {
        *number.borrow_mut() += 1;
        let (text, name) = case.file();
        let base = text.len() - case.body.len();
        let checked = office.post("张三", "/api/v1/check", &case.record());
        prop_assert_eq!(checked.status, 200, "{}", checked.text());
        let http = found(checked.json()["findings"].as_array().unwrap(), 0);
        let many = http.len().max(*most.borrow());
        most.replace(many);
        prop_assert_eq!(&by_command_line(&office, &text, name, base), &http);
        let server = by_language_server(&mut client.borrow_mut(), *number.borrow(), &text, name, base);
        prop_assert_eq!(&server, &http);
        let shown = office.article("李四", &office.submit(&case.record()));
        prop_assert_eq!(&shown["findings"], &checked.json()["findings"]);
        prop_assert_eq!(fingerprints(&shown["dossier"]["findings"]), fingerprints(&shown["findings"]));
    });
    assert!(*most.borrow() > 5, "the cases hold faults");
}
