//! `shenjiao check`.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use indicatif::ProgressBar;

use super::baseline::Baseline;
use super::gate::{GateOptions, Gatekeeper};
use super::options::{LintOptions, close_cache, complain, interruption, open_cache, progress_bar, severity};
use super::{CLEAN, FAILED, FOUND};
use crate::engine::{self, Checked, Linter, Progress, Repeats, RunOptions, Task};
use crate::finding::Severity;
use crate::fix::{self, AtomicFile};
use crate::input;
use crate::output::{self, Header, Options, Output, ReportedError, Summary};

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao check 稿件.html                       检查一个网页
  shenjiao check 导出/ --format csv --output 结果.csv   检查整个文件夹，结果用表格打开
  shenjiao check 导出.jsonl --select typo,sensitive     只查错别字和敏感表述
  cat 稿件.txt | shenjiao check - --published 2024-07-18
  shenjiao check 待发.html --gate 审核库.db      发布前把关：审核库里签发的、问题处理完的才放行
中途按 Ctrl-C，已查的部分照样报出来，并注明不完整；写进文件的报告不会被半份报告换掉。
没有改动的稿件，下次从缓存里取结果；--no-cache 不用缓存。
退出状态：0 没有达到 --fail-on 的问题；1 有；2 用法、配置有误或有文件读不了。")]
pub(super) struct Args {
    /// 要检查的文件或文件夹；- 表示标准输入；不写就检查当前文件夹
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 报告格式；默认在终端上用 pretty，否则用 jsonl
    #[arg(long, value_name = "格式", value_parser = clap::builder::PossibleValuesParser::new(output::NAMES))]
    format: Option<String>,
    /// 把报告写进文件
    #[arg(long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 标准输入的内容叫什么名字（按它判断格式）
    #[arg(long, value_name = "名字")]
    stdin_filename: Option<String>,
    /// 有这个等级及以上的问题时，退出状态为 1
    #[arg(long, value_name = "等级", default_value = "error", value_parser = severity)]
    fail_on: Severity,
    /// 不报这份基线里已有的问题
    #[arg(long, value_name = "文件")]
    baseline: Option<PathBuf>,
    /// 把这次的问题存为基线
    #[arg(long, value_name = "文件")]
    write_baseline: Option<PathBuf>,
    /// 进度条：auto 只在终端上显示，never 不显示
    #[arg(long, value_name = "方式", default_value = "auto", value_parser = ["auto", "never"])]
    progress: String,
    /// 不用缓存，全部重新检查
    #[arg(long)]
    no_cache: bool,
    /// 不在标准错误上写任何话
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    gate: GateOptions,
    #[command(flatten)]
    lint: LintOptions,
}

/// Bytes of the report that are written at once.
const BUFFER: usize = 64 << 10;

/// Where the report goes. A file is complete or absent.
enum Target {
    Stdout(BufWriter<io::Stdout>),
    File(PathBuf, AtomicFile),
}

impl Target {
    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(out) => out,
            Self::File(_, file) => file,
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush(),
            Self::File(path, file) => file.commit().map_err(|error| unwritable(&path, &error)),
        }
    }
}

fn unwritable(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("写不了 {}：{}", path.display(), fix::write_error(error)))
}

pub(super) fn run(args: Args) -> io::Result<u8> {
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    if args.format.as_deref() == Some("xlsx") && args.output.is_none() && io::stdout().is_terminal() {
        complain(["xlsx 不能显示在终端上；请加 --output 结果.xlsx 写进文件"]);
        return Ok(FAILED);
    }
    let baseline = match args.baseline.as_deref().map(Baseline::read).transpose() {
        Ok(baseline) => baseline,
        Err(message) => {
            complain([message]);
            return Ok(FAILED);
        }
    };
    let linter = args.lint.linter(&paths[0]);
    let opened = linter.and_then(|linter| args.gate.open(linter, args.quiet).map_err(|message| vec![message]));
    let (linter, gate) = match opened {
        Ok(opened) => opened,
        Err(messages) => {
            complain(messages);
            return Ok(FAILED);
        }
    };
    // Goes with the process: freeing thousands of small things takes as long as reading a page.
    let linter = ManuallyDrop::new(linter);
    let task = task(&args, &paths)?;
    Report::new(&args, &linter, baseline, gate, &task)?.run(&args, task)
}

fn task(args: &Args, paths: &[PathBuf]) -> io::Result<Task> {
    if paths == [Path::new("-")] {
        let name = args.stdin_filename.clone().unwrap_or_else(|| "-".to_string());
        return Ok(Task::Bytes(engine::read_all(io::stdin().lock())?, name));
    }
    Ok(Task::Files(input::discover(paths)))
}

/// One run: what was found so far, and where it goes.
struct Report<'a> {
    linter: &'a Linter,
    format: Box<dyn Output>,
    target: Target,
    summary: Summary,
    errors: Vec<ReportedError>,
    known: Option<Baseline>,
    gate: Gatekeeper,
    found: Baseline,
    bar: ProgressBar,
    failure: Option<io::Error>,
    quiet: bool,
    is_complete: bool,
}

