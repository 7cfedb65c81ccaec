//! `shenjiao eval`: precision and recall per family against a labelled corpus.
//!
//! The corpus is a folder with `expected.tsv`: `path article family text severity note`, one row a fault; `article` is
//! the 1-based number of the article in its file. A finding is right if a label of its article has its family and the
//! flagged text overlaps an occurrence of the labelled text; a label is found if such a finding exists. Where the note
//! ends in “也属…”, the fault may be reported in that family too.

mod clean;

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use self::clean::Clean;
use super::options::{LintOptions, complain, severity};
use super::{CLEAN, FAILED};
use crate::engine::{self, Checked, Progress, RunOptions, Task};
use crate::finding::{FAMILIES, LocatedFinding, Severity};
use crate::input;

#[derive(clap::Args)]
pub(super) struct Args {
    /// 有 expected.tsv 的语料文件夹
    #[arg(value_name = "语料")]
    corpus: PathBuf,
    /// 把漏报和误报逐条列出来
    #[arg(long)]
    show: bool,
    /// 只评这个等级及以上；低于它的标注和报出都不计
    #[arg(long, value_name = "等级", default_value = "warning", value_parser = severity)]
    at_least: Severity,
    /// 干净的纯文本，一句一行：另外列出每条规则在上面每百万字报出几处，可以写几个文件
    #[arg(long, value_name = "文本", num_args = 1..)]
    clean: Vec<PathBuf>,
    #[command(flatten)]
    lint: LintOptions,
}

/// A row of `expected.tsv`.
struct Label {
    family: String,
    /// The family that the fault belongs to as well, by its note: a finding of either is right.
    second: Option<&'static str>,
    text: String,
    severity: Severity,
    found: bool,
}

impl Label {
    fn is_of(&self, family: &str) -> bool {
        self.family == family || self.second == Some(family)
    }
}

type Labels = HashMap<(String, u32), Vec<Label>>;

#[derive(Default)]
struct Score {
    labelled: u32,
    found: u32,
    reported: u32,
    right: u32,
}

pub(super) fn run(args: &Args) -> io::Result<u8> {
    let made =
        args.lint.linter(&args.corpus).and_then(|linter| Ok((linter, labels(&args.corpus).map_err(|e| vec![e])?)));
    let (linter, mut labels) = match made {
        Ok(made) => made,
        Err(messages) => {
            complain(messages);
            return Ok(FAILED);
        }
    };
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let (mut out, mut counts, mut failures) = (io::stdout().lock(), HashMap::new(), Vec::new());
    let (mut articles, mut clean, mut lines) = (0u32, (0u32, 0u32), Vec::new());
    let task = Task::Files(input::discover(std::slice::from_ref(&args.corpus)));
    engine::run(&linter, task, RunOptions { threads: args.lint.threads(), traced: false, cache: None }, |progress| {
        match progress {
            Progress::Checked(checked) => {
                let path = relative(&args.corpus, &checked.path);
                let number = counts.entry(path.clone()).and_modify(|count| *count += 1).or_insert(1u32);
                articles += 1;
                let labels = labels.get_mut(&(path, *number));
                if labels.is_none() {
                    clean.0 += 1;
                    clean.1 += u32::from(checked.findings.iter().all(|finding| finding.severity < Severity::Error));
                }
                score(args.at_least, &checked, labels, &mut scores, &mut lines);
            }
            Progress::Failed(path, error) => failures.push(format!("{path}：{}", error.message)),
            Progress::Bytes(_) => {}
        }
        true
    });
    for ((path, article), missed) in sorted(&labels) {
        for label in missed.iter().filter(|label| label.severity >= args.at_least) {
            let score = scores.entry(label.family.clone()).or_default();
            score.labelled += 1;
            score.found += u32::from(label.found);
            if !label.found {
                lines.push(format!("漏报  {path}#{article}  {}  {}", label.family, label.text));
            }
        }
    }
    if args.show {
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    print(&mut out, &scores)?;
    writeln!(out, "共 {articles} 篇；没有标注的 {} 篇中，{} 篇没有错误级以上的报出", clean.0, clean.1)?;
    if !args.clean.is_empty() {
        Clean::of(&linter, &args.clean, &mut failures).print(&mut out, args.at_least, args.show)?;
    }
    complain(&failures);
    Ok(if failures.is_empty() { CLEAN } else { FAILED })
}

fn sorted(labels: &Labels) -> BTreeMap<&(String, u32), &Vec<Label>> {
    labels.iter().collect()
}

fn relative(corpus: &Path, path: &str) -> String {
    let prefix = corpus.to_string_lossy().replace('\\', "/");
    path.strip_prefix(prefix.as_str()).unwrap_or(path).trim_start_matches('/').to_string()
}

fn labels(corpus: &Path) -> Result<Labels, String> {
    let path = corpus.join("expected.tsv");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("读不了标注 {}：{error}", path.display()))?;
    let mut labels = Labels::new();
    for (number, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let label = match fields.as_slice() {
            [path, article, family, text, severity, rest @ ..] => {
                article.parse().ok().zip(Severity::from_name(severity)).map(|(article, severity)| {
                    let (family, text) = ((*family).to_string(), (*text).to_string());
                    let second = rest.first().and_then(|note| second_family(note));
                    let label = Label { family, second, text, severity, found: false };
                    (((*path).to_string(), article), label)
                })
            }
            _ => None,
        };
        let Some((key, label)) = label else {
            return Err(format!("{}:{}：应有 path article family text severity 五列", path.display(), number + 1));
        };
        labels.entry(key).or_default().push(label);
    }
    Ok(labels)
}

