//! `shenjiao inspect`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use jiff::civil::Date;

use super::options::{LintOptions, close_cache, complain, date, interruption, open_cache, progress_bar};
use super::{CLEAN, FAILED, like};
use crate::engine::{self, Linter, Progress, RunOptions, Selection, Task};
use crate::finding::Severity;
use crate::fix::AtomicFile;
use crate::input;
use crate::inspect::{self, InspectError, Inspection, Overview, Register, Store};

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao inspect 导出/ --output 巡检/                      按文件夹分单位，出报告、台账、通报稿
  shenjiao inspect 导出/ --register 名录.xlsx --output 巡检/   按名录分单位，查停更、空白栏目、名录外账号
  shenjiao inspect 导出/ --output 巡检/ --ledger 巡检/整改台账.xlsx   先接收台账里填好的整改状态
  shenjiao inspect 导出/ --output 巡检/ --like 5f1d6c0a9b2e7d43      把台账里这个编号的错误在全部文章里找一遍
  shenjiao inspect 导出/ --report 报告.json --like 5f1d6c0a9b2e7d43  问题取自 check --format json 的报告
每次都用同一个输出文件夹，报告里就有与上次的比较。中途按 Ctrl-C，已查的部分照样出报告，并注明不完整。
用 --like 时不重新巡检，只列出同样的错误文字在哪些地方，规则没有报的、被停用的、隔着空格或全角半角不同的也在内；
有 --output 就另存为那个文件夹里的表格和 JSON。
退出状态：0 查完；1 用 --like 找到了；2 用法、配置有误，或有文件读不了。")]
pub(super) struct Args {
    /// 导出的文件、文件夹或压缩包
    #[arg(value_name = "路径", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// 结果放进这个文件夹：巡检报告.html、整改台账.xlsx、通报（稿）.docx 和 .md、通知单、巡检结果.db
    #[arg(long, short, value_name = "文件夹", required_unless_present = "report")]
    pub(super) output: Option<PathBuf>,
    /// 单位名录（.xlsx、.csv），要有“名称”一列
    #[arg(long, value_name = "文件")]
    pub(super) register: Option<PathBuf>,
    /// 把一处确认的错误在全部文章里找一遍；写台账里的编号，或者报告里的 fingerprint
    #[arg(long, value_name = "编号", conflicts_with_all = ["ledger", "title", "from", "to"])]
    pub(super) like: Option<String>,
    /// 确认的错误取自这份报告（check --format json 或 jsonl），不从巡检结果里取
    #[arg(long, value_name = "文件", requires = "like")]
    pub(super) report: Option<PathBuf>,
    /// 填好整改状态的台账，先接收其中的状态
    #[arg(long, value_name = "文件")]
    ledger: Option<PathBuf>,
    /// 报告里的期次，如 2026年第三季度；默认是今天的年和月
    #[arg(long, value_name = "文字")]
    title: Option<String>,
    /// 只统计这一天及以后发布的
    #[arg(long, value_name = "日期", value_parser = date)]
    from: Option<Date>,
    /// 只统计这一天及以前发布的
    #[arg(long, value_name = "日期", value_parser = date)]
    to: Option<Date>,
    /// 进度条：auto 只在终端上显示，never 不显示
    #[arg(long, value_name = "方式", default_value = "auto", value_parser = ["auto", "never"])]
    pub(super) progress: String,
    /// 不用缓存，全部重新检查
    #[arg(long)]
    no_cache: bool,
    #[command(flatten)]
    pub(super) lint: LintOptions,
}

impl Args {
    /// The paths given, to tell units from folders.
    pub(super) fn roots(&self) -> Vec<String> {
        self.paths.iter().map(|path| path.to_string_lossy().replace('\\', "/")).collect()
    }
}

/// The file in the output folder in which results are kept.
pub(super) const RESULTS: &str = "巡检结果.db";

pub(super) fn run(args: &Args) -> io::Result<u8> {
    let done = match (&args.like, &args.output) {
        (Some(number), _) => like::run(args, number.trim()),
        (None, Some(folder)) => inspect(args, folder),
        (None, None) => Err(InspectError("请用 --output 指出结果放进哪个文件夹".to_string())),
    };
    match done {
        Ok(status) => Ok(status),
        Err(message) => {
            complain([message.0]);
            Ok(FAILED)
        }
    }
}

fn inspect(args: &Args, folder: &Path) -> Result<u8, InspectError> {
    let linter = args.lint.linter(&args.paths[0]).map_err(|messages| InspectError(messages.join("\n")))?;
    let register = args.register.as_deref().map(Register::read).transpose()?;
    fs::create_dir_all(folder).map_err(|error| InspectError(format!("建不了文件夹 {}：{error}", folder.display())))?;
    let mut store = inspect::open(&folder.join(RESULTS))?;
    if let Some(path) = &args.ledger {
        let changed = store.take_states(&inspect::read_states(path)?)?;
        eprintln!("从台账接收了 {changed} 条新的整改状态");
    }
    let now = args.lint.now();
    let task = inspect::Task {
        title: args.title.clone().unwrap_or_else(|| format!("{}年{}月", now.year(), now.month())),
        roots: args.roots(),
        now,
        from: args.from,
        to: args.to,
        // Hints would bury what is to be put right.
        least: args.lint.min_severity.unwrap_or(Severity::Warning),
        settings: linter.config.inspect.clone(),
        selection: Selection { select: linter.config.select.clone(), ignore: linter.config.ignore.clone() },
        own: linter.config.settings.repost.own.clone(),
    };
    let overview = gather(args, &linter, &task, &mut store, register.as_ref())?;
    write_documents(folder, &store, &overview)?;
    sum_up(folder, &overview);
    Ok(if overview.failures.is_empty() && overview.complete { CLEAN } else { FAILED })
}

