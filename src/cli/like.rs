//! `shenjiao inspect --like`: one confirmed error searched through the whole archive.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::documents::in_place;
use super::inspect::{Args, RESULTS};
use super::options::{complain, progress_bar};
use super::{CLEAN, FAILED, FOUND};
use crate::engine::{self, Checked, Found, Hit, Linter, Task, Wanted};
use crate::input;
use crate::inspect::{self, InspectError, Place, Register};

/// Places listed on the terminal.
const SHOWN: usize = 200;

/// The list as JSON.
#[derive(Serialize)]
struct List<'a> {
    fingerprint: &'a str,
    rule: &'a str,
    message: &'a str,
    text: &'a str,
    places: &'a [Place],
}

/// Searches and lists; the status is that of `check`.
pub(super) fn run(args: &Args, number: &str) -> Result<u8, InspectError> {
    let wanted = wanted(args, number)?;
    let linter = args.lint.linter(&args.paths[0]).map_err(|messages| InspectError(messages.join("\n")))?;
    let register = args.register.as_deref().map(Register::read).transpose()?;
    let (places, failures) = search(args, &linter, &wanted, register.as_ref());
    let silent = places.iter().filter(|place| !place.is_reported).count();
    let _ = list(&wanted, &places, &mut io::stdout().lock());
    eprintln!("“{}”在 {} 处出现，其中 {silent} 处规则没有报", wanted.text(), places.len());
    if let Some(folder) = &args.output {
        write(folder, number, &wanted, &places)?;
    }
    Ok(match (failures, places.is_empty()) {
        (0, true) => CLEAN,
        (0, false) => FOUND,
        _ => FAILED,
    })
}

/// The error by the number that a ledger or a report has for it: in the report given, else in the results of the folder.
fn wanted(args: &Args, number: &str) -> Result<Wanted, InspectError> {
    let found = match (&args.report, &args.output) {
        (Some(report), _) => inspect::confirmed_in_report(report, number)?,
        (None, Some(folder)) => {
            let results = folder.join(RESULTS);
            if !results.exists() {
                return Err(InspectError(format!(
                    "{} 里没有巡检结果；请用 --output 指出以前巡检的输出文件夹，或者用 --report 指出 check --format json 的报告",
                    folder.display()
                )));
            }
            inspect::open(&results)?.confirmed(number)?
        }
        (None, None) => None,
    };
    let confirmed = found.ok_or_else(|| {
        InspectError(format!("找不到编号或指纹是 {number} 的问题；请照台账的“编号”一列或报告里的 fingerprint 填写"))
    })?;
    let inspect::Confirmed { rule, message, suggestions, before, text, after } = confirmed;
    let wanted = Wanted::new(&rule, &message, suggestions, (&before, &text, &after));
    wanted.ok_or_else(|| InspectError("这个问题是缺了文字，没有可找的错误文字".to_string()))
}

fn search(args: &Args, linter: &Linter, wanted: &Wanted, register: Option<&Register>) -> (Vec<Place>, usize) {
    let files = input::discover(&args.paths);
    let bar = progress_bar(&files, args.progress == "auto");
    let units = inspect::units(register, &args.roots());
    let (mut places, mut failures) = (Vec::new(), 0);
    engine::search(linter, wanted, Task::Files(files), args.lint.threads(), |found| {
        match found {
            Found::Article(checked, hits) => {
                places.extend(hits.into_iter().map(|hit| place(&units(&checked), &checked, hit)))
            }
            Found::Failed(path, error) => {
                failures += 1;
                bar.suspend(|| complain([format!("{path}：{}", error.message)]));
            }
            Found::Bytes(bytes) => bar.inc(bytes),
        }
        true
    });
    bar.finish_and_clear();
    (places, failures)
}

fn place(unit: &str, checked: &Checked, hit: Hit) -> Place {
    let (article, finding) = (&checked.article, hit.finding);
    Place {
        unit: unit.to_string(),
        path: checked.path.to_string(),
        title: article.title.clone().unwrap_or_default(),
        url: article.url.clone().unwrap_or_default(),
        published: article.published.clone().unwrap_or_default(),
        place: finding.location(),
        region: finding.region.name(),
        before: finding.before,
        text: finding.text,
        after: finding.after,
        suggestion: finding.suggestions.join("；"),
        is_reported: hit.is_reported,
        is_draft: checked.is_draft,
    }
}

fn list(wanted: &Wanted, places: &[Place], out: &mut impl Write) -> io::Result<()> {
    for place in places.iter().take(SHOWN) {
        let silent = if place.is_reported { "" } else { "（规则没有报）" };
        let draft = if place.is_draft { "（未发布）" } else { "" };
        writeln!(out, "{} {}　{}{draft}", place.path, place.place, place.title)?;
        writeln!(out, "    …{}【{}】{}…{silent}", place.before, place.text, place.after)?;
    }
    if places.len() > SHOWN {
        writeln!(out, "“{}”另有 {} 处，见 --output 文件夹里的表格", wanted.text(), places.len() - SHOWN)?;
    }
    Ok(())
}

fn write(folder: &Path, number: &str, wanted: &Wanted, places: &[Place]) -> Result<(), InspectError> {
    let named = |extension: &str| -> PathBuf { folder.join(format!("同样的错误-{number}.{extension}")) };
    in_place(&named("xlsx"), |file| Ok(inspect::places(places, file)?))?;
    let list = List { fingerprint: number, rule: &wanted.rule, message: &wanted.message, text: wanted.text(), places };
    in_place(&named("json"), |file| Ok(serde_json::to_writer_pretty(file, &list)?))?;
    eprintln!("列表在 {} 和 .json", named("xlsx").display());
    Ok(())
}
