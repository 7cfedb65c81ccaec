//! `shenjiao review`: the three-review store on the command line. What may be done is judged by `review`; this parses, asks
//! and prints.

mod act;
mod export;
mod show;
mod submit;
mod user;
mod verify;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Serialize;
use serde_json::json;

use super::options::complain;
use super::{CLEAN, FAILED, FOUND};
use crate::config::{self, Loaded};
use crate::review::{Kind, Receipt, Result, ReviewError, Store};

/// The store where neither the command line nor the configuration names one.
const STORE: &str = "审核库.db";

#[derive(clap::Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "例子（从建库到发布）：
  shenjiao review user add 王主任 --role 管理 --as 王主任          建库，第一个账号要能管理
  shenjiao review user add 张三 --role 撰稿 --as 王主任
  shenjiao review submit 稿件.html --as 张三                      送审，得到编号，如 2026-0001
  shenjiao review list --stage 初审                              等着初审的稿件
  shenjiao review show 2026-0001                                 看稿件、问题和处理
  shenjiao review decide 2026-0001 问题编号 忽略 --reason 引文原样 --as 李四
  shenjiao review pass 2026-0001 初审 --as 李四
  shenjiao review sign 2026-0001 --as 王主任
  shenjiao review publish 2026-0001 稿件.html --as 赵六
  shenjiao review verify                                         核对有没有人改过记录
审核库默认是当前文件夹的“审核库.db”，可以用 --store 或配置 [review] store 指定。
--as 写的是谁，程序就当是谁：能写审核库文件的人都能用，请管好文件权限；要凭密码登录，请用网页服务。
退出状态：0 办成；1 不合流程，没有存下，或者核对出改动；2 用法、配置有误或文件读写不了。"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 送审一篇稿件，或者送它的新版本
    Submit(submit::Args),
    /// 列出稿件：按状态、环节、单位
    List(show::ListArgs),
    /// 看一篇稿件：经过哪些环节、有哪些问题、怎么处理的
    Show(show::ShowArgs),
    /// 对检查出的问题作决定：采纳、忽略、转办
    Decide(act::DecideArgs),
    /// 通过一个环节：初审、复审、终审、一校、二校、三校
    Pass(act::PassArgs),
    /// 退回修改
    Return(act::ReasonArgs),
    /// 签发
    Sign(act::SignArgs),
    /// 登记发布；要发布的文字须与签发的相同
    Publish(act::PublishArgs),
    /// 撤回稿件
    Withdraw(act::ReasonArgs),
    /// 用现在的规则再查一遍库里的稿件
    Recheck(submit::RecheckArgs),
    /// 核对审核记录有没有被改动
    Verify(verify::Args),
    /// 导出发稿单或审核日志
    Export(export::ExportArgs),
    /// 备份审核库，不用停下别的程序
    Backup(export::BackupArgs),
    /// 管理账号和角色
    User(user::Args),
}

/// Options that all commands have.
#[derive(clap::Args)]
struct Common {
    /// 审核库文件；不写就用配置 [review] store，没有配置就用当前文件夹的“审核库.db”
    #[arg(long, value_name = "文件")]
    store: Option<PathBuf>,
    /// 结果写成 JSON，供其他程序读
    #[arg(long)]
    json: bool,
}

/// The same for commands that check nothing.
#[derive(clap::Args)]
struct Plain {
    #[command(flatten)]
    common: Common,
    /// 配置文件；不写就从当前文件夹往上找 shenjiao.toml
    #[arg(long, value_name = "文件")]
    config: Option<PathBuf>,
}

impl Common {
    /// Opens the store that is meant.
    fn open(&self, config: Option<&Path>, create: bool) -> Result<Store> {
        let Loaded { config, root } = config::load(config, Path::new(".")).map_err(ReviewError::storage)?;
        let configured = config.review.store.as_ref().map(|store| root.join(store));
        let path = self.store.clone().or(configured).unwrap_or_else(|| PathBuf::from(STORE));
        if create { Store::create(&path, config.review) } else { Store::open(&path, config.review) }
    }

    /// Prints what was done, for people or for programs.
    fn say(&self, value: &impl Serialize, words: &str) -> Result<()> {
        let text = if self.json { to_json(value)? } else { words.to_string() };
        print(&(text + "\n"))
    }

    fn acknowledge(&self, receipt: &Receipt, more: &str) -> Result<()> {
        let words = format!("已存为第{}号记录：{}{more}", receipt.seq, receipt.done);
        self.say(receipt, &words)
    }
}

impl Plain {
    fn open(&self) -> Result<Store> {
        self.common.open(self.config.as_deref(), false)
    }
}

pub(super) fn run(args: &Args) -> io::Result<u8> {
    let (json, done) = match &args.command {
        Command::Submit(args) => (args.common.json, submit::run(args)),
        Command::List(args) => (args.plain.common.json, show::list(args)),
        Command::Show(args) => (args.plain.common.json, show::show(args)),
        Command::Decide(args) => (args.step.plain.common.json, act::decide(args)),
        Command::Pass(args) => (args.step.plain.common.json, act::pass(args)),
        Command::Return(args) => (args.step.plain.common.json, act::send_back(args)),
        Command::Sign(args) => (args.step.plain.common.json, act::sign(args)),
        Command::Publish(args) => (args.step.plain.common.json, act::publish(args)),
        Command::Withdraw(args) => (args.step.plain.common.json, act::withdraw(args)),
        Command::Recheck(args) => (args.common.json, submit::recheck(args)),
        Command::Verify(args) => (args.plain.common.json, verify::run(args)),
        Command::Export(args) => (false, export::export(args)),
        Command::Backup(args) => (args.plain.common.json, export::backup(args)),
        Command::User(args) => user::run(args),
    };
    let error = match done {
        Ok(status) => return Ok(status),
        Err(error) => error,
    };
    if json {
        writeln!(io::stdout().lock(), "{}", refusal(&error))?;
    }
    complain([&error.message]);
    Ok(match error.kind {
        Kind::Refused | Kind::Forbidden | Kind::Throttled | Kind::Conflict => FOUND,
        Kind::Missing | Kind::Damaged | Kind::Full | Kind::Storage => FAILED,
    })
}

/// A refusal for programs.
fn refusal(error: &ReviewError) -> serde_json::Value {
    json!({"error": error.message, "kind": error.kind})
}

fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| ReviewError::storage(error.to_string()))
}

/// Writes to standard output at once. Whoever reads it may have gone; what was done is done.
fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(ReviewError::storage(format!("写不了标准输出：{error}")))
        }
        _ => Ok(()),
    }
}

fn done() -> Result<u8> {
    Ok(CLEAN)
}
