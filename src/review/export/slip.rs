//! The publication slip (发稿单): what an article is, who reviewed, proof-read, signed and published it, and what was decided on
//! each finding. It names the digest of the text, so that paper and page can be held side by side.

use crate::paper::Part;
use crate::review::clock::shown;
use crate::review::dossier::{Dossier, Standing};
use crate::review::error::Result;
use crate::review::store::Store;

pub(super) fn parts(store: &Store, article: &str) -> Result<Vec<Part>> {
    let dossier = store.article(article)?;
    let mut parts = vec![
        Part::Title("发稿单".to_string()),
        Part::Table(heading(&dossier)),
        Part::Heading("审核和校对".to_string()),
        Part::Table(stages(&dossier)),
        Part::Heading("检查出的问题和处理".to_string()),
        findings(&dossier),
        Part::Heading("经过".to_string()),
        history(store, article)?,
    ];
    let (seq, head) = store.head()?;
    parts.push(Part::Paragraph(format!(
        "本单由审校程序从审核库导出。审核日志到第{seq}号，校验值{head}；以后用 shenjiao review verify --head 可以核对。"
    )));
    Ok(parts)
}

fn heading(dossier: &Dossier) -> Vec<Vec<String>> {
    let submission = &dossier.submission;
    let given = |text: &str| if text.is_empty() { "—".to_string() } else { text.to_string() };
    let kind = if submission.repost { "转载" } else { "原创" };
    let rows = [
        ("项目", "内容".to_string()),
        ("标题", submission.title.clone()),
        ("编号", format!("{}（第{}版）", dossier.id, submission.version)),
        ("单位", given(&submission.unit)),
        ("作者", submission.authors.join("、")),
        ("来源", format!("{}（{kind}）", given(&submission.source))),
        ("字数", submission.characters.to_string()),
        ("状态", dossier.state.label().to_string()),
        ("送审", format!("{} {}", dossier.submitted_by, shown(&dossier.submitted_at))),
        ("文字校验值", submission.text.to_string()),
        ("文件校验值", submission.raw.to_string()),
    ];
    rows.into_iter().map(|(name, value)| vec![name.to_string(), value]).collect()
}

fn stages(dossier: &Dossier) -> Vec<Vec<String>> {
    let row = |stage: &str, by: &str, at: &str, note: &str| [stage, by, at, note].map(str::to_string).to_vec();
    let mut rows = vec![row("环节", "何人", "时间", "意见")];
    for stage in dossier.tracks().into_iter().flatten() {
        rows.push(match dossier.pass(&stage.name) {
            Some(pass) => {
                row(&stage.name, &pass.by, &shown(&pass.at), if pass.note.is_empty() { "通过" } else { &pass.note })
            }
            None => row(&stage.name, "", "", "未完成"),
        });
    }
    rows.push(match &dossier.signature {
        Some(signature) => row("签发", &signature.by, &shown(&signature.at), "同意发布"),
        None => row("签发", "", "", "未完成"),
    });
    rows.push(match &dossier.publication {
        Some(publication) => row("发布", &publication.by, &shown(&publication.at), &publication.address),
        None => row("发布", "", "", "未完成"),
    });
    rows
}

fn findings(dossier: &Dossier) -> Part {
    if dossier.findings.is_empty() {
        return Part::Paragraph("没有检查出问题。".to_string());
    }
    let header = ["等级", "原文", "问题", "处理", "何人、时间"].map(str::to_string).to_vec();
    Part::Table(std::iter::once(header).chain(dossier.findings.iter().map(finding)).collect())
}

fn finding(standing: &Standing) -> Vec<String> {
    let flagged = &standing.flagged;
    let (handled, who) = match &standing.decided {
        None => ("未处理".to_string(), String::new()),
        Some(decided) => {
            let decision = &decided.decision;
            let to = if decision.to.is_empty() { String::new() } else { format!("给{}", decision.to) };
            let reason = if decision.reason.is_empty() { String::new() } else { format!("：{}", decision.reason) };
            (format!("{}{to}{reason}", decision.verdict.label()), format!("{} {}", decided.by, shown(&decided.at)))
        }
    };
    let context = format!("{}【{}】{}", flagged.before, flagged.text, flagged.after);
    vec![flagged.severity.label().to_string(), context, flagged.message.clone(), handled, who]
}

fn history(store: &Store, article: &str) -> Result<Part> {
    let mut rows = vec![["序号", "时间", "何人", "做了什么", "理由、说明"].map(str::to_string).to_vec()];
    store.journal(Some(article), |entry, _| {
        let reason = entry.event.reason().to_string();
        rows.push(vec![entry.seq.to_string(), shown(&entry.at), entry.by.clone(), entry.event.label(), reason]);
        Ok(())
    })?;
    Ok(Part::Table(rows))
}
