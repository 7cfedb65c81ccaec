//! How fast are the words of all bundled dictionaries found, before anything is judged?

mod common;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jieba_rs::Jieba;
use shenjiao::dictionary::Bundle;

fn benches(criterion: &mut Criterion) {
    let jieba = Jieba::new();
    let sources = common::sources(&common::files(&["txt"]));
    let articles = common::articles(&sources);
    let prose = common::prose(&articles);
    let matcher = &Bundle::bundled().matcher;
    let mut group = criterion.benchmark_group("matching");
    group.throughput(Throughput::Bytes(common::bytes(&prose))).sample_size(20);
    group.bench_function("shenjiao dictionaries", |bencher| {
        bencher.iter(|| {
            let mut hits = 0usize;
            prose.iter().for_each(|text| matcher.find(text, |_| hits += 1));
            hits
        });
    });
    group.bench_function("jieba-rs cut", |bencher| bencher.iter(|| common::jieba_cut(&jieba, &prose)));
    group.finish();
}

criterion_group!(group, benches);
criterion_main!(group);
