//! `shenjiao review submit` and `recheck`: the steps that check texts.

use std::path::PathBuf;

use super::{Common, done};
use crate::cli::options::LintOptions;
use crate::engine::Linter;
use crate::finding::Severity;
use crate::review::{Dossier, Draft, Receipt, Result, ReviewError, Target};
use crate::source;

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review submit 稿件.docx --as 张三                    送审新稿，编号由程序给
  shenjiao review submit 稿件.html --id 2026-0001 --as 张三      改好以后送它的新版本
  shenjiao review submit 转载.html --repost --source 某市日报 --author 某记者 --as 张三
新版本要从第一个环节重新审；以前对问题的决定，问题还在的就还算数。")]
pub(super) struct Args {
    /// 稿件文件，一个文件一篇：网页、Word 文档、Markdown、纯文本等
    #[arg(value_name = "文件")]
    path: PathBuf,
    /// 谁送审，要有“撰稿”角色
    #[arg(long = "as", value_name = "姓名")]
    by: String,
    /// 稿件编号；库里有的就送新版本，没有的就用它做新编号
    #[arg(long, value_name = "编号")]
    id: Option<String>,
    /// 送新版本时：你看到的是第几号记录时的稿件，之后有人动过就不存
    #[arg(long, value_name = "记录号", requires = "id")]
    base: Option<u64>,
    /// 标题；不写就从文件里读
    #[arg(long, value_name = "标题")]
    title: Option<String>,
    /// 单位或栏目，便于查找
    #[arg(long, value_name = "单位")]
    unit: Option<String>,
    /// 作者，可以写几次；不写就算送审人自己的稿件
    #[arg(long, value_name = "姓名")]
    author: Vec<String>,
    /// 来源；不写就从文件里读
    #[arg(long, value_name = "来源")]
    source: Option<String>,
    /// 这是转载稿（程序看得出的不用写）
    #[arg(long)]
    repost: bool,
    #[command(flatten)]
    pub(super) common: Common,
    #[command(flatten)]
    lint: LintOptions,
}

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review recheck 2026-0001 --as 李四
词库和规则更新以后用：查的是库里存的当前版本，新查出的问题要处理完才能签发、发布。")]
pub(super) struct RecheckArgs {
    /// 稿件编号
    #[arg(value_name = "编号")]
    id: String,
    /// 谁复查
    #[arg(long = "as", value_name = "姓名")]
    by: String,
    #[command(flatten)]
    pub(super) common: Common,
    #[command(flatten)]
    lint: LintOptions,
}

pub(super) fn run(args: &Args) -> Result<u8> {
    let name = args.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let bytes = source::read_file(&args.path)
        .map_err(|error| ReviewError::missing(format!("{}：{error}", args.path.display())))?;
    let mut store = args.common.open(args.lint.config.as_deref(), false)?;
    let mut draft = Draft::read(&linter(&args.lint, &args.path)?, &name, bytes)?;
    let take = |given: &Option<String>, field: &mut String| {
        if let Some(given) = given {
            given.trim().clone_into(field);
        }
    };
    take(&args.title, &mut draft.title);
    take(&args.unit, &mut draft.unit);
    take(&args.source, &mut draft.source);
    draft.repost |= args.repost;
    draft.handed_in_for.clone_from(&args.author);
    let there = args.id.as_deref().map(|id| (id, store.article(id)));
    let target = match &there {
        None => Target::Numbered,
        Some((id, Ok(dossier))) => Target::Next(id, args.base.unwrap_or(dossier.revision)),
        Some((id, Err(_))) => Target::New(id),
    };
    let receipt = store.submit(&args.by, &draft, target)?;
    let dossier = store.article(receipt.article.as_deref().unwrap_or_default())?;
    acknowledge(&args.common, &receipt, &dossier)
}

pub(super) fn recheck(args: &RecheckArgs) -> Result<u8> {
    let mut store = args.common.open(args.lint.config.as_deref(), false)?;
    let base = store.article(&args.id)?.revision;
    let receipt = store.recheck(&args.by, &args.id, base, &linter(&args.lint, &PathBuf::from("."))?)?;
    let dossier = store.article(&args.id)?;
    acknowledge(&args.common, &receipt, &dossier)
}

fn linter(options: &LintOptions, start: &std::path::Path) -> Result<Linter> {
    options.linter(start).map_err(|messages| ReviewError::storage(messages.join("\n")))
}

fn acknowledge(common: &Common, receipt: &Receipt, dossier: &Dossier) -> Result<u8> {
    let count = |severity: Severity| {
        let count = dossier.findings.iter().filter(|finding| finding.flagged.severity == severity).count();
        format!("{}{count}", severity.label())
    };
    let counts = Severity::ALL.into_iter().rev().map(count).collect::<Vec<_>>().join("，");
    let next = dossier.waiting.join("、");
    let words = format!(
        "。编号 {}，第{}版，《{}》；查出的问题：{counts}；下一步：{next}",
        dossier.id, dossier.submission.version, dossier.submission.title
    );
    common.acknowledge(receipt, &words)?;
    done()
}