/// Checks everything and counts; Ctrl-C ends it early.
fn gather(
    args: &Args,
    linter: &Linter,
    task: &inspect::Task,
    store: &mut Store,
    register: Option<&Register>,
) -> Result<Overview, InspectError> {
    let stopped = interruption();
    let files = input::discover(&args.paths);
    let bar = progress_bar(&files, args.progress == "auto");
    let mut inspection = Inspection::begin(task, store, register)?;
    let mut fault = None;
    let cache = open_cache(linter, !args.no_cache, false);
    let options = RunOptions { threads: args.lint.threads(), traced: true, cache: cache.as_ref() };
    engine::run(linter, Task::Files(files), options, |progress| {
        let taken = match progress {
            Progress::Checked(checked) => inspection.article(*checked),
            Progress::Failed(path, error) => {
                bar.suspend(|| eprintln!("shenjiao：{path}：{}", error.message));
                inspection.failed(&path, &error)
            }
            Progress::Bytes(bytes) => {
                bar.inc(bytes);
                Ok(())
            }
        };
        fault = taken.err();
        fault.is_none() && !stopped.load(Ordering::Relaxed)
    });
    bar.finish_and_clear();
    close_cache(cache, false);
    match fault {
        Some(fault) => Err(fault),
        None => inspection.finish(!stopped.load(Ordering::Relaxed)),
    }
}

/// Each document replaces the one before as a whole, or not at all. The ledger takes as long as all the others.
fn write_documents(folder: &Path, store: &Store, overview: &Overview) -> Result<(), InspectError> {
    let again = store.again()?;
    std::thread::scope(|scope| {
        let path = folder.join("整改台账.xlsx");
        let ledger = scope.spawn(move || in_place(&path, |file| Ok(inspect::ledger(&again, overview, file)?)));
        let others = write_pages(folder, store, overview);
        ledger.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)).and(others)
    })
}

fn write_pages(folder: &Path, store: &Store, overview: &Overview) -> Result<(), InspectError> {
    let write = |name: &str, bytes: &[u8]| in_place(&folder.join(name), |file| Ok(file.write_all(bytes)?));
    in_place(&folder.join("巡检报告.html"), |file| Ok(inspect::report(store, overview, file)?))?;
    write("通报（稿）.md", inspect::markdown(overview).as_bytes())?;
    write("通报（稿）.docx", &inspect::word(overview)?)?;
    let letters = folder.join("通知单");
    fs::create_dir_all(&letters)
        .map_err(|error| InspectError(format!("建不了文件夹 {}：{error}", letters.display())))?;
    for unit in overview.units.iter().filter(|unit| unit.figures.findings() > 0 || !unit.issues.is_empty()) {
        write(&format!("通知单/{}.docx", file_name(&unit.name)), &inspect::letter(store, overview, unit)?)?;
    }
    Ok(())
}

/// Writes a document beside its place and moves it there once it is whole.
pub(super) fn in_place(
    path: &Path,
    write: impl FnOnce(&mut AtomicFile) -> Result<(), Box<dyn std::error::Error>>,
) -> Result<(), InspectError> {
    let written = AtomicFile::create(path).map_err(Into::into).and_then(|mut file| {
        write(&mut file)?;
        Ok(file.commit()?)
    });
    written.map_err(|error: Box<dyn std::error::Error>| InspectError(format!("写不了 {}：{error}", path.display())))
}

/// A name without what file systems do not allow.
fn file_name(name: &str) -> String {
    let safe = |c: char| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c };
    let name: String = name.chars().map(safe).take(60).collect();
    if name.trim_matches(['.', ' ']).is_empty() { "未知单位".to_string() } else { name }
}

fn sum_up(folder: &Path, overview: &Overview) {
    let total = &overview.total;
    if !overview.complete {
        eprintln!("巡检中途停止，报告只含已查的部分，并已注明");
    }
    eprintln!(
        "查了 {} 个单位、{} 篇、{} 字：严重 {}，错误 {}，警告 {}，每万字错误 {:.2}；新增 {}，上次已有 {}，再次出现 {}，已消除 {}",
        overview.units.len(),
        total.articles,
        total.characters,
        total.count(Severity::Veto),
        total.count(Severity::Error),
        total.count(Severity::Warning),
        total.rate(),
        overview.changes.new,
        overview.changes.known,
        overview.changes.reappeared,
        overview.changes.gone,
    );
    eprintln!("结果在 {}：巡检报告.html、整改台账.xlsx、通报（稿）.docx、通知单", folder.display());
}
