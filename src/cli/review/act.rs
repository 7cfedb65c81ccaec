//! `shenjiao review decide|pass|return|sign|publish|withdraw`: the steps of reviewers.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Plain, done, print, refusal, to_json};
use crate::cli::FOUND;
use crate::cli::options::LintOptions;
use crate::review::{Action, Digest, Draft, Kind, Request, Result, ReviewError, Store, Verdict};
use crate::source;

/// Bytes of a line of a batch at most.
const LINE: u64 = 64 << 10;

/// What every step says.
#[derive(clap::Args)]
pub(super) struct Step {
    /// 稿件编号
    #[arg(value_name = "编号")]
    id: String,
    /// 谁来做，写账号名
    #[arg(long = "as", value_name = "姓名")]
    by: String,
    /// 你看到的是第几号记录时的稿件（show 里的“记录号”）；之后有人动过就不存，并告诉你是谁做了什么
    #[arg(long, value_name = "记录号")]
    base: Option<u64>,
    #[command(flatten)]
    pub(super) plain: Plain,
}

impl Step {
    /// What the step is based on: as told, else the article as it is now.
    fn base(&self, store: &Store) -> Result<u64> {
        self.base.map_or_else(|| Ok(store.article(&self.id)?.revision), Ok)
    }

    fn take(&self, action: Action) -> Result<u8> {
        let mut store = self.plain.open()?;
        let base = self.base(&store)?;
        let receipt = store.act(Request { by: &self.by, article: &self.id, base, action })?;
        let waiting = store.article(&self.id)?.waiting;
        let next = if waiting.is_empty() { String::new() } else { format!("；下一步：{}", waiting.join("、")) };
        self.plain.common.acknowledge(&receipt, &next)?;
        done()
    }
}

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review decide 2026-0001 5f1d6c0a9b2e7d43 采纳 --as 李四
  shenjiao review decide 2026-0001 5f1d6c0a9b2e7d43 忽略 --reason 引用原文 --as 李四
  shenjiao review decide 2026-0001 5f1d6c0a9b2e7d43 转办 --to 王五 --reason 请核实数字 --as 李四
  shenjiao review decide 2026-0001 --batch 决定.jsonl --as 李四
采纳的问题改好、重新送审以后才算处理完；忽略的写明理由就算处理完；转办的等转给的人决定。
--batch 的每一行写 {\"fingerprint\": \"…\", \"verdict\": \"忽略\", \"reason\": \"…\"}，存好一行回一行 JSON。")]
pub(super) struct DecideArgs {
    #[command(flatten)]
    pub(super) step: Step,
    /// 问题编号（show 里每个问题开头的一串）
    #[arg(value_name = "问题", required_unless_present = "batch")]
    fingerprint: Option<String>,
    /// 采纳、忽略或转办
    #[arg(value_name = "决定", value_parser = verdict, required_unless_present = "batch")]
    verdict: Option<Verdict>,
    /// 理由；忽略和转办必须写
    #[arg(long, value_name = "文字", default_value = "", hide_default_value = true)]
    reason: String,
    /// 转给谁
    #[arg(long, value_name = "姓名", default_value = "", hide_default_value = true)]
    to: String,
    /// 逐行读入很多决定；- 表示标准输入
    #[arg(long, value_name = "文件", conflicts_with_all = ["fingerprint", "verdict", "reason", "to"])]
    batch: Option<PathBuf>,
}

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review pass 2026-0001 初审 --as 李四
  shenjiao review pass 2026-0001 一校 --note 已与原件核对 --as 钱七
审核和校对各按次序；同一个人不能做两道审核，也不能做两道校对；作者不能审校自己的稿件。")]
pub(super) struct PassArgs {
    #[command(flatten)]
    pub(super) step: Step,
    /// 环节，如 初审
    #[arg(value_name = "环节")]
    stage: String,
    /// 意见
    #[arg(long, value_name = "文字", default_value = "", hide_default_value = true)]
    note: String,
}

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review return 2026-0001 --reason 第三段数字与文件不符 --as 李四
  shenjiao review withdraw 2026-0001 --reason 会议延期 --as 张三")]
