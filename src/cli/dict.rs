//! `shenjiao dict`: validates, looks up and counts dictionaries.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Subcommand;

use super::options::complain;
use super::{CLEAN, FOUND};
use crate::dictionary::{self, Dictionary, Entry, bundled_in_full};
use crate::engine::Linter;
use crate::source::Source;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: DictCommand,
}

#[derive(Subcommand)]
enum DictCommand {
    /// 检查词库写得对不对：格式、排序、重复、条件，并运行例句；不写路径就检查内置词库
    Check {
        #[arg(value_name = "词库")]
        paths: Vec<PathBuf>,
    },
    /// 查一个词在哪些词库里
    Search {
        #[arg(value_name = "词")]
        word: String,
    },
    /// 各词库有多少词条
    Stats,
}

pub(super) fn run(args: &Args) -> io::Result<u8> {
    match &args.command {
        DictCommand::Check { paths } => check(paths),
        DictCommand::Search { word } => search(word),
        DictCommand::Stats => stats(),
    }
}

fn check(paths: &[PathBuf]) -> io::Result<u8> {
    let mut out = io::stdout().lock();
    let (mut faults, mut entries) = (0, 0);
    let mut verdict = |dictionary: Option<&Dictionary>, messages: Vec<String>| -> io::Result<()> {
        faults += messages.len();
        entries += dictionary.map_or(0, |dictionary| dictionary.entries.len());
        messages.iter().try_for_each(|message| writeln!(out, "{message}"))
    };
    if paths.is_empty() {
        for dictionary in bundled_in_full() {
            let at = |(row, message)| format!("dictionaries/{}/entries.tsv:{row}：{message}", dictionary.id);
            let mut messages: Vec<String> = dictionary::validate(dictionary).into_iter().map(at).collect();
            messages.extend(sentences(dictionary));
            verdict(Some(dictionary), messages)?;
        }
        verdict(None, disagreements(bundled_in_full()))?;
    }
    let mut loaded = Vec::new();
    for path in paths {
        let (dictionary, errors) = dictionary::load_user(path);
        let mut messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
        messages.extend(dictionary.iter().flat_map(sentences));
        verdict(dictionary.as_ref(), messages)?;
        loaded.extend(dictionary);
    }
    verdict(None, disagreements(&loaded))?;
    match faults {
        0 => writeln!(out, "词库没有问题，共 {entries} 个词条")?,
        _ => writeln!(out, "共 {faults} 个问题，请逐条改正")?,
    }
    Ok(if faults == 0 { CLEAN } else { FOUND })
}

/// Where dictionaries that are used together contradict each other.
fn disagreements(dictionaries: &[Dictionary]) -> Vec<String> {
    let named = |fault: dictionary::Contradiction| {
        format!("词库 {} 第 {} 行：{}", dictionaries[fault.dictionary].id, fault.row, fault.message)
    };
    dictionary::between(dictionaries).into_iter().map(named).collect()
}

/// Runs the good and bad sentences of a dictionary; says which of them do not behave.
pub fn sentences(dictionary: &Dictionary) -> Vec<String> {
    let now = jiff::civil::date(2026, 1, 1);
    let Ok(linter) = Linter::of_dictionary(dictionary.clone(), now) else {
        return vec![format!("词库 {} 无法运行", dictionary.id)];
    };
    let fires = |line: &str| {
        let (published, sentence) = dated(line);
        let Ok(source) = Source::new("sentence.txt", sentence.as_bytes().to_vec()) else {
            return false;
        };
        let mut articles = linter.read(&source).articles;
        let Some(article) = articles.first_mut() else {
            return false;
        };
        article.meta.published = published.and_then(crate::document::Published::parse);
        !linter.check(&source, article).findings.is_empty()
    };
    let good = dictionary
        .good
        .iter()
        .filter(|line| fires(line))
        .map(|line| format!("{}/good.txt：不该报出：{line}", dictionary.id));
    let bad = dictionary
        .bad
        .iter()
        .filter(|line| !fires(line))
        .map(|line| format!("{}/bad.txt：没有报出：{line}", dictionary.id));
    good.chain(bad).collect()
}

/// `[2024-05-01] sentence` as its date and the rest.
fn dated(line: &str) -> (Option<&str>, &str) {
    match line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((date, sentence)) => (Some(date), sentence.trim_start()),
        None => (None, line),
    }
}

fn search(word: &str) -> io::Result<u8> {
    let mut out = io::stdout().lock();
    let mut found = false;
    for dictionary in bundled_in_full() {
        let matches = |entry: &&Entry| entry.wrong.contains(word) || entry.right.contains(word);
        for entry in dictionary.entries.iter().filter(matches) {
            found = true;
            writeln!(out, "{}", describe(dictionary, entry))?;
        }
    }
    if !found {
        complain([format!("内置词库里没有“{word}”")]);
    }
    Ok(if found { CLEAN } else { FOUND })
}

fn describe(dictionary: &Dictionary, entry: &Entry) -> String {
    let severity = if entry.severity.is_empty() { &dictionary.severity } else { &entry.severity };
    let basis = if entry.basis.is_empty() { &dictionary.basis } else { &entry.basis };
    let right = if entry.right.is_empty() { "（只提示）" } else { &entry.right };
    let mut line = format!("{} → {right}  {}  {severity}  依据：{basis}", entry.wrong, dictionary.rule);
    for (label, value) in [
        ("自", &entry.since),
        ("至", &entry.until),
        ("例外：", &entry.unless),
        ("仅当：", &entry.only),
        ("备注：", &entry.note),
    ] {
        if !value.is_empty() {
            line.push_str(&format!("  {label}{value}"));
        }
    }
    line
}

fn stats() -> io::Result<u8> {
    let mut out = io::stdout().lock();
    let dictionaries = bundled_in_full();
    for dictionary in dictionaries {
        writeln!(out, "{:>6}  {:<24} {}", dictionary.entries.len(), dictionary.rule, dictionary.title)?;
    }
    let total: usize = dictionaries.iter().map(|dictionary| dictionary.entries.len()).sum();
    writeln!(out, "{total:>6}  合计，{} 部词库，版本 {}", dictionaries.len(), dictionary::edition())?;
    Ok(CLEAN)
}
