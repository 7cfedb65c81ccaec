//! The draft of the bulletin (通报) and the letter to a unit, as Markdown and as a Word document. Both say that the figures
//! are those of a check of texts and not the official rate.

use super::InspectError;
use super::figures::{Figures, Overview, UnitFigures};
use super::store::Store;
use crate::finding::{FAMILIES, Severity};
use crate::paper::{self, Part};

/// Units named in each list of the bulletin.
const NAMED: usize = 10;
/// Findings listed in a letter.
const LISTED: usize = 200;

/// The bulletin as Markdown.
pub fn markdown(overview: &Overview) -> String {
    paper::markdown(bulletin(overview))
}

/// The bulletin as a Word document.
pub fn word(overview: &Overview) -> Result<Vec<u8>, InspectError> {
    Ok(paper::word(bulletin(overview))?)
}

/// The letter to a unit as a Word document.
pub fn letter(store: &Store, overview: &Overview, unit: &UnitFigures) -> Result<Vec<u8>, InspectError> {
    Ok(paper::word(letter_parts(store, overview, unit)?)?)
}

fn bulletin(overview: &Overview) -> Vec<Part> {
    let total = &overview.total;
    let mut parts = vec![Part::Title(format!("{}政府网站和政务新媒体文字检查情况通报（稿）", overview.title))];
    if !overview.complete {
        parts.push(Part::Paragraph("注意：这次巡检中途停止，以下数字不完整，不能用于通报。".to_string()));
    }
    parts.push(Part::Paragraph(format!(
        "本次共检查{}个单位的{}篇文章、{}字，发现严重问题{}处、错误{}处、不规范{}处，平均每万字错误{:.2}处。{}",
        overview.units.iter().filter(|unit| unit.figures.articles > 0).count(),
        total.articles,
        total.characters,
        total.count(Severity::Veto),
        total.count(Severity::Error),
        total.count(Severity::Warning),
        total.rate(),
        compared(overview),
    )));
    parts.push(Part::Paragraph("以上数字来自文字检查程序，未经逐条核对，不是正式的检查合格率。".to_string()));
    parts.push(Part::Heading("一、总体情况".to_string()));
    parts.push(Part::Table(families(overview)));
    parts.push(Part::Heading("二、问题较多的单位".to_string()));
    parts.push(ranking(overview));
    parts.push(Part::Heading("三、单项否决类问题".to_string()));
    parts.extend(vetoes(overview));
    parts.push(Part::Heading("四、更新和管理情况".to_string()));
    parts.extend(management(overview));
    parts.push(Part::Heading("五、工作要求".to_string()));
    parts.push(Part::Paragraph(
        "请各单位对照整改台账逐条核对、限期整改，严格执行“三审三校”制度，整改结果填入台账后反馈。".to_string(),
    ));
    parts
}

fn compared(overview: &Overview) -> String {
    let Some(last) = overview.trend.last() else { return String::new() };
    let (now, before) = (overview.total.rate(), last.rate);
    let change = match now.total_cmp(&before) {
        std::cmp::Ordering::Less => format!("减少{:.2}处", before - now),
        std::cmp::Ordering::Greater => format!("增加{:.2}处", now - before),
        std::cmp::Ordering::Equal => "持平".to_string(),
    };
    let changes = overview.changes;
    format!(
        "与上次（{}）相比，每万字错误{change}；新增问题{}处，上次已有{}处，再次出现{}处，已消除{}处。",
        last.title, changes.new, changes.known, changes.reappeared, changes.gone
    )
}

fn families(overview: &Overview) -> Vec<Vec<String>> {
    let mut rows = vec![vec!["类别".to_string(), "处数".to_string()]];
    let counted = &overview.total.by_family;
    let named = FAMILIES.iter().filter_map(|(id, label)| counted.get(*id).map(|count| (label, count)));
    rows.extend(named.map(|(label, count)| vec![(*label).to_string(), count.to_string()]));
    rows
}

fn ranking(overview: &Overview) -> Part {
    let header = ["名次", "单位", "文章（篇）", "字数", "严重", "错误", "每万字错误"];
    let mut rows = vec![header.map(str::to_string).to_vec()];
    let faulty = overview.units.iter().filter(|unit| unit.figures.errors() > 0).take(NAMED);
    rows.extend(faulty.enumerate().map(|(place, unit)| {
        let figures = &unit.figures;
        vec![
            (place + 1).to_string(),
            unit.name.clone(),
            figures.articles.to_string(),
            figures.characters.to_string(),
            figures.count(Severity::Veto).to_string(),
            figures.count(Severity::Error).to_string(),
            format!("{:.2}", figures.rate()),
        ]
    }));
    if rows.len() == 1 {
        Part::Paragraph("没有单位有错误以上的问题。".to_string())
    } else {
        Part::Table(rows)
    }
}

