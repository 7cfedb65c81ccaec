//! Options that several commands share, and making a linter of them.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;

use crate::config::{self, Loaded};
use crate::document::today;
use crate::engine::{self, Cache, Linter};
use crate::finding::Severity;
use crate::input::Discovered;

/// What is linted and how.
#[derive(clap::Args, Debug, Default)]
pub(super) struct LintOptions {
    /// 配置文件；不写就从被检查的路径往上找 shenjiao.toml
    #[arg(long, value_name = "文件")]
    pub config: Option<PathBuf>,
    /// 只用这些规则或类别，以逗号分隔；ALL 表示全部，连同试用规则
    #[arg(long, value_name = "规则", value_delimiter = ',')]
    pub select: Vec<String>,
    /// 不用这些规则或类别，以逗号分隔
    #[arg(long, value_name = "规则", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// 稿件没有发布日期时按这一天算，如 2024-07-18
    #[arg(long, value_name = "日期", value_parser = date)]
    pub published: Option<Date>,
    /// 把这一天当作“今天”，用来判断承诺是否过期；默认是系统日期
    #[arg(long, value_name = "日期", value_parser = date)]
    pub now: Option<Date>,
    /// 只报这个等级及以上：info、warning、error、veto；默认 info，巡检默认 warning
    #[arg(long, value_name = "等级", value_parser = severity)]
    pub min_severity: Option<Severity>,
    /// 不用语境检查（typo/context），快得多，但查不出写成了别的词的错字
    #[arg(long)]
    pub no_context: bool,
    /// 线程数；默认与处理器核数相同
    #[arg(long, value_name = "个数", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
}

impl LintOptions {
    /// The linter for what lies at `start`. Errors are messages for the user.
    pub fn linter(&self, start: &Path) -> Result<Linter, Vec<String>> {
        self.linter_of(config::load(self.config.as_deref(), start).map_err(|error| vec![error])?)
    }

    /// The linter with what a configuration says.
    pub fn linter_of(&self, loaded: Loaded) -> Result<Linter, Vec<String>> {
        let Loaded { mut config, root } = loaded;
        if !self.select.is_empty() {
            config.select.clone_from(&self.select);
        }
        config.ignore.extend(self.ignore.iter().cloned());
        if self.no_context {
            config.ignore.push("typo/context".to_string());
        }
        Linter::new(config, &root, self.now(), self.published).map_err(|error| error.0)
    }

    pub fn now(&self) -> Date {
        self.now.unwrap_or_else(today)
    }

    pub fn least(&self) -> Severity {
        self.min_severity.unwrap_or(Severity::Info)
    }

    pub fn threads(&self) -> usize {
        self.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, Into::into), usize::from)
    }
}

/// The cache of results, unless it is not wanted or cannot be used; why not, to the user unless `quiet`.
pub(super) fn open_cache(linter: &Linter, is_wanted: bool, quiet: bool) -> Option<Cache> {
    let folder = engine::cache_folder().filter(|_| is_wanted)?;
    match Cache::open(&folder, linter) {
        Ok(cache) => Some(cache),
        Err(message) => {
            complain(Some(message).filter(|_| !quiet));
            None
        }
    }
}

/// Writes what the cache still holds back.
pub(super) fn close_cache(cache: Option<Cache>, quiet: bool) {
    let fault = cache.and_then(Cache::close);
    complain(fault.filter(|_| !quiet));
}

/// A flag that the first Ctrl-C raises, so that what was found so far is not lost; the second one ends the program.
pub(super) fn interruption() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stopped);
    // Without a handler, Ctrl-C ends the program as before: nothing is lost but this run.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(super::FAILED));
        }
    });
    stopped
}

/// A severity by name, for clap.
pub(super) fn severity(name: &str) -> Result<Severity, String> {
    Severity::from_name(name).ok_or_else(|| "应为 info、warning、error 或 veto".to_string())
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "日期应写作 2024-07-18 这样".to_string())
}

/// Bytes done of all bytes, with rate and time left; on standard error and only on a terminal.
pub(super) fn progress_bar(files: &[Discovered], is_wanted: bool) -> ProgressBar {
    if !is_wanted || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let size = |file: &Discovered| match file {
        Discovered::File(path, _) => std::fs::metadata(path).map_or(0, |data| data.len()),
        Discovered::Missing(..) => 0,
    };
    let bar = ProgressBar::with_draw_target(Some(files.iter().map(size).sum()), ProgressDrawTarget::stderr_with_hz(8));
    let template = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} 还需 {eta}";
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Writes messages to standard error, one a line.
pub(super) fn complain(messages: impl IntoIterator<Item = impl std::fmt::Display>) {
    for message in messages {
        eprintln!("shenjiao：{message}");
    }
}
