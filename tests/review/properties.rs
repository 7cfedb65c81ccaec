//! Any sequence of steps by anybody: the rules hold after each, a refusal leaves nothing behind, and the store verifies.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use shenjiao::config::{Config, ReviewSettings};
use shenjiao::engine::Linter;
use shenjiao::finding::Severity;
use shenjiao::review::{Action, Dossier, Draft, Kind, Request, ReviewError, State, Store, Target, Verdict};

const PEOPLE: [(&str, &[&str]); 5] = [
    ("甲", &["管理", "撰稿", "初审", "签发"]),
    ("乙", &["初审", "复审", "一校", "二校", "签发"]),
    ("丙", &["复审", "终审", "二校", "三校", "发布"]),
    ("丁", &["终审", "三校", "签发", "撰稿"]),
    ("戊", &["发布"]),
];
const STAGES: [&str; 6] = ["初审", "复审", "终审", "一校", "二校", "三校"];

static DRAFTS: LazyLock<Vec<Draft>> = LazyLock::new(|| {
    let config = Config { ignore: vec!["typo/context".to_string()], ..Config::default() };
    let linter = Linter::new(config, Path::new("."), jiff::civil::date(2024, 7, 1), None).unwrap();
    let texts = [
        "# 通知\n\n请各单位做好准备。\n",
        "# 通知\n\n请各单位布署工作。\n",
        "# 通知\n\n请各单位布署工作，认真落实。\n",
    ];
    texts.iter().map(|text| Draft::read(&linter, "a.md", text.as_bytes().to_vec()).unwrap()).collect()
});

/// A step: what, by whom, with which of several, and how many entries its taker missed.
#[derive(Debug, Clone)]
struct Step {
    what: u8,
    by: usize,
    which: usize,
    behind: u64,
}

fn step() -> impl Strategy<Value = Step> {
    let behind = prop_oneof![9 => Just(0_u64), 1 => 1..4_u64];
    // Passing is what most steps of an office are.
    let what = prop_oneof![3 => 0..10_u8, 6 => Just(2_u8)];
    (what, 0..PEOPLE.len(), 0..6_usize, behind).prop_map(|(what, by, which, behind)| Step { what, by, which, behind })
}

fn take(store: &mut Store, step: &Step) -> Result<(), ReviewError> {
    let by = PEOPLE[step.by].0;
    let dossier = store.article("一");
    let base = dossier.as_ref().map_or(0, |dossier| dossier.revision.saturating_sub(step.behind));
    let draft = &DRAFTS[step.which % DRAFTS.len()];
    let fingerprint = || {
        dossier
            .as_ref()
            .ok()
            .and_then(|dossier| Some(dossier.findings.first()?.flagged.fingerprint.clone()))
            .unwrap_or_default()
    };
    let action = match step.what {
        0 | 1 if dossier.is_err() => return store.submit(by, draft, Target::New("一")).map(drop),
        0 => return store.submit(by, draft, Target::Next("一", base)).map(drop),
        1 | 2 => Action::Pass { stage: STAGES[step.which].to_string(), note: String::new() },
        3 => Action::Return { reason: "改".to_string() },
        4 => Action::Sign,
        5 => Action::Publish { text: draft.text(), address: String::new() },
        6 => Action::Withdraw { reason: "停".to_string() },
        7 | 8 => {
            let verdict = Verdict::ALL[step.which % 3];
            let to = if verdict == Verdict::Refer { "丙".to_string() } else { String::new() };
            Action::Decide { fingerprint: fingerprint(), verdict, reason: "引文".to_string(), to }
        }
        _ => {
            let roles = vec![STAGES[step.which].to_string(), "管理".to_string()];
            return store.set_user(by, PEOPLE[step.by].0, &roles).map(drop);
        }
    };
    store.act(Request { by, article: "一", base, action }).map(drop)
}

fn holds(dossier: &Dossier) {
    for track in dossier.tracks() {
        let passes: Vec<_> = track.iter().map(|stage| dossier.pass(&stage.name)).collect();
        assert!(passes.iter().skip_while(|pass| pass.is_some()).all(Option::is_none), "a stage was skipped");
        let people: Vec<&str> = passes.iter().flatten().map(|pass| pass.by.as_str()).collect();
        let distinct: std::collections::HashSet<&&str> = people.iter().collect();
        assert_eq!(distinct.len(), people.len(), "one person in two stages");
        assert!(!people.iter().any(|by| dossier.submission.authors.iter().any(|author| author == by)), "the author");
    }
    if matches!(dossier.state, State::Signed | State::Published) {
        assert_eq!(dossier.missing(), Vec::<&str>::new());
        assert_eq!(dossier.open(Severity::Error).count(), 0);
        assert_eq!(dossier.signature.as_ref().unwrap().text, dossier.submission.text);
    }
    assert!(dossier.state != State::Published || dossier.publication.is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_steps_keep_the_rules(steps in proptest::collection::vec(step(), 10..60)) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("a.db"), ReviewSettings::default()).unwrap();
        for (name, roles) in PEOPLE {
            let roles: Vec<String> = roles.iter().map(|role| role.to_string()).collect();
            store.set_user("甲", name, &roles).unwrap();
        }
        store.submit("甲", &DRAFTS[0], Target::New("一")).unwrap();
        for step in &steps {
            let before = store.head().unwrap();
            if let Err(error) = take(&mut store, step) {
                prop_assert_eq!(store.head().unwrap(), before);
                prop_assert!(matches!(error.kind, Kind::Refused | Kind::Forbidden | Kind::Conflict), "{:?}", error);
            }
            holds(&store.article("一").unwrap());
        }
        prop_assert_eq!(store.verify(None).unwrap().faults, Vec::<String>::new());
    }
}

/// SQLite's own word for a full disk, from a database that may not grow.
#[test]
fn a_full_disk_is_said_so() {
    let database = rusqlite::Connection::open_in_memory().unwrap();
    database.execute_batch("CREATE TABLE a(b); PRAGMA max_page_count = 3").unwrap();
    let error = database.execute("INSERT INTO a VALUES (zeroblob(100000))", []).unwrap_err();
    let error = ReviewError::from(error);
    assert!(error.kind == Kind::Full && error.message.contains("磁盘满了"), "{error}");
}
