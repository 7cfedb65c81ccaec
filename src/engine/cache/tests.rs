//! Whatever changes, what comes out with the cache is what comes out without it; and where nothing changes that matters,
//! no rule looks again.

use std::path::Path;

use jiff::civil::{Date, date};
use tempfile::TempDir;

use super::Cache;
use crate::config::{self, Config};
use crate::engine::{Checked, Linter, Progress, RunOptions, Task, run};
use crate::input::discover;
use crate::rules::Days;

const TODAY: Date = date(2024, 7, 1);

/// Files and the cache of a user.
struct Desk {
    files: TempDir,
    cache: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { files: tempfile::tempdir().unwrap(), cache: tempfile::tempdir().unwrap() }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.files.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn linter(&self, config: &str, now: Date, published: Option<Date>) -> Linter {
        let config = Config { ignore: vec!["typo/context".to_string()], ..config::parse(config).unwrap() };
        Linter::new(config, self.files.path(), now, published).unwrap()
    }

    /// Checks everything twice, with and without the cache; gives what was found and whether a rule had to look.
    fn check(&self, config: &str, now: Date, published: Option<Date>) -> (Vec<String>, bool) {
        let with = self.linter(config, now, published);
        let cache = Cache::open(self.cache.path(), &with).unwrap();
        let found = told(&with, self.files.path(), Some(&cache));
        assert_eq!(cache.close(), None);
        let without = told(&self.linter(config, now, published), self.files.path(), None);
        assert_eq!(found, without);
        (found, with.has_looked())
    }

    fn looks(&self, config: &str, now: Date) -> bool {
        self.check(config, now, None).1
    }

    fn kept(&self) -> i64 {
        let database = rusqlite::Connection::open(self.cache.path().join("results-1.db")).unwrap();
        database.query_row("SELECT count(*) FROM result", [], |row| row.get(0)).unwrap()
    }
}

/// All that the receiver is told, to be compared.
fn told(linter: &Linter, folder: &Path, cache: Option<&Cache>) -> Vec<String> {
    let mut told = Vec::new();
    let task = Task::Files(discover(&[folder.to_path_buf()]));
    run(linter, task, RunOptions { threads: 2, traced: true, cache }, |progress| {
        told.push(match progress {
            Progress::Checked(checked) => {
                let checked = *checked;
                format!("{:?}", Checked { same: Days::ALL, ..checked })
            }
            Progress::Failed(path, error) => format!("{path} {error:?}"),
            Progress::Bytes(bytes) => bytes.to_string(),
        });
        true
    });
    told
}

#[test]
fn a_change_of_anything_that_matters_is_seen() {
    let desk = Desk::new();
    desk.write("a.txt", "各单位要再接再励，做好布署。\n");
    desk.write("b.html", "<title>通知</title><p>大家一愁莫展。</p><!-- shenjiao-disable typo --><p>没有的</p>");
    desk.write("坏.json", "{\"body\": ");
    assert!(desk.looks("", TODAY));
    assert!(!desk.looks("", TODAY), "nothing changed");
    desk.write("a.txt", "各单位要再接再厉，做好布署。\n");
    assert!(desk.looks("", TODAY), "a byte");
    assert!(desk.looks("[allow]\nwords = [\"布署\"]", TODAY), "the configuration");
    assert!(desk.looks("select = [\"page\"]", TODAY), "the selection");
    assert!(desk.check("", TODAY, Some(date(2020, 1, 1))).1, "the date of publication");
    assert!(!desk.looks("[inspect]\nunit-days = 3", TODAY), "what only inspections ask for");
    desk.write("词库.csv", "wrong,right\n做好,作好\n");
    desk.write(".ignore", "词库.csv\n");
    let with_dictionary = "dictionaries = [\"词库.csv\"]";
    assert!(desk.looks(with_dictionary, TODAY));
    assert!(!desk.looks(with_dictionary, TODAY));
    desk.write("词库.csv", "wrong,right\n做好,办好\n");
    assert!(desk.looks(with_dictionary, TODAY), "the dictionary");
    let by_path = "[[override]]\npaths = [\"旧/\"]\nrules = [\"typo\"]\noff = true";
    assert!(desk.looks(by_path, TODAY));
    assert!(!desk.looks("", TODAY), "all that was before is still known");
    desk.write("旧/a.txt", "各单位要再接再厉，做好布署。\n");
    assert!(!desk.looks("", TODAY), "the same under the same name in another folder");
    assert!(desk.looks(by_path, TODAY), "where the folder matters");
}

