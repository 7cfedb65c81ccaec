//! What is exported, opened again by other readers.

use std::io::Read;

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::office::{FAULTY, Office};

fn signed() -> Office {
    let office = Office::new();
    office.write("a.md", &FAULTY.replace("会议的通知", "<script>会议&的通知"));
    office.submit("a.md", "甲", "张三");
    for text in ["布署", "2月30日"] {
        let fingerprint = office.fingerprint("甲", text);
        office.ok(&["decide", "甲", &fingerprint, "忽略", "--reason", "<b>引文</b>", "--as", "李四"]);
    }
    office.pass_all("甲");
    office.ok(&["sign", "甲", "--as", "赵六"]);
    office
}

#[test]
fn the_slip_names_who_did_what() {
    let office = signed();
    office.ok(&["export", "甲", "--output", "发稿单.docx"]);
    office.ok(&["export", "甲", "--output", "发稿单.html"]);
    let file = std::fs::File::open(office.path("发稿单.docx")).unwrap();
    let mut xml = String::new();
    zip::ZipArchive::new(file).unwrap().by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let page = std::fs::read_to_string(office.path("发稿单.html")).unwrap();
    let head = office.verification()["head"].as_str().unwrap().to_string();
    for words in ["发稿单", "初审", "李四", "三校", "周九", "签发", "赵六", "忽略", head.as_str()] {
        assert!(xml.contains(words) && page.contains(words), "{words}");
    }
    assert!(page.contains("&lt;b&gt;引文") && !page.contains("<b>") && !page.contains("<script"), "{page}");
    assert!(office.refused(&["export", "--output", "x.docx"]).contains("哪一篇"));
    assert!(office.refused(&["export", "甲", "--output", "x.pdf"]).contains("看文件名"));
}

#[test]
fn the_journal_can_be_followed_without_the_program() {
    let office = signed();
    office.ok(&["export", "--output", "日志.jsonl"]);
    let lines = std::fs::read_to_string(office.path("日志.jsonl")).unwrap();
    let mut previous = [0_u8; 32];
    for line in lines.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let hash = entry["hash"].as_str().unwrap();
        // What the hash is of: the bytes of the hash before, then the entry without its own.
        let content = line.replacen(&format!("\"hash\":\"{hash}\","), "", 1);
        let computed: [u8; 32] = Sha256::new().chain_update(previous).chain_update(content).finalize().into();
        assert_eq!(hash, data_encoding::HEXLOWER.encode(&computed), "{line}");
        previous = computed;
    }
    assert_eq!(office.verification()["head"].as_str().unwrap(), data_encoding::HEXLOWER.encode(&previous));

    office.ok(&["export", "甲", "--output", "日志.xlsx"]);
    let mut workbook: Xlsx<_> = open_workbook(office.path("日志.xlsx")).unwrap();
    let range = workbook.worksheet_range("审核日志").unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows[0][..5], ["序号", "时间", "何人", "稿件编号", "做了什么"]);
    assert_eq!(rows.len() - 1, lines.lines().filter(|line| line.contains("\"article\":\"甲\"")).count());
    assert!(rows.iter().any(|row| row[2] == "赵六" && row[4] == "签发"));
    assert!(rows.iter().any(|row| row[5] == "<b>引文</b>"));
}
