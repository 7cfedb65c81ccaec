//! From the author's desk to the page, and everything that is refused on the way.

use crate::office::{CLEAN, FAULTY, Office, text};

#[test]
fn an_article_goes_from_the_author_to_the_page() {
    let office = Office::new();
    office.write("通知.md", FAULTY);
    let said =
        office.ok(&["submit", "通知.md", "--as", "张三", "--unit", "某局", "--no-context", "--now", "2024-07-01"]);
    let id = said.split("编号 ").nth(1).unwrap().split('，').next().unwrap().to_string();
    assert!(id.ends_with("-0001") && said.contains("错误2"), "{said}");
    assert_eq!(office.gate("通知.md").0, Some(1));

    // The typo is put right in a second version; the day is a quotation.
    office.write("通知.md", &FAULTY.replace("布署", "部署"));
    let day = office.fingerprint(&id, "2月30日");
    office.ok(&["decide", &id, &day, "忽略", "--reason", "引用原件", "--as", "李四"]);
    office.submit("通知.md", &id, "张三");
    assert!(office.ok(&["show", &id]).contains("忽略：引用原件（李四，"));
    assert!(office.ok(&["show", &id]).contains("上一版带来的"));

    let listed = |args: &[&str]| office.json(&[&["list"], args].concat()).as_array().unwrap().len();
    assert_eq!((listed(&["--stage", "初审"]), listed(&["--stage", "复审"])), (1, 0));
    office.pass_all(&id);
    assert_eq!((listed(&["--stage", "签发"]), listed(&["--unit", "某局"]), listed(&["--unit", "别的"])), (1, 1, 0));
    let (status, said) = office.gate("通知.md");
    assert!(status == Some(1) && said.contains("还没有签发"), "{said}");
    office.ok(&["sign", &id, "--as", "赵六"]);
    let (status, said) = office.gate("通知.md");
    assert!(status == Some(0) && said.contains("可以发布"), "{said}");

    // The page that the site makes of it is the same text; one with another character is not.
    let page = "<html><head><title>关于召开会议的通知</title></head><body><h1>关于召开会议的通知</h1><p>请各单位部署下一步工作，认真做好准备。</p><p>定于2月30日召开会议。</p></body></html>";
    office.write("网页.html", page);
    office.write("改过.html", &page.replace("准备", "预备"));
    let said = office.refused(&["publish", &id, "改过.html", "--as", "吴十"]);
    assert!(said.contains("与签发的不同"), "{said}");
    let (status, said) = office.gate("改过.html");
    assert!(status == Some(1) && said.contains("不是签发的那一版"), "{said}");
    office.ok(&["publish", &id, "网页.html", "--address", "https://example.gov.cn/1.html", "--as", "吴十"]);
    assert_eq!(office.gate("网页.html").0, Some(0));
    assert_eq!(listed(&["--state", "已发布"]), 1);

    office.ok(&["withdraw", &id, "--reason", "会议延期", "--as", "吴十"]);
    let (status, said) = office.gate("网页.html");
    assert!(status == Some(1) && said.contains("已撤回"), "{said}");
    assert_eq!(office.verification()["faults"].as_array().unwrap().len(), 0);
}

