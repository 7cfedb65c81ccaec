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
            "--no-cache",
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

/// A body of so many sentences, long enough to be recognised; another `topic` gives another text.
fn body(topic: &str, sentences: usize) -> String {
    let places = ["东街", "西街", "南街", "北街", "城关", "河口", "石桥", "林场"];
    let works = ["清理排水管道", "检修路灯线路", "补种行道树木", "更换老旧管网", "整修健身场地"];
    let line = |at: usize| {
        let (place, work) = (places[at % places.len()], works[(at / 3 + topic.len()) % works.len()]);
        format!("{topic}工作人员在{place}片区{work}，走访住户{}家，登记意见{}条。", at * 17 + topic.len(), at * 5 + 3)
    };
    (0..sentences).map(line).collect()
}

/// An article of a unit with what is compared across articles.
fn copy(unit: &str, id: u32, title: &str, published: &str, source: Option<&str>, body: &str) -> String {
    let mut article = json!({"id": id, "unit": unit, "title": title, "published": published, "body": body});
    if let Some(source) = source {
        article["source"] = json!(source);
    }
    format!("{article}\n")
}

fn run_over(folder: &Path, lines: &[String], more: &[&str]) -> Output {
    fs::create_dir_all(folder.join("导出")).unwrap();
    fs::write(folder.join("导出/a.jsonl"), lines.concat()).unwrap();
    inspect(folder, more)
}

/// Unit, title and message of the findings of a rule in the ledger.
fn of_rule(folder: &Path, word: &str) -> Vec<(String, String, String)> {
    let rows = rows(folder, "整改台账");
    let of = |row: usize| ["单位", "标题", "问题"].map(|column| cell(&rows, row, column).to_string());
    let mut found: Vec<_> = (1..rows.len()).map(of).filter(|[_, _, message]| message.contains(word)).collect();
    found.sort();
    found.into_iter().map(|[unit, title, message]| (unit, title, message)).collect()
}

