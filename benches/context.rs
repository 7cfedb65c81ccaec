//! How fast does the context engine read? The articles of the corpus are hard on it: short, full of invented names and of
//! faults, unlike what the model was trained on.

mod common;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jieba_rs::Jieba;
use shenjiao::language::{self, Scanner, characters::Character};

/// Confidence from which a finding is reported by default.
const LEAST: f32 = 0.5;

fn benches(criterion: &mut Criterion) {
    let jieba = Jieba::new();
    let files = common::files(&["txt", "md", "html"]);
    // One round: the engine is slow enough.
    let sources = common::sources(&files[..files.len() / 8]);
    let articles = common::articles(&sources);
    let prose = common::prose(&articles);
    let mut group = criterion.benchmark_group("context");
    group.throughput(Throughput::Bytes(common::bytes(&prose))).sample_size(10);
    group.bench_function("shenjiao context engine", |bencher| {
        let mut scanner = Scanner::new(language::model(), language::knowledge());
        bencher.iter(|| {
            let mut found = 0;
            for paragraph in prose.iter().flat_map(|text| text.lines()) {
                let characters: Vec<Character> = language::characters::characters(paragraph).collect();
                found += scanner.corrections(&characters, LEAST).len();
            }
            found
        });
    });
    group.bench_function("jieba-rs cut", |bencher| bencher.iter(|| common::jieba_cut(&jieba, &prose)));
    group.finish();
}

criterion_group!(group, benches);
criterion_main!(group);