#[test]
fn what_breaks_the_rules_is_refused_with_the_reason() {
    let office = Office::new();
    office.write("a.md", CLEAN);
    office.submit("a.md", "甲", "张三");
    let refused = |args: &[&str], reason: &str| {
        let said = office.refused(args);
        assert!(said.contains(reason), "{args:?}: {said}");
    };
    refused(&["pass", "甲", "复审", "--as", "李四"], "不能跳过环节：复审之前还要先经过初审");
    refused(&["pass", "甲", "三校", "--as", "周九"], "还要先经过一校、二校");
    refused(&["pass", "甲", "初审", "--as", "张三"], "需要“初审”角色");
    refused(&["pass", "甲", "五审", "--as", "李四"], "没有“五审”这个环节，可用的有：初审、复审、终审");
    refused(&["pass", "甲", "初审", "--as", "路人"], "没有“路人”这个账号");
    refused(&["user", "add", "新人", "--role", "五审", "--as", "王主任"], "没有“五审”这个角色，可用的有");
    refused(&["user", "add", "新人", "--role", "初审", "--as", "张三"], "需要“管理”角色");
    refused(&["sign", "甲", "--as", "赵六"], "还没有经过初审、复审、终审、一校、二校、三校");
    refused(&["publish", "甲", "a.md", "--as", "吴十"], "现在的状态是“在审”");
    refused(&["return", "甲", "--reason", " ", "--as", "李四"], "退回要写明理由");
    refused(&["submit", "a.md", "--id", "甲", "--as", "张三"], "完全相同");
    refused(&["submit", "a.md", "--as", "李四"], "需要“撰稿”角色");
    office.pass("甲", "初审", "李四");
    refused(&["pass", "甲", "初审", "--as", "冯甲"], "初审已由李四于");
    refused(&["pass", "甲", "复审", "--as", "李四"], "一个人不能做两道：李四已经做了这篇稿件的初审");
    office.pass("甲", "一校", "钱七");
    refused(&["pass", "甲", "二校", "--as", "钱七"], "已经做了这篇稿件的一校");
    office.ok(&["user", "disable", "冯甲", "--as", "王主任"]);
    refused(&["return", "甲", "--reason", "改", "--as", "冯甲"], "账号“冯甲”已停用");
    refused(&["user", "disable", "王主任", "--as", "王主任"], "最后一个");
    // An author does not review, whoever handed it in.
    office.write("b.md", &CLEAN.replace("防汛", "防火"));
    office.submit("b.md", "乙", "郑编辑");
    refused(&["pass", "乙", "初审", "--as", "郑编辑"], "郑编辑是这篇稿件的作者");
    // Who reviewed at first does not sign.
    office.ok(&["user", "add", "李四", "--role", "初审,签发", "--as", "王主任"]);
    for (stage, by) in [("复审", "王五"), ("二校", "孙八"), ("终审", "赵六"), ("三校", "周九")] {
        office.pass("甲", stage, by);
    }
    refused(&["sign", "甲", "--as", "李四"], "做过这篇稿件前面的审核");
    office.ok(&["sign", "甲", "--as", "王主任"]);
    // A new version takes the signature away.
    office.write("a.md", &CLEAN.replace("值守", "巡查"));
    office.submit("a.md", "甲", "张三");
    refused(&["publish", "甲", "a.md", "--as", "吴十"], "现在的状态是“在审”");
    assert_eq!(office.review(&["show", "没有"]).status.code(), Some(2));
    assert_eq!(office.review(&["show", "甲", "--store", "a.md"]).status.code(), Some(2));
}

#[test]
fn open_faults_stand_in_the_way_until_they_are_settled() {
    let office = Office::new();
    office.write("a.md", FAULTY);
    office.submit("a.md", "甲", "张三");
    office.pass_all("甲");
    let typo = office.fingerprint("甲", "布署");
    let day = office.fingerprint("甲", "2月30日");
    let said = office.refused(&["sign", "甲", "--as", "赵六"]);
    assert!(said.contains("“错误”以上问题") && said.contains(&typo) && said.contains(&day), "{said}");
    let refused = |args: &[&str], reason: &str| {
        let said = office.refused(&[&["decide", "甲"], args].concat());
        assert!(said.contains(reason), "{args:?}: {said}");
    };
    refused(&[&day, "忽略", "--as", "李四"], "忽略要写明理由");
    refused(&[&day, "忽略", "--reason", "原文", "--as", "张三"], "是这篇稿件的作者");
    refused(&[&day, "转办", "--reason", "请核实", "--as", "李四"], "转办要写明转给谁");
    refused(&[&day, "转办", "--to", "路人", "--reason", "请核实", "--as", "李四"], "没有“路人”这个账号");
    refused(&["0000000000000000", "采纳", "--as", "李四"], "没有编号为“0000000000000000”的问题");
    office.ok(&["decide", "甲", &day, "转办", "--to", "王五", "--reason", "请核实", "--as", "李四"]);
    assert!(office.refused(&["sign", "甲", "--as", "赵六"]).contains(&day));
    office.ok(&["decide", "甲", &day, "忽略", "--reason", "已核实", "--as", "王五"]);
    // The author says that he will put it right: the text still has it.
    office.ok(&["decide", "甲", &typo, "采纳", "--as", "张三"]);
    assert!(office.refused(&["sign", "甲", "--as", "赵六"]).contains(&typo));
    office.write("a.md", &FAULTY.replace("布署", "部署"));
    office.submit("a.md", "甲", "张三");
    office.pass_all("甲");
    office.ok(&["recheck", "甲", "--as", "李四", "--no-context"]);
    office.ok(&["sign", "甲", "--as", "赵六"]);
}

