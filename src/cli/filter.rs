//! `shenjiao filter`.

use std::io::{self, BufWriter, Write};
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
供 Hive、Spark 的 TRANSFORM 和其他语言调用。

在多台机器上找文字相同的文章，分两步：
  shenjiao filter --signatures < 文章.jsonl > 指纹.jsonl     每行写出 {\"id\":1,\"bands\":[…],\"numbers\":\"…\"}，太短的文章没有指纹
  cat 指纹*.jsonl | shenjiao filter --groups > 同文.jsonl    每行写出一组相同的文章 {\"group\":[1,7]}
bands 里有一个词相同的文章才可能相同，集群可以按它分组。结果与一台机器上巡检的相同。")]
pub(super) struct Args {
    /// 不检查，只写出每篇文章的文字指纹，用来找相同的文章
    #[arg(long, conflicts_with = "groups")]
    signatures: bool,
    /// 读入 --signatures 写出的行，写出文字相同的各组文章
    #[arg(long)]
    groups: bool,
    /// 把读不懂的行也写到标准错误
    #[arg(long)]
    verbose: bool,
    #[command(flatten)]
    lint: LintOptions,
}

pub(super) fn run(args: &Args) -> io::Result<u8> {
    let mut out = BufWriter::new(io::stdout().lock());
    if args.signatures {
        engine::signatures(io::stdin(), &mut out, args.lint.threads(), args.verbose)?;
        return Ok(CLEAN);
    }
    if args.groups {
        return group(&mut out);
    }
    let linter = match args.lint.linter(Path::new(".")) {
        Ok(linter) => linter,
        Err(messages) => {
            complain(messages);
            return Ok(FAILED);
        }
    };
    engine::filter(&linter, io::stdin(), &mut out, args.lint.threads(), args.lint.least(), args.verbose)?;
    Ok(CLEAN)
}

fn group(out: &mut impl Write) -> io::Result<u8> {
    match engine::groups(io::stdin(), out)? {
        0 => Ok(CLEAN),
        unread => {
            complain([format!("有 {unread} 行不是 --signatures 写出的，没有算进去")]);
            Ok(FAILED)
        }
    }
}
