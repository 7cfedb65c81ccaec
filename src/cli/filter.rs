//! `shenjiao filter`.

use std::io::{self, BufWriter};
use std::path::Path;

use super::options::{LintOptions, complain};
use super::{CLEAN, FAILED};
use crate::engine;

#[derive(clap::Args)]
#[command(after_help = "每行读入一个 JSON 对象，只有 body 必填：
  {\"id\":1,\"title\":\"标题\",\"body\":\"正文\",\"format\":\"text\",\"published\":\"2024-07-18\"}
每行写出一个报告，顺序与输入相同：
  {\"id\":1,\"findings\":[…],\"characters\":120}
位置以 body 这个字符串为准；标题里的问题 region 为 title，没有位置。
供 Hive、Spark 的 TRANSFORM 和其他语言调用。")]
pub(super) struct Args {
    /// 把读不懂的行也写到标准错误
    #[arg(long)]
    verbose: bool,
    #[command(flatten)]
    lint: LintOptions,
}

pub(super) fn run(args: &Args) -> io::Result<u8> {
    let linter = match args.lint.linter(Path::new(".")) {
        Ok(linter) => linter,
        Err(messages) => {
            complain(messages);
            return Ok(FAILED);
        }
    };
    let mut out = BufWriter::new(io::stdout().lock());
    engine::filter(&linter, io::stdin(), &mut out, args.lint.threads(), args.lint.least(), args.verbose)?;
    Ok(CLEAN)
}
