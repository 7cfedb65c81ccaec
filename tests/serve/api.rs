//! What other programs ask of the service.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::service::{Answer, PROGRAM, Service, TEXT};
use crate::staff::{BODY, Office, PASSWORD, TITLE};

/// What `filter` says of a record.
fn filtered(service: &Service, record: &Value) -> Value {
    let mut child = Command::new(PROGRAM)
        .arg("filter")
        .current_dir(service.folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(record.to_string().as_bytes()).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

/// The schema that the description has for the good answer of an operation, or for its body.
fn validator(description: &Value, pointer: &str) -> jsonschema::Validator {
    let schema = description.pointer(pointer).unwrap_or_else(|| panic!("{pointer}"));
    let whole = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": description["components"], "allOf": [schema] });
    jsonschema::validator_for(&whole).unwrap()
}

#[test]
fn findings_are_those_of_filter_and_answers_are_as_described() {
    let service = Service::start(&[]);
    let description = service.get("/api/v1/openapi.json").json();
    let operation = "/paths/~1api~1v1~1check/post";
    let content = "content/application~1json/schema";
    let request = validator(&description, &format!("{operation}/requestBody/{content}"));
    let reply = validator(&description, &format!("{operation}/responses/200/{content}"));
    for record in [
        json!({ "body": TEXT }),
        json!({ "id": [1, "甲"], "body": format!("<p>{TEXT}</p>\r\n<p>按<b>装</b></p>"), "format": "html", "title": "关于布署工作的通知",
            "published": "2024-07-18", "source": null, "url": "https://www.example.gov.cn/a", "review": [{ "stage": "初审", "by": "甲" }] }),
        json!({ "id": "1", "body": format!("# 标题\n\n{TEXT}"), "format": "markdown", "published": 1_721_260_800 }),
        json!({ "body": "" }),
    ] {
        assert!(request.is_valid(&record), "{record}");
        let answer = service.post("/api/v1/check", record.to_string().as_bytes());
        let said = answer.json();
        assert_eq!((answer.status, &said), (200, &filtered(&service, &record)));
        assert!(reply.is_valid(&said), "{:?}", reply.iter_errors(&said).next());
    }
    let rules = service.get("/api/v1/rules").json();
    assert!(validator(&description, &format!("/paths/~1api~1v1~1rules/get/responses/200/{content}")).is_valid(&rules));
    let id = rules[0]["id"].as_str().unwrap();
    let rule = service.get(&format!("/api/v1/rules/{id}")).json();
    assert!(rule["page"].as_str().unwrap().len() > 20 && rule["id"] == id);
    assert!(validator(&description, "/components/schemas/Rule").is_valid(&rule));
    let unknown = service.get("/api/v1/rules/typo/none");
    assert_eq!(unknown.status, 404);
    assert!(validator(&description, "/components/schemas/Error").is_valid(&unknown.json()));
}

/// Every request and answer of the workbench, held against the description.
#[test]
fn the_workbench_asks_and_is_answered_as_described() {
    let office = Office::new();
    let description = office.service.get("/api/v1/openapi.json").json();
    let json = "content/application~1json/schema";
    let holds = |method: &str, path: &str, sent: Option<&Value>, answer: &Answer| {
        let operation = format!("/paths/{}/{method}", path.replace('/', "~1"));
        let id = description.pointer(&format!("{operation}/operationId")).unwrap_or_else(|| panic!("{operation}"));
        if let Some(sent) = sent {
            let body = validator(&description, &format!("{operation}/requestBody/{json}"));
            assert!(body.is_valid(sent), "{id}: {:?}", body.iter_errors(sent).next());
        }
        let status = answer.status;
        let kept = description.pointer(&format!("{operation}/responses/{status}"));
        assert!(kept.is_some(), "{id}: {status} is not described: {}", answer.text());
        if answer.header("content-type") == Some("application/json") {
            let (reply, said) =
                (validator(&description, &format!("{operation}/responses/{status}/{json}")), answer.json());
            assert!(reply.is_valid(&said), "{id}: {:?} in {said}", reply.iter_errors(&said).next());
        }
        status
    };
    let record = json!({ "title": TITLE, "body": BODY, "format": "text", "unit": "某局" });
    let id = office.submit(&record);
    let findings = office.article("李四", &id)["findings"].clone();
    let base = office.base(&id);
    let one = "/api/v1/articles/{id}";
    let decision =
        json!({ "base": base, "fingerprint": findings[0]["fingerprint"], "verdict": "ignore", "reason": "原文如此" });
    let pass = json!({ "base": base, "action": "pass", "stage": "初审", "note": "可以" });
    let posts = [
        ("", "/api/v1/session", json!({ "name": "李四", "password": PASSWORD }), 200),
        ("", "/api/v1/session", json!({ "name": "李四", "password": "不对的密码不对的密码" }), 401),
        ("", "/api/v1/setup", json!({ "token": "x", "name": "新人", "password": PASSWORD }), 422),
        ("王主任", "/api/v1/accounts", json!({ "name": "新人", "roles": ["撰稿"], "password": PASSWORD }), 200),
        ("张三", "/api/v1/accounts", json!({ "name": "新人", "active": false }), 403),
        ("张三", "/api/v1/articles", record.clone(), 200),
        ("李四", "/api/v1/articles", record.clone(), 403),
        ("李四", "/api/v1/articles/{id}/decisions", decision, 200),
        ("李四", "/api/v1/articles/{id}/steps", pass.clone(), 409),
        ("赵六", "/api/v1/articles/{id}/steps", json!({ "base": 0, "action": "sign" }), 409),
        ("张三", "/api/v1/articles/{id}/versions", json!({ "base": base, "record": record }), 409),
        ("李四", "/api/v1/allow", json!({ "word": "布署", "reason": "地名" }), 204),
        ("张三", "/api/v1/allow", json!({ "word": "布署" }), 403),
        ("李四", "/api/v1/password", json!({ "old": PASSWORD, "password": format!("{PASSWORD}新") }), 204),
    ];
    for (name, path, body, status) in posts {
        let answer = office.post(name, &path.replace("{id}", &id), &body);
        assert_eq!(holds("post", path, Some(&body), &answer), status, "{path}: {}", answer.text());
    }
    // Later than the decision, on the article as it is now.
    let step = office.step("赵六", &id, json!({ "action": "return", "reason": "请再核对" }));
    assert_eq!(holds("post", "/api/v1/articles/{id}/steps", None, &step), 200);
    let gets = [
        ("", "/api/v1/session", 200),
        ("王五", "/api/v1/session", 200),
        ("王主任", "/api/v1/accounts", 200),
        ("王五", "/api/v1/accounts", 403),
        ("王五", "/api/v1/articles", 200),
        ("", "/api/v1/articles", 401),
        ("王五", one, 200),
        ("王五", "/api/v1/articles/{id}/versions/{number}", 200),
        ("王五", "/api/v1/articles/{id}/journal", 200),
        ("王五", "/api/v1/articles/{id}/slip.docx", 200),
        ("王五", "/api/v1/articles/{id}/slip.html", 200),
    ];
    for (name, path, status) in gets {
        let answer = office.get(name, &path.replace("{id}", &id).replace("{number}", "1"));
        assert_eq!(holds("get", path, None, &answer), status, "{path}: {}", answer.text());
    }
    let missing = office.get("王五", "/api/v1/articles/none");
    assert_eq!(holds("get", one, None, &missing), 404);
    let headers = office.headers("王五");
    let file = office.service.ask("POST", "/api/v1/extract?name=a.md", &headers, "# 通知\n\n请认真落实。\n".as_bytes());
    assert_eq!(holds("post", "/api/v1/extract", None, &file), 200);
    let out = office.service.ask("DELETE", "/api/v1/session", &headers, b"");
    assert_eq!(holds("delete", "/api/v1/session", None, &out), 204);
}

/// What is described is there; and what is there is described, because nothing of our interface is routed but with its
/// description.
#[test]
fn description_and_routes_are_one() {
    let service = Service::start(&[]);
    let description = service.get("/api/v1/openapi.json").json();
    let paths = description["paths"].as_object().unwrap();
    let mut ids = Vec::new();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            let answer = service.ask(&method.to_uppercase(), path, "", b"");
            let is_there = answer.status != 405 && !answer.text().contains("没有这个地址");
            assert!(is_there, "{method} {path}: {} {}", answer.status, answer.text());
            let asked = operation["parameters"]
                .as_array()
                .map_or(0, |all| all.iter().filter(|one| one["in"] == "path").count());
            assert_eq!(asked, path.matches('{').count(), "{path}");
            ids.push(operation["operationId"].as_str().unwrap().to_string());
        }
    }
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert!(ids.len() == all && all > 20, "{ids:?}");
    // Interfaces that others have described, and the page.
    let elsewhere = ["interface.rs", "languagetool.rs", "sscms.rs", "page.rs"];
    let mut folders = vec![std::path::PathBuf::from("src/serve")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !elsewhere.contains(&path.file_name().unwrap().to_str().unwrap()) {
                let source = std::fs::read_to_string(&path).unwrap();
                let routes: Vec<&str> = source.split(".route(").skip(1).collect();
                let is_description = |rest: &&str| rest.starts_with("\"/api/v1/openapi.json\"");
                assert!(routes.iter().all(is_description), "{}: a route without description", path.display());
            }
        }
    }
}

