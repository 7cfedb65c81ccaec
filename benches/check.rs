//! How fast is a whole check — decoding, parsing, all rules, locating — on one thread?

mod common;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jieba_rs::Jieba;
use shenjiao::engine::Linter;
use shenjiao::source::Source;

fn check(linter: &Linter, files: &[(String, Vec<u8>)]) -> usize {
    let one = |(name, bytes): &(String, Vec<u8>)| {
        let source = Source::new(name, bytes.clone()).expect("a text");
        let articles = linter.read(&source).articles;
        articles.iter().map(|article| linter.check(&source, article).findings.len()).sum::<usize>()
    };
    files.iter().map(one).sum()
}

fn benches(criterion: &mut Criterion) {
    let (jieba, linter) = (Jieba::new(), common::linter());
    for (name, extensions) in [("html", ["html"].as_slice()), ("markdown", &["md"]), ("text", &["txt"])] {
        let files = common::files(extensions);
        let sources = common::sources(&files);
        let articles = common::articles(&sources);
        let (whole, prose) = (common::whole(&sources), common::prose(&articles));
        let mut group = criterion.benchmark_group(format!("check/{name}"));
        group.throughput(Throughput::Bytes(common::bytes(&whole))).sample_size(20);
        group.bench_function("shenjiao check", |bencher| bencher.iter(|| check(&linter, &files)));
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
