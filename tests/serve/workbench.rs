//! The workbench's own house: the page, who gets in, what is taken in, and what is turned away.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::service::{Service, TEXT, encoded};
use crate::staff::{Office, PASSWORD, cookie, setup_token};

/// As the page sends it where nobody is logged in.
fn post(service: &Service, path: &str, body: &Value) -> crate::service::Answer {
    let headers = format!("Origin: http://{}\r\nContent-Type: application/json\r\n", service.address);
    service.ask("POST", path, &headers, body.to_string().as_bytes())
}

#[test]
fn the_page_is_part_of_the_program_and_runs_nothing_but_its_own() {
    let service = Service::start(&[]);
    let page = service.get("/");
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"), "{policy}");
    let nonce = policy.split("nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(nonce.len() > 20 && !page.text().contains("__NONCE__"));
    assert_ne!(service.get("/").header("content-security-policy"), Some(policy));
    assert_eq!((page.header("x-frame-options"), page.header("cache-control")), (Some("DENY"), Some("no-store")));
    for (path, kind) in
        [("/workbench.js", "text/javascript"), ("/workbench.css", "text/css"), ("/icon.svg", "image/svg+xml")]
    {
        let file = service.get(path);
        assert!(file.status == 200 && file.header("content-type").unwrap().starts_with(kind), "{path}");
        assert_eq!(file.header("content-security-policy"), Some("default-src 'none'; frame-ancestors 'none'"));
    }
    assert_eq!(
        service.get("/api/v1/session").json(),
        json!({ "user": null, "store": false, "setup": false, "token": false })
    );
    let none = service.get("/api/v1/articles");
    assert!(none.status == 404 && none.error().contains("--store"));
    assert!(service.get("/none").error().contains("没有这个地址"));
}

#[test]
fn the_first_account_comes_by_the_link_and_people_log_in_and_out() {
    let mut service = Service::start(&["--store", "a.db", "--no-context"]);
    let token = setup_token(&mut service);
    let begun = service.get("/api/v1/session").json();
    assert_eq!((&begun["user"], &begun["store"], &begun["setup"]), (&Value::Null, &json!(true), &json!(true)));
    assert!(begun["stages"][5] == "三校" && begun["people"] == Value::Null, "{begun}");
    let set_up = |token: &str, password: &str| {
        post(&service, "/api/v1/setup", &json!({ "token": token, "name": "王主任", "password": password }))
    };
    assert_eq!(set_up("x", PASSWORD).status, 422);
    assert!(set_up(&token, "短").error().contains("密码要有"));
    let done = set_up(&token, PASSWORD);
    assert_eq!((done.status, &done.json()["user"]["roles"]), (200, &json!(["管理"])));
    let set = done.header("set-cookie").unwrap();
    assert!(set.ends_with("; HttpOnly; SameSite=Strict; Path=/"), "{set}");
    assert_eq!(set_up(&token, PASSWORD).status, 422, "once");

    let with = |cookie: &str, more: &str| format!("Cookie: {cookie}\r\nOrigin: http://{}\r\n{more}", service.address);
    let session =
        |cookie: &str| service.ask("GET", "/api/v1/session", &with(cookie, ""), b"").json()["user"]["name"].clone();
    assert_eq!(done.json()["user"]["may"], json!(["manage"]));
    let first = cookie(&done);
    assert_eq!((session(&first), session("shenjiao=x")), (json!("王主任"), Value::Null));
    let change = json!({ "old": PASSWORD, "password": format!("{PASSWORD}新") }).to_string();
    let changed =
        service.ask("POST", "/api/v1/password", &with(&first, "Content-Type: application/json\r\n"), change.as_bytes());
    assert_eq!(changed.status, 204, "{}", changed.text());
    let second = cookie(&changed);
    assert_eq!((session(&first), session(&second)), (Value::Null, json!("王主任")), "other sessions end");
    let out = service.ask("DELETE", "/api/v1/session", &with(&second, ""), b"");
    assert!(out.status == 204 && out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(session(&second), Value::Null);

    // Behind a proxy that encrypts, the cookie goes no other way.
    let secure = "Sec-Fetch-Site: same-origin\r\nX-Forwarded-Proto: https\r\nContent-Type: application/json\r\n";
    let login = json!({ "name": "王主任", "password": format!("{PASSWORD}新") }).to_string();
    let entered = service.ask("POST", "/api/v1/session", secure, login.as_bytes());
    assert!(entered.header("set-cookie").unwrap().ends_with("; Secure"), "{}", entered.text());
}

#[test]
fn guessing_is_slowed_down_and_other_pages_are_turned_away() {
    let office = Office::new();
    for (headers, status) in [
        ("Origin: https://evil.example\r\nContent-Type: application/json\r\n", 403),
        ("Sec-Fetch-Site: cross-site\r\nContent-Type: application/json\r\n", 403),
        ("Content-Type: application/json\r\n", 403),
        ("Sec-Fetch-Site: same-origin\r\nContent-Type: text/plain\r\n", 415),
        ("Sec-Fetch-Site: same-origin\r\n", 415),
    ] {
        let cookie = format!("Cookie: {}\r\n{headers}", office.cookie("张三"));
        let record = json!({ "title": "甲", "body": "乙。" }).to_string();
        let answer = office.service.ask("POST", "/api/v1/articles", &cookie, record.as_bytes());
        assert_eq!(answer.status, status, "{headers}");
    }
    let evil = format!("Cookie: {}\r\nOrigin: https://evil.example\r\n", office.cookie("张三"));
    assert_eq!(office.service.ask("DELETE", "/api/v1/session", &evil, b"").status, 403);
    assert_eq!(office.get("张三", "/api/v1/articles").json()["articles"], json!([]));
    assert_eq!(office.get("", "/api/v1/articles").status, 401);
    assert_eq!(office.get("张三", "/api/v1/accounts").status, 403);
    let accounts = office.get("王主任", "/api/v1/accounts").json();
    assert_eq!(accounts["accounts"].as_array().unwrap().len(), 10);
    assert!(!accounts.to_string().contains("argon2"));

    let shut = office.post("王主任", "/api/v1/accounts", &json!({ "name": "冯甲", "active": false }));
    assert_eq!((shut.status, office.get("冯甲", "/api/v1/articles").status), (200, 401));
    let statuses: Vec<u16> = (0..6).map(|_| office.log_in("李四", "不对的密码不对的密码").status).collect();
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);
    let waiting = office.log_in("李四", PASSWORD);
    assert!(waiting.status == 429 && waiting.error().contains("秒再试"), "{}", waiting.text());
    assert_eq!(office.get("李四", "/api/v1/articles").status, 200, "who is in stays in");
}

#[test]
fn what_is_pasted_or_opened_becomes_text_and_scripts_stay_data() {
    let office = Office::new();
    let extract = |name: &str, kind: &str, bytes: &[u8]| {
        let headers = format!("{}Content-Type: {kind}\r\n", office.headers("张三"));
        office.service.ask("POST", &format!("/api/v1/extract?name={}", encoded(name)), &headers, bytes)
    };
    // Word says that what it puts on the clipboard is GB2312; the page sends it as the text that it is.
    let pasted = format!(
        "<html><head><meta charset=gb2312></head><body><h1>关于开展工作的通知</h1><p>{TEXT}</p><p>来源于<b>基层</b>的意见&amp;建议。</p>\
         <script>alert(1)</script></body></html>"
    );
    let said = extract("粘贴.html", "text/plain;charset=UTF-8", pasted.as_bytes()).json();
    let record = &said["articles"][0];
    assert_eq!((&record["title"], &record["format"]), (&json!("关于开展工作的通知"), &json!("text")));
    assert_eq!(record["body"], format!("{TEXT}\n\n来源于基层的意见&建议。"));
    let said = extract("通知.md", "text/plain;charset=UTF-8", "# 标题\n\n第一段。\n\n第二段。".as_bytes()).json();
    assert_eq!(said["articles"][0]["body"], "第一段。\n\n第二段。");
    let (gbk, ..) = encoding_rs::GBK.encode("关于召开会议的通知\r\n　　各单位要按时参加。\r\n");
    let said = extract("通知.txt", "application/octet-stream", &gbk).json();
    assert_eq!(said["articles"][0]["title"], "关于召开会议的通知");
    let bad = extract("坏.docx", "application/octet-stream", b"PK\x03\x04word/");
    assert!(bad.status == 422 && !bad.error().is_empty(), "{}", bad.text());
    assert_eq!(extract("空.txt", "text/plain", b"").status, 422);

    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\u{202e}";
    let id = office.submit(&json!({ "title": evil, "body": format!("{evil}\n\n' OR 1=1; --"), "format": "text" }));
    let shown = office.get("李四", &format!("/api/v1/articles/{id}"));
    assert_eq!(shown.header("content-type"), Some("application/json"));
    assert_eq!(shown.json()["record"]["title"], evil);
    assert_eq!(shown.json()["dossier"]["title"], evil);
    let slip = office.get("李四", &format!("/api/v1/articles/{id}/slip.html")).text();
    assert!(!slip.contains("<script>") && slip.contains("&lt;script&gt;"));
}

#[test]
fn a_word_that_is_allowed_is_right_from_then_on() {
    let service = Service::start(&["--no-context"]);
    let check = |service: &Service| post(service, "/api/v1/check", &json!({ "body": TEXT })).json().to_string();
    assert!(check(&service).contains("部署"));
    let wanted = json!({ "word": "布署", "reason": "人名\n# 不是配置" });
    assert_eq!(post(&service, "/api/v1/allow", &wanted).status, 204);
    assert!(!check(&service).contains("部署"));
    let written = std::fs::read_to_string(service.folder().join("shenjiao.toml")).unwrap();
    assert_eq!(written, "[allow]\nwords = [\n    # 人名 # 不是配置\n    \"布署\",\n]\n");
    assert_eq!(post(&service, "/api/v1/allow", &json!({ "word": " " })).status, 422);
    std::fs::write(service.folder().join("shenjiao.toml"), "select = 1").unwrap();
    let broken = post(&service, "/api/v1/check", &json!({ "body": TEXT }));
    assert!(broken.status == 500 && broken.error().contains("shenjiao.toml"), "{}", broken.text());

    let office = Office::new();
    assert_eq!(office.post("", "/api/v1/allow", &wanted).status, 401);
    assert_eq!(office.post("张三", "/api/v1/allow", &wanted).status, 403);
    assert_eq!(office.post("李四", "/api/v1/allow", &wanted).status, 204);
    let written = std::fs::read_to_string(office.service.folder().join("shenjiao.toml")).unwrap();
    assert!(written.contains("，李四\n"), "{written}");
}

#[test]
fn from_elsewhere_people_log_in_and_programs_have_tokens() {
    let mut service = Service::at("0.0.0.0:0", &["--store", "a.db", "--tokens", "tokens", "--no-context"]);
    let token = setup_token(&mut service);
    assert_eq!((service.get("/").status, service.get("/workbench.js").status), (200, 200));
    assert_eq!(service.get("/api/v1/session").json()["setup"], true);
    let body = json!({ "body": TEXT }).to_string();
    let refused = service.post("/api/v1/check", body.as_bytes());
    assert!(refused.status == 401 && refused.error().contains("请先登录"), "{}", refused.text());
    assert_eq!(service.get("/v2/languages").status, 401);
    let bearer = "Authorization: Bearer 0123456789abcdef\r\n";
    assert_eq!(service.ask("POST", "/api/v1/check", bearer, body.as_bytes()).status, 200);
    assert_eq!(service.ask("GET", "/api/v1/articles", bearer, b"").status, 401, "a token is nobody");
    let done = post(&service, "/api/v1/setup", &json!({ "token": token, "name": "王主任", "password": PASSWORD }));
    let session = format!("Cookie: {}\r\n", cookie(&done));
    assert_eq!(service.ask("POST", "/api/v1/check", &session, body.as_bytes()).status, 200);
    assert_eq!(service.ask("GET", "/api/v1/articles", &session, b"").status, 200);
    let open = Service::at("0.0.0.0:0", &["--store", "b.db", "--no-context"]);
    assert_eq!(open.post("/api/v1/check", body.as_bytes()).status, 401, "without tokens only who is logged in");
}

#[test]
fn what_is_too_large_too_slow_or_garbled_is_answered_clearly() {
    let office = Office::new();
    let headers = format!("{}Content-Type: application/json\r\n", office.headers("张三"));
    let (gbk, ..) = encoding_rs::GBK.encode("{\"title\":\"标题\",\"body\":\"正文\"}");
    let deep = "[".repeat(100_000);
    for (body, status) in [
        (&b"{"[..], 400),
        (b"", 400),
        (b"[]", 400),
        (b"{\"title\":1,\"body\":\"a\"}", 400),
        (&gbk, 400),
        (b"\xff\xfe{\x00}\x00", 400),
        (deep.as_bytes(), 400),
        (&vec![b' '; 5 << 20], 413),
    ] {
        let answer = office.service.ask("POST", "/api/v1/articles", &headers, body);
        assert_eq!(answer.status, status, "{}", answer.text());
        assert!(!answer.error().is_empty());
    }
    let file = office.service.ask("POST", "/api/v1/extract?name=a.docx", &office.headers("张三"), &vec![0; 33 << 20]);
    assert!(file.status == 413 && file.error().contains("32 MiB"), "{}", file.text());
    for garbled in [&b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"[..], b"GET / HTTP/1.1\r\nHost: a b\r\n: x\r\n\r\n"] {
        let mut stream = office.service.connect();
        let _ = stream.write_all(garbled);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&answer));
    }
    // Who does not say what he wants is not waited for; the others are served meanwhile.
    let began = Instant::now();
    let mut slow = office.service.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: 127").unwrap();
    assert_eq!(office.get("张三", "/api/v1/articles").json()["articles"], json!([]));
    let mut answer = Vec::new();
    let _ = slow.read_to_end(&mut answer);
    assert!(began.elapsed() < Duration::from_secs(40), "{:?}", began.elapsed());
}

