//! `shenjiao review export` and `backup`.

use std::path::{Path, PathBuf};

use super::{Plain, done, print};
use crate::fix::{AtomicFile, write_atomically, write_error};
use crate::review::{Result, ReviewError, Store};

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review export 2026-0001 --output 发稿单.docx    发稿单，也可以是 .html
  shenjiao review export --output 审核日志.xlsx           全部日志，也可以是 .jsonl
  shenjiao review export 2026-0001                       一篇稿件的日志，每行一个 JSON
导出什么看文件名：.docx、.html 是发稿单，.xlsx、.jsonl 是日志；不写 --output 就把日志写到标准输出。")]
pub(super) struct ExportArgs {
    /// 稿件编号；日志不写编号就是全部
    #[arg(value_name = "编号")]
    id: Option<String>,
    /// 写进这个文件
    #[arg(long, short, value_name = "文件")]
    output: Option<PathBuf>,
    #[command(flatten)]
    plain: Plain,
}

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review backup 备份/审核库-2026-11-23.db
别人正在用也能备份；备份是完整的审核库，可以用 shenjiao review verify --store 核对。不覆盖已有的文件。")]
pub(super) struct BackupArgs {
    /// 备份到这个文件
    #[arg(value_name = "文件")]
    path: PathBuf,
    #[command(flatten)]
    pub(super) plain: Plain,
}

pub(super) fn export(args: &ExportArgs) -> Result<u8> {
    let store = args.plain.open()?;
    let id = args.id.as_deref();
    if let Some(id) = id {
        store.article(id)?;
    }
    let Some(path) = &args.output else {
        store.journal_lines(id, print)?;
        return done();
    };
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let slip =
        || id.ok_or_else(|| ReviewError::refused("发稿单要写明是哪一篇：shenjiao review export 编号 --output …"));
    match extension.as_deref() {
        Some("docx") => write(path, &store.slip_word(slip()?)?)?,
        Some("html" | "htm") => write(path, store.slip_html(slip()?)?.as_bytes())?,
        Some("xlsx") => write(path, &store.journal_workbook(id)?)?,
        Some("jsonl") => lines(&store, id, path)?,
        _ => return Err(ReviewError::refused("看文件名不知道要导出什么：发稿单用 .docx、.html，日志用 .xlsx、.jsonl")),
    }
    args.plain.common.say(&path.display().to_string(), &format!("已导出到 {}", path.display()))?;
    done()
}

fn lines(store: &Store, id: Option<&str>, path: &Path) -> Result<()> {
    let mut file = AtomicFile::create(path).map_err(|error| unwritable(path, &error))?;
    store.journal_lines(id, |line| {
        std::io::Write::write_all(&mut file, line.as_bytes()).map_err(|error| unwritable(path, &error))
    })?;
    file.commit().map_err(|error| unwritable(path, &error))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    write_atomically(path, bytes).map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> ReviewError {
    ReviewError::storage(format!("写不了 {}：{}", path.display(), write_error(error)))
}

pub(super) fn backup(args: &BackupArgs) -> Result<u8> {
    args.plain.open()?.backup(&args.path)?;
    let path = args.path.display().to_string();
    args.plain.common.say(&path, &format!("已备份到 {path}"))?;
    done()
}
