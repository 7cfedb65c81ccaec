//! The service with its store on a disk that is full: 507 in plain words; what only reads goes on; with room, all goes on.

use serde_json::json;

use crate::disk::Disk;
use crate::service::PROGRAM;
use crate::staff::{BODY, Office, PASSWORD, TITLE};

#[test]
fn a_full_disk_is_told_while_reading_goes_on() {
    let Some(disk) = Disk::mount(2048) else { return };
    let store = disk.path().join("审核库.db");
    let office = Office::with_store(&store);
    let id = office.submit(&json!({ "title": TITLE, "body": BODY, "format": "text" }));
    office.pass("李四", &id, "初审");
    disk.fill(0);

    let pass = json!({ "action": "pass", "stage": "复审" });
    let mut acknowledged = 1;
    // What was set aside in the journal before is still there to be written to.
    let full = loop {
        let findings = office.article("李四", &id)["findings"].clone();
        let decision = json!({ "base": office.base(&id), "fingerprint": findings[0]["fingerprint"], "verdict": "ignore", "reason": "原文如此" });
        let answer = office.post("李四", &format!("/api/v1/articles/{id}/decisions"), &decision);
        if answer.status != 200 {
            break answer;
        }
        acknowledged += 1;
        assert!(acknowledged < 1000, "the disk does not fill up");
    };
    for answer in [
        full,
        office.step("王五", &id, pass.clone()),
        office.post("张三", "/api/v1/articles", &json!({ "title": TITLE, "body": "请认真落实。" })),
        office.log_in("李四", PASSWORD),
    ] {
        assert_eq!(answer.status, 507, "{}", answer.text());
        let said = answer.error();
        assert!(said.contains("磁盘满了") && said.contains("腾出空间"), "{said}");
    }
    assert_eq!(office.article("王五", &id)["dossier"]["passes"][0]["by"], "李四");
    assert_eq!(office.get("王五", "/api/v1/articles").json()["articles"][0]["id"], json!(id));
    let checked = office.post("李四", "/api/v1/check", &json!({ "body": BODY }));
    assert!(checked.status == 200 && checked.text().contains("布署"), "{}", checked.text());

    disk.make_room();
    assert_eq!(office.step("王五", &id, pass).status, 200);
    assert_eq!(office.log_in("李四", PASSWORD).status, 200);
    let journal = office.get("李四", &format!("/api/v1/articles/{id}/journal")).json();
    let entries = journal["entries"].as_array().unwrap();
    assert_eq!(entries.len(), acknowledged + 2, "the submission, what was acknowledged, and the last step");
    let verified =
        std::process::Command::new(PROGRAM).args(["review", "verify", "--store"]).arg(&store).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn a_service_without_room_for_its_store_does_not_begin() {
    let Some(disk) = Disk::mount(256) else { return };
    disk.fill(0);
    let mut serve = std::process::Command::new(PROGRAM);
    serve.args(["serve", "--listen", "127.0.0.1:0", "--no-context", "--store"]).arg(disk.path().join("审核库.db"));
    let output = serve.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("磁盘满了"), "{:?}: {said}", output.status);
}