#[test]
fn a_table_is_found_the_same_in_whether_pasted_or_read() {
    let service = Service::start(&["--no-context"]);
    let cell = |text: &str| format!("<td><p class=MsoNormal>{text}</p></td>");
    let row = |cells: &[&str]| format!("<tr>{}</tr>", cells.iter().copied().map(cell).collect::<String>());
    let page = format!(
        "<h1>关于上报数据的通知</h1><p>各乡镇情况如下：</p><table>{}{}{}<tr><td colspan=3>布署各乡</td></tr>{}</table><p>请认真核对。</p>",
        row(&["单位", "数量", "备注"]),
        row(&["甲乡", "10", ""]),
        row(&["乙<br>乡", "20", "已按装"]),
        row(&["合计", "31", ""]),
    );
    let found = |record: &Value| {
        let said = service.post("/api/v1/check", record.to_string().as_bytes()).json();
        let findings = said["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|one| [&one["rule"], &one["text"], &one["region"]].map(Value::to_string))
            .collect::<Vec<_>>()
    };
    let read = found(&json!({ "body": page, "format": "html" }));
    for rule in ["logic/table-total", "typo/wrong-word"] {
        assert!(read.iter().any(|[found, ..]| found.contains(rule)), "{rule}: {read:?}");
    }
    let headers = format!("Origin: http://{}\r\nContent-Type: text/html;charset=utf-8\r\n", service.address);
    let path = format!("/api/v1/extract?name={}", encoded("粘贴.html"));
    let record = service.ask("POST", &path, &headers, page.as_bytes()).json()["articles"][0].clone();
    assert_eq!(
        record["body"],
        "各乡镇情况如下：\n\n单位\t数量\t备注\n甲乡\t10\t\n乙 乡\t20\t已按装\n布署各乡\n合计\t31\t\n\n请认真核对。"
    );
    assert_eq!(found(&record), read);
}
