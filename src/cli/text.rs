//! `shenjiao text`: the article as a reviewer reads it.

use std::io::{self, Write};
use std::path::PathBuf;

use super::options::complain;
use super::{CLEAN, FAILED};
use crate::document::{Article, Region};
use crate::input::{self, Held, ReadContext};
use crate::source;

#[derive(clap::Args)]
pub(super) struct Args {
    /// 稿件
    #[arg(value_name = "路径")]
    path: PathBuf,
}

pub(super) fn run(args: &Args) -> io::Result<u8> {
    let name = args.path.display().to_string();
    let bytes = match source::read_file(&args.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            complain([format!("{name}：{error}")]);
            return Ok(FAILED);
        }
    };
    let (mut views, mut errors) = (Vec::new(), Vec::new());
    input::open(Held::new(&name, bytes), &ReadContext::default(), &mut |result| match result {
        Err(error) => errors.push(error),
        Ok((source, outcome)) => {
            match input::html::reading_view(source.text()).filter(|_| input::is_html(&source)) {
                Some(view) => views.push(view),
                None => views.extend(outcome.articles.iter().map(reading_view)),
            }
            errors.extend(outcome.errors);
        }
    });
    write!(io::stdout().lock(), "{}", views.join("\n————\n\n"))?;
    complain(errors.iter().map(|error| format!("{name}：{}", error.message)));
    Ok(if errors.is_empty() { CLEAN } else { FAILED })
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