#[test]
fn copies_are_told_from_what_only_looks_alike() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (road, notice, bulletin) = (body("道路养护", 12), body("汛期值守", 12), body("空气质量", 6));
    let weekly = |week: u32| {
        let lines = (0..10).map(|line| {
            format!(
                "第{week}周全县空气质量优良天数{}天，细颗粒物平均浓度每立方米{}微克。",
                line + week,
                line * 3 + week * 7
            )
        });
        bulletin.clone() + &lines.collect::<String>()
    };
    let lines = [
        // One writes it, one takes it over and says so, one does not say so.
        copy("甲局", 1, "道路养护见成效", "2024-05-01", Some("甲局"), &road),
        copy("乙县发布", 2, "道路养护见成效", "2024-05-02", Some("甲局"), &format!("{road}（转自甲局）")),
        copy("丙镇", 3, "我镇道路养护见成效", "2024-05-03", None, &format!("近日，{road}")),
        // A source that is another's, taken for one's own.
        copy("丁区", 4, "汛期值守", "2024-06-01", Some("新华社"), &notice),
        copy("戊区", 5, "汛期值守", "2024-06-02", Some("戊区"), &notice),
        // Twice in one unit: in two columns, on two days, under two titles.
        copy("己局", 6, "管网改造完成", "2024-06-03", Some("己局"), &body("管网改造", 12)),
        copy("己局", 7, "管网改造完成", "2024-06-03", Some("己局"), &body("管网改造", 12)),
        copy("己局", 8, "管网改造完成", "2024-06-20", Some("己局"), &body("管网改造", 12)),
        copy("己局", 9, "喜报：千家住户受益", "2024-06-03", Some("己局"), &body("管网改造", 12)),
        // Issues of a bulletin, and what is too short to tell.
        copy("庚局", 10, "空气质量周报", "2024-06-03", Some("庚局"), &weekly(22)),
        copy("庚局", 11, "空气质量周报", "2024-06-10", Some("庚局"), &weekly(23)),
        copy("庚局", 12, "停水通知", "2024-06-03", Some("庚局"), "因检修管道，今日停水。"),
        copy("辛局", 13, "停水通知", "2024-06-04", Some("辛局"), "因检修管道，今日停水。"),
    ];
    let output = run_over(folder, &lines, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let unsourced = of_rule(folder, "来源");
    let units: Vec<&str> = unsourced.iter().map(|(unit, ..)| unit.as_str()).collect();
    assert_eq!(units, ["丙镇", "戊区"], "{unsourced:?}");
    assert!(unsourced[0].2.contains("没有注明来源"), "{unsourced:?}");
    assert!(unsourced[1].2.contains("“新华社”"), "{unsourced:?}");
    let repeated = of_rule(folder, "同一内容");
    let titles: Vec<(&str, &str)> = repeated.iter().map(|(unit, title, _)| (unit.as_str(), title.as_str())).collect();
    assert_eq!(titles, [("己局", "喜报：千家住户受益"), ("己局", "管网改造完成")], "{repeated:?}");

    let report = overview(folder);
    let copies: Vec<(u64, u64)> = report["copies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|copies| (copies["articles"].as_u64().unwrap(), copies["units"].as_u64().unwrap()))
        .collect();
    assert_eq!(copies, [(3, 3), (2, 2), (4, 1)]);
    let total = &report["total"];
    assert_eq!((total["unsourced"].as_u64(), total["repeated"].as_u64()), (Some(2), Some(2)));
    assert_eq!((total["reposts"].as_u64(), total["unreviewed"].as_u64()), (Some(4), Some(4)), "乙 丙 丁 戊");
    assert_eq!(rows(folder, "相同的文章").len(), 4);
    let bulletin = fs::read_to_string(folder.join("巡检/通报（稿）.md")).unwrap();
    assert!(bulletin.contains("没有注明来源的2篇") && bulletin.contains("重复发布的2篇"), "{bulletin}");

    // The same again is known; and what is not asked for is not said.
    assert!(said(&inspect(folder, &[])).contains("新增 0"));
    inspect(folder, &["--ignore", "site,repost"]);
    assert!(of_rule(folder, "同一内容").is_empty() && of_rule(folder, "来源").is_empty());
}

#[test]
fn a_cluster_finds_the_groups_of_one_machine() {
    let folder = tempfile::tempdir().unwrap();
    let topics = ["道路养护", "汛期值守", "管网改造", "森林防火"];
    let lines: Vec<String> = (0..40u32)
        .map(|id| {
            let topic = topics[id as usize % topics.len()];
            copy("某局", id, &format!("第{id}篇"), "2024-05-01", Some("某局"), &body(topic, 12))
        })
        .chain([copy("某局", 40, "短", "2024-05-01", None, "短的不比。"), "不是文章\n".to_string()])
        .collect();
    let filter = |stage: &str, threads: &str, lines: &[String]| {
        fs::write(folder.path().join("in"), lines.concat()).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_shenjiao"))
            .args(["filter", stage, "--threads", threads])
            .stdin(fs::File::open(folder.path().join("in")).unwrap())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), text.lines().map(|line| format!("{line}\n")).collect::<Vec<_>>())
    };
    let (status, signatures) = filter("--signatures", "1", &lines);
    assert_eq!((status, signatures.len()), (Some(0), lines.len()), "a line for each");
    assert_eq!(filter("--signatures", "2", &lines).1, signatures);
    assert_eq!(signatures[40].trim(), r#"{"id":40}"#, "too short to be recognised");
    assert!(signatures[41].contains("\"error\":"));
    let bands = |line: &str| serde_json::from_str::<Value>(line).unwrap()["bands"].clone();
    assert_eq!(bands(&signatures[0]), bands(&signatures[4]));
    assert_eq!(bands(&signatures[0]).as_array().unwrap().len(), 16);

    let (status, groups) = filter("--groups", "1", &signatures[..41]);
    let groups: Vec<Value> =
        groups.iter().map(|line| serde_json::from_str::<Value>(line).unwrap()["group"].clone()).collect();
    let topic = |first: u32| json!((0..10).map(|at| first + at * 4).collect::<Vec<u32>>());
    assert_eq!((status, groups), (Some(0), (0..4).map(topic).collect::<Vec<_>>()));
    assert_eq!(filter("--groups", "1", &signatures).0, Some(2), "a line that is none");

    run_over(folder.path(), &lines[..41], &[]);
    let copies = overview(folder.path())["copies"].clone();
    assert_eq!(
        copies.as_array().unwrap().iter().map(|copies| copies["articles"].as_u64().unwrap()).collect::<Vec<_>>(),
        [10; 4]
    );
}

