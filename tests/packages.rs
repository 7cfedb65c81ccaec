//! Files that are no text, as a user gives them to the program: archives, documents, spreadsheets, databases. What is
//! found, where it is said to be, and what is said of what cannot be read.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use zip::write::{SimpleFileOptions, ZipWriter};

const PAGE: &str = "<html><body><h1>通知</h1>\n<p>大家再接再励做好工作。</p></body></html>";
const TEXT: &str = "通知\n\n大家再接再励做好工作。\n";

/// What `check` says of a file: the findings of one rule, the messages, the exit status.
struct Said {
    findings: Vec<Value>,
    messages: String,
    status: i32,
}

fn check(name: &str, bytes: &[u8]) -> Said {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    check_path(&path)
}

fn check_path(path: &Path) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_shenjiao"))
        .args(["check", "--format", "jsonl", "--no-context", "--no-cache", "--select", "typo"])
        .arg(path)
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    Said {
        findings: lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        messages: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap(),
    }
}

impl Said {
    fn places(&self) -> Vec<Value> {
        self.findings.iter().map(|finding| finding["place"].clone()).collect()
    }
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn docx(paragraph: &str) -> Vec<u8> {
    let document = format!(
        "<w:document><w:body><w:p><w:r><w:t>通知</w:t></w:r></w:p><w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p></w:body></w:document>"
    );
    zip(&[("word/document.xml", document.as_bytes())])
}

fn xlsx() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in ["标题", "正文", "发布时间"].into_iter().enumerate() {
        sheet.write(0, column as u16, name).unwrap();
    }
    sheet.write(2, 0, "通知").unwrap();
    sheet.write(2, 1, "<p>大家<b>再接</b>再励。</p>").unwrap();
    sheet.write(2, 2, "2024-05-06 10:00:00").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn members_of_archives_are_checked_where_they_lie() {
    let inner = zip(&[("b.html", PAGE.as_bytes())]);
    let json = json!([{"title": "通知", "content": "<p>大家再接再励。</p>", "id": 1}]).to_string();
    let members: [(&str, &[u8]); 5] = [
        ("栏目/a.txt", TEXT.as_bytes()),
        ("图片.png", b"\x89PNG\r\n\x1a\n"),
        ("内层.zip", &inner),
        ("c.json", json.as_bytes()),
        ("d.txt.gz", &gzip(TEXT.as_bytes())),
    ];
    let expected = [
        json!({"member": "栏目/a.txt"}),
        json!({"member": "内层.zip/b.html"}),
        json!({"member": "c.json", "pointer": "/0/content"}),
        json!({"member": "d.txt.gz/d.txt"}),
    ];
    for (name, bytes) in [("a.zip", zip(&members)), ("a.tar", tar(&members)), ("b.tar.gz", gzip(&tar(&members)))] {
        let said = check(name, &bytes);
        assert_eq!(said.places(), expected, "{name}: {}", said.messages);
        assert_eq!(said.status, 1);
        let pieces = said.findings[0]["pieces"][0].as_array().unwrap();
        let range = pieces[0].as_u64().unwrap() as usize..pieces[1].as_u64().unwrap() as usize;
        assert_eq!(&TEXT[range], "再接再励", "{name}");
    }
}

#[test]
fn an_archive_is_told_by_its_bytes() {
    let said = check("稿件.txt", &zip(&[("a.txt", TEXT.as_bytes())]));
    assert_eq!(said.places(), [json!({"member": "a.txt"})]);
}

#[test]
fn documents_and_sheets_give_cells_and_characters() {
    let said = check("a.docx", &docx("大家再接再励。"));
    let finding = &said.findings[0];
    assert_eq!((&finding["place"], &finding["offset"]), (&json!({"paragraph": 2}), &json!(2)));
    assert_eq!((&finding["pieces"], &finding["start"]["byte"]), (&Value::Null, &Value::Null));
    assert_eq!(finding["article"]["title"], "通知");

    let said = check("a.xlsx", &xlsx());
    let finding = &said.findings[0];
    assert_eq!(finding["place"], json!({"sheet": "Sheet1", "cell": "B3"}));
    assert_eq!((&finding["offset"], &finding["fix"]), (&json!(8), &Value::Null));
    assert_eq!(finding["article"]["published"], "2024-05-06");

    let said = check("a.zip", &zip(&[("b.docx", &docx("大家再接再励。"))]));
    assert_eq!(said.places(), [json!({"member": "b.docx", "paragraph": 2})]);
}

#[test]
fn databases_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weibo.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE user (id TEXT, screen_name TEXT);
             CREATE TABLE weibo (id TEXT, bid TEXT, screen_name TEXT, text TEXT, created_at TEXT);
             INSERT INTO weibo VALUES ('1', 'a', '某县发布', '今天再接再励。', '2024-05-06');",
        )
        .unwrap();
    drop(database);
    let said = check_path(&path);
    assert_eq!(said.places(), [json!({"sheet": "weibo", "cell": "text第1行"})], "{}", said.messages);
    let bytes = fs::read(&path).unwrap();
    let said = check("a.zip", &zip(&[("weibo.db", &bytes)]));
    assert_eq!(
        said.places(),
        [json!({"member": "weibo.db", "sheet": "weibo", "cell": "text第1行"})],
        "{}",
        said.messages
    );
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_goes_on() {
    let whole = zip(&[("a.txt", TEXT.as_bytes()), ("b.txt", TEXT.as_bytes())]);
    let said = check("a.zip", &whole[..whole.len() - 30]);
    assert_eq!((said.findings.len(), said.status), (2, 2));
    assert!(said.messages.contains("不完整"), "{}", said.messages);

    let cut = gzip(&TEXT.repeat(1000).into_bytes());
    let said = check("a.zip", &zip(&[("a.txt.gz", &cut[..cut.len() / 2]), ("b.txt", TEXT.as_bytes())]));
    assert_eq!((said.places(), said.status), (vec![json!({"member": "b.txt"})], 2));

    let said = check("a.tar", &tar_with_name(b"../../evil.txt"));
    assert_eq!((said.findings.len(), said.status), (0, 2));
    assert!(said.messages.contains("压缩包外面"), "{}", said.messages);

    for (name, bytes, word) in [
        ("a.doc", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx"[..], ".docx"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.xlsx", b"PK\x03\x04 xl/ nothing", "损坏"),
    ] {
        let said = check(name, bytes);
        assert!(said.status == 2 && said.messages.contains(word), "{name}: {}", said.messages);
    }
}

