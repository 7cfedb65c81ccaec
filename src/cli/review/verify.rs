//! `shenjiao review verify`.

use super::{Plain, done};
use crate::cli::FOUND;
use crate::review::{Digest, Result};

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review verify
  shenjiao review verify --head 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
日志每一条都带着前一条的校验值，其他各表都能由日志推出来，所以哪一行被改、被删、被加、被调换都查得出。
只有一种情形光看库查不出：有人把末尾几条连同各表一起去掉，或者把整个库重写一遍。所以请定期把显示的校验值
抄到别处（发稿单上印着它），以后用 --head 核对它还在不在日志里。
退出状态：0 没有改动；1 有改动；2 读不了。")]
pub(super) struct Args {
    /// 以前抄下的校验值
    #[arg(long, value_name = "校验值", value_parser = digest)]
    head: Option<Digest>,
    #[command(flatten)]
    pub(super) plain: Plain,
}

fn digest(text: &str) -> std::result::Result<Digest, String> {
    text.parse()
}

pub(super) fn run(args: &Args) -> Result<u8> {
    let verification = args.plain.open()?.verify(args.head)?;
    let mut lines = verification.faults.clone();
    if lines.is_empty() {
        lines.push(format!("{}条记录都对得上，各表与日志一致", verification.entries));
        lines.extend(verification.known.map(|seq| format!("给出的校验值是第{seq}号记录的，到那里为止没有改动")));
    } else {
        lines.push(format!("查出{}处改动，共{}条记录", verification.faults.len(), verification.entries));
    }
    lines.push(format!("最后一条的校验值，请抄到别处备查：{}", verification.head));
    args.plain.common.say(&verification, &lines.join("\n"))?;
    if verification.faults.is_empty() { done() } else { Ok(FOUND) }
}