#[test]
fn today_counts_where_a_rule_asked_for_it() {
    let desk = Desk::new();
    let page =
        |body: &str| format!("<meta name=\"PubDate\" content=\"2024-05-06 10:00\"><title>通知</title><p>{body}</p>");
    desk.write("a.html", &page("各单位要再接再励。"));
    let all = "select = [\"ALL\"]";
    desk.looks(all, TODAY);
    assert!(!desk.looks(all, date(2024, 7, 2)), "tomorrow");
    desk.write("b.html", &page("项目将于2024年7月底建成投用。"));
    let (before, _) = desk.check(all, TODAY, None);
    assert!(!desk.looks(all, date(2024, 7, 31)), "not due yet");
    let (after, looked) = desk.check(all, date(2024, 8, 1), None);
    assert!(looked && before != after, "overdue");
    assert!(!desk.looks(all, date(2024, 9, 1)), "still overdue");
    assert_eq!(desk.check(all, TODAY, None).0, before, "and back");
}

/// A line of an export, longer than most, so that a few thousand make a large file.
fn line(number: usize) -> String {
    let body = format!("第{number}项工作要再接再励。{}", "各单位要按照要求认真落实，".repeat(30));
    format!("{{\"title\":\"第{number}篇\",\"published\":\"2024-05-06\",\"body\":\"{body}\"}}\n")
}

fn row(number: usize) -> String {
    format!("第{number}篇,2024-05-06,\"第{number}项工作要再接再励。\n{}\"\n", "各单位要按照要求认真落实，".repeat(30))
}

#[test]
fn of_a_large_file_only_changed_parts_are_checked() {
    let select = "select = [\"typo\", \"date\"]";
    let json = |numbers: &mut dyn Iterator<Item = usize>| numbers.map(line).collect::<String>();
    let table = |numbers: &mut dyn Iterator<Item = usize>| {
        "标题,发布时间,正文\n".to_string() + &numbers.map(row).collect::<String>()
    };
    for (name, write) in [("a.jsonl", &json as &dyn Fn(&mut dyn Iterator<Item = usize>) -> String), ("a.csv", &table)] {
        let desk = Desk::new();
        desk.write(name, &write(&mut (0..5000)));
        assert!(desk.looks(select, TODAY));
        let all = desk.kept();
        assert!(all > 3, "{name}: {all} parts");
        assert!(!desk.looks(select, TODAY));
        // Grown at the end and at the beginning, and one article gone from the middle.
        desk.write(name, &write(&mut std::iter::once(9000).chain((0..2500).chain(2501..5000)).chain(9001..9100)));
        assert!(desk.looks(select, TODAY));
        let more = desk.kept() - all;
        assert!((1..=4).contains(&more), "{name}: {more} of {all} parts");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_did_not_change_is_not_read() {
    use std::fs::{FileTimes, OpenOptions, metadata};
    use std::time::Duration;
    let desk = Desk::new();
    // Of one name: that tells the format.
    let files = ["one/a.txt", "two/a.txt"].map(|name| desk.files.path().join(name));
    desk.write("one/a.txt", "各单位要再接再励。");
    desk.write("two/a.txt", "各单位要一如继往。");
    let look = |later: u64| {
        let linter = desk.linter("", TODAY, None);
        let mut cache = Cache::open(desk.cache.path(), &linter).unwrap();
        cache.opened += Duration::from_secs(later);
        let found = told(&linter, desk.files.path(), Some(&cache)).join("\n");
        (found, cache)
    };
    // Just written: a second change might have the same time.
    let (found, cache) = look(0);
    assert!(cache.stamp(&files[0], &metadata(&files[0]).unwrap()).is_none());
    cache.close();
    let (again, cache) = look(60);
    assert_eq!(again, found);
    cache.close();
    let (again, cache) = look(60);
    assert_eq!(again, found);
    // What is known of the second file is told for the first one if nobody reads that.
    let stamps = files.each_ref().map(|path| cache.stamp(path, &metadata(path).unwrap()));
    let digests = cache.digests(&stamps);
    cache.keep_digest(stamps[0].unwrap(), digests[1].as_ref().unwrap());
    cache.close();
    let (told, cache) = look(60);
    assert!(
        !told.contains("再接再励") && told.matches("一如继往").count() > found.matches("一如继往").count(),
        "{told}"
    );
    cache.close();
    // Another text of the same length whose date was put back.
    let before = metadata(&files[0]).unwrap();
    desk.write("one/a.txt", "各单位要认真布署。");
    let file = OpenOptions::new().write(true).open(&files[0]).unwrap();
    file.set_times(FileTimes::new().set_modified(before.modified().unwrap())).unwrap();
    assert_eq!(metadata(&files[0]).unwrap().modified().unwrap(), before.modified().unwrap());
    let (changed, _cache) = look(60);
    assert!(changed.contains("布署") && !changed.contains("再接再励"), "{changed}");
}
