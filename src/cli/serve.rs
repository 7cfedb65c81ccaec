//! `shenjiao serve`.

use std::io;
use std::path::{Path, PathBuf};

use core::net::SocketAddr;

use super::options::{LintOptions, complain};
use super::{CLEAN, FAILED};
use crate::config;
use crate::engine::Linters;
use crate::serve::{self, Options, Ready};

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao serve                                      只供本机：http://127.0.0.1:8081
  shenjiao serve --store 审核库.db                       连同送审、审核、签发，各人凭密码登录
  shenjiao serve --listen 0.0.0.0:8081 --tokens 令牌.txt   供本单位内网，凭令牌访问
用浏览器打开这个地址就是工作台。审核库里还没有人能登录时，启动时会写出首次设置的网址，24小时内有效，用一次就作废。
接口说明：/api/v1/openapi.json。LanguageTool 的客户端（LibreOffice、浏览器插件等）把服务器地址设为
http://127.0.0.1:8081/v2 即可。按 Ctrl-C 结束。
退出状态：0 正常结束；2 用法、配置有误或端口被占用。")]
pub(super) struct Args {
    /// 监听的地址和端口；不是本机地址时必须有 --tokens 或 --store
    #[arg(long, value_name = "地址", default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    /// 令牌文件，一行一个，每个至少 16 个字符；访问时请求头写 Authorization: Bearer 令牌
    #[arg(long, value_name = "文件")]
    tokens: Option<PathBuf>,
    /// 允许哪些网页读取结果（CORS），如 https://编辑部.example；可以写几次
    #[arg(long, value_name = "来源")]
    allow_origin: Vec<String>,
    /// 一个地址每秒最多多少次请求
    #[arg(long, value_name = "次数", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: u32,
    /// 审核库文件，没有就新建；有了它，工作台可以送审、审核、签发。不写就用配置 [review] store
    #[arg(long, value_name = "文件")]
    store: Option<PathBuf>,
    #[command(flatten)]
    lint: LintOptions,
}

/// Characters that a token has at least: fewer can be guessed.
const TOKEN: usize = 16;

pub(super) fn run(args: Args) -> io::Result<u8> {
    let made = options(&args).map_err(|message| vec![message]);
    let (options, linters) = match made.and_then(|options| Ok((options, linters(args.lint)?))) {
        Ok(made) => made,
        Err(messages) => {
            complain(messages);
            return Ok(FAILED);
        }
    };
    let listen = options.listen;
    serve::run(linters, options, announce)
        .map_err(|error| io::Error::new(error.kind(), format!("不能在 {listen} 上服务：{error}")))?;
    Ok(CLEAN)
}

fn announce(ready: Ready) {
    let address = ready.address;
    eprintln!("shenjiao：正在服务 http://{address}，按 Ctrl-C 结束");
    if let Some(token) = ready.setup {
        eprintln!(
            "shenjiao：还没有人能登录。请用浏览器打开 http://{address}/#setup={token} 建立第一个账号，24小时内有效"
        );
    }
}

/// Linters by the options of the command line; one is made now, so that faults are told at once.
fn linters(lint: LintOptions) -> Result<Linters, Vec<String>> {
    let linters = Linters::new(lint.config.clone(), lint.least(), move |loaded| lint.linter_of(loaded));
    linters.get(linters.config(Some(Path::new("."))).as_deref())?;
    Ok(linters)
}

fn options(args: &Args) -> Result<Options, String> {
    let tokens = args.tokens.as_deref().map_or_else(|| Ok(Vec::new()), tokens)?;
    let config::Loaded { config, root } = config::load(args.lint.config.as_deref(), Path::new("."))?;
    let store = args.store.clone().or_else(|| config.review.store.as_ref().map(|store| root.join(store)));
    if tokens.is_empty() && store.is_none() && !args.listen.ip().is_loopback() {
        return Err(format!(
            "{} 不是本机地址，要用 --tokens 指定令牌文件，凭令牌访问；或者用 --store 指定审核库，各人凭密码登录",
            args.listen
        ));
    }
    let origin = |text: &String| text.parse().map_err(|_| format!("“{text}”不是网页来源，应写作 https://主机名"));
    Ok(Options {
        listen: args.listen,
        tokens,
        origins: args.allow_origin.iter().map(origin).collect::<Result<_, _>>()?,
        threads: args.lint.threads(),
        rate: args.rate,
        store: store.map(|path| (path, config.review)),
    })
}

fn tokens(path: &Path) -> Result<Vec<String>, String> {
    let fault = |why: &str| format!("令牌文件 {}：{why}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| fault(&crate::source::read_error(&error)))?;
    let tokens: Vec<String> = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_string).collect();
    let is_bad = |token: &String| token.len() < TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic());
    match tokens.iter().position(is_bad) {
        Some(at) => {
            let number = at + 1;
            Err(fault(&format!("第 {number} 个令牌不能用：要至少 {TOKEN} 个字符，只用英文字母、数字和英文符号")))
        }
        None if tokens.is_empty() => Err(fault("里面没有令牌，请一行写一个")),
        None => Ok(tokens),
    }
}
