//! The command line: options of each command, one file a command. Prints, and returns the exit status; what is done
//! is done by the modules below.

mod baseline;
mod check;
pub mod dict;
mod documents;
mod eval;
mod filter;
mod fix;
mod gate;
mod init;
mod inspect;
mod like;
#[cfg(feature = "lsp")]
mod lsp;
mod model;
mod options;
#[cfg(feature = "review")]
mod review;
mod rules;
#[cfg(feature = "serve")]
mod serve;
mod text;

use std::io;

use clap::{Parser, Subcommand};

/// Nothing at or above `--fail-on`.
const CLEAN: u8 = 0;
/// Findings at or above it.
const FOUND: u8 = 1;
/// Usage, configuration, or an input that could not be read.
const FAILED: u8 = 2;

#[derive(Parser)]
#[command(
    name = "shenjiao",
    version,
    about = "审校：检查政府网站和政务新媒体的中文稿件",
    long_about = "审校（shenjiao）检查政府网站和政务新媒体的中文稿件：错别字、不规范表述、敏感用语、日期和时效、转载。\n\
                  一切都在本机完成，不连接任何网络。",
    disable_help_subcommand = true,
    after_help = "例子：shenjiao check 稿件.html"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 检查文件、文件夹或导出的稿件
    Check(check::Args),
    /// 自动修改确定无误的问题
    Fix(fix::Args),
    /// 按审读的样子显示稿件正文
    Text(text::Args),
    /// 逐行读入 JSON、逐行写出报告，供其他程序调用
    Filter(filter::Args),
    /// 列出规则
    Rules(rules::RulesArgs),
    /// 说明一条规则：查什么、为什么、依据、例子
    Explain(rules::ExplainArgs),
    /// 检查、查找、统计词库
    Dict(dict::Args),
    /// 在标注过的语料上测准确率和召回率
    Eval(eval::Args),
    /// 训练本单位的语言模型，供语境检查参考
    Model(model::Args),
    /// 成批巡检：按单位统计，出报告、整改台账和通报稿
    Inspect(inspect::Args),
    /// 三审三校：送审、审核、签发、发布，记录可核对
    #[cfg(feature = "review")]
    Review(review::Args),
    /// 语言服务，供编辑器启动：边写边查
    #[cfg(feature = "lsp")]
    Lsp(lsp::Args),
    /// 在本机或内网提供检查服务（HTTP）
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    /// 写一份带说明的 shenjiao.toml
    Init,
}

/// Parses the arguments, runs the command and gives the exit status.
pub fn main() -> io::Result<u8> {
    match Cli::parse().command {
        Command::Check(args) => check::run(args),
        Command::Fix(args) => fix::run(&args),
        Command::Text(args) => text::run(&args),
        Command::Filter(args) => filter::run(&args),
        Command::Rules(args) => rules::list(args),
        Command::Explain(args) => rules::explain(&args),
        Command::Dict(args) => dict::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Model(args) => model::run(args),
        Command::Inspect(args) => inspect::run(&args),
        #[cfg(feature = "review")]
        Command::Review(args) => review::run(&args),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => lsp::run(args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args),
        Command::Init => init::run(),
    }
}
