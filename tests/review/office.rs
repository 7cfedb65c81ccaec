//! An office with its people and its store.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Two faults of severity error: 布署 and a day that does not exist.
pub const FAULTY: &str = "# 关于召开会议的通知\n\n请各单位布署下一步工作，认真做好准备。\n\n定于2月30日召开会议。\n";
pub const CLEAN: &str = "# 关于做好防汛工作的通知\n\n请各单位做好防汛准备，加强值班值守。\n";

/// Names and roles.
const STAFF: [(&str, &str); 12] = [
    ("王主任", "管理,签发"),
    ("张三", "撰稿"),
    ("李四", "初审,复审"),
    ("王五", "复审,终审"),
    ("赵六", "终审,签发"),
    ("钱七", "一校,二校"),
    ("孙八", "二校"),
    ("周九", "三校"),
    ("吴十", "发布"),
    ("郑编辑", "撰稿,初审,一校"),
    ("冯甲", "初审"),
    ("陈乙", "初审"),
];

pub struct Office {
    folder: TempDir,
}

impl Office {
    pub fn new() -> Self {
        let office = Self::bare();
        office.hire();
        office
    }

    fn hire(&self) {
        for (name, roles) in STAFF {
            self.ok(&["user", "add", name, "--role", roles, "--as", "王主任"]);
        }
    }

    pub fn bare() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// An office whose store lies in another folder.
    pub fn with_store_in(folder: &Path) -> Self {
        let office = Self::bare();
        let store = folder.join("审核库.db");
        office.write("shenjiao.toml", &format!("[review]\nstore = {store:?}\n"));
        office.hire();
        office
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn store(&self) -> PathBuf {
        self.path("审核库.db")
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shenjiao"));
        command.current_dir(self.folder());
        command
    }

    /// `shenjiao review …`.
    pub fn review(&self, args: &[&str]) -> Output {
        self.program().arg("review").args(args).output().unwrap()
    }

    /// Standard output of a step that must be taken.
    pub fn ok(&self, args: &[&str]) -> String {
        let output = self.review(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// What a step that must be refused is refused with; nothing may have been stored.
    pub fn refused(&self, args: &[&str]) -> String {
        let before = self.head();
        let output = self.review(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(self.head(), before, "{args:?}");
        text(&output.stderr)
    }

    /// Hands an article in under a number.
    pub fn submit(&self, name: &str, id: &str, by: &str) -> String {
        self.ok(&["submit", name, "--id", id, "--as", by, "--no-context", "--now", "2024-07-01"])
    }

    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(&[args, &["--json"]].concat())).unwrap()
    }

    /// An article as it stands.
    pub fn show(&self, id: &str) -> Value {
        self.json(&["show", id])
    }

    pub fn verification(&self) -> Value {
        self.json(&["verify"])
    }

    pub fn head(&self) -> String {
        let output = self.review(&["verify", "--json"]);
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["head"].to_string()
    }

    /// The fingerprint of the finding of a rule.
    pub fn fingerprint(&self, id: &str, text: &str) -> String {
        let dossier = self.show(id);
        let findings = dossier["findings"].as_array().unwrap();
        let found = findings.iter().find(|finding| finding["text"].as_str().unwrap().contains(text));
        found.unwrap_or_else(|| panic!("{text}: {dossier}"))["fingerprint"].as_str().unwrap().to_string()
    }

    pub fn pass(&self, id: &str, stage: &str, by: &str) {
        self.ok(&["pass", id, stage, "--as", by]);
    }

    /// All reviews and proof-readings.
    pub fn pass_all(&self, id: &str) {
        for (stage, by) in
            [("初审", "李四"), ("一校", "钱七"), ("复审", "王五"), ("二校", "孙八"), ("终审", "赵六"), ("三校", "周九")]
        {
            self.pass(id, stage, by);
        }
    }

    /// Exit status and standard error of `check --gate`.
    pub fn gate(&self, name: &str) -> (Option<i32>, String) {
        let args = ["check", name, "--gate", "审核库.db", "--no-context", "--now", "2024-07-01", "--format", "jsonl"];
        let output = self.program().args(args).output().unwrap();
        (output.status.code(), text(&output.stderr))
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