#[test]
fn documents_are_compared_across_articles() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let title = "某市人民政府关于加强城镇燃气安全管理工作的实施意见";
    let cites = |id: u32, title: &str, number: &str| {
        let body = format!("第{id}次会议传达了《{title}》（{number}），研究了第{id}批任务。");
        copy("某局", id, &format!("会议{id}"), "2024-05-01", Some("某局"), &body)
    };
    let lines = [
        cites(1, title, "某政发〔2024〕12号"),
        cites(2, title, "某政发〔2024〕12号"),
        cites(3, title, "某政发〔2024〕21号"),
        cites(4, "某市人民政府关于做好防汛抗旱工作的通知", "某政发〔2024〕12号"),
        // In short, of another year, and one against one.
        cites(5, "关于加强城镇燃气安全管理工作的实施意见", "某政发〔2024〕12号"),
        cites(6, title, "某政发〔2023〕8号"),
        cites(7, "关于推进养老服务发展的若干措施", "某政办发〔2024〕1号"),
        cites(8, "关于推进养老服务发展的若干措施", "某政办发〔2024〕2号"),
    ];
    run_over(folder, &lines, &[]);
    let found = of_rule(folder, "其他");
    let titles: Vec<&str> = found.iter().map(|(_, title, _)| title.as_str()).collect();
    assert_eq!(titles, ["会议3", "会议4"], "{found:?}");
    assert!(found[0].2.contains("某政发〔2024〕12号") && found[1].2.contains("燃气安全"), "{found:?}");
}

#[test]
fn drafts_are_counted_apart() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir_all(folder.join("导出")).unwrap();
    fs::write(
        folder.join("导出/a.sql"),
        "CREATE TABLE `dede_archives` (`id` int, `typeid` int, `arcrank` int, `title` char(60), `source` char(30), `pubdate` int);
INSERT INTO `dede_archives` VALUES (1,3,0,'甲','某局',1675217940),(2,3,-1,'乙','某局',1675217940),(3,3,'-2','丙','某局',1675217940);
INSERT INTO `dede_addonarticle` (`aid`,`typeid`,`body`) VALUES (1,3,'<p>各单位要再接再励。</p>'),(2,3,'<p>各单位要再接再励。</p>'),(3,3,'<p>大家一愁莫展。</p>');",
    )
    .unwrap();
    inspect(folder, &[]);
    let total = overview(folder)["total"].clone();
    assert_eq!((total["articles"].as_u64(), total["drafts"].as_u64()), (Some(1), Some(2)), "{total}");
    assert_eq!(of_rule(folder, "").len(), rows(folder, "整改台账").len() - 1);
    assert!(of_rule(folder, "").iter().all(|(_, title, _)| title == "甲"));
}