#[test]
fn what_is_wrong_with_a_request_is_said() {
    let service = Service::start(&["--allow-origin", "https://a.example"]);
    for (body, status) in [(&b"{}"[..], 400), (b"[", 400), (b"", 400), (b"\xff\xfe", 400), (&[b'x'; 5 << 20], 413)] {
        let answer = service.post("/api/v1/check", body);
        assert_eq!(answer.status, status);
        assert!(!answer.json()["error"].as_str().unwrap().is_empty());
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"));
    }
    let script = service.post(
        "/api/v1/check",
        json!({ "title": "<script>alert(1)</script>", "body": "<script>alert(1)</script>" }).to_string().as_bytes(),
    );
    assert_eq!((script.status, script.header("content-type")), (200, Some("application/json")));
    let foreign = service.raw(b"GET /api/v1/rules HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!(foreign.status, 403, "a name that was pointed at this machine");
    let allowed = service.ask("GET", "/v2/languages", "Origin: https://a.example\r\n", b"");
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://a.example"));
    let other = service.ask("GET", "/v2/languages", "Origin: https://b.example\r\n", b"");
    assert_eq!(other.header("access-control-allow-origin"), None);
}

#[test]
fn tokens_are_asked_for_and_too_many_requests_refused() {
    let service = Service::start(&["--tokens", "tokens"]);
    assert_eq!(service.get("/api/v1/rules").status, 401);
    for (token, status) in [("0123456789abcdef", 200), ("0123456789abcdeF", 401), ("", 401)] {
        let answer = service.ask("GET", "/api/v1/rules", &format!("Authorization: Bearer {token}\r\n"), b"");
        assert_eq!(answer.status, status);
    }
    let open = Command::new(PROGRAM).args(["serve", "--listen", "0.0.0.0:0"]).output().unwrap();
    assert_eq!(open.status.code(), Some(2));
    assert!(String::from_utf8(open.stderr).unwrap().contains("--tokens"));
    let service = Service::start(&["--rate", "1"]);
    let statuses: Vec<u16> = (0..8).map(|_| service.get("/v2/healthcheck").status).collect();
    assert!(statuses.starts_with(&[200, 200, 200, 200]) && statuses.contains(&429), "{statuses:?}");
}

/// The stretches of the text that matches point at.
fn matched(text: &str, answer: &Value) -> Vec<String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let stretch = |one: &Value| {
        let at = |key: &str| usize::try_from(one[key].as_u64().unwrap()).unwrap();
        String::from_utf16(&units[at("offset")..at("offset") + at("length")]).unwrap()
    };
    answer["matches"].as_array().unwrap().iter().map(stretch).collect()
}

