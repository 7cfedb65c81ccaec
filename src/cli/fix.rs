//! `shenjiao fix`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::options::{LintOptions, complain};
use super::{CLEAN, FAILED};
use crate::engine::{Linter, read_all};
use crate::finding::Applicability;
use crate::fix::{self, Fixed, write_atomically, write_error};
use crate::input::{self, Discovered, package};
use crate::source::Source;

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao fix --diff 稿件.html      先看会改什么，不动文件
  shenjiao fix 稿件.html             改确定无误的问题
  shenjiao fix --unsafe 稿件.html    连同需要人确认的一起改
只改有问题的那几个字，文件的编码、标签和其他内容一个字节都不动。")]
pub(super) struct Args {
    /// 要修改的文件或文件夹；- 表示从标准输入读、写到标准输出
    #[arg(value_name = "路径", required = true)]
    paths: Vec<PathBuf>,
    /// 只显示会改什么，不动文件
    #[arg(long)]
    diff: bool,
    /// 连同需要人确认的修改
    #[arg(long = "unsafe")]
    allow_unsafe: bool,
    /// 标准输入的内容叫什么名字
    #[arg(long, value_name = "名字")]
    stdin_filename: Option<String>,
    #[command(flatten)]
    lint: LintOptions,
}

pub(super) fn run(args: &Args) -> io::Result<u8> {
    let linter = match args.lint.linter(&args.paths[0]) {
        Ok(linter) => linter,
        Err(messages) => {
            complain(messages);
            return Ok(FAILED);
        }
    };
    if args.paths == [Path::new("-")] {
        return standard_input(args, &linter);
    }
    let (mut status, mut changed, mut applied) = (CLEAN, 0, 0);
    for file in input::discover(&args.paths) {
        match fix_file(args, &linter, file) {
            Ok(0) => {}
            Ok(count) => {
                changed += 1;
                applied += count;
            }
            Err(message) => {
                complain([message]);
                status = FAILED;
            }
        }
    }
    let done = if args.diff { "可以改" } else { "改了" };
    eprintln!("{done} {changed} 个文件里的 {applied} 处问题");
    Ok(status)
}

/// The number of findings fixed; the error is for the user.
fn fix_file(args: &Args, linter: &Linter, file: Discovered) -> Result<usize, String> {
    let (path, name) = match file {
        Discovered::Missing(name, message) => return Err(format!("{name}：{message}")),
        Discovered::File(path, name) => (path, name),
    };
    if let Some(package) = package::of_file(&path) {
        let kind = package.name();
        return Err(format!("{name}：{kind} 文件不能自动修改；请按检查结果在原来的程序里改"));
    }
    let source = Source::open(&path, &name).map_err(|error| format!("{name}：{error}"))?;
    let fixed = fix_source(args, linter, &source).map_err(|message| format!("{name}：{message}"))?;
    if fixed.applied > 0 && args.diff {
        print_diff(&source, &name, fixed.bytes).map_err(|error| error.to_string())?;
    } else if fixed.applied > 0 {
        write_atomically(&path, &fixed.bytes).map_err(|error| format!("{name}：{}", write_error(&error)))?;
    }
    Ok(fixed.applied)
}

fn fix_source(args: &Args, linter: &Linter, source: &Source) -> Result<Fixed, String> {
    let outcome = linter.read(source);
    if let Some(error) = outcome.errors.first() {
        return Err(format!("{}；没有修改", error.message));
    }
    let least = if args.allow_unsafe { Applicability::Unsafe } else { Applicability::Safe };
    let mut findings = Vec::new();
    for article in &outcome.articles {
        findings.extend(linter.check(source, article).findings);
    }
    findings.retain(|finding| finding.severity >= args.lint.least());
    Ok(fix::apply(source, &findings, least))
}

fn print_diff(source: &Source, name: &str, bytes: Vec<u8>) -> io::Result<()> {
    let fixed = Source::record(source.path().clone(), bytes, source.encoding(), source.base());
    let diff = TextDiff::from_lines(source.text(), fixed.text());
    let unified = diff.unified_diff().context_radius(1).header(&format!("a/{name}"), &format!("b/{name}")).to_string();
    io::stdout().lock().write_all(unified.as_bytes())
}

fn standard_input(args: &Args, linter: &Linter) -> io::Result<u8> {
    let name = args.stdin_filename.as_deref().unwrap_or("-");
    let bytes = read_all(io::stdin().lock())?;
    let fixed = Source::new(name, bytes).map_err(|error| error.to_string()).and_then(|source| {
        let fixed = fix_source(args, linter, &source)?;
        Ok((source, fixed))
    });
    match fixed {
        Err(message) => {
            complain([message]);
            Ok(FAILED)
        }
        Ok((source, fixed)) if args.diff => print_diff(&source, name, fixed.bytes).map(|()| CLEAN),
        Ok((_, fixed)) => io::stdout().lock().write_all(&fixed.bytes).map(|()| CLEAN),
    }
}
