//! How fast do bytes become articles?

mod common;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jieba_rs::Jieba;
use shenjiao::input::{ReadContext, read};

fn benches(criterion: &mut Criterion) {
    let jieba = Jieba::new();
    for (name, extensions) in
        [("html", ["html"].as_slice()), ("markdown", &["md"]), ("json", &["json", "jsonl"]), ("csv", &["csv"])]
    {
        let files = common::files(extensions);
        let sources = common::sources(&files);
        let whole = common::whole(&sources);
        let mut group = criterion.benchmark_group(format!("extract/{name}"));
        group.throughput(Throughput::Bytes(common::bytes(&whole))).sample_size(20);
        group.bench_function("shenjiao read", |bencher| {
            let count = |source| read(source, &ReadContext::default()).articles.len();
            bencher.iter(|| sources.iter().map(count).sum::<usize>());
        });
        group.bench_function("jieba-rs cut of the files", |bencher| {
            bencher.iter(|| common::jieba_cut(&jieba, &whole));
        });
        group.finish();
    }
}

criterion_group!(group, benches);
criterion_main!(group);
