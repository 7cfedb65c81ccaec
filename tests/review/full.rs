//! A store on a disk that is full: told in plain words, nothing lost, and it goes on where there is room again.

use std::fmt::Write;

use crate::disk::Disk;
use crate::office::{CLEAN, Office, text};

/// KiB of the disk: room for a store and its people, and little more.
const SIZE: u32 = 1024;

/// That a command says what is wrong and what to do, and ends as one that could not write.
fn is_told(office: &Office, args: &[&str]) {
    let output = office.review(args);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
    assert!(said.contains("磁盘满了") && said.contains("腾出空间"), "{args:?}: {said}");
}

#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let Some(disk) = Disk::mount(SIZE) else { return };
    let office = Office::with_store_in(disk.path());
    let long: String = (0..2000).fold(String::new(), |mut text, at| {
        writeln!(text, "第{at}项工作要认真布署。\n").unwrap();
        text
    });
    office.write("长.md", &format!("# 关于开展工作的通知\n\n{long}"));
    office.write("短.md", CLEAN);
    office.submit("短.md", "甲", "张三");
    let before = office.head();

    // Not a byte left: nothing can even be opened. A little left: a step begins and does not come to its end.
    for left in [0, 40, 100, 200] {
        disk.fill(left);
        is_told(&office, &["submit", "长.md", "--id", "乙", "--as", "张三", "--no-context"]);
        if left == 0 {
            is_told(&office, &["pass", "甲", "初审", "--as", "李四"]);
            is_told(&office, &["user", "add", "新人", "--role", "撰稿", "--as", "王主任"]);
            is_told(&office, &["list"]);
            let slip = disk.path().join("发稿单.docx");
            is_told(&office, &["export", "甲", "--output", slip.to_str().unwrap()]);
        }
        let copy = disk.path().join("备份.db");
        disk.fill(left);
        if left < 100 {
            is_told(&office, &["backup", copy.to_str().unwrap()]);
            assert!(!copy.exists(), "half a copy");
        }
        disk.make_room();
        assert_eq!(office.head(), before, "{left}");
        assert_eq!(office.verification()["faults"].as_array().unwrap().len(), 0);
    }

    // Small steps until there is no room for one more: every one that was acknowledged is there.
    disk.fill(150);
    let mut acknowledged = Vec::new();
    let refused = loop {
        let number = acknowledged.len();
        assert!(number < 1000, "the disk does not fill up");
        let name = format!("{number}号");
        let output = office.review(&["user", "add", &name, "--role", "撰稿", "--as", "王主任"]);
        match output.status.code() {
            Some(0) => acknowledged.push(name),
            _ => break output,
        }
    };
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("磁盘满了"), "{}", text(&refused.stderr));
    disk.make_room();
    let accounts = office.ok(&["user", "list"]);
    assert!(acknowledged.iter().all(|name| accounts.contains(name.as_str())), "{accounts}");
    office.pass("甲", "初审", "李四");
    assert_eq!(office.verification()["faults"].as_array().unwrap().len(), 0);
}
