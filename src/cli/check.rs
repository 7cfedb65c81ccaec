//! `shenjiao check`.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{CLEAN, FAILED, FOUND};
use crate::config::Config;
use crate::engine::{self, Linter, Progress, RunOptions, Task};
use crate::finding::Severity;
use crate::input;
use crate::output::{self, Header, Options, ReportedError, Summary};

#[derive(clap::Args)]
pub(super) struct Args {
    /// 要检查的文件或文件夹；- 表示标准输入
    paths: Vec<PathBuf>,
    /// 报告格式
    #[arg(long, value_name = "格式", default_value = "jsonl", value_parser = clap::builder::PossibleValuesParser::new(output::NAMES))]
    format: String,
    /// 只用这些规则或类别，以逗号分隔；ALL 表示全部
    #[arg(long, value_delimiter = ',')]
    select: Vec<String>,
    /// 不用这些规则或类别
    #[arg(long, value_delimiter = ',')]
    ignore: Vec<String>,
    #[arg(long)]
    published: Option<Date>,
    #[arg(long)]
    now: Option<Date>,
    #[arg(long, default_value = "info", value_parser = severity)]
    min_severity: Severity,
    #[arg(long, default_value = "error", value_parser = severity)]
    fail_on: Severity,
    #[arg(long)]
    threads: Option<usize>,
}

fn severity(name: &str) -> Result<Severity, String> {
    Severity::from_name(name).ok_or_else(|| "应为 info、warning、error 或 veto".to_string())
}

pub(super) fn run(args: Args) -> io::Result<u8> {
    let config = Config { select: args.select, ignore: args.ignore, ..Config::default() };
    let now = args.now.unwrap_or_else(|| jiff::Zoned::now().date());
    let linter = match Linter::new(config, Path::new("."), now, args.published) {
        Ok(linter) => linter,
        Err(error) => {
            for message in error.0 {
                eprintln!("shenjiao：{message}");
            }
            return Ok(FAILED);
        }
    };
    let mut format = output::by_name(&args.format, Options::default()).expect("checked by clap");
    let mut out = BufWriter::new(io::stdout().lock());
    let metas = linter.metas();
    format.begin(&mut out, Header { rules: &metas })?;
    let threads = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into));
    let (mut summary, mut errors, mut failure) = (Summary::default(), Vec::new(), None);
    engine::run(&linter, Task::Files(input::discover(&args.paths)), RunOptions { threads }, |progress| {
        match progress {
            Progress::Checked(mut checked) => {
                checked.findings.retain(|finding| finding.severity >= args.min_severity);
                summary.add(&checked);
                if let Err(error) = format.article(&mut out, &checked) {
                    failure = Some(error);
                    return false;
                }
            }
            Progress::Failed(path, error) => {
                errors.push(ReportedError { path, place: error.place, message: error.message, line: error.line });
            }
            Progress::Bytes(_) => {}
        }
        true
    });
    if let Some(error) = failure {
        return Err(error);
    }
    format.end(&mut out, &summary, &errors)?;
    out.flush()?;
    for error in &errors {
        eprintln!("{}：{}", error.path, error.message);
    }
    let found = Severity::ALL.into_iter().any(|severity| severity >= args.fail_on && summary.count(severity) > 0);
    Ok(if !errors.is_empty() {
        FAILED
    } else if found {
        FOUND
    } else {
        CLEAN
    })
}
