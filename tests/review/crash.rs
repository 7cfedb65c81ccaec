//! Killed at any moment, asked by many at once, on a disk that is full, backed up while it works.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::office::{CLEAN, Office, text};

/// Children that are killed, how many at once, and the faults of the article they decide on.
const KILLS: usize = 200;
const TOGETHER: usize = 4;
const FAULTS: usize = 240;

fn with_faults() -> (Office, Vec<String>) {
    let office = Office::new();
    let lines: String = (0..FAULTS).map(|at| format!("\n第{at}组布署了第{at}项工作。\n")).collect();
    office.write("a.md", &format!("# 工作情况\n{lines}"));
    office.submit("a.md", "甲", "张三");
    let dossier = office.show("甲");
    let findings = dossier["findings"].as_array().unwrap();
    let fingerprints: Vec<String> =
        findings.iter().map(|one| one["fingerprint"].as_str().unwrap().to_string()).collect();
    assert!(fingerprints.len() >= FAULTS, "{}", fingerprints.len());
    (office, fingerprints)
}

/// A child that decides on these findings, one after the other.
fn decide(office: &Office, fingerprints: impl Iterator<Item = String>, by: &str, reason: &str) -> Child {
    let mut command = office.program();
    command.args(["review", "decide", "甲", "--batch", "-", "--as", by]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines: String = fingerprints
        .map(|fingerprint| json!({"fingerprint": fingerprint, "verdict": "忽略", "reason": reason}).to_string() + "\n")
        .collect();
    assert!(lines.len() < 60_000, "the pipe must take it at once");
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    child
}

#[test]
fn two_hundred_kills_lose_no_acknowledged_decision() {
    let (office, fingerprints) = with_faults();
    let mut acknowledged: HashMap<u64, String> = HashMap::new();
    let mut random = 12_345_u64;
    for round in 0..KILLS / TOGETHER {
        let mut children = Vec::new();
        for lane in 0..TOGETHER {
            let own = fingerprints.iter().skip(lane).step_by(TOGETHER).cloned();
            children.push(decide(&office, own, "李四", &format!("第{round}轮")));
        }
        for (lane, mut child) in children.into_iter().enumerate() {
            let mut reader = BufReader::new(child.stdout.take().unwrap());
            let mut said = String::new();
            // Half of them in the midst of their work, half at any moment since their start.
            if (round + lane) % 2 == 0 {
                reader.read_line(&mut said).unwrap();
            }
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            std::thread::sleep(Duration::from_micros(random >> 33 & 0x3fff));
            child.kill().unwrap();
            child.wait().unwrap();
            reader.read_to_string(&mut said).unwrap();
            for line in said.lines().filter(|line| line.ends_with('}')) {
                let receipt: Value = serde_json::from_str(line).unwrap();
                if let Some(seq) = receipt["seq"].as_u64() {
                    let hash = receipt["hash"].as_str().unwrap().to_string();
                    assert_eq!(acknowledged.insert(seq, hash), None, "one number, two entries");
                }
            }
        }
        if round % 10 == 9 {
            assert_eq!(office.verification()["faults"].as_array().unwrap().len(), 0);
        }
    }
    let journal = office.ok(&["export"]);
    let kept: HashMap<u64, String> = journal
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|entry| (entry["seq"].as_u64().unwrap(), entry["hash"].as_str().unwrap().to_string()))
        .collect();
    for (seq, hash) in &acknowledged {
        assert_eq!(kept.get(seq), Some(hash), "entry {seq} was acknowledged and is lost");
    }
    println!("{KILLS} kills, {} acknowledged, {} entries", acknowledged.len(), kept.len());
    assert!(acknowledged.len() > KILLS, "the children were killed before they did anything: {}", acknowledged.len());
}

#[test]
fn of_two_at_once_the_later_one_is_told() {
    let (office, fingerprints) = with_faults();
    let base = office.show("甲")["revision"].to_string();
    office.ok(&["decide", "甲", &fingerprints[0], "忽略", "--reason", "引文", "--as", "李四", "--base", &base]);
    // Another finding is nobody's concern; the same one is.
    office.ok(&["decide", "甲", &fingerprints[1], "忽略", "--reason", "引文", "--as", "王五", "--base", &base]);
    let said = office.refused(&["decide", "甲", &fingerprints[0], "采纳", "--as", "王五", "--base", &base]);
    assert!(said.contains("这一步没有存下") && said.contains("李四于") && said.contains("忽略"), "{said}");
    let said = office.refused(&["pass", "甲", "初审", "--as", "冯甲", "--base", &base]);
    assert!(said.contains("李四于") && said.contains("王五于"), "{said}");
    // Three reviewers pass the same stage at the same moment: one does it.
    let base = office.show("甲")["revision"].to_string();
    let start = |by: &&str| {
        let mut command = office.program();
        command.args(["review", "pass", "甲", "初审", "--base", &base, "--as", by]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<Child> = ["李四", "冯甲", "陈乙"].iter().map(start).collect();
    let outputs: Vec<_> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    let taken = outputs.iter().filter(|output| output.status.success()).count();
    assert_eq!(taken, 1, "{outputs:?}");
    let told = outputs.iter().filter(|output| text(&output.stderr).contains("初审通过")).count();
    assert_eq!(told, 2, "{outputs:?}");
}

#[test]
fn writers_at_once_all_get_their_turn() {
    let (office, fingerprints) = with_faults();
    let children: Vec<Child> = (0..TOGETHER)
        .map(|lane| decide(&office, fingerprints.iter().skip(lane).step_by(TOGETHER).take(30).cloned(), "李四", "引文"))
        .collect();
    office.ok(&["backup", "备份.db"]);
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout).lines().count(), 30);
    }
    let dossier = office.show("甲");
    let decided = dossier["findings"].as_array().unwrap().iter().filter(|one| !one["decided"].is_null()).count();
    assert_eq!(decided, 30 * TOGETHER);
    // The copy that was made in between is a whole store.
    let copy = office.json(&["verify", "--store", "备份.db"]);
    assert_eq!(copy["faults"].as_array().unwrap().len(), 0);
    assert!(copy["entries"].as_u64() <= office.verification()["entries"].as_u64());
    assert!(office.refused(&["backup", "备份.db"]).contains("已经存在"));
}

/// A file that may not grow stands for a disk that is full.
#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_nothing_is_lost() {
    let office = Office::new();
    office.write("a.md", &format!("{CLEAN}{}", "请各单位加强值班值守。\n\n".repeat(8_000)));
    let before = office.head();
    let command = "trap '' XFSZ; ulimit -f 64; exec \"$0\" review submit a.md --as 张三 --no-context";
    let mut shell = std::process::Command::new("bash");
    shell.current_dir(office.folder()).args(["-c", command, env!("CARGO_BIN_EXE_shenjiao")]);
    let output = shell.output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("没有存下") && said.contains("磁盘"), "{said}");
    assert_eq!(office.head(), before);
    office.write("b.md", CLEAN);
    office.submit("b.md", "乙", "张三");
    assert_eq!(office.verification()["faults"].as_array().unwrap().len(), 0);
}