impl<'a> Report<'a> {
    fn new(
        args: &Args,
        linter: &'a Linter,
        known: Option<Baseline>,
        gate: Gatekeeper,
        task: &Task,
    ) -> io::Result<Self> {
        let terminal = args.output.is_none() && io::stdout().is_terminal();
        let name = args.format.as_deref().unwrap_or(if terminal { "pretty" } else { "jsonl" });
        let color = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Ok(Self {
            linter,
            format: output::by_name(name, Options { color }).expect("clap knows the names"),
            target: match &args.output {
                Some(path) => {
                    let file = AtomicFile::create(path).map_err(|error| unwritable(path, &error))?;
                    Target::File(path.clone(), file)
                }
                None => Target::Stdout(BufWriter::with_capacity(BUFFER, io::stdout())),
            },
            summary: Summary::default(),
            errors: Vec::new(),
            known,
            gate,
            found: Baseline::default(),
            bar: match task {
                Task::Files(files) => progress_bar(files, !args.quiet && args.progress == "auto"),
                Task::Bytes(..) => ProgressBar::hidden(),
            },
            failure: None,
            quiet: args.quiet,
            is_complete: true,
        })
    }

    fn run(mut self, args: &Args, task: Task) -> io::Result<u8> {
        let metas: Vec<_> = self.linter.metas().into_iter().filter(|meta| self.linter.is_selected(meta)).collect();
        self.format.begin(self.target.writer(), Header { rules: &metas })?;
        let (least, linter) = (args.lint.least(), self.linter);
        let mut repeats = Repeats::default();
        let stopped = interruption();
        let cache = open_cache(linter, !args.no_cache, args.quiet);
        let options = RunOptions { threads: args.lint.threads(), traced: false, cache: cache.as_ref() };
        engine::run(linter, task, options, |progress| {
            let is_going_on = match progress {
                Progress::Checked(mut checked) => {
                    self.gate.judge(&checked);
                    self.drop_known(&mut checked, least);
                    repeats.push(*checked, &mut |checked| self.article(&checked))
                }
                Progress::Failed(path, error) => {
                    self.error(ReportedError { path, place: error.place, message: error.message, line: error.line });
                    true
                }
                Progress::Bytes(bytes) => {
                    self.bar.inc(bytes);
                    true
                }
            };
            is_going_on && !stopped.load(Ordering::Relaxed)
        });
        close_cache(cache, args.quiet);
        self.is_complete = !stopped.load(Ordering::Relaxed);
        if self.failure.is_none() {
            repeats.finish(&mut |checked| self.article(&checked));
        }
        self.finish(args)
    }

    fn drop_known(&mut self, checked: &mut Checked, least: Severity) {
        checked.findings.retain(|finding| finding.severity >= least);
        self.found.add(checked);
        if let Some(known) = &self.known {
            checked.findings.retain(|finding| !known.has(finding));
        }
    }

    fn article(&mut self, checked: &Checked) -> bool {
        self.summary.add(checked);
        self.failure = self.format.article(self.target.writer(), checked).err();
        self.failure.is_none()
    }

    fn error(&mut self, error: ReportedError) {
        if !self.quiet {
            self.bar.suspend(|| eprintln!("{error}"));
        }
        self.errors.push(error);
    }

    fn finish(mut self, args: &Args) -> io::Result<u8> {
        self.bar.finish_and_clear();
        if let Some(error) = self.failure {
            return Err(error);
        }
        if !self.is_complete {
            return self.break_off(args);
        }
        self.format.end(self.target.writer(), &self.summary, &self.errors)?;
        self.target.finish()?;
        if let Some(path) = &args.write_baseline {
            self.found.write(path)?;
        }
        let failing = Severity::ALL.into_iter().filter(|severity| *severity >= args.fail_on);
        let found = failing.map(|severity| self.summary.count(severity)).sum::<u64>() > 0;
        Ok(match (self.errors.is_empty(), self.gate.verdict()) {
            (false, _) => FAILED,
            (true, Some(verdict)) => verdict,
            (true, None) => {
                if found {
                    FOUND
                } else {
                    CLEAN
                }
            }
        })
    }

    /// After Ctrl-C: what was found goes out as a whole report that says that it is not all. In place of a file that
    /// may be all, it is not put; nor is a baseline.
    fn break_off(mut self, args: &Args) -> io::Result<u8> {
        let path = args.paths.first().map_or_else(|| ".".to_string(), |path| path.display().to_string());
        let message = match &self.target {
            Target::Stdout(_) => "检查中途停止，报告只含已查的部分".to_string(),
            Target::File(path, _) => format!("检查中途停止，没有写 {}，原来的文件没有动", path.display()),
        };
        self.error(ReportedError { path, place: None, message, line: None });
        if let Target::Stdout(_) = self.target {
            self.format.end(self.target.writer(), &self.summary, &self.errors)?;
            self.target.finish()?;
        }
        Ok(FAILED)
    }
}
