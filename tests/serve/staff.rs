//! An office at the workbench: a service with a store, and people who are logged in.

use std::path::Path;

use serde_json::{Value, json};

use crate::service::{Answer, Service};

pub const PASSWORD: &str = "春江潮水连海平2026";
/// Two faults of severity error: 布署 and a day that does not exist.
pub const BODY: &str = "请各单位布署下一步工作，认真做好准备。\n\n定于2月30日召开会议。";
pub const TITLE: &str = "关于召开会议的通知";

/// Names and roles.
const STAFF: [(&str, &[&str]); 9] = [
    ("张三", &["撰稿"]),
    ("李四", &["初审", "复审"]),
    ("王五", &["复审"]),
    ("赵六", &["终审", "签发"]),
    ("钱七", &["一校", "二校"]),
    ("孙八", &["二校"]),
    ("周九", &["三校"]),
    ("吴十", &["发布"]),
    ("冯甲", &["初审"]),
];

pub struct Office {
    pub service: Service,
    people: Vec<(String, String)>,
}

impl Office {
    /// The first account comes by the link, the others by it.
    pub fn new() -> Self {
        Self::with_store(Path::new("审核库.db"))
    }

    pub fn with_store(path: &Path) -> Self {
        let path = path.to_str().unwrap();
        let mut service = Service::start(&["--store", path, "--now", "2024-07-01", "--no-context", "--rate", "1000"]);
        let token = setup_token(&mut service);
        let mut office = Self { service, people: Vec::new() };
        let first = json!({ "token": token, "name": "王主任", "password": PASSWORD });
        let answer = office.post("", "/api/v1/setup", &first);
        assert_eq!(answer.status, 200, "{}", answer.text());
        office.people.push(("王主任".to_string(), cookie(&answer)));
        for (name, roles) in STAFF {
            let account = json!({ "name": name, "roles": roles, "password": PASSWORD });
            let answer = office.post("王主任", "/api/v1/accounts", &account);
            assert_eq!(answer.status, 200, "{}", answer.text());
            let answer = office.log_in(name, PASSWORD);
            assert_eq!(answer.status, 200, "{}", answer.text());
            office.people.push((name.to_string(), cookie(&answer)));
        }
        office
    }

    pub fn log_in(&self, name: &str, password: &str) -> Answer {
        self.post("", "/api/v1/session", &json!({ "name": name, "password": password }))
    }

    pub fn cookie(&self, name: &str) -> &str {
        self.people.iter().find(|(known, _)| known == name).map_or("", |(_, cookie)| cookie)
    }

    /// As the page sends it for somebody.
    pub fn post(&self, name: &str, path: &str, body: &Value) -> Answer {
        let headers = format!("{}Content-Type: application/json\r\n", self.headers(name));
        self.service.ask("POST", path, &headers, body.to_string().as_bytes())
    }

    pub fn get(&self, name: &str, path: &str) -> Answer {
        self.service.ask("GET", path, &self.headers(name), b"")
    }

    pub fn headers(&self, name: &str) -> String {
        format!("Origin: http://{}\r\nCookie: a=b; {}\r\n", self.service.address, self.cookie(name))
    }

    /// An article that is handed in; its number.
    pub fn submit(&self, record: &Value) -> String {
        let answer = self.post("张三", "/api/v1/articles", record);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["article"].as_str().unwrap().to_string()
    }

    pub fn article(&self, name: &str, id: &str) -> Value {
        let answer = self.get(name, &format!("/api/v1/articles/{id}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub fn base(&self, id: &str) -> Value {
        self.article("王主任", id)["dossier"]["revision"].clone()
    }

    /// A step, based on the article as it is now.
    pub fn step(&self, name: &str, id: &str, mut step: Value) -> Answer {
        step["base"] = self.base(id);
        self.post(name, &format!("/api/v1/articles/{id}/steps"), &step)
    }

    pub fn pass(&self, name: &str, id: &str, stage: &str) {
        let answer = self.step(name, id, json!({ "action": "pass", "stage": stage }));
        assert_eq!(answer.status, 200, "{name} {stage}: {}", answer.text());
    }

    pub fn pass_all(&self, id: &str) {
        for (name, stage) in
            [("李四", "初审"), ("王五", "复审"), ("赵六", "终审"), ("钱七", "一校"), ("孙八", "二校"), ("周九", "三校")]
        {
            self.pass(name, id, stage);
        }
    }
}

pub fn setup_token(service: &mut Service) -> String {
    let line = service.line();
    let token = line.split("/#setup=").nth(1).unwrap_or_else(|| panic!("{line}"));
    token.split(' ').next().unwrap().to_string()
}

/// The cookie that an answer sets, without what only browsers want to know.
pub fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").unwrap().split(';').next().unwrap().to_string()
}
