//! `shenjiao inspect`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use jiff::civil::Date;

use super::options::{LintOptions, close_cache, complain, date, interruption, open_cache, progress_bar};
use super::{CLEAN, FAILED, documents, like};
use crate::engine::{self, Cache, Linter, Look, Progress, RunOptions, Selection, Sum, Task};
use crate::finding::Severity;
use crate::input::{self, Discovered};
use crate::inspect::{self, Changes, InspectError, Inspection, Overview, Register, Store};

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
    let files = input::discover(&args.paths);
    let cache = open_cache(&linter, !args.no_cache, false);
    let known = cache.as_ref().map(|cache| Known::look(cache, &files, &task, register.as_ref()));
    let same = match &known {
        Some(known) => known.last(&files, &store)?,
        None => None,
    };
    let is_same = same.is_some();
    let overview = match same {
        Some(overview) => overview,
        None => {
            let overview = gather(args, &linter, &task, files, cache.as_ref(), &mut store, register.as_ref())?;
            if let Some(known) = known.filter(|_| overview.complete) {
                known.keep(&input::discover(&args.paths), &store, overview.run)?;
            }
            overview
        }
    };
    close_cache(cache, false);
    let written = documents::write(folder, &store, &overview)?;
    if is_same {
        say_same(&overview, &written);
    } else {
        sum_up(&overview, overview.changes);
    }
    eprintln!("结果在 {}：巡检报告.html、整改台账.xlsx、通报（稿）.docx、通知单", folder.display());
    Ok(if overview.failures.is_empty() && overview.complete { CLEAN } else { FAILED })
}

/// By what it is known that the last inspection was this one: the same of everything that goes into it.
struct Known<'a> {
    cache: &'a Cache,
    /// All that is asked, as it prints: what is added to it counts by itself.
    asked: String,
    look: Look,
}

impl<'a> Known<'a> {
    fn look(cache: &'a Cache, files: &[Discovered], task: &inspect::Task, register: Option<&Register>) -> Self {
        let asked = format!("{:?}", (task, register));
        Self { cache, look: cache.look(files, &asked), asked }
    }

    /// The last inspection, if it was the same.
    fn last(&self, files: &[Discovered], store: &Store) -> Result<Option<Overview>, InspectError> {
        let last = store.last()?.filter(|(sum, _)| sum.outline == self.look.outline);
        let same = last.filter(|(sum, _)| self.cache.contents(files, &self.asked).as_ref() == Some(&sum.contents));
        Ok(same.map(|(_, overview)| overview))
    }

    /// Keeps by what this run is known again, unless something in the archive changed meanwhile.
    fn keep(self, files: &[Discovered], store: &Store, run: i64) -> Result<(), InspectError> {
        let contents = self.cache.contents(files, &self.asked);
        let after = self.cache.look(files, &self.asked);
        match contents.filter(|_| after == self.look) {
            Some(contents) => store.keep_sum(run, &Sum { outline: after.outline, contents }),
            None => Ok(()),
        }
    }
}

/// Checks everything and counts; Ctrl-C ends it early.
fn gather(
    args: &Args,
    linter: &Linter,
    task: &inspect::Task,
    files: Vec<Discovered>,
    cache: Option<&Cache>,
    store: &mut Store,
    register: Option<&Register>,
) -> Result<Overview, InspectError> {
    let stopped = interruption();
    let bar = progress_bar(&files, args.progress == "auto");
    let mut inspection = Inspection::begin(task, store, register)?;
    let mut fault = None;
    let options = RunOptions { threads: args.lint.threads(), traced: true, cache };
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
    match fault {
        Some(fault) => Err(fault),
        None => inspection.finish(!stopped.load(Ordering::Relaxed)),
    }
}

/// What is said instead of checking again: nothing changed, so that all there is was there the last time.
fn say_same(overview: &Overview, written: &[String]) {
    for (path, message) in &overview.failures {
        eprintln!("shenjiao：{path}：{message}");
    }
    eprintln!(
        "文章、名录、规则、配置和日期都与上次巡检（{}）相同，没有重新检查，也不另算一次；要作为新的一次，请加 --no-cache",
        overview.title
    );
    match written {
        [] => eprintln!("报告、台账、通报稿、通知单都还在，没有改动，不必重写"),
        written => eprintln!("不在了、改动过或者要更新的，已按上次的结果重写：{}", written.join("、")),
    }
    sum_up(overview, Changes { known: overview.total.findings(), ..Changes::default() });
}

fn sum_up(overview: &Overview, changes: Changes) {
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
        changes.new,
        changes.known,
        changes.reappeared,
        changes.gone,
    );
}
