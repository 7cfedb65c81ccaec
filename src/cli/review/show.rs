//! `shenjiao review list` and `show`: the editor's library.

use super::{Plain, done, print};
use crate::review::{Dossier, Entry, Filter, Result, ReviewError, Standing, State, obstacles, shown};

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review list                     全部稿件，最近动过的在前
  shenjiao review list --stage 复审         等着复审的
  shenjiao review list --state 已签发 --unit 某局
--stage 还可以写 签发、发布、修改（退回后等作者改）。")]
pub(super) struct ListArgs {
    /// 状态：在审、已退回、已签发、已发布、已撤回
    #[arg(long, value_name = "状态", value_parser = state)]
    state: Option<State>,
    /// 等着哪一个环节
    #[arg(long, value_name = "环节")]
    stage: Option<String>,
    /// 哪个单位的
    #[arg(long, value_name = "单位")]
    unit: Option<String>,
    #[command(flatten)]
    pub(super) plain: Plain,
}

#[derive(clap::Args)]
#[command(after_help = "例子：
  shenjiao review show 2026-0001
  shenjiao review show 2026-0001 --json
“记录号”是稿件最后一条记录的序号，作决定时用 --base 写上，别人在这之后动过稿件就会告诉你。")]
pub(super) struct ShowArgs {
    /// 稿件编号
    #[arg(value_name = "编号")]
    id: String,
    #[command(flatten)]
    pub(super) plain: Plain,
}

fn state(name: &str) -> std::result::Result<State, String> {
    State::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = State::ALL.into_iter().map(State::label).collect();
        format!("应为{}", names.join("、"))
    })
}

pub(super) fn list(args: &ListArgs) -> Result<u8> {
    let filter = Filter { state: args.state, stage: args.stage.clone(), unit: args.unit.clone(), ..Filter::default() };
    let articles = args.plain.open()?.articles(&filter, 0..u32::MAX)?.articles;
    let line = |listed: &crate::review::Listed| {
        let next =
            if listed.waiting.is_empty() { String::new() } else { format!("，等{}", listed.waiting.join("、")) };
        let unit = if listed.unit.is_empty() { String::new() } else { format!("（{}）", listed.unit) };
        let updated = shown(&listed.updated);
        format!(
            "{}　《{}》{unit}　{}{next}　第{}版　{updated}",
            listed.id,
            listed.title,
            listed.state.label(),
            listed.version
        )
    };
    let lines: Vec<String> = articles.iter().map(line).collect();
    let words = if lines.is_empty() { "没有这样的稿件".to_string() } else { lines.join("\n") };
    args.plain.common.say(&articles, &words)?;
    done()
}

pub(super) fn show(args: &ShowArgs) -> Result<u8> {
    let store = args.plain.open()?;
    let dossier = store.article(&args.id)?;
    if args.plain.common.json {
        args.plain.common.say(&dossier, "")?;
        return done();
    }
    let mut lines = heading(&dossier);
    lines.push(String::new());
    lines.extend(dossier.findings.iter().map(|finding| self::finding(finding, &dossier)));
    lines.push(String::new());
    store.journal(Some(&args.id), |entry, _| {
        lines.push(step(entry));
        Ok::<(), ReviewError>(())
    })?;
    let obstacles = obstacles(&store.settings, &dossier);
    if dossier.state == State::Reviewing && !obstacles.is_empty() {
        lines.push(format!("\n签发以前：{}", obstacles.join("；")));
    }
    print(&(lines.join("\n") + "\n"))?;
    done()
}

fn heading(dossier: &Dossier) -> Vec<String> {
    let submission = &dossier.submission;
    let kind = if submission.repost { "转载" } else { "原创" };
    let source = if submission.source.is_empty() { "没有写来源" } else { &submission.source };
    let next = if dossier.waiting.is_empty() { "无".to_string() } else { dossier.waiting.join("、") };
    vec![
        format!("{}　《{}》　第{}版　{}字", dossier.id, submission.title, submission.version, submission.characters),
        format!("状态：{}；下一步：{next}；记录号：{}", dossier.state.label(), dossier.revision),
        format!("作者：{}；{kind}，来源：{source}；单位：{}", submission.authors.join("、"), submission.unit),
        format!("文字校验值：{}", submission.text),
        format!("文件：{}，校验值：{}", submission.name, submission.raw),
    ]
}

fn finding(standing: &Standing, dossier: &Dossier) -> String {
    let flagged = &standing.flagged;
    let decided = match &standing.decided {
        None => "未处理".to_string(),
        Some(decided) => {
            let decision = &decided.decision;
            let to = if decision.to.is_empty() { String::new() } else { format!("给{}", decision.to) };
            let reason = if decision.reason.is_empty() { String::new() } else { format!("：{}", decision.reason) };
            let carried = if decision.text == dossier.submission.text { "" } else { "，上一版带来的" };
            format!("{}{to}{reason}（{}，{}{carried}）", decision.verdict.label(), decided.by, shown(&decided.at))
        }
    };
    format!(
        "{}　{}　第{}段　{}【{}】{}　{}　{decided}",
        flagged.fingerprint,
        flagged.severity.label(),
        flagged.paragraph,
        flagged.before,
        flagged.text,
        flagged.after,
        flagged.message
    )
}

fn step(entry: &Entry) -> String {
    let reason = entry.event.reason();
    let reason = if reason.is_empty() { String::new() } else { format!("：{reason}") };
    format!("第{}号　{}　{}　{}{reason}", entry.seq, shown(&entry.at), entry.by, entry.event.label())
}
