//! Bulk inspection as an office runs it: two quarters into one folder, a register, a ledger that comes back filled in.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::{Value, json};

/// One line of an export.
fn article(unit: &str, id: u32, column: &str, published: &str, body: &str) -> String {
    json!({"id": id, "unit": unit, "title": format!("第{id}篇"), "column": column, "published": published, "body": body,
        "source": unit, "url": format!("https://example.gov.cn/{unit}/{id}.html")})
    .to_string()
        + "\n"
}

fn inspect(folder: &Path, more: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_shenjiao"))
        .current_dir(folder)
        .args([
            "inspect",
            "导出",
            "--output",
            "巡检",
            "--now",
            "2024-07-01",
            "--no-context",
            "--title",
            "2024年第二季度",
        ])
        .args(more)
        .output()
        .unwrap();
    assert!(matches!(output.status.code(), Some(0 | 2)), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The rows of a sheet as texts.
fn rows(folder: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(folder.join("巡检/整改台账.xlsx")).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn cell<'a>(rows: &'a [Vec<String>], row: usize, column: &str) -> &'a str {
    let at = rows[0].iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"));
    &rows[row][at]
}

/// The overview in the report.
fn overview(folder: &Path) -> Value {
    let page = fs::read_to_string(folder.join("巡检/巡检报告.html")).unwrap();
    let data = page.split_once("id=\"overview\">").unwrap().1.split_once("</script>").unwrap().0;
    serde_json::from_str(data).unwrap()
}

fn quarter(folder: &Path, first: &str, second: &str) {
    let export = folder.join("导出");
    fs::create_dir_all(&export).unwrap();
    let lines = [
        article("某县发布", 1, "要闻动态", "2024-06-28", first),
        article("某县发布", 2, "通知公告", "2023-05-06", "请各单位按时报送材料。"),
        article("某局", 3, "", "2024-03-05", second),
    ];
    fs::write(export.join("a.jsonl"), lines.concat()).unwrap();
}

#[test]
fn two_quarters_and_a_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(
        folder.join("名录.csv"),
        "名称,类型,主管单位,责任人,栏目,状态,关停日期\n某县发布,微信公众号,某县政府办公室,张某,要闻动态、工作简报,正常,\n某局,网站,某局,李某,,已关停,2024-01-01\n某乡政府,网站,某乡,,,正常,\n",
    )
    .unwrap();
    quarter(folder, "各单位要再接再励，做好当前各项重点工作。", "大家一愁莫展，工作没有进展。");
    let first = inspect(folder, &["--register", "名录.csv"]);
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    assert!(said(&first).contains("错误 2"), "{}", said(&first));

    let ledger = rows(folder, "整改台账");
    assert_eq!(ledger.len(), 3);
    let faulty: Vec<&str> = (1..3).map(|row| cell(&ledger, row, "原文")).collect();
    assert!(faulty.contains(&"再接再励") && faulty.contains(&"一愁莫展"), "{faulty:?}");
    let row = (1..3).find(|row| cell(&ledger, *row, "单位") == "某县发布").unwrap();
    assert_eq!(
        (cell(&ledger, row, "责任人"), cell(&ledger, row, "情况"), cell(&ledger, row, "状态")),
        ("张某", "新增", "待整改")
    );
    assert_eq!(cell(&ledger, row, "建议"), "再接再厉");

    let report = overview(folder);
    let issues = |unit: &str| -> Vec<String> {
        let units = report["units"].as_array().unwrap();
        let unit = units.iter().find(|own| own["name"] == unit).unwrap();
        unit["issues"].as_array().unwrap().iter().map(|issue| issue["rule"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(issues("某县发布"), ["site/stale-column", "site/empty-column"]);
    assert_eq!(issues("某局"), ["site/closed-publishing"]);
    assert_eq!(issues("某乡政府"), ["site/no-articles"]);

    // Somebody fills the ledger in; the next quarter one fault is gone and one is new.
    let filled = format!(
        "编号,状态,责任人,整改时限,销号时间,备注\n{},整改中,王某,2024-07-15,,已联系\n",
        cell(&ledger, row, "编号")
    );
    fs::write(folder.join("台账.csv"), filled).unwrap();
    quarter(folder, "各单位要再接再励，做好当前各项重点工作。遇到困难，不可一愁莫展。", "工作有了进展。");
    let second = inspect(folder, &["--ledger", "台账.csv"]);
    assert!(
        said(&second).contains("接收了 1 条") && said(&second).contains("新增 1，上次已有 1，再次出现 0，已消除 1"),
        "{}",
        said(&second)
    );
    let ledger = rows(folder, "整改台账");
    let row = (1..ledger.len()).find(|row| cell(&ledger, *row, "原文") == "再接再励").unwrap();
    let kept = ["情况", "状态", "责任人", "整改时限", "备注"].map(|column| cell(&ledger, row, column));
    assert_eq!(kept, ["上次已有", "整改中", "王某", "2024-07-15", "已联系"]);
    assert_eq!(cell(&rows(folder, "本次已消除"), 1, "原文"), "一愁莫展");
    assert_eq!(overview(folder)["trend"].as_array().unwrap().len(), 1);

    // And back again.
    quarter(folder, "各单位要再接再厉。", "大家一愁莫展，工作没有进展。");
    inspect(folder, &[]);
    let third = inspect(folder, &[]);
    assert!(said(&third).contains("上次已有 1"), "{}", said(&third));
    quarter(folder, "各单位要再接再励，做好当前各项重点工作。", "大家一愁莫展，工作没有进展。");
    let fourth = inspect(folder, &[]);
    assert!(said(&fourth).contains("再次出现 1"), "{}", said(&fourth));
}

#[test]
fn documents_are_whole_and_say_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let hostile = "</script><script>alert(1)</script>各单位要再接再励，做好工作。";
    quarter(folder, hostile, "大家一愁莫展。");
    fs::write(folder.join("导出/b.json"), "{\"title\": ").unwrap();
    let output = inspect(folder, &["--from", "2024-01-01"]);
    assert_eq!(output.status.code(), Some(2), "a file that could not be read");
    let page = fs::read_to_string(folder.join("巡检/巡检报告.html")).unwrap();
    assert!(!page.contains("<script>alert"), "text of an article is no markup");
    assert_eq!(overview(folder)["failures"].as_array().unwrap().len(), 1);
    assert_eq!(overview(folder)["skipped"], 1);
    let bulletin = fs::read_to_string(folder.join("巡检/通报（稿）.md")).unwrap();
    assert!(bulletin.contains("不是正式的检查合格率") && bulletin.contains("| 某局 |"), "{bulletin}");
    for name in ["通报（稿）.docx", "通知单/某局.docx"] {
        let document = Command::new(env!("CARGO_BIN_EXE_shenjiao"))
            .arg("text")
            .arg(folder.join("巡检").join(name))
            .output()
            .unwrap();
        let text = String::from_utf8(document.stdout).unwrap();
        assert!(text.contains("每万字错误"), "{name}: {text}");
    }
    let names: Vec<String> = fs::read_dir(folder.join("巡检"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("巡检结果"))
        .collect();
    assert_eq!(names.len(), 5, "{names:?}");
}

#[test]
fn what_is_no_register_or_ledger_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    quarter(folder, "甲。", "乙。");
    fs::write(folder.join("x.csv"), "甲,乙\n1,2\n").unwrap();
    for (option, word) in [("--register", "名称"), ("--ledger", "编号")] {
        let output = inspect(folder, &[option, "x.csv"]);
        assert!(output.status.code() == Some(2) && said(&output).contains(word), "{}", said(&output));
    }
    assert!(!folder.join("巡检/整改台账.xlsx").exists(), "nothing is written in place of a good report");
}
