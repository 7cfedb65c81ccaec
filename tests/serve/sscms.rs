//! What SSCMS asks of the service.

use serde_json::json;

use crate::service::Service;

#[test]
fn words_are_told_in_the_form_that_sscms_reads() {
    let service = Service::start(&["--tokens", "tokens", "--no-context"]);
    let ask = |path: &str, body: &str| {
        let headers = "Authorization: Bearer 0123456789abcdef\r\nContent-Type: application/json; charset=utf-8\r\n";
        service.ask("POST", &format!("/v7/cloud/{path}"), headers, body.as_bytes())
    };
    let text = json!({ "Text": "😀请各单位布署下一步工作，布署到位。50%+1&a" }).to_string();
    let spelling = json!({ "Success": true, "ErrorMessage": null, "IsErrorWords": true,
        "ErrorWords": [{ "Original": "布署", "Correct": "部署" }] });
    assert_eq!(ask("spell", &text).json(), spelling);
    assert_eq!(ask("spell", &text.replace("Text", "text")).json(), spelling, "names are read without regard to case");
    let clean = json!({ "text": "请各单位部署下一步工作。" }).to_string();
    assert_eq!(ask("spell", &clean).json()["IsErrorWords"], false);
    assert_eq!(ask("censor", &clean).json()["IsBadWords"], false);
    let bad = ask("censor", &json!({ "Text": "想赚钱玩赌*博来这里。" }).to_string()).json();
    assert_eq!(bad["IsBadWords"], true);
    assert_eq!(bad["BadWords"][0]["Type"], "Illegal");
    assert_eq!(bad["BadWords"][0]["Message"], "违禁违规");
    assert!(bad["BadWords"][0]["Words"][0].as_str().unwrap().contains('赌'), "{bad}");

    assert_eq!(ask("spell/actions/addWhiteList", "{\"Word\":\"布署\"}").json(), json!({ "Value": true }));
    assert_eq!(ask("spell", &text).json()["IsErrorWords"], false);
    assert!(std::fs::read_to_string(service.folder().join("shenjiao.toml")).unwrap().contains("布署"));

    for (body, status) in [("{}", 400), ("[]", 400), ("{\"Text\":1}", 400), ("{", 400)] {
        let answer = ask("spell", body);
        assert!(answer.status == status && answer.json()["Message"].is_string(), "{}", answer.text());
    }
    let foreign = service.ask("POST", "/v7/cloud/spell", "", text.as_bytes());
    assert_eq!(foreign.status, 401);
    let form = "Authorization: Bearer 0123456789abcdef\r\nContent-Type: text/plain\r\n";
    let form = service.ask("POST", "/v7/cloud/spell/actions/addWhiteList", form, b"{\"Word\":\"a\"}");
    assert_eq!(form.status, 415, "a page of another site may send this");
    let service = Service::start(&["--store", "a.db", "--no-context"]);
    let kind = "Content-Type: application/json\r\n";
    let anybody = service.ask("POST", "/v7/cloud/spell/actions/addWhiteList", kind, b"{\"Word\":\"a\"}");
    assert_eq!(anybody.status, 403, "where people have accounts, nobody without one");
}
