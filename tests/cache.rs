//! The cache as users meet it: a second run says the same, byte for byte, whatever happened to the cache in between.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn command(cache: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shenjiao"));
    command.env("XDG_CACHE_HOME", cache).args(arguments).args(["--no-context", "--now", "2024-07-01"]);
    command
}

/// A check of the corpus: every format is in it.
fn check(cache: &Path, more: &[&str]) -> Output {
    command(cache, &["check", "corpus", "--format", "json"]).args(more).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Messages about the cache.
fn notices(output: &Output) -> usize {
    said(output).lines().filter(|line| line.contains("缓存")).count()
}

fn file(cache: &Path) -> std::path::PathBuf {
    cache.join("shenjiao/results-1.db")
}

#[test]
fn runs_say_the_same_with_and_without_it() {
    let cache = tempfile::tempdir().unwrap();
    let without = check(cache.path(), &["--no-cache"]);
    assert!(!file(cache.path()).exists());
    let (first, second) = (check(cache.path(), &["--threads", "2"]), check(cache.path(), &["--threads", "1"]));
    assert!(file(cache.path()).exists());
    for output in [&first, &second] {
        assert!(output.stdout == without.stdout, "the report differs");
        assert_eq!((output.status, said(output)), (without.status, said(&without)));
    }
    assert_eq!(fs::metadata(file(cache.path()).parent().unwrap()).unwrap().permissions().mode() & 0o077, 0);
    // A footer is reported once, with the number of pages, wherever the pages come from.
    let folder = tempfile::tempdir().unwrap();
    let page = |number: u32| {
        format!("<title>第{number}号</title><p>内容。</p><p>版权所有，各单位要再接再励做好宣传工作。</p>")
    };
    for number in 0..5 {
        fs::write(folder.path().join(format!("{number}.html")), page(number)).unwrap();
    }
    let pages = |more: &[&str]| {
        let folder = folder.path().to_str().unwrap().to_string();
        command(cache.path(), &["check", &folder, "--select", "typo"]).args(more).output().unwrap().stdout
    };
    pages(&[]);
    fs::write(folder.path().join("5.html"), page(5)).unwrap();
    let (mixed, without) = (pages(&[]), pages(&["--no-cache"]));
    assert!(mixed == without && String::from_utf8(mixed).unwrap().contains("\"repeated\":6"));
}

#[test]
fn a_cache_that_cannot_be_used_costs_one_notice() {
    let cache = tempfile::tempdir().unwrap();
    let right = check(cache.path(), &[]);
    let bytes = fs::read(file(cache.path())).unwrap();
    let damaged = |bytes: &[u8]| {
        fs::write(file(cache.path()), bytes).unwrap();
        let output = check(cache.path(), &[]);
        assert!(output.stdout == right.stdout && output.status == right.status, "{}", said(&output));
        notices(&output)
    };
    assert_eq!(damaged("不是数据库".repeat(2000).as_bytes()), 1);
    let quiet = check(cache.path(), &["--quiet"]);
    assert!(quiet.stdout == right.stdout && quiet.stderr.is_empty());
    // Cut off, and with bytes changed everywhere behind the head.
    assert!(damaged(&bytes[..bytes.len() / 2]) <= 1);
    let _ = fs::remove_file(file(cache.path()));
    let mut scratched = bytes.clone();
    for at in (5000..scratched.len()).step_by(97) {
        scratched[at] ^= 0x40;
    }
    assert!(damaged(&scratched) <= 1);
    // No folder can be made inside a file.
    let no_folder = cache.path().join("文件");
    fs::write(&no_folder, "").unwrap();
    let output = check(&no_folder, &[]);
    assert!(output.stdout == right.stdout && notices(&output) == 1, "{}", said(&output));
}

#[test]
fn two_at_once_and_one_killed() {
    let cache = tempfile::tempdir().unwrap();
    let right = check(cache.path(), &["--no-cache"]);
    let start = || {
        let mut command = command(cache.path(), &["check", "corpus", "--format", "json"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let mut killed = start();
    while !file(cache.path()).exists() && killed.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    for run in [start(), start()] {
        let output = run.wait_with_output().unwrap();
        assert!(output.stdout == right.stdout, "{}", said(&output));
        assert_eq!(notices(&output), 0, "{}", said(&output));
    }
}

#[test]
fn inspections_use_it_too() {
    let cache = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let inspect = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let arguments = ["inspect", "corpus", "--title", "试", "--output", out.to_str().unwrap()];
        let output = command(cache.path(), &arguments).args(more).output().unwrap();
        let pages = ["巡检报告.html", "通报（稿）.md"].map(|name| fs::read(out.join(name)).unwrap());
        (pages, output.status)
    };
    let without = inspect("一", &["--no-cache"]);
    assert!(inspect("二", &[]) == without && inspect("三", &[]) == without);
}