/// The builder refuses such names, so the header is written by hand.
fn tar_with_name(name: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..name.len()].copy_from_slice(name);
    header.set_size(TEXT.len() as u64);
    header.set_cksum();
    let mut padded = TEXT.as_bytes().to_vec();
    padded.resize(TEXT.len().next_multiple_of(512), 0);
    [header.as_bytes().as_slice(), &padded, &[0; 1024]].concat()
}

#[test]
fn a_bomb_and_endless_nesting_end() {
    let mut nested = zip(&[("a.txt", TEXT.as_bytes())]);
    for level in 0..8 {
        nested = zip(&[(&format!("{level}.zip"), &nested), ("a.txt", TEXT.as_bytes())]);
    }
    let said = check("a.zip", &nested);
    assert_eq!((said.findings.len(), said.status), (4, 2), "{}", said.messages);
    assert!(said.messages.contains("层以上"), "{}", said.messages);

    // A gigabyte and more of blanks in a megabyte.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let blank = vec![b' '; 1 << 20];
    for _ in 0..1100 {
        encoder.write_all(&blank).unwrap();
    }
    let said = check("a.txt.gz", &encoder.finish().unwrap());
    assert!(said.status == 2 && said.messages.contains("太大"), "{}", said.messages);
}

#[test]
fn large_members_are_read_in_parts() {
    let line =
        json!({"title": "通知", "body": format!("{}大家再接再励。", "各单位要抓好落实。".repeat(50))}).to_string();
    let lines = format!("{line}\n").repeat(6000);
    let said = check("a.zip", &zip(&[("a.jsonl", lines.as_bytes())]));
    assert_eq!(said.findings.len(), 1, "one finding that says how often it is repeated");
    assert_eq!(said.findings[0]["repeated"], 6000);
    assert_eq!(said.findings[0]["place"], json!({"member": "a.jsonl", "pointer": "/body"}));
}

/// Written by another program: three articles in two row groups, columns packed in five ways, one of them nested.
const PARQUET: &[u8] = include_bytes!("fixtures/articles.parquet");

#[cfg(not(feature = "parquet"))]
#[test]
fn a_program_that_does_not_read_parquet_says_how_to_get_one() {
    let said = check("稿件.parquet", PARQUET);
    assert!(said.status == 2 && said.findings.is_empty());
    assert!(said.messages.contains("--features parquet") && said.messages.contains("JSON Lines"), "{}", said.messages);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_of_another_program_is_read() {
    let said = check("稿件", PARQUET);
    assert_eq!(said.status, 1, "{}", said.messages);
    let row = |row: u32| json!({"row": row, "column": "content"});
    assert_eq!(said.places(), [row(1), row(2), row(3)]);
    let texts: Vec<&str> = said.findings.iter().map(|finding| finding["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["再接再励", "一愁莫展", "布署"]);
    assert_eq!((&said.findings[0]["offset"], &said.findings[1]["offset"]), (&json!(4), &json!(5)));
    let article = &said.findings[0]["article"];
    assert_eq!(
        (&article["id"], &article["title"], &article["published"], &article["url"]),
        (&json!("1"), &json!("通知"), &json!("2024-04-01"), &json!("https://example.gov.cn/1")),
        "{article}"
    );
    // In an archive, and on a stream.
    let packed = check("导出.zip", &zip(&[("一/稿件.parquet", PARQUET)]));
    assert_eq!(packed.places()[2], json!({"member": "一/稿件.parquet", "row": 3, "column": "content"}));
    assert_eq!(check("稿件.parquet.gz", &gzip(PARQUET)).findings.len(), 3);
}

#[cfg(feature = "parquet")]
#[test]
fn damaged_parquet_is_told_and_harms_nothing() {
    for length in [4, PARQUET.len() / 2, PARQUET.len() - 1] {
        let said = check("稿件.parquet", &PARQUET[..length]);
        assert!(said.status == 2 && said.messages.contains("Parquet 文件"), "{}", said.messages);
    }
    // One file for each byte that is wrong, all of them in one run.
    let folder = tempfile::tempdir().unwrap();
    for at in 4..PARQUET.len() {
        let mut bytes = PARQUET.to_vec();
        bytes[at] ^= 0x55;
        fs::write(folder.path().join(format!("{at:05}.parquet")), bytes).unwrap();
    }
    let said = check_path(folder.path());
    assert!(said.status == 2 && !said.messages.contains("panicked"), "{}", said.messages);
    let mut end = PARQUET.to_vec();
    // The first row group only: the second one is read.
    end[4..40].fill(0xff);
    let said = check("稿件.parquet", &end);
    assert_eq!(
        (said.status, said.findings.last().map(|finding| finding["text"].clone())),
        (2, Some(json!("布署"))),
        "{}",
        said.messages
    );
}