pub(super) struct ReasonArgs {
    #[command(flatten)]
    pub(super) step: Step,
    /// 理由
    #[arg(long, value_name = "文字")]
    reason: String,
}

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review sign 2026-0001 --as 王主任
全部审核和校对通过、“错误”以上的问题处理完才能签发；转载稿还要有来源和完整的三审。
签发人可以是终审人，不能是前面的审核人或作者。")]
pub(super) struct SignArgs {
    #[command(flatten)]
    pub(super) step: Step,
}

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review publish 2026-0001 网页.html --address https://www.example.gov.cn/1.html --as 赵六
文件是要发布的那一份：读者看到的文字与签发的一样才能登记，排版和网页模板可以不同。")]
pub(super) struct PublishArgs {
    #[command(flatten)]
    pub(super) step: Step,
    /// 要发布的文件
    #[arg(value_name = "文件")]
    path: PathBuf,
    /// 发布到哪里，写网址或栏目
    #[arg(long, value_name = "网址", default_value = "", hide_default_value = true)]
    address: String,
}

fn verdict(name: &str) -> std::result::Result<Verdict, String> {
    Verdict::from_name(name).ok_or_else(|| "应为 采纳、忽略 或 转办".to_string())
}

pub(super) fn decide(args: &DecideArgs) -> Result<u8> {
    match (&args.batch, &args.fingerprint, args.verdict) {
        (Some(path), ..) => batch(args, path),
        (None, Some(fingerprint), Some(verdict)) => args.step.take(Action::Decide {
            fingerprint: fingerprint.clone(),
            verdict,
            reason: args.reason.clone(),
            to: args.to.clone(),
        }),
        _ => Err(ReviewError::refused("要写明问题和决定")),
    }
}

/// A line of a batch.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    fingerprint: String,
    verdict: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    to: String,
}

/// Decides line by line; each is acknowledged once it is on the disk.
fn batch(args: &DecideArgs, path: &Path) -> Result<u8> {
    let mut reader: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        let fault = |error| ReviewError::missing(format!("{}：{}", path.display(), source::read_error(&error)));
        Box::new(BufReader::new(std::fs::File::open(path).map_err(fault)?))
    };
    let mut store = args.step.plain.open()?;
    let base = args.step.base(&store)?;
    let mut status = done()?;
    loop {
        let mut line = String::new();
        let read = reader.by_ref().take(LINE).read_line(&mut line);
        let read = read.map_err(|error| ReviewError::storage(format!("读不了输入：{error}")))?;
        if read == 0 {
            return Ok(status);
        }
        if line.trim().is_empty() {
            continue;
        }
        match decide_line(args, &mut store, base, &line) {
            Ok(text) => print(&(text + "\n"))?,
            Err(error) if matches!(error.kind, Kind::Refused | Kind::Forbidden | Kind::Conflict) => {
                status = FOUND;
                print(&format!("{}\n", refusal(&error)))?;
            }
            Err(error) => return Err(error),
        }
    }
}

fn decide_line(args: &DecideArgs, store: &mut Store, base: u64, line: &str) -> Result<String> {
    let form = "每行应是 {\"fingerprint\": \"…\", \"verdict\": \"忽略\", \"reason\": \"…\"}";
    let line: Line = serde_json::from_str(line).map_err(|_| ReviewError::refused(form))?;
    let verdict = verdict(&line.verdict).map_err(ReviewError::refused)?;
    let action = Action::Decide { fingerprint: line.fingerprint, verdict, reason: line.reason, to: line.to };
    let receipt = store.act(Request { by: &args.step.by, article: &args.step.id, base, action })?;
    to_json(&receipt)
}

pub(super) fn pass(args: &PassArgs) -> Result<u8> {
    args.step.take(Action::Pass { stage: args.stage.clone(), note: args.note.clone() })
}

pub(super) fn send_back(args: &ReasonArgs) -> Result<u8> {
    args.step.take(Action::Return { reason: args.reason.clone() })
}

pub(super) fn withdraw(args: &ReasonArgs) -> Result<u8> {
    args.step.take(Action::Withdraw { reason: args.reason.clone() })
}

pub(super) fn sign(args: &SignArgs) -> Result<u8> {
    args.step.take(Action::Sign)
}

pub(super) fn publish(args: &PublishArgs) -> Result<u8> {
    let text = text_of(args)?;
    args.step.take(Action::Publish { text, address: args.address.trim().to_string() })
}

/// Digest of the text of the file that is to be published.
fn text_of(args: &PublishArgs) -> Result<Digest> {
    let name = args.path.display().to_string();
    let bytes = source::read_file(&args.path).map_err(|error| ReviewError::missing(format!("{name}：{error}")))?;
    let options = LintOptions { config: args.step.plain.config.clone(), no_context: true, ..LintOptions::default() };
    let linter = options.linter(&args.path).map_err(|messages| ReviewError::storage(messages.join("\n")))?;
    Ok(Draft::read(&linter, &name, bytes)?.text())
}