#[test]
fn one_confirmed_error_is_searched_over_the_archive() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    quarter(folder, "各单位要再接再励，做好当前各项重点工作。", "工作有了进展。");
    inspect(folder, &[]);
    let ledger = rows(folder, "整改台账");
    let number = cell(&ledger, 1, "编号").to_string();
    assert_eq!(cell(&ledger, 1, "原文"), "再接再励");

    fs::write(
        folder.join("导出/b.html"),
        "<p>大家再接<b>再</b>&nbsp;\n励，不松劲。</p><!-- shenjiao-disable --><p>继续再接再励。</p>",
    )
    .unwrap();
    fs::write(folder.join("导出/c.txt"), "无关的文章。\n\n再接再\u{200b}励！再接再厉！\n").unwrap();
    let found = inspect_like(folder, &["--output", "巡检", "--like", &number]);
    let list = String::from_utf8(found.stdout.clone()).unwrap();
    assert_eq!(found.status.code(), Some(1), "{}", said(&found));
    assert!(said(&found).contains("在 4 处出现，其中 2 处规则没有报"), "{}\n{list}", said(&found));
    assert_eq!(list.matches("规则没有报").count(), 2, "between two blanks, and suppressed: {list}");
    let name = format!("巡检/同样的错误-{number}");
    let places: Value = serde_json::from_slice(&fs::read(folder.join(format!("{name}.json"))).unwrap()).unwrap();
    assert_eq!((places["rule"].as_str().is_some(), places["places"].as_array().unwrap().len()), (true, 4));
    let mut workbook: Xlsx<_> = open_workbook(folder.join(format!("{name}.xlsx"))).unwrap();
    assert_eq!(workbook.worksheet_range("同样的错误").unwrap().height(), 5);

    // From a report of `check`, and what is nowhere.
    let report = Command::new(env!("CARGO_BIN_EXE_shenjiao"))
        .current_dir(folder)
        .args(["check", "导出/c.txt", "--no-context", "--format", "json"])
        .output()
        .unwrap();
    fs::write(folder.join("报告.json"), &report.stdout).unwrap();
    let parsed: Value = serde_json::from_slice(&report.stdout).unwrap();
    let findings = parsed["articles"][0]["findings"].as_array().unwrap();
    let idiom = findings.iter().find(|finding| finding["suggestions"][0] == "再接再厉").unwrap();
    let fingerprint = idiom["fingerprint"].as_str().unwrap();
    let again = inspect_like(folder, &["--report", "报告.json", "--like", fingerprint]);
    assert!(said(&again).contains("在 4 处出现"), "{}", said(&again));
    let none = inspect_like(folder, &["--output", "巡检", "--like", "0000000000000001"]);
    assert!(none.status.code() == Some(2) && said(&none).contains("找不到"), "{}", said(&none));
}

fn inspect_like(folder: &Path, more: &[&str]) -> Output {
    let command = ["inspect", "导出", "--no-context", "--now", "2024-07-01"];
    Command::new(env!("CARGO_BIN_EXE_shenjiao")).current_dir(folder).args(command).args(more).output().unwrap()
}

