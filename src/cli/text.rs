//! `shenjiao text`: the article as a reviewer reads it.

use std::io::{self, Write};
use std::path::PathBuf;

use super::options::complain;
use super::{CLEAN, FAILED};
use crate::document::{Article, Region};
use crate::input::{self, ReadContext};
use crate::source::Source;

#[derive(clap::Args)]
pub(super) struct Args {
    /// 稿件
    #[arg(value_name = "路径")]
    path: PathBuf,
}

pub(super) fn run(args: &Args) -> io::Result<u8> {
    let name = args.path.display().to_string();
    let source = match Source::open(&args.path, &name) {
        Ok(source) => source,
        Err(error) => {
            complain([format!("{name}：{error}")]);
            return Ok(FAILED);
        }
    };
    let mut out = io::stdout().lock();
    if input::is_html(&source)
        && let Some(view) = input::html::reading_view(source.text())
    {
        write!(out, "{view}")?;
        return Ok(CLEAN);
    }
    let outcome = input::read(&source, &ReadContext::default());
    for (number, article) in outcome.articles.iter().enumerate() {
        if number > 0 {
            writeln!(out, "\n————\n")?;
        }
        write!(out, "{}", reading_view(article))?;
    }
    complain(outcome.errors.iter().map(|error| format!("{name}：{}", error.message)));
    Ok(if outcome.errors.is_empty() { CLEAN } else { FAILED })
}

/// Title, then a paragraph a line; cells of a table side by side. Furniture and hidden text are left out.
fn reading_view(article: &Article) -> String {
    let mut view = String::new();
    for block in article.blocks.iter().filter(|block| !matches!(block.region, Region::Furniture | Region::Hidden)) {
        let text = article.shown.get(block.shown.range()).unwrap_or_default().trim_end();
        view.push_str(text);
        view.push_str(if block.region == Region::Title { "\n\n" } else { "\n" });
    }
    view
}
