//! Ctrl-C in the middle: what was found so far comes out whole and says that it is not all, and nothing that is whole is
//! replaced by it.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::{Value, json};

/// So many that checking them with the context engine takes far longer than the signal needs.
const ARTICLES: usize = 60_000;

fn write_export(path: &Path) {
    let words = ["落实", "推进", "部署", "检查", "督促", "协调", "研究", "总结"];
    let line = |number: usize| {
        let word = |place: usize| words[(number / words.len().pow(place as u32)) % words.len()];
        let body = format!(
            "第{number}项工作要再接再励，各单位要认真{}重点任务，及时{}项目建设，{}有关情况。\n会议要求{}安全生产工作。",
            word(0),
            word(1),
            word(2),
            word(3)
        );
        json!({"id": number, "unit": "某县发布", "title": format!("第{number}篇"), "published": "2024-05-06", "body": body.repeat(3)})
            .to_string() + "\n"
    };
    fs::write(path, (0..ARTICLES).map(line).collect::<String>()).unwrap();
}

/// Starts the program and sends it the signal of Ctrl-C as soon as results lie in its cache: then it is in the middle.
fn interrupted(folder: &Path, arguments: &[&str]) -> Output {
    let cache = folder.join("缓存");
    let _ = fs::remove_dir_all(&cache);
    let mut run = Command::new(env!("CARGO_BIN_EXE_shenjiao"))
        .current_dir(folder)
        .env("XDG_CACHE_HOME", &cache)
        .args(arguments)
        .args(["--now", "2024-07-01"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let results = || {
        let file = cache.join("shenjiao/results-1.db");
        let database = rusqlite::Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        database.query_row("SELECT count(*) FROM result", [], |row| row.get::<_, i64>(0)).ok()
    };
    while results().unwrap_or(0) == 0 {
        assert!(run.try_wait().unwrap().is_none(), "it ended before anything was in the cache");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap().success());
    run.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn check_gives_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_export(&folder.join("导出.jsonl"));

    let output = interrupted(folder, &["check", "导出.jsonl", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("检查中途停止，报告只含已查的部分"), "{}", said(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let articles = report["articles"].as_array().unwrap().len();
    assert!(0 < articles && articles < ARTICLES, "{articles}");
    assert_eq!(report["summary"]["articles"], articles);
    assert!(report["errors"][0]["message"].as_str().unwrap().contains("中途停止"));

    // A whole report is not replaced by a part of one, nor a baseline.
    fs::write(folder.join("结果.json"), "上次的结果").unwrap();
    let arguments = ["check", "导出.jsonl", "--output", "结果.json", "--write-baseline", "基线.json"];
    let output = interrupted(folder, &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("没有写 结果.json"), "{}", said(&output));
    assert_eq!(fs::read_to_string(folder.join("结果.json")).unwrap(), "上次的结果");
    assert!(!folder.join("基线.json").exists());
    let left: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn inspect_gives_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_export(&folder.join("导出.jsonl"));
    let output = interrupted(folder, &["inspect", "导出.jsonl", "--output", "巡检"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("巡检中途停止"), "{}", said(&output));
    let page = fs::read_to_string(folder.join("巡检/巡检报告.html")).unwrap();
    assert!(page.trim_end().ends_with("</html>"));
    let overview = page.split_once("id=\"overview\">").unwrap().1.split_once("</script>").unwrap().0;
    let overview: Value = serde_json::from_str(overview).unwrap();
    let articles = overview["total"]["articles"].as_u64().unwrap();
    assert!(overview["complete"] == false && 0 < articles && articles < ARTICLES as u64, "{articles}");
    let mut ledger: Xlsx<_> = open_workbook(folder.join("巡检/整改台账.xlsx")).unwrap();
    let guide = ledger.worksheet_range("填写说明").unwrap();
    assert!(guide.get_value((1, 0)).unwrap().to_string().contains("台账不完整"));
    assert!(ledger.worksheet_range("整改台账").unwrap().height() > 1);
}
