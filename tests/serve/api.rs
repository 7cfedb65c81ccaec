//! What other programs ask of the service.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::service::{PROGRAM, Service, TEXT};

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
