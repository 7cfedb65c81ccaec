//! `shenjiao rules` and `shenjiao explain`.

use std::io::{self, Write};
use std::path::Path;

use super::options::{LintOptions, complain};
use super::{CLEAN, FAILED};
use crate::config::Config;
use crate::engine::Linter;
use crate::finding::{FAMILIES, family};
use crate::output;
use crate::rules::{RuleMeta, Status, archive};

#[derive(clap::Args)]
pub(super) struct RulesArgs {
    /// 以 JSON 列出
    #[arg(long)]
    json: bool,
    /// 写出报告（report）、单个问题（finding）或配置（config）的 JSON Schema
    #[arg(long, value_name = "哪一个", value_parser = ["report", "finding", "config"])]
    schema: Option<String>,
    /// 配置文件；其中的自备词库也会列出
    #[arg(long, value_name = "文件")]
    config: Option<std::path::PathBuf>,
}

#[derive(clap::Args)]
pub(super) struct ExplainArgs {
    /// 规则名，如 typo/idiom
    #[arg(value_name = "规则")]
    rule: String,
}

pub(super) fn list(args: RulesArgs) -> io::Result<u8> {
    if let Some(name) = &args.schema {
        let schema = match name.as_str() {
            "report" => output::report_schema(),
            "finding" => output::finding_schema(),
            _ => schemars::schema_for!(Config).to_value(),
        };
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &schema)?;
        writeln!(out)?;
        return Ok(CLEAN);
    }
    let options = LintOptions { config: args.config, ..LintOptions::default() };
    let Some(linter) = linter(&options) else {
        return Ok(FAILED);
    };
    let mut out = io::stdout().lock();
    if args.json {
        let rules: Vec<_> = metas(&linter).into_iter().map(RuleMeta::summary).collect();
        serde_json::to_writer_pretty(&mut out, &rules)?;
        writeln!(out)?;
        return Ok(CLEAN);
    }
    for (id, label) in FAMILIES {
        let metas: Vec<&RuleMeta> = metas(&linter).into_iter().filter(|meta| family(&meta.id) == id).collect();
        if metas.is_empty() {
            continue;
        }
        writeln!(out, "{label}（{id}）")?;
        for meta in metas {
            let note = match meta.status {
                Status::Preview => "（试用，要用 --select 点名）",
                Status::Stable if archive::metas().iter().any(|other| other.id == meta.id) => "（巡检 inspect 用）",
                Status::Stable => "",
            };
            writeln!(out, "  {:<32} {}  {}{note}", meta.id, meta.severity.label(), meta.title)?;
        }
    }
    writeln!(out, "\n查看一条规则：shenjiao explain 规则名")?;
    Ok(CLEAN)
}

pub(super) fn explain(args: &ExplainArgs) -> io::Result<u8> {
    let Some(linter) = linter(&LintOptions::default()) else {
        return Ok(FAILED);
    };
    let metas = metas(&linter);
    let Some(meta) = metas.iter().find(|meta| *meta.id == *args.rule) else {
        let near: Vec<&str> = metas.iter().map(|meta| &*meta.id).filter(|id| id.contains(args.rule.as_str())).collect();
        let hint = if near.is_empty() {
            "用 shenjiao rules 查看全部规则".to_string()
        } else {
            format!("是不是 {}？", near.join("、"))
        };
        complain([format!("没有“{}”这条规则；{hint}", args.rule)]);
        return Ok(FAILED);
    };
    io::stdout().lock().write_all(meta.explanation().as_bytes())?;
    Ok(CLEAN)
}

/// The rules that look at articles, and those that look at archives, ordered by id.
fn metas(linter: &Linter) -> Vec<&RuleMeta> {
    let mut metas = linter.metas();
    metas.extend(archive::metas());
    metas.sort_by(|a, b| a.id.cmp(&b.id));
    metas
}

fn linter(options: &LintOptions) -> Option<Linter> {
    options.linter(Path::new(".")).map_err(complain).ok()
}
