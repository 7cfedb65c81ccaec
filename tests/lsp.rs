//! The language server as an editor meets it: the program itself, spoken to over its standard input and output.
#![cfg(feature = "lsp")]

mod lsp_client;

use std::path::Path;
use std::process::{Command, Stdio};

use lsp_client::{Client, Encoding, apply, offset, position};
use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_shenjiao");

/// Texts in which a position is easily got wrong, with names of every kind of format.
fn texts() -> Vec<(&'static str, String)> {
    let line = "😀各单位要认真布署，e\u{301}截止目前👨‍👩‍👧已按装𠮷完毕，，请于2月30日前报送。";
    let page = format!(
        "<!DOCTYPE html>\r\n<html><head><title>关于布署工作的通知</title></head><body>\r\n<p>😀&nbsp;{line}</p><p>按<b>装</b>{line}</p>\r\n</body></html>"
    );
    vec![
        (
            "a.md",
            format!(
                "# 标题布署\r\n\r\n{line}\r\n\r\n- {line}\r\n- **按装**\r\n\r\n| 甲 | 布署 |\r\n|---|---|\r\n| 😀 | 按装 |\r\n"
            ),
        ),
        ("a.txt", format!("{line}\n\n{line}\r\n\r\n{line}\r\r{line}")),
        ("bom.txt", format!("\u{feff}{line}\n{line}\n")),
        ("a.html", page.clone()),
        ("a.json", json!([{ "title": "布署", "content": page }, { "title": "按装", "content": line }]).to_string()),
        ("a.jsonl", format!("{}\n", json!({ "title": "布署", "body": format!("{line}\n{line}") })).repeat(4)),
        ("a.csv", format!("标题,正文,发布时间\r\n布署,\"{line}\",2024-07-18\r\n")),
        ("long.txt", line.repeat(300)),
        ("empty.md", String::new()),
    ]
}

/// Rule and place of a finding.
type Place = (String, Value, Value);

/// What `check` finds in the bytes of a text, its bytes counted into positions.
fn checked(folder: &Path, name: &str, text: &str, encoding: Encoding) -> Vec<Place> {
    let mut child = Command::new(PROGRAM)
        .args(["check", "-", "--format", "jsonl", "--stdin-filename", name])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let bytes = text.as_bytes().to_vec();
    let writer = std::thread::spawn(move || std::io::Write::write_all(&mut input, &bytes));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let place = |line: &str| {
        let finding: Value = serde_json::from_str(line).unwrap();
        let at = |end: &str| {
            let byte = usize::try_from(finding[end]["byte"].as_u64().unwrap()).unwrap();
            let position = position(text, byte, encoding);
            if encoding == Encoding::Utf16 && !text.starts_with('\u{feff}') {
                let line = finding[end]["line"].as_u64().unwrap() - 1;
                assert_eq!(position, json!({ "line": line, "character": finding[end]["utf16"] }), "{name}");
            }
            position
        };
        (finding["rule"].as_str().unwrap().to_string(), at("start"), at("end"))
    };
    lines.lines().map(place).collect()
}

fn places(diagnostics: &[Value]) -> Vec<Place> {
    let place = |one: &Value| {
        let range = &one["range"];
        (one["code"].as_str().unwrap().to_string(), range["start"].clone(), range["end"].clone())
    };
    diagnostics.iter().map(place).collect()
}

#[test]
fn findings_are_those_of_check() {
    let folder = tempfile::tempdir().unwrap();
    for encoding in [Encoding::Utf8, Encoding::Utf16] {
        let mut client = Client::start(folder.path(), encoding);
        for (name, text) in texts() {
            let uri = client.uri(name);
            client.open(&uri, "plaintext", &text);
            let found = places(&client.published(&uri, 1));
            assert_eq!(found, checked(folder.path(), name, &text, encoding), "{name} {encoding:?}");
            assert_eq!(found.is_empty(), text.is_empty(), "{name}");
        }
        assert_eq!(client.leave(), Some(0));
    }
}

