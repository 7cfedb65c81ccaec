//! Every table edited behind the back of the program: verification names the row.

use std::fs;

use rusqlite::Connection;
use serde_json::Value;

use crate::office::{CLEAN, FAULTY, Office};

/// An office with something in every table.
fn busy() -> Office {
    use std::io::Write;
    let office = Office::new();
    office.write("a.md", FAULTY);
    office.submit("a.md", "甲", "张三");
    let day = office.fingerprint("甲", "2月30日");
    office.ok(&["decide", "甲", &day, "忽略", "--reason", "引文", "--as", "李四"]);
    office.pass("甲", "初审", "李四");
    office.write("b.md", CLEAN);
    office.submit("b.md", "乙", "张三");
    office.pass_all("乙");
    office.ok(&["sign", "乙", "--as", "赵六"]);
    let mut command = office.program();
    command.args(["review", "user", "passwd", "李四", "--as", "李四"]).stdin(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all("山高水长一二三四五六\n".as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    office
}

/// Faults after running SQL on a copy of the store.
fn faults(office: &Office, sql: &str) -> Vec<String> {
    let copy = office.path("改过.db");
    let _ = fs::remove_file(&copy);
    office.ok(&["backup", "改过.db"]);
    let database = Connection::open(&copy).unwrap();
    database.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    drop(database);
    let output = office.review(&["verify", "--store", "改过.db", "--json"]);
    let verification: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{sql}: {output:?}"));
    let faults: Vec<String> =
        verification["faults"].as_array().unwrap().iter().map(|fault| fault.as_str().unwrap().to_string()).collect();
    assert_eq!(output.status.code(), Some(i32::from(!faults.is_empty())), "{sql}");
    faults
}

#[test]
fn a_changed_row_of_any_table_is_named() {
    let office = busy();
    assert_eq!(faults(&office, "SELECT 1"), Vec::<String>::new());
    let secret = "DROP TRIGGER content_is_not_changed; DROP TRIGGER content_is_not_deleted;";
    let edits = [
        ("UPDATE article SET state = 'published' WHERE id = '甲'", "稿件（article）“甲”：与日志不符，被改过"),
        ("UPDATE article SET signed_by = '李四' WHERE id = '乙'", "稿件（article）“乙”：与日志不符"),
        ("DELETE FROM article WHERE id = '乙'", "稿件（article）“乙”：日志里有这一行，表里被删了"),
        (
            "INSERT INTO article SELECT '丙', title, unit, state, version, revision, waiting, updated, signed_text, signed_by, signed_at, published_by, published_at, address FROM article WHERE id = '乙'",
            "稿件（article）“丙”：日志里没有这一行",
        ),
        ("UPDATE version SET by = '李四' WHERE article = '甲'", "版本（version）“甲 1”：与日志不符"),
        ("DELETE FROM version WHERE article = '甲'", "版本（version）“甲 1”：日志里有这一行"),
        ("UPDATE finding SET flagged = replace(flagged, 'error', 'info')", "问题（finding）“甲 "),
        ("DELETE FROM finding WHERE article = '甲'", "问题（finding）“甲 "),
        ("UPDATE decision SET by = '王五'", "决定（decision）“甲 "),
        ("DELETE FROM decision", "决定（decision）“甲 "),
        ("UPDATE pass SET by = '冯甲' WHERE article = '甲'", "审校环节（pass）“甲 1 初审”：与日志不符"),
        ("DELETE FROM pass WHERE stage = '一校'", "审校环节（pass）“乙 1 一校”：日志里有这一行"),
        (
            "INSERT INTO pass VALUES ('甲', 1, '复审', 99, '王五', '2026-01-01T00:00:00Z', '', '')",
            "审校环节（pass）“甲 1 复审”：日志里没有这一行",
        ),
        ("UPDATE account SET roles = '[\"签发\"]' WHERE name = '张三'", "账号（account）“张三”：与日志不符"),
        ("INSERT INTO account VALUES ('黑客', '[\"签发\"]', 1, NULL)", "账号（account）“黑客”：日志里没有这一行"),
        (
            "INSERT INTO session VALUES ('ab', '王主任', '2999-01-01T00:00:00Z')",
            "登录（session）“ab”：日志里没有这一行",
        ),
        ("INSERT INTO setup VALUES ('ab', '2999-01-01T00:00:00Z')", "首次设置口令（setup）“ab”：日志里没有"),
        ("UPDATE secret SET hash = 'x'", "密码（secret）“李四”"),
        ("DELETE FROM secret", "密码（secret）“李四”"),
        ("INSERT INTO secret VALUES ('王主任', 'x')", "密码（secret）“王主任”"),
        ("CREATE TABLE other(a)", "审核库的结构被改过：多出 table other"),
    ];
    for (sql, fault) in edits {
        let faults = faults(&office, sql);
        assert!(faults.iter().any(|said| said.contains(fault)), "{sql}: {faults:?}");
    }
    for (sql, fault) in [
        ("UPDATE content SET bytes = CAST('改' AS BLOB)", "内容被改过"),
        ("DELETE FROM content", "被删了，它是甲第1版的内容"),
        ("INSERT INTO content VALUES ('ab', x'00')", "存档内容（content）“ab”"),
    ] {
        let faults = faults(&office, &format!("{secret}{sql}"));
        assert!(faults.iter().any(|said| said.contains(fault)), "{sql}: {faults:?}");
        assert!(faults.iter().any(|said| said.contains("trigger content_is_not_changed")), "{faults:?}");
    }
}

#[test]
fn the_journal_refuses_changes_and_shows_those_made_by_force() {
    let office = busy();
    for sql in [
        "UPDATE journal SET content = ''",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal(seq, content, previous, hash) VALUES (1, '', '', '')",
    ] {
        let error = Connection::open(office.store()).unwrap().execute_batch(sql).unwrap_err();
        assert!(error.to_string().contains("审核日志"), "{sql}: {error}");
    }
    // Triggers are put back afterwards, as somebody would who wants to stay unseen.
    let forced = |sql: &str| {
        let database = Connection::open(office.store()).unwrap();
        let mut statement = database
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'journal'")
            .unwrap();
        let triggers: Vec<(String, String)> =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
        let drop: String = triggers.iter().map(|(name, _)| format!("DROP TRIGGER {name};")).collect();
        let restore: String = triggers.iter().map(|(_, sql)| format!(";{sql}")).collect();
        faults(&office, &format!("{drop}{sql}{restore}"))
    };
    let has = |faults: &[String], words: &str| faults.iter().any(|fault| fault.contains(words));
    let last = office.verification()["entries"].as_u64().unwrap();
    let edited = forced("UPDATE journal SET content = replace(content, '李四', '王五') WHERE seq = 15");
    assert!(has(&edited, "第15号的内容被改过") && !has(&edited, "第14号"), "{edited:?}");
    let rehashed = forced("UPDATE journal SET hash = hex(zeroblob(32)) WHERE seq = 15");
    assert!(has(&rehashed, "第15号的内容被改过") && has(&rehashed, "第16号与前一号接不上"), "{rehashed:?}");
    let removed = forced("DELETE FROM journal WHERE seq = 15");
    assert!(has(&removed, "第14号到第16号之间缺记录"), "{removed:?}");
    let swapped = forced(
        "UPDATE journal SET seq = -1 WHERE seq = 14; UPDATE journal SET seq = 14 WHERE seq = 15; UPDATE journal SET seq = 15 WHERE seq = -1",
    );
    assert!(has(&swapped, "第14号") && has(&swapped, "第15号"), "{swapped:?}");
    let cut = forced(&format!("DELETE FROM journal WHERE seq = {last}"));
    assert!(has(&cut, "密码（secret）“李四”"), "{cut:?}");
    let forged = format!(
        "INSERT INTO journal(seq, content, previous, hash) SELECT {last} + 1, replace(content, '\"seq\":{last}', '\"seq\":{}'), hash, hash FROM journal WHERE seq = {last}",
        last + 1
    );
    assert!(has(&forced(&forged), &format!("第{}号的内容被改过", last + 1)));
}

#[test]
fn a_store_cut_off_with_its_tables_is_shown_by_a_head_noted_elsewhere() {
    let office = busy();
    office.ok(&["backup", "旧.db"]);
    office.pass("甲", "一校", "钱七");
    let head = office.verification()["head"].as_str().unwrap().to_string();
    office.pass("甲", "二校", "孙八");
    let noted = office.json(&["verify", "--head", &head]);
    assert_eq!(noted["known"].as_u64().unwrap() + 1, noted["entries"].as_u64().unwrap());
    // Whole in itself, but not the one whose head was noted.
    office.ok(&["verify", "--store", "旧.db"]);
    let output = office.review(&["verify", "--store", "旧.db", "--head", &head]);
    assert_eq!(output.status.code(), Some(1));
    assert!(crate::office::text(&output.stdout).contains("日志被截短，或者从头改写过"));
}

#[test]
fn a_store_of_the_form_before_is_brought_up_to_date() {
    let office = busy();
    let database = Connection::open(office.store()).unwrap();
    let earlier = "DROP INDEX article_revision; DROP INDEX article_waiting; DROP INDEX article_title;
        PRAGMA user_version = 1;";
    database.execute_batch(earlier).unwrap();
    drop(database);
    assert_eq!(office.json(&["list"]).as_array().unwrap().len(), 2);
    assert_eq!(office.verification()["faults"], Value::Array(Vec::new()));
    let form = |database: &Connection| database.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0));
    assert_eq!(form(&Connection::open(office.store()).unwrap()).unwrap(), 2);
    office.ok(&["publish", "乙", "b.md", "--as", "吴十"]);
}