fn vetoes(overview: &Overview) -> Vec<Part> {
    let line = |unit: &UnitFigures| {
        let count = unit.figures.count(Severity::Veto);
        let texts = (count > 0).then(|| format!("严重表述问题{count}处"));
        let issues = unit.issues.iter().filter(|issue| issue.is_veto).map(|issue| issue.message.clone());
        format!("{}：{}。", unit.name, texts.into_iter().chain(issues).collect::<Vec<_>>().join("；"))
    };
    let lines: Vec<Part> =
        overview.units.iter().filter(|unit| unit.has_veto()).map(|unit| Part::Paragraph(line(unit))).collect();
    if lines.is_empty() { vec![Part::Paragraph("本次没有发现。".to_string())] } else { lines }
}

/// What is said of reposts and repetitions; nothing where there are none.
fn reposts(figures: &Figures) -> Option<String> {
    let counts = [
        ("转载", figures.reposts),
        ("转载而查不到审核记录的", figures.unreviewed),
        ("与别处文章相同而没有注明来源的", figures.unsourced),
        ("同一内容重复发布的", figures.repeated),
        ("尚未发布、不计入的", figures.drafts),
    ];
    let said: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}{count}篇")).collect();
    (!said.is_empty()).then(|| format!("{}。", said.join("，")))
}

/// By matter, the units concerned.
fn management(overview: &Overview) -> Vec<Part> {
    let mut labels: Vec<(&str, Vec<&str>)> = Vec::new();
    for unit in &overview.units {
        for issue in unit.issues.iter().filter(|issue| !issue.is_veto) {
            match labels.iter_mut().find(|(label, _)| *label == issue.label) {
                Some((_, units)) if units.last() == Some(&unit.name.as_str()) => {}
                Some((_, units)) => units.push(&unit.name),
                None => labels.push((&issue.label, vec![&unit.name])),
            }
        }
    }
    let line = |(label, units): (&str, Vec<&str>)| {
        let named = units.iter().take(NAMED).copied().collect::<Vec<_>>().join("、");
        let rest = if units.len() > NAMED { "等" } else { "" };
        Part::Paragraph(format!("{label}（{}个）：{named}{rest}。", units.len()))
    };
    let reposts = reposts(&overview.total).map(Part::Paragraph);
    let lines: Vec<Part> = reposts.into_iter().chain(labels.into_iter().map(line)).collect();
    if lines.is_empty() { vec![Part::Paragraph("本次没有发现。".to_string())] } else { lines }
}

fn letter_parts(store: &Store, overview: &Overview, unit: &UnitFigures) -> Result<Vec<Part>, InspectError> {
    let figures = &unit.figures;
    let mut parts = vec![
        Part::Title(format!("{}文字检查整改通知单（稿）", overview.title)),
        Part::Paragraph(format!("{}：", unit.name)),
        Part::Paragraph(format!(
            "本次检查你单位文章{}篇、{}字，发现严重问题{}处、错误{}处、不规范{}处，每万字错误{:.2}处。请逐条核对、限期整改，并将结果填入整改台账。",
            figures.articles,
            figures.characters,
            figures.count(Severity::Veto),
            figures.count(Severity::Error),
            figures.count(Severity::Warning),
            figures.rate(),
        )),
        Part::Paragraph("以上数字来自文字检查程序，未经逐条核对，不是正式的检查合格率。".to_string()),
    ];
    parts.extend(reposts(figures).map(Part::Paragraph));
    if !unit.issues.is_empty() {
        parts.push(Part::Heading("网站和账号问题".to_string()));
        parts.extend(unit.issues.iter().map(|issue| Part::Paragraph(format!("{}：{}。", issue.label, issue.message))));
    }
    let header = ["标题", "原文", "问题", "建议"];
    let (mut rows, mut left) = (vec![header.map(str::to_string).to_vec()], 0);
    store.findings_of(overview.run, &unit.name, |kept| {
        if rows.len() > LISTED {
            left += 1;
            return;
        }
        let context = format!("{}【{}】{}", kept.before, kept.text, kept.after);
        rows.push(vec![kept.title, context, format!("{}：{}", kept.severity.label(), kept.message), kept.suggestion]);
    })?;
    if rows.len() > 1 {
        parts.push(Part::Heading("文字问题".to_string()));
        parts.push(Part::Table(rows));
    }
    if left > 0 {
        parts.push(Part::Paragraph(format!("另有{left}处见整改台账。")));
    }
    Ok(parts)
}
