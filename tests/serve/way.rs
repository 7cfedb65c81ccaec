//! The way of an article over the workbench, from the author to the page, and everything that is refused on it.

use serde_json::{Value, json};

use crate::staff::{BODY, Office, TITLE};

#[test]
fn an_article_goes_from_the_author_to_the_page() {
    let office = Office::new();
    let record = json!({ "id": "草稿", "title": TITLE, "body": BODY, "format": "text", "unit": "某局", "unknown": 1 });
    let checked = office.post(
        "张三",
        "/api/v1/check",
        &json!({ "title": TITLE, "body": BODY, "format": "text", "unit": "某局" }),
    );
    let id = office.submit(&record);

    // What the store holds is what was checked: the same findings at the same places.
    let shown = office.article("李四", &id);
    assert_eq!(shown["findings"], checked.json()["findings"]);
    let prints = |findings: &Value| -> Vec<Value> {
        findings.as_array().unwrap().iter().map(|one| one["fingerprint"].clone()).collect()
    };
    assert_eq!(prints(&shown["findings"]), prints(&shown["dossier"]["findings"]));
    assert_eq!((&shown["record"]["body"], &shown["record"]["title"]), (&json!(BODY), &json!(TITLE)));
    assert_eq!(shown["dossier"]["authors"], json!(["张三"]));
    let may = |name: &str| office.article(name, &id)["may"].as_array().unwrap().clone();
    assert!(may("李四").contains(&json!({ "action": "pass", "stage": "初审" })));
    assert!(
        may("张三").contains(&json!({ "action": "submit" })) && !may("吴十").contains(&json!({ "action": "publish" }))
    );

    // The typo is put right in a second version; the day is a quotation.
    let day = shown["findings"].as_array().unwrap().iter().find(|one| one["text"].as_str().unwrap().contains("30日"));
    let decision = json!({ "base": office.base(&id), "fingerprint": day.unwrap()["fingerprint"], "verdict": "ignore", "reason": "引用原件" });
    let decided = office.post("李四", &format!("/api/v1/articles/{id}/decisions"), &decision);
    assert_eq!(decided.status, 200, "{}", decided.text());
    let second = json!({ "base": office.base(&id), "record": { "title": TITLE, "body": BODY.replace("布署", "部署"), "format": "text" } });
    assert_eq!(office.post("张三", &format!("/api/v1/articles/{id}/versions"), &second).status, 200);
    let first = office.get("李四", &format!("/api/v1/articles/{id}/versions/1")).json();
    assert_eq!((&first["record"]["body"], &first["by"]), (&json!(BODY), &json!("张三")));
    assert_eq!(office.article("李四", &id)["dossier"]["unit"], "某局");
    let mine = |name: &str| office.get(name, "/api/v1/articles?mine=true").json()["articles"].as_array().unwrap().len();
    assert_eq!((mine("李四"), mine("王五"), mine("钱七"), mine("张三")), (1, 0, 1, 0));

    let listed = |query: &str| {
        office.get("王主任", &format!("/api/v1/articles?{query}")).json()["articles"].as_array().unwrap().len()
    };
    let stage = crate::service::encoded("初审");
    assert_eq!((listed(&format!("stage={stage}")), listed("state=signed"), listed("")), (1, 0, 1));
    assert_eq!(
        (listed(&format!("text={}", crate::service::encoded("会议"))), listed("text=x"), listed("unit=x")),
        (1, 0, 0)
    );

    office.pass_all(&id);
    assert_eq!(office.article("赵六", &id)["obstacles"], json!([]));
    assert!(may("赵六").contains(&json!({ "action": "sign" })));
    assert_eq!(office.step("赵六", &id, json!({ "action": "sign" })).status, 200);
    let mut text = office.article("吴十", &id)["record"].clone();
    let publish = |record: &Value| json!({ "action": "publish", "record": record, "address": "https://www.example.gov.cn/1.html" });
    text["body"] = json!(BODY);
    let other = office.step("吴十", &id, publish(&text));
    assert!(other.status == 422 && other.error().contains("与签发的不同"), "{}", other.text());
    // The page sets it in paragraphs of its own.
    let page = json!({ "title": TITLE, "format": "html",
        "body": format!("<p>{}</p>", BODY.replace("布署", "部署").replace("\n\n", "</p><p>")) });
    let published = office.step("吴十", &id, publish(&page));
    assert_eq!(published.status, 200, "{}", published.text());
    assert_eq!(office.article("吴十", &id)["dossier"]["state"], "published");

    let entries = office.get("王主任", &format!("/api/v1/articles/{id}/journal")).json();
    let labels: Vec<&str> =
        entries["entries"].as_array().unwrap().iter().map(|one| one["label"].as_str().unwrap()).collect();
    assert_eq!((labels[0], labels.len(), *labels.last().unwrap()), ("送审", 11, "发布"));
    let slip = office.get("王主任", &format!("/api/v1/articles/{id}/slip.docx"));
    assert!(slip.status == 200 && slip.body.starts_with(b"PK"));
    let slip = office.get("王主任", &format!("/api/v1/articles/{id}/slip.html"));
    assert!(slip.text().contains("引用原件") && slip.header("content-security-policy").unwrap().starts_with("sandbox"));
    let verified = std::process::Command::new(crate::service::PROGRAM)
        .args(["review", "verify"])
        .current_dir(office.service.folder())
        .output()
        .unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn what_breaks_the_rules_is_refused_with_the_reason() {
    let office = Office::new();
    let id = office.submit(&json!({ "title": TITLE, "body": BODY, "format": "text" }));
    let refused = |name: &str, step: Value, status: u16, reason: &str| {
        let answer = office.step(name, &id, step);
        assert!(answer.status == status && answer.error().contains(reason), "{}: {}", answer.status, answer.text());
        answer.json()
    };
    let pass = |stage: &str| json!({ "action": "pass", "stage": stage });
    refused("王五", pass("复审"), 422, "不能跳过环节：复审之前还要先经过初审");
    refused("张三", pass("初审"), 403, "需要“初审”角色");
    refused("王五", json!({ "action": "return", "reason": " " }), 422, "退回要写明理由");
    office.pass("李四", &id, "初审");
    refused("李四", pass("复审"), 422, "一个人不能做两道：李四已经做了这篇稿件的初审");
    for (name, stage) in [("王五", "复审"), ("赵六", "终审"), ("钱七", "一校")] {
        office.pass(name, &id, stage);
    }
    refused("钱七", pass("二校"), 422, "已经做了这篇稿件的一校");
    office.pass("孙八", &id, "二校");
    office.pass("周九", &id, "三校");
    let said = refused("赵六", json!({ "action": "sign" }), 422, "还有没处理完的“错误”以上问题");
    assert!(said["obstacles"][0].as_str().unwrap().contains("布署"), "{said}");
    refused("李四", json!({ "action": "sign" }), 403, "需要“签发”角色");
    refused("吴十", json!({ "action": "publish" }), 422, "附上要发布的文字");
    assert_eq!(office.step("吴十", &id, json!({ "action": "burn" })).status, 400);
    assert_eq!(office.get("李四", "/api/v1/articles/none").status, 404);
    assert_eq!(office.get("李四", &format!("/api/v1/articles/{id}/versions/9")).status, 404);
    assert_eq!(office.get("李四", &format!("/api/v1/articles/{id}/versions/x")).status, 404);
    let untitled = office.post("张三", "/api/v1/articles", &json!({ "body": "正文。" }));
    assert!(untitled.status == 422 && untitled.error().contains("标题"), "{}", untitled.text());
    assert_eq!(office.post("李四", "/api/v1/articles", &json!({ "title": "a", "body": "正文。" })).status, 403);
    let rechecked = office.step("李四", &id, json!({ "action": "recheck" }));
    assert!(
        rechecked.status == 200 && rechecked.json()["done"].as_str().unwrap().contains("复查"),
        "{}",
        rechecked.text()
    );
}

#[test]
fn the_later_of_two_reviewers_is_told_who_was_first() {
    let office = Office::new();
    let id = office.submit(&json!({ "title": TITLE, "body": BODY, "format": "text" }));
    let base = office.base(&id);
    let pass = json!({ "base": base, "action": "pass", "stage": "初审", "note": "可以" });
    let steps = format!("/api/v1/articles/{id}/steps");
    // At the same time: one of them is heard, the other one is told.
    let answers = std::thread::scope(|scope| {
        let asked = ["李四", "冯甲"].map(|name| scope.spawn(|| office.post(name, &steps, &pass)));
        asked.map(|asked| asked.join().unwrap())
    });
    let mut statuses = [answers[0].status, answers[1].status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", answers[0].text(), answers[1].text());
    let (first, told) = if answers[0].status == 200 { ("李四", &answers[1]) } else { ("冯甲", &answers[0]) };
    assert!(told.error().contains(&format!("{first}于")) && told.error().contains("初审通过"), "{}", told.text());
    let version = json!({ "base": base, "record": { "title": TITLE, "body": "改。" } });
    assert_eq!(office.post("张三", &format!("/api/v1/articles/{id}/versions"), &version).status, 409);
    // Decisions on different findings do not stand in each other's way.
    let findings = office.article("李四", &id)["findings"].as_array().unwrap().clone();
    let base = office.base(&id);
    for (name, finding, status) in
        [("李四", &findings[0], 200), ("冯甲", &findings[1], 200), ("赵六", &findings[0], 409)]
    {
        let decision =
            json!({ "base": base, "fingerprint": finding["fingerprint"], "verdict": "ignore", "reason": "原文如此" });
        let answer = office.post(name, &format!("/api/v1/articles/{id}/decisions"), &decision);
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
    }
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    const KILLS: usize = 8;
    let mut office = Office::new();
    let id = office.submit(&json!({ "title": TITLE, "body": BODY, "format": "text" }));
    let findings = office.article("李四", &id)["findings"].clone();
    let mut acknowledged: Vec<u64> = Vec::new();
    for kill in 0..KILLS {
        let base = office.base(&id).as_u64().unwrap();
        let writers: Vec<_> = [("李四", 0), ("冯甲", 1)]
            .into_iter()
            .map(|(name, at)| {
                let fingerprint = findings[at]["fingerprint"].clone();
                let (address, headers) = (office.service.address.clone(), office.headers(name));
                let path = format!("/api/v1/articles/{id}/decisions");
                std::thread::spawn(move || decide_until_it_is_gone(&address, &headers, &path, &fingerprint, base))
            })
            .collect();
        std::thread::sleep(std::time::Duration::from_millis(60 + 25 * kill as u64));
        office.service.kill_and_start();
        acknowledged.extend(writers.into_iter().flat_map(|writer| writer.join().unwrap()));
    }
    assert!(acknowledged.len() > KILLS, "{acknowledged:?}");
    let journal = office.get("李四", &format!("/api/v1/articles/{id}/journal")).json();
    let kept: Vec<u64> =
        journal["entries"].as_array().unwrap().iter().map(|entry| entry["seq"].as_u64().unwrap()).collect();
    assert!(acknowledged.iter().all(|seq| kept.contains(seq)), "{acknowledged:?} {kept:?}");
    let verify = std::process::Command::new(crate::service::PROGRAM)
        .args(["review", "verify"])
        .current_dir(office.service.folder())
        .output();
    assert!(verify.unwrap().status.success());
}

/// Decides again and again; the numbers of the entries that were acknowledged.
fn decide_until_it_is_gone(address: &str, headers: &str, path: &str, fingerprint: &Value, mut base: u64) -> Vec<u64> {
    let mut acknowledged = Vec::new();
    while let Ok(stream) = std::net::TcpStream::connect(address) {
        let decision = json!({ "base": base, "fingerprint": fingerprint, "verdict": "ignore", "reason": "原文如此" });
        let body = decision.to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}Content-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = String::from_utf8(crate::service::send(stream, request.as_bytes())).unwrap();
        let Some((head, body)) = answer.split_once("\r\n\r\n") else { break };
        let Ok(receipt) = serde_json::from_str::<Value>(body) else { break };
        assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
        base = receipt["seq"].as_u64().unwrap();
        acknowledged.push(base);
    }
    acknowledged
}

#[test]
fn the_list_comes_a_stretch_at_a_time_with_its_total() {
    const ARTICLES: usize = 120;
    let office = Office::new();
    let ids: Vec<String> = (0..ARTICLES)
        .map(|at| office.submit(&json!({ "title": format!("第{at}号通知"), "body": "请认真落实。" })))
        .collect();
    office.pass("李四", &ids[7], "初审");
    let list = |name: &str, query: &str| {
        let page = office.get(name, &format!("/api/v1/articles?{query}")).json();
        let articles = page["articles"].as_array().unwrap_or_else(|| panic!("{query}: {page}"));
        let titles: Vec<String> = articles.iter().map(|one| one["title"].as_str().unwrap().to_string()).collect();
        (titles, page["total"].as_u64().unwrap())
    };
    let (first, total) = list("王五", "");
    assert_eq!((first.len(), total), (50, 120), "not all unless they are asked for");
    assert_eq!(first[..3], ["第7号通知", "第119号通知", "第118号通知"], "the latest step first");
    let stretches: Vec<String> =
        (0..3).flat_map(|at| list("王五", &format!("limit=50&offset={}", at * 50)).0).collect();
    let mut all = stretches.clone();
    all.sort();
    all.dedup();
    assert_eq!((stretches.len(), all.len()), (ARTICLES, ARTICLES), "each one once");
    assert_eq!(list("王五", "offset=120"), (Vec::new(), 120));
    assert_eq!(list("王五", "limit=100000").0.len(), ARTICLES);
    assert_eq!(list("王五", &format!("text={}&limit=2", crate::service::encoded("第11"))).1, 11);
    // Whose turn it is: 复审 of one, 初审 of the others.
    assert_eq!(list("王五", "mine=true"), (vec!["第7号通知".to_string()], 1));
    let (first, total) = list("李四", "mine=true&limit=20&offset=110");
    assert_eq!((first.len(), total), (9, 119));
    for wrong in ["limit=-1", "offset=x", "offset=99999999999"] {
        let answer = office.get("王五", &format!("/api/v1/articles?{wrong}"));
        assert!(answer.status == 400 && answer.error().contains("整数"), "{wrong}: {}", answer.text());
    }
}
