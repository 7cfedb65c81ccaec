//! `shenjiao review user`: accounts and roles.

use std::io::{self, BufRead, IsTerminal};

use clap::Subcommand;

use super::{Plain, done};
use crate::review::{Account, Result, ReviewError};

#[derive(clap::Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "例子：
  shenjiao review user add 王主任 --role 管理,签发 --as 王主任     第一个账号，要有“管理”角色
  shenjiao review user add 李四 --role 初审,一校 --as 王主任      已有的账号用 add 换角色或重新启用
  shenjiao review user list
  shenjiao review user disable 李四 --as 王主任
  shenjiao review user passwd 李四 --as 王主任                   密码只在网页服务登录时用
角色默认有：撰稿、初审、复审、终审、一校、二校、三校、签发、发布、管理；在配置 [review] 里改。"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 添加账号；已有的换成这些角色
    Add {
        /// 姓名
        #[arg(value_name = "姓名")]
        name: String,
        /// 角色，以逗号分隔
        #[arg(long, value_name = "角色", value_delimiter = ',', required = true)]
        role: Vec<String>,
        #[command(flatten)]
        actor: Actor,
    },
    /// 列出账号和角色
    List {
        #[command(flatten)]
        plain: Plain,
    },
    /// 停用账号；它做过的记录都在
    Disable {
        /// 姓名
        #[arg(value_name = "姓名")]
        name: String,
        #[command(flatten)]
        actor: Actor,
    },
    /// 设置密码：在终端上输入，或者从标准输入读一行
    Passwd {
        /// 姓名
        #[arg(value_name = "姓名")]
        name: String,
        #[command(flatten)]
        actor: Actor,
    },
}

#[derive(clap::Args)]
struct Actor {
    /// 谁来办：有“管理”角色的账号；改密码也可以是本人
    #[arg(long = "as", value_name = "姓名")]
    by: String,
    #[command(flatten)]
    plain: Plain,
}

/// Whether the outcome is wanted as JSON, and the outcome.
pub(super) fn run(args: &Args) -> (bool, Result<u8>) {
    match &args.command {
        Command::List { plain } => (plain.common.json, list(plain)),
        Command::Add { name, role, actor } => (actor.plain.common.json, add(name, role, actor)),
        Command::Disable { name, actor } => (actor.plain.common.json, disable(name, actor)),
        Command::Passwd { name, actor } => (actor.plain.common.json, passwd(name, actor)),
    }
}

fn add(name: &str, roles: &[String], actor: &Actor) -> Result<u8> {
    // The first account makes the store.
    let mut store = actor.plain.common.open(actor.plain.config.as_deref(), true)?;
    let receipt = store.set_user(&actor.by, name, roles)?;
    actor.plain.common.acknowledge(&receipt, "")?;
    done()
}

fn list(plain: &Plain) -> Result<u8> {
    let accounts = plain.open()?.accounts()?;
    let line = |account: &Account| {
        let state = if account.user.active { "" } else { "　已停用" };
        let password = if account.has_password { "　有密码" } else { "" };
        format!("{}　{}{password}{state}", account.user.name, account.user.roles.join("、"))
    };
    let lines: Vec<String> = accounts.iter().map(line).collect();
    plain.common.say(&accounts, &lines.join("\n"))?;
    done()
}

fn disable(name: &str, actor: &Actor) -> Result<u8> {
    let receipt = actor.plain.open()?.disable_user(&actor.by, name)?;
    actor.plain.common.acknowledge(&receipt, "")?;
    done()
}

fn passwd(name: &str, actor: &Actor) -> Result<u8> {
    let mut store = actor.plain.open()?;
    let receipt = store.set_password(&actor.by, name, &password()?)?;
    actor.plain.common.acknowledge(&receipt, "；这个账号以前的登录都已失效")?;
    done()
}

/// From the terminal, unseen and twice; else one line of standard input.
fn password() -> Result<String> {
    let fault = |error: io::Error| ReviewError::storage(format!("读不到密码：{error}"));
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(fault)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_string());
    }
    let first = rpassword::prompt_password("新密码：").map_err(fault)?;
    let second = rpassword::prompt_password("再输一遍：").map_err(fault)?;
    if first != second {
        return Err(ReviewError::refused("两次输入的密码不同，没有改"));
    }
    Ok(first)
}