#[test]
fn a_text_typed_is_the_text_opened_and_old_results_are_dropped() {
    let folder = tempfile::tempdir().unwrap();
    for encoding in [Encoding::Utf8, Encoding::Utf16] {
        let mut client = Client::start(folder.path(), encoding);
        let uri = client.uri("a.md");
        let mut text = "第一段。\r\n\r\n第二段😀。\r\n".to_string();
        client.open(&uri, "markdown", &text);
        let pieces = ["布署", "😀", "\r\n\r\n", "e\u{301}", "各单位认真", "按装", "", "，，", "\n", "𠮷"];
        let mut seed = 7usize;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for version in 2..=80 {
            let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            // No position lies between the two characters of a line end.
            let inside = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
            let bounds: Vec<usize> = bounds.into_iter().filter(|at| !inside(*at)).collect();
            let from = random(bounds.len());
            let (start, end) = (bounds[from], bounds[(from + random(4)).min(bounds.len() - 1)]);
            let piece = pieces[random(pieces.len())];
            let range = json!({ "start": position(&text, start, encoding), "end": position(&text, end, encoding) });
            client.change(&uri, version, json!([{ "range": range, "text": piece }]));
            text.replace_range(start..end, piece);
        }
        client.change(&uri, 81, json!([{ "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } }, "text": "布署" }]));
        text.insert_str(0, "布署");
        let found = places(&client.published(&uri, 81));
        assert_eq!(found, checked(folder.path(), "a.md", &text, encoding), "{encoding:?}\n{text}");
        assert!(!found.is_empty() && client.versions_only_grow(&uri));
        assert_eq!(client.leave(), Some(0));
    }
}

#[test]
fn documents_are_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start(folder.path(), Encoding::Utf16);
    let (one, other) = (client.uri("文 件.md"), client.uri("b.txt"));
    client.open(&one, "markdown", "认真布署。");
    client.open(&other, "plaintext", "没有问题的句子。");
    assert_eq!(client.published(&one, 1).len(), 1);
    assert!(client.published(&other, 1).is_empty());
    client.change(&other, 2, json!([{ "text": "马上按装。" }]));
    assert_eq!(client.published(&other, 2).len(), 1);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": one } }));
    assert!(client.cleared(&one));
    client.open("untitled:Untitled-1", "markdown", "# 布署\n\n`布署`");
    let found = places(&client.published("untitled:Untitled-1", 1));
    let typos = found.iter().filter(|place| place.0 == "typo/wrong-word").count();
    assert_eq!(typos, 1, "code is no prose in Markdown: {found:?}");
    assert_eq!(client.leave(), Some(0));
}

/// The actions offered at a text, by title.
fn actions_at(client: &mut Client, uri: &str, text: &str, needle: &str) -> Vec<Value> {
    let at = position(text, text.find(needle).unwrap(), client.encoding);
    let context = json!({ "diagnostics": [] });
    let params = json!({ "textDocument": { "uri": uri }, "range": { "start": at, "end": at }, "context": context });
    client.ask("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> Option<&'a Value> {
    actions.iter().find(|action| action["title"].as_str().unwrap().starts_with(title))
}

#[test]
fn corrections_are_offered_and_put_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start(folder.path(), Encoding::Utf16);
    let uri = client.uri("a.html");
    let text = "<p>😀认真布署，</p>\r\n<p>马上按<b>装</b>，，好。</p>";
    client.open(&uri, "html", text);
    let found = client.published(&uri, 1);
    let actions = actions_at(&mut client, &uri, text, "布署");
    let fix = titled(&actions, "改为“部署”").unwrap();
    assert_eq!((&fix["kind"], &fix["isPreferred"]), (&json!("quickfix"), &json!(true)));
    assert_eq!(fix["diagnostics"][0], found[0]);
    assert_eq!(apply(text, fix, &uri, Encoding::Utf16), text.replace("布署", "部署"));

    let all = titled(&actions, "修正本文全部安全问题").unwrap();
    assert_eq!(all["kind"], "source.fixAll.shenjiao");
    std::fs::write(folder.path().join("a.html"), text).unwrap();
    let fixed = Command::new(PROGRAM).args(["fix", "a.html"]).current_dir(folder.path()).output().unwrap();
    assert!(fixed.status.success());
    let fixed = std::fs::read_to_string(folder.path().join("a.html")).unwrap();
    assert_eq!(apply(text, all, &uri, Encoding::Utf16), fixed);
    assert_ne!(fixed, text);

    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    for (only, kinds) in [("source.fixAll", vec!["source.fixAll.shenjiao"]), ("refactor", vec![])] {
        let context = json!({ "diagnostics": [], "only": [only] });
        let params = json!({ "textDocument": { "uri": uri }, "range": whole, "context": context });
        let actions = client.ask("textDocument/codeAction", params).unwrap();
        let offered: Vec<&str> = actions.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert_eq!(offered, kinds);
    }
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_comment_silences_one_finding_and_changes_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    for encoding in [Encoding::Utf8, Encoding::Utf16] {
        let mut client = Client::start(folder.path(), encoding);
        let mut silenced = 0;
        for (number, (name, text)) in texts().into_iter().enumerate().filter(|(_, (name, _))| *name != "long.txt") {
            let uri = client.uri(&format!("{number}/{name}"));
            client.open(&uri, "plaintext", &text);
            let found = client.published(&uri, 1);
            for one in &found {
                let start = offset(&text, &one["range"]["start"], encoding);
                let params =
                    json!({ "textDocument": { "uri": uri }, "range": one["range"], "context": { "diagnostics": [] } });
                let actions = client.ask("textDocument/codeAction", params).unwrap();
                let actions = actions.as_array().unwrap();
                let title = format!("在此处忽略（{}）", one["code"].as_str().unwrap());
                let ignore =
                    actions.iter().find(|action| action["title"] == title.as_str() && action["diagnostics"][0] == *one);
                assert!(ignore.is_none() || !name.ends_with(".txt"), "no comments in plain text");
                let Some(ignore) = ignore else { continue };
                let without = apply(&text, ignore, &uri, encoding);
                let again = checked(folder.path(), name, &without, encoding);
                let rule = one["code"].as_str().unwrap();
                let count = |places: &[Place]| places.iter().filter(|place| place.0 == rule).count();
                assert!(count(&again) < count(&places(&found)), "{name} {rule} at {start}\n{without}");
                assert!(again.iter().all(|place| place.0 != "page/unused-suppression"), "{without}");
                silenced += 1;
            }
        }
        assert!(silenced > 20, "{silenced}");
        assert_eq!(client.leave(), Some(0));
    }
}

#[test]
fn a_word_is_allowed_in_the_nearest_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start(folder.path(), Encoding::Utf16);
    let uri = client.uri("稿件/a.txt");
    // What is allowed is looked for as rules look for what is wrong: past blanks.
    let text = "认真布署，马上按 装。";
    let typos =
        |found: Vec<Value>| found.iter().filter(|one| one["code"].as_str().unwrap().starts_with("typo/")).count();
    client.open(&uri, "plaintext", text);
    assert_eq!(typos(client.published(&uri, 1)), 2);
    let config = folder.path().join("shenjiao.toml");
    for (needle, left) in [("布署", 1), ("按 装", 0)] {
        let actions = actions_at(&mut client, &uri, text, needle);
        let action = titled(&actions, "允许这个词").unwrap();
        client.ask("workspace/executeCommand", action["command"].clone()).unwrap();
        assert_eq!(typos(client.published(&uri, 1)), left);
        if left == 1 {
            let text = std::fs::read_to_string(&config).unwrap();
            assert_eq!(text, "[allow]\nwords = [\"布署\"]\n");
            std::fs::write(&config, format!("# 本单位的配置\n{text}")).unwrap();
        }
    }
    let text = std::fs::read_to_string(&config).unwrap();
    assert_eq!(text, "# 本单位的配置\n[allow]\nwords = [\"布署\", \"按 装\"]\n");
    let word = json!({ "uri": uri, "word": "甲" });
    std::fs::write(&config, "allow = 3").unwrap();
    let refused =
        client.ask("workspace/executeCommand", json!({ "command": "shenjiao.allowWord", "arguments": [word] }));
    assert!(refused.unwrap_err()["message"].as_str().unwrap().contains("shenjiao.toml"));
    assert_eq!(std::fs::read_to_string(&config).unwrap(), "allow = 3");
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_changed_configuration_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start(folder.path(), Encoding::Utf16);
    let uri = client.uri("a.txt");
    client.open(&uri, "plaintext", "认真布署。");
    assert_eq!(client.published(&uri, 1).len(), 1);
    let changed = |client: &mut Client, text: &str| {
        std::fs::write(folder.path().join("shenjiao.toml"), text).unwrap();
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    };
    changed(&mut client, "ignore = [\"typo\"]");
    assert!(client.published(&uri, 1).is_empty());
    changed(&mut client, "ignore = [typo]");
    let said = client.notified("window/showMessage");
    assert!(said["message"].as_str().unwrap().contains("shenjiao.toml:1："), "{said}");
    assert!(client.published(&uri, 1).is_empty());
    changed(&mut client, "[[override]]\npaths = [\"/a.txt\"]\nseverity = \"info\"\n");
    let found = client.published(&uri, 1);
    assert_eq!((found.len(), &found[0]["severity"]), (1, &json!(3)));
    std::fs::remove_file(folder.path().join("shenjiao.toml")).unwrap();
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": client.uri("shenjiao.toml") } }));
    assert_eq!(client.published(&uri, 1)[0]["severity"], 1);
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn the_page_of_a_rule_shows_over_its_finding() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start(folder.path(), Encoding::Utf8);
    let uri = client.uri("a.txt");
    client.open(&uri, "plaintext", "😀要认真布署。");
    let found = client.published(&uri, 1);
    let hover = |client: &mut Client, character: u32| {
        let position = json!({ "line": 0, "character": character });
        client.ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": position })).unwrap()
    };
    let shown = hover(&mut client, 16);
    let rule = found[0]["code"].as_str().unwrap();
    let page = Command::new(PROGRAM).args(["explain", rule]).current_dir(folder.path()).output().unwrap();
    let value = shown["contents"]["value"].as_str().unwrap();
    assert!(value.contains(String::from_utf8(page.stdout).unwrap().trim()), "{value}");
    assert_eq!((&shown["range"], &shown["contents"]["kind"]), (&found[0]["range"], &json!("markdown")));
    assert_eq!(hover(&mut client, 0), Value::Null);
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn diagnostics_can_be_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut client =
        Client::start_with(folder.path(), Encoding::Utf16, json!({ "textDocument": { "diagnostic": {} } }), &[]);
    let uri = client.uri("a.txt");
    client.open(&uri, "plaintext", "认真布署。");
    let ask = json!({ "textDocument": { "uri": uri } });
    let full = client.ask("textDocument/diagnostic", ask.clone()).unwrap();
    assert_eq!((&full["kind"], full["items"].as_array().unwrap().len()), (&json!("full"), 1));
    let again = json!({ "textDocument": { "uri": uri }, "previousResultId": full["resultId"] });
    assert_eq!(client.ask("textDocument/diagnostic", again.clone()).unwrap()["kind"], "unchanged");
    // The text changes while the answer is waited for.
    client.change(&uri, 2, json!([{ "text": "认真布署，按装。".repeat(2_000) }]));
    let waiting = client.send_request("textDocument/diagnostic", again);
    client.change(&uri, 3, json!([{ "text": "认真布署，按装。" }]));
    let refused = client.answer(waiting).unwrap_err();
    assert_eq!((&refused["code"], &refused["data"]["retriggerRequest"]), (&json!(-32802), &json!(true)));
    let full = client.ask("textDocument/diagnostic", ask.clone()).unwrap();
    assert_eq!(full["items"].as_array().unwrap().len(), 2);
    // Taken back.
    client.change(&uri, 4, json!([{ "text": "认真布署，按装。".repeat(2_000) }]));
    let waiting = client.send_request("textDocument/diagnostic", ask);
    client.notify("$/cancelRequest", json!({ "id": waiting }));
    assert_eq!(client.answer(waiting).unwrap_err()["code"], -32800);
    assert!(client.versions_of(&uri).is_empty(), "nothing is sent unasked");
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn the_protocol_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::silent(folder.path(), &[]);
    assert_eq!(client.ask("textDocument/hover", json!({})).unwrap_err()["code"], -32002);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status(), Some(1));

    let mut client = Client::start_with(folder.path(), Encoding::Utf16, json!({ "general": null }), &[]);
    assert_eq!(client.capabilities["positionEncoding"], "utf-16", "the default");
    assert_eq!(client.capabilities["textDocumentSync"]["change"], 2);
    assert_eq!(client.ask("textDocument/rename", json!({})).unwrap_err()["code"], -32601);
    assert_eq!(client.ask("textDocument/hover", json!({ "position": 3 })).unwrap_err()["code"], -32602);
    client.ask("shutdown", Value::Null).unwrap();
    assert_eq!(client.ask("textDocument/hover", json!({})).unwrap_err()["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status(), Some(0));

    let mut client = Client::start(folder.path(), Encoding::Utf16);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status(), Some(1), "not shut down before");
    let mut client = Client::start(folder.path(), Encoding::Utf16);
    client.hang_up();
    assert_eq!(client.exit_status(), Some(1));
    let mut client = Client::start(folder.path(), Encoding::Utf16);
    client.write_raw(b"Content-Length: 5\r\n\r\n{{{{{");
    assert_eq!(client.exit_status(), Some(2), "no message");
}

#[test]
fn options_are_those_of_check() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start_with(folder.path(), Encoding::Utf16, json!({}), &["--ignore", "typo"]);
    let uri = client.uri("a.txt");
    client.open(&uri, "plaintext", "认真布署。");
    assert!(client.published(&uri, 1).is_empty());
    assert_eq!(client.leave(), Some(0));
}