#[test]
fn clients_of_languagetool_are_understood() {
    let service = Service::start(&[]);
    let encoded: String = TEXT.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let expected = ["布署", "截止", "按装"];
    for body in [
        format!("text={encoded}&language=zh-CN&level=picky&unknown=1").into_bytes(),
        format!("language=auto&text={encoded}").into_bytes(),
        format!("text={TEXT}&language=zh-CN").into_bytes(),
    ] {
        let answer = service.post("/v2/check", &body);
        let said = answer.json();
        let found = matched(TEXT, &said);
        assert!(expected.iter().all(|word| found.iter().any(|one| one == word)), "{found:?}");
        for one in said["matches"].as_array().unwrap() {
            assert!(
                one["shortMessage"].is_string()
                    && one["rule"]["category"]["id"].is_string()
                    && one["replacements"].is_array()
            );
        }
    }
    let get =
        service.get(&format!("/v2/check?language=zh-CN&text={encoded}&enabledOnly=true&enabledCategories=PUNCTUATION"));
    assert!(get.json()["matches"].as_array().unwrap().iter().all(|one| one["rule"]["category"]["id"] == "PUNCTUATION"));
    let data =
        json!({ "annotation": [{ "text": "😀" }, { "markup": "<b>" }, { "text": "布署" }, { "markup": "</b>" }] });
    let data: String = data.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
    let said = service.post("/v2/check", format!("language=zh-CN&data={data}").as_bytes()).json();
    assert_eq!(matched("😀<b>布署</b>", &said), ["布署"]);
    for body in ["language=zh-CN", "language=zh-CN&text=a&data=%7B%7D", "language=zh-CN&data=x"] {
        assert_eq!(service.post("/v2/check", body.as_bytes()).status, 400, "{body}");
    }
    assert_eq!(service.get("/v2/languages").json()[0]["longCode"], "zh-CN");
    assert!(service.get("/v2/configinfo?language=zh-CN").json()["rules"].as_array().unwrap().len() > 100);
    assert!(service.get("/v2/info").json()["software"]["apiVersion"] == 1);
    assert!(String::from_utf8(service.get("/v2/maxtextlength").body).unwrap().parse::<u32>().is_ok());
}
