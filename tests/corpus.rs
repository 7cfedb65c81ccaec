//! The whole corpus, through the program: every finding of every article is a committed snapshot, so that a change of
//! behaviour anywhere is a visible difference; clean articles stay clean; the locations hold; threads change nothing.
//! Of the articles held out only counts are shown, lest who mends a rule reads what it is measured on.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

fn run(threads: &str, format: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_shenjiao"))
        .args(["check", "corpus", "--format", format, "--now", "2026-11-22", "--threads", threads, "--no-cache"])
        .output()
        .expect("the program runs");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn findings() -> Vec<Value> {
    run("2", "jsonl").lines().map(|line| serde_json::from_str(line).expect("a JSON object")).collect()
}

#[test]
fn every_finding_is_as_committed() {
    let line = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().replace('\n', "⏎");
        let suggestion = finding["suggestions"][0].as_str().map(|text| format!(" → {text}")).unwrap_or_default();
        let (path, start) = (text("path").replace("corpus/", ""), &finding["start"]);
        format!(
            "{path}:{}:{} {} {} 【{}】{suggestion}",
            start["line"],
            start["column"],
            text("severity"),
            text("rule"),
            text("text")
        )
    };
    let findings = findings();
    let (held, open): (Vec<&Value>, Vec<&Value>) = findings.iter().partition(|finding| is_held_out(&finding["path"]));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in held {
        *counts.entry(format!("{} {}", finding["family"], finding["severity"]).replace('"', "")).or_default() += 1;
    }
    let counts = counts.iter().map(|(kind, count)| format!("heldout: {kind} {count}"));
    let lines: Vec<String> = open.into_iter().map(line).chain(counts).collect();
    insta::assert_snapshot!("corpus", lines.join("\n"));
}

fn is_held_out(path: &Value) -> bool {
    path.as_str().is_some_and(|path| path.contains("heldout/"))
}

#[test]
fn threads_change_nothing() {
    for format in ["json", "jsonl", "sarif", "csv"] {
        let one = run("1", format);
        assert_eq!(one, run("3", format), "{format}");
    }
}

#[test]
fn clean_articles_have_no_error() {
    let expected = std::fs::read_to_string("corpus/expected.tsv").expect("labels");
    let labelled: BTreeSet<(String, String)> = expected
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some((fields.next()?.to_string(), fields.next()?.to_string()))
        })
        .collect();
    assert!(labelled.len() > 40);
    let report: Value = serde_json::from_str(&run("2", "json")).expect("a report");
    let mut numbers: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
    let (mut clean, mut faults) = (0, Vec::new());
    for article in report["articles"].as_array().expect("articles") {
        let path = article["path"].as_str().expect("a path").trim_start_matches("corpus/").to_string();
        let number = numbers.entry(path.clone()).and_modify(|number| *number += 1).or_insert(1);
        if labelled.contains(&(path.clone(), number.to_string())) {
            continue;
        }
        clean += 1;
        for finding in article["findings"].as_array().expect("findings") {
            if matches!(finding["severity"].as_str(), Some("error" | "veto")) {
                let shown =
                    if is_held_out(&article["path"]) { "" } else { finding["text"].as_str().unwrap_or_default() };
                faults.push(format!("{path}#{number} {} 【{shown}】", finding["rule"]));
            }
        }
    }
    assert!(clean > 40, "{clean} clean articles");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(report["errors"].as_array().map(Vec::len), Some(0));
}