#[test]
fn a_repost_needs_a_source_and_three_reviews() {
    let office = Office::new();
    office.write("a.md", CLEAN);
    let submit = ["submit", "a.md", "--id", "甲", "--repost", "--as", "张三", "--no-context"];
    office.ok(&submit);
    office.pass_all("甲");
    let said = office.refused(&["sign", "甲", "--as", "赵六"]);
    assert!(said.contains("转载稿没有注明来源"), "{said}");
    office.write("a.md", &format!("{CLEAN}\n来源：新华网\n"));
    office.ok(&submit);
    office.pass_all("甲");
    // The rule of reposts reads the store: before and after.
    let rules = |name: &str| {
        let args = ["check", name, "--gate", "审核库.db", "--no-context", "--select", "repost", "--format", "jsonl"];
        text(&office.program().args(args).output().unwrap().stdout)
    };
    assert!(!rules("a.md").contains("repost/review-incomplete"), "{}", rules("a.md"));
    office.write("b.md", &format!("{CLEAN}\n再加一句。\n\n来源：新华网\n"));
    assert!(rules("b.md").contains("三审记录不全：缺初审、复审、终审"), "{}", rules("b.md"));
    office.ok(&["sign", "甲", "--as", "赵六"]);

    // With two stages configured, a unit's own articles may be signed after two, reposts not.
    let config = "[review]\nproof = []\n[[review.stage]]\nname = \"部门审\"\nrole = \"科长\"\n[[review.stage]]\nname = \"领导审\"\n[review.roles]\nsign = \"局长\"\n";
    office.write("shenjiao.toml", config);
    for (name, role) in [("李四", "科长"), ("王五", "领导审"), ("赵六", "局长")] {
        office.ok(&["user", "add", name, "--role", role, "--as", "王主任"]);
    }
    for (id, more) in [("乙", None), ("丙", Some("--repost"))] {
        office.write("c.md", &format!("{CLEAN}\n这是{id}。\n\n来源：新华网\n"));
        let args = ["submit", "c.md", "--id", id, "--as", "张三", "--no-context"];
        office.ok(&args.into_iter().chain(more).collect::<Vec<_>>());
        office.pass(id, "部门审", "李四");
        office.pass(id, "领导审", "王五");
    }
    // 新华网 alone makes both reposts.
    assert!(office.refused(&["sign", "丙", "--as", "赵六"]).contains("这篇只设了2道审核"));
    office.write("d.md", CLEAN);
    office.submit("d.md", "丁", "张三");
    office.pass("丁", "部门审", "李四");
    office.pass("丁", "领导审", "王五");
    office.ok(&["sign", "丁", "--as", "赵六"]);
    assert_eq!(office.verification()["faults"].as_array().unwrap().len(), 0);
}

#[test]
fn passwords_come_by_standard_input_and_are_not_in_the_journal() {
    use std::io::Write;
    let office = Office::new();
    let passwd = |password: &str| {
        let mut command = office.program();
        command.args(["review", "user", "passwd", "李四", "--as", "李四"]);
        let pipe = std::process::Stdio::piped;
        let mut child = command.stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()).unwrap();
        child.wait_with_output().unwrap().status.code()
    };
    assert_eq!(passwd("短"), Some(1));
    assert_eq!(passwd("山高水长一二三四五六"), Some(0));
    assert!(!office.ok(&["export"]).contains("argon2"));
    assert!(office.ok(&["user", "list"]).contains("李四　初审、复审　有密码"));
    assert_eq!(office.verification()["faults"].as_array().unwrap().len(), 0);
}
