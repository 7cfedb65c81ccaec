//! `shenjiao lsp`.

use std::io;

use super::options::LintOptions;
use crate::engine::Linters;
use crate::lsp;

#[derive(clap::Args)]
#[command(
    after_help = "由编辑器启动，通过标准输入和标准输出通信，不必自己运行。各编辑器怎样设置见说明书（README）。例子：
  shenjiao lsp                              用每篇文章最近的 shenjiao.toml
  shenjiao lsp --config 本单位.toml           所有文章用同一份配置
  shenjiao lsp --no-context                 不用语境检查，机器慢时用
退出状态：0 正常结束；1 编辑器没有先要求关闭就断开；2 用法有误或通信出错。"
)]
pub(super) struct Args {
    #[command(flatten)]
    lint: LintOptions,
}

pub(super) fn run(args: Args) -> io::Result<u8> {
    let options = args.lint;
    let most_checks = options.threads();
    let linters = Linters::new(options.config.clone(), options.least(), move |loaded| options.linter_of(loaded));
    lsp::run(linters, most_checks, io::stdin(), io::stdout())
}
