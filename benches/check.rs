//! How fast is a whole check — decoding, parsing, all rules, locating — of clean articles on one thread? Without the
//! context engine, which has a bench of its own.

mod common;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jieba_rs::Jieba;
use shenjiao::engine::Linter;

/// The rules of the first edition, which were to take no longer than jieba-rs; the others came later.
const FIRST: [&str; 33] = [
    "date/deadline-passed",
    "date/impossible",
    "date/promise-overdue",
    "date/published-missing",
    "date/published-too-early",
    "date/reversed-range",
    "date/weekday-mismatch",
    "number/year-zero",
    "page/hidden-link",
    "page/outside-ad",
    "page/unused-suppression",
    "phrasing/fixed-phrase",
    "phrasing/fixed-sequence",
    "phrasing/organ-name",
    "phrasing/redundancy",
    "phrasing/renamed-organ",
    "phrasing/renamed-place",
    "phrasing/repealed-law",
    "repost/copyright-notice",
    "repost/hearsay",
    "repost/review-incomplete",
    "repost/source-missing",
    "repost/source-not-permitted",
    "sensitive/absolute-claim",
    "sensitive/disability",
    "sensitive/ethnic-religion",
    "sensitive/news-usage",
    "sensitive/obsolete-policy",
    "sensitive/territory",
    "typo/confused-pair",
    "typo/idiom",
    "typo/variant-form",
    "typo/wrong-word",
];

/// Files that are read and checked together, as `shenjiao check` does.
const BATCH: usize = 64;

fn check(linter: &Linter, files: &[(String, Vec<u8>)]) -> usize {
    let batch = |files: &[(String, Vec<u8>)]| {
        let sources = common::sources(files);
        let read: Vec<_> = sources.iter().map(|source| (source, linter.read(source).articles)).collect();
        let articles: Vec<_> =
            read.iter().flat_map(|(source, articles)| articles.iter().map(move |article| (*source, article))).collect();
        linter.check_all(&articles).iter().map(|checked| checked.findings.len()).sum::<usize>()
    };
    files.chunks(BATCH).map(batch).sum()
}

fn benches(criterion: &mut Criterion) {
    let (jieba, linter, first) = (Jieba::new(), common::linter_without_context(), common::linter_with(&FIRST));
    for (name, extensions) in [("html", ["html"].as_slice()), ("markdown", &["md"]), ("text", &["txt"])] {
        let files = common::clean_files(extensions);
        let sources = common::sources(&files);
        let articles = common::articles(&sources);
        let (whole, prose) = (common::whole(&sources), common::prose(&articles));
        let mut group = criterion.benchmark_group(format!("check/{name}"));
        group.throughput(Throughput::Bytes(common::bytes(&whole))).sample_size(20);
        group.bench_function("shenjiao check", |bencher| bencher.iter(|| check(&linter, &files)));
        group.bench_function("shenjiao check, rules of the first edition", |bencher| {
            bencher.iter(|| check(&first, &files));
        });
        group.bench_function("jieba-rs cut of the files", |bencher| {
            bencher.iter(|| common::jieba_cut(&jieba, &whole));
        });
        group.bench_function("jieba-rs cut of the prose", |bencher| {
            bencher.iter(|| common::jieba_cut(&jieba, &prose));
        });
        group.finish();
    }
}

criterion_group!(group, benches);
criterion_main!(group);
