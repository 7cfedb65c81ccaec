//! How long does a whole process take on a page of one article? Beside it, what loading `jieba-rs` alone costs.

use std::io::Write;
use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};
use jieba_rs::Jieba;

const CLEAN: &str = "<html><body><h1>天气</h1><p>今天天气晴好，各村抓紧晾晒粮食。</p></body></html>";
const FAULTY: &str = "<html><body><h1>天气</h1><p>各村既使下雨也要完成布署，请登陆网站查看。</p></body></html>";

fn run(page: &str) -> Option<i32> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_shenjiao"))
        .args(["check", "-", "--stdin-filename", "a.html", "--format", "jsonl", "--no-cache"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("piped").write_all(page.as_bytes()).expect("it reads");
    child.wait().expect("it ends").code()
}

fn benches(criterion: &mut Criterion) {
    assert_eq!((run(CLEAN), run(FAULTY)), (Some(0), Some(1)));
    let mut group = criterion.benchmark_group("cold start");
    group.sample_size(20);
    group.bench_function("page without findings", |bencher| bencher.iter(|| run(CLEAN)));
    group.bench_function("page with findings", |bencher| bencher.iter(|| run(FAULTY)));
    group.bench_function("loading jieba-rs", |bencher| bencher.iter(Jieba::new));
    group.finish();
}

criterion_group!(group, benches);
criterion_main!(group);