/// The family that a note names: “…；也属标点”.
fn second_family(note: &str) -> Option<&'static str> {
    let (_, named) = note.split_once("也属")?;
    FAMILIES.iter().find(|(_, label)| label.contains(named)).map(|(family, _)| *family)
}

fn score(
    least: Severity,
    checked: &Checked,
    labels: Option<&mut Vec<Label>>,
    scores: &mut BTreeMap<String, Score>,
    lines: &mut Vec<String>,
) {
    let mut labels = labels;
    for finding in &checked.findings {
        let mut right = false;
        for label in labels.iter_mut().flat_map(|labels| labels.iter_mut()) {
            if label.is_of(&finding.family) && overlaps(finding, &label.text) {
                label.found |= finding.severity >= least || label.severity < least;
                right = true;
            }
        }
        if finding.severity < least {
            continue;
        }
        let score = scores.entry(finding.family.clone()).or_default();
        score.reported += 1;
        score.right += u32::from(right);
        if !right {
            let LocatedFinding { path, start, rule, before, text, after, .. } = finding;
            lines.push(format!("误报  {path}:{}:{}  {rule}  {before}【{text}】{after}", start.line, start.column));
        }
    }
}

/// Whether the flagged text overlaps an occurrence of the labelled text, white space aside.
fn overlaps(finding: &LocatedFinding, label: &str) -> bool {
    let squeeze = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric() || c.is_ascii_punctuation() || *c > '\u{3000}').collect::<String>()
    };
    let (before, text, after, label) =
        (squeeze(&finding.before), squeeze(&finding.text), squeeze(&finding.after), squeeze(label));
    if text.contains(&label) || label.contains(&text) && !text.is_empty() {
        return true;
    }
    let (start, end) = (before.len(), before.len() + text.len());
    let window = format!("{before}{text}{after}");
    window.match_indices(&label).any(|(at, found)| at <= end && start <= at + found.len())
}

fn print(out: &mut impl Write, scores: &BTreeMap<String, Score>) -> io::Result<()> {
    writeln!(out, "类别          标注   找到   报出   正确   准确率  召回率")?;
    let mut total = Score::default();
    for (family, label) in FAMILIES {
        let Some(score) = scores.get(family) else {
            continue;
        };
        row(out, label, score)?;
        total.labelled += score.labelled;
        total.found += score.found;
        total.reported += score.reported;
        total.right += score.right;
    }
    row(out, "合计", &total)
}

fn row(out: &mut impl Write, label: &str, score: &Score) -> io::Result<()> {
    let share = |part: u32, whole: u32| {
        if whole == 0 { "   —".to_string() } else { format!("{:.3}", f64::from(part) / f64::from(whole)) }
    };
    let padding = " ".repeat(12usize.saturating_sub(label.chars().count() * 2));
    let Score { labelled, found, reported, right } = score;
    let (precision, recall) = (share(*right, *reported), share(*found, *labelled));
    writeln!(out, "{label}{padding}{labelled:>6} {found:>6} {reported:>6} {right:>6}   {precision}   {recall}")
}
