//! What the benches share: the bundled articles, repeated to a size worth measuring, and the yardstick — raw
//! `jieba-rs` cut of the same text in the same run. Machines differ and are noisy; quote the ratios.

#![allow(dead_code)] // each bench uses its share

use std::collections::HashSet;
use std::path::Path;

use jieba_rs::Jieba;
use shenjiao::config::Config;
use shenjiao::document::Article;
use shenjiao::engine::Linter;
use shenjiao::input::{ReadContext, read};
use shenjiao::source::Source;

/// Bytes of files that a bench goes through at least.
const SIZE: usize = 2 << 20;

/// Files of the corpus with these extensions, each given as often as it takes to reach [`SIZE`].
pub fn files(extensions: &[&str]) -> Vec<(String, Vec<u8>)> {
    repeated(once(extensions))
}

/// The same of those files only in which nothing is expected: what a check meets most.
pub fn clean_files(extensions: &[&str]) -> Vec<(String, Vec<u8>)> {
    let expected = std::fs::read_to_string("corpus/expected.tsv").expect("readable");
    let faulty: HashSet<&str> = expected.lines().filter_map(|row| row.split('\t').next()).collect();
    repeated(
        once(extensions).into_iter().filter(|(path, _)| !faulty.contains(path.trim_start_matches("corpus/"))).collect(),
    )
}

fn once(extensions: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = ignore::Walk::new("corpus")
        .flatten()
        .map(|entry| entry.into_path())
        .filter(|path| path.extension().is_some_and(|end| extensions.iter().any(|wanted| end == *wanted)))
        .filter(|path| path.parent() != Some(Path::new("corpus")))
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("readable")))
        .collect();
    files.sort();
    files
}

fn repeated(files: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    assert!(!files.is_empty());
    let once: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    files.iter().cycle().take(files.len() * SIZE.div_ceil(once)).cloned().collect()
}

pub fn sources(files: &[(String, Vec<u8>)]) -> Vec<Source> {
    files.iter().map(|(name, bytes)| Source::new(name, bytes.clone()).expect("a text")).collect()
}

pub fn articles(sources: &[Source]) -> Vec<Article> {
    sources.iter().flat_map(|source| read(source, &ReadContext::default()).articles).collect()
}

pub fn linter() -> Linter {
    linter_of(Config::default())
}

pub fn linter_without_context() -> Linter {
    linter_of(Config { ignore: vec!["typo/context".to_string()], ..Config::default() })
}

/// Only with these rules.
pub fn linter_with(rules: &[&str]) -> Linter {
    linter_of(Config { select: rules.iter().map(ToString::to_string).collect(), ..Config::default() })
}

fn linter_of(config: Config) -> Linter {
    let now = jiff::civil::date(2026, 11, 22);
    Linter::new(config, Path::new("."), now, None).expect("the defaults")
}

/// The yardstick.
pub fn jieba_cut(jieba: &Jieba, texts: &[&str]) -> usize {
    texts.iter().map(|text| jieba.cut(text, true).len()).sum()
}

/// The decoded text of whole files, markup and all.
pub fn whole(sources: &[Source]) -> Vec<&str> {
    sources.iter().map(Source::text).collect()
}

/// The text of the articles alone.
pub fn prose(articles: &[Article]) -> Vec<&str> {
    articles.iter().map(|article| article.text.as_str()).collect()
}

pub fn bytes(texts: &[&str]) -> u64 {
    texts.iter().map(|text| text.len() as u64).sum()
}
