//! Writes a word into the allow list of the configuration that an article falls under, or of a new one.

use std::path::{Path, PathBuf};

use crate::config::FILE_NAME;
use crate::fix::allow;

/// Adds `word` to `config`, else to a new configuration of the workspace folder that the article at `path` lies in, else
/// beside it. Gives the file; the error is for the user.
pub(super) fn write(
    config: Option<PathBuf>,
    path: Option<&Path>,
    folders: &[PathBuf],
    word: &str,
) -> Result<PathBuf, String> {
    let target = config
        .or_else(|| Some(home(path, folders)?.join(FILE_NAME)))
        .ok_or_else(|| format!("不知道该写进哪个 {FILE_NAME}：这篇文章还没有保存，也没有打开文件夹；请先保存文章"))?;
    allow(&target, word, "")?;
    Ok(target)
}

/// The innermost workspace folder around an article, else the article's own; the first folder for what is no file yet.
fn home<'a>(path: Option<&'a Path>, folders: &'a [PathBuf]) -> Option<&'a Path> {
    let Some(path) = path else {
        return folders.first().map(PathBuf::as_path);
    };
    let around = folders.iter().filter(|folder| path.starts_with(folder));
    around.map(PathBuf::as_path).max_by_key(|folder| folder.components().count()).or_else(|| path.parent())
}