#[cfg(unix)]
#[test]
fn an_inspection_that_was_made_is_not_made_again() {
    let desk = tempfile::tempdir().unwrap();
    let (folder, cache) = (desk.path(), tempfile::tempdir().unwrap());
    let run = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_shenjiao"))
            .current_dir(folder)
            .env("XDG_CACHE_HOME", cache.path())
            .args(["inspect", "导出", "--output", "巡检", "--no-context"])
            .args(if more.contains(&"--now") { &[][..] } else { &["--now", "2024-07-01"] })
            .args(more)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        said(&output)
    };
    let is_same = |said: &str| said.contains("没有重新检查");
    let documents = || {
        let mut names: Vec<_> = ["巡检", "巡检/通知单"]
            .iter()
            .flat_map(|part| fs::read_dir(folder.join(part)).unwrap())
            .map(|entry| entry.unwrap().path())
            .filter(|path| {
                path.extension().is_some_and(|end| ["html", "xlsx", "docx", "md"].iter().any(|one| end == *one))
            })
            .collect();
        names.sort();
        assert_eq!(names.len(), 6, "{names:?}");
        names.into_iter().map(|path| (fs::metadata(&path).unwrap().modified().unwrap(), path)).collect::<Vec<_>>()
    };
    let register =
        |owner: &str| fs::write(folder.join("名录.csv"), format!("名称,责任人\n某县发布,{owner}\n某局,\n")).unwrap();
    let with_register = &["--register", "名录.csv"];
    register("张某");
    quarter(folder, "各单位要再接再励，做好当前各项重点工作。", "大家一愁莫展，工作没有进展。");

    assert!(run(with_register).contains("新增 2，上次已有 0"));
    let (written, first) = (documents(), overview(folder));
    let again = run(with_register);
    assert!(is_same(&again) && again.contains("新增 0，上次已有 2"), "{again}");
    assert!(documents() == written, "nothing is written again");

    // What is damaged or gone is there again as it was, and nothing else is touched.
    fs::write(folder.join("巡检/巡检报告.html"), "写坏了").unwrap();
    fs::remove_file(folder.join("巡检/通知单/某局.docx")).unwrap();
    let mended = run(with_register);
    assert!(is_same(&mended) && mended.contains("重写：巡检报告.html、通知单/某局.docx\n"), "{mended}");
    assert_eq!(overview(folder), first);
    let changed = documents().into_iter().zip(&written).filter(|(now, then)| now != *then).count();
    assert_eq!(changed, 2);

    // States of a ledger go into the documents of the same run.
    let ledger = rows(folder, "整改台账");
    let filled = format!("编号,状态\n{},已整改\n", cell(&ledger, 1, "编号"));
    fs::write(folder.join("台账.csv"), filled).unwrap();
    let told = run(&["--register", "名录.csv", "--ledger", "台账.csv"]);
    assert!(is_same(&told) && told.contains("接收了 1 条"), "{told}");
    let ledger = rows(folder, "整改台账");
    assert_eq!((cell(&ledger, 1, "状态"), cell(&ledger, 1, "情况")), ("已整改", "新增"));

    // A file that was only written anew is the same; anything else is not.
    let export = folder.join("导出/a.jsonl");
    let text = fs::read_to_string(&export).unwrap();
    fs::remove_file(&export).unwrap();
    fs::write(&export, &text).unwrap();
    assert!(is_same(&run(with_register)));
    fs::write(&export, text.replace("再接再励", "再接再厉")).unwrap();
    let changed = run(with_register);
    assert!(!is_same(&changed) && changed.contains("新增 0，上次已有 1，再次出现 0，已消除 1"), "{changed}");
    assert!(is_same(&run(with_register)));
    fs::write(folder.join("导出/b.txt"), "通知\n\n各单位要认真布署。\n").unwrap();
    assert!(!is_same(&run(with_register)), "another file");
    register("李某");
    assert!(!is_same(&run(with_register)), "the register");
    assert!(!is_same(&run(&[])), "no register");
    assert!(!is_same(&run(&["--now", "2024-07-02"])), "another day");
    assert!(!is_same(&run(&["--title", "第二季度"])), "another title");
    assert!(!is_same(&run(&["--from", "2024-01-01"])), "another span");
    assert!(!is_same(&run(&["--min-severity", "veto"])), "another severity");
    fs::write(folder.join("shenjiao.toml"), "[inspect]\nunit-days = 3\n").unwrap();
    assert!(!is_same(&run(&[])), "another configuration");
    assert!(is_same(&run(&[])));
    fs::write(folder.join("词库.csv"), "wrong,right\n材料,资料\n").unwrap();
    fs::write(folder.join("shenjiao.toml"), "dictionaries = [\"词库.csv\"]\n").unwrap();
    assert!(!is_same(&run(&[])), "a dictionary");
    fs::write(folder.join("词库.csv"), "wrong,right\n报送,上报\n").unwrap();
    assert!(!is_same(&run(&[])), "another dictionary");
    assert!(is_same(&run(&[])));
    assert!(!is_same(&run(&["--no-cache"])), "asked for");
    assert!(!is_same(&run(&[])), "something else came between");
}
