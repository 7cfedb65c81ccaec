//! The ledger of what is to be put right (整改台账) as a workbook, and the states that people filled into it. One row a
//! finding; the number in the first column leads the row back to its finding. Rows are written as they are read, so that
//! memory does not grow with them.

use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::{DataValidation, Workbook, Worksheet, XlsxError};

use super::figures::Overview;
use super::store::{Kept, OPEN, State, Store, number};
use super::{InspectError, UnitFigures};
use crate::finding::{Severity, family_label};
use crate::report::{Looks, Rows};
use crate::source::read_table;

/// Name and width in characters of the columns.
const COLUMNS: [(&str, f64); 20] = [
    ("编号", 18.0),
    ("单位", 18.0),
    ("栏目", 12.0),
    ("标题", 30.0),
    ("链接", 24.0),
    ("发布日期", 11.0),
    ("位置", 24.0),
    ("原文", 18.0),
    ("上下文", 36.0),
    ("问题", 36.0),
    ("建议", 18.0),
    ("依据", 30.0),
    ("等级", 7.0),
    ("类别", 10.0),
    ("情况", 9.0),
    ("责任人", 10.0),
    ("整改时限", 11.0),
    ("状态", 9.0),
    ("销号时间", 11.0),
    ("备注", 20.0),
];

/// What the state of a row can be.
const STATES: [&str; 5] = [OPEN, "整改中", "已整改", "已销号", "不是问题"];
/// Rows for which a choice of states is offered.
const CHOICES: u32 = 100_000;
const SHEET: &str = "整改台账";

/// Writes the workbook.
pub fn ledger(store: &Store, overview: &Overview, out: &mut (impl Write + Send)) -> Result<(), InspectError> {
    write(store, overview, out).map_err(|error| InspectError(format!("台账写不成：{error}")))
}

fn write(store: &Store, overview: &Overview, out: &mut (impl Write + Send)) -> Result<(), Box<dyn std::error::Error>> {
    let mut workbook = Workbook::new();
    let looks = Looks::default();
    let owners = |unit: &str| {
        let own = overview.units.iter().find(|own| own.name == unit);
        own.map(|own| own.owner.clone()).unwrap_or_default()
    };
    findings(&mut workbook, SHEET, |each| store.findings(overview.run, each), &owners)?;
    units(workbook.add_worksheet(), &looks, overview)?;
    issues(workbook.add_worksheet(), &looks, overview)?;
    if !overview.copies.is_empty() {
        copies(workbook.add_worksheet(), &looks, overview)?;
    }
    if overview.changes.gone > 0 {
        findings(&mut workbook, "本次已消除", |each| store.gone(overview.run, each), &owners)?;
    }
    guide(workbook.add_worksheet(), overview)?;
    Ok(workbook.save_to_writer(out)?)
}

/// Puts findings on a sheet, and on further ones where they are too many.
fn findings(
    workbook: &mut Workbook,
    name: &str,
    select: impl FnOnce(&mut dyn FnMut(Kept)) -> Result<(), InspectError>,
    owner: &dyn Fn(&str) -> String,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Rows::begin(workbook, name, &COLUMNS, offer_states)?;
    let mut fault: Option<XlsxError> = None;
    select(&mut |kept| {
        if fault.is_none() {
            fault = row(&mut rows, workbook, &kept, &owner(&kept.unit)).err();
        }
    })
    .map_err(|error| error.0)?;
    match fault {
        Some(fault) => Err(fault.into()),
        None => Ok(rows.end(workbook)?),
    }
}

fn offer_states(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let choice = DataValidation::new().allow_list_strings(&STATES)?;
    sheet.add_data_validation(1, 17, CHOICES, 17, &choice)?;
    Ok(())
}

fn row(rows: &mut Rows<{ COLUMNS.len() }>, workbook: &mut Workbook, kept: &Kept, owner: &str) -> Result<(), XlsxError> {
    let state = kept.state.clone().unwrap_or_else(|| State { state: OPEN.to_string(), ..State::default() });
    let repeated =
        if kept.repeated > 1 { format!("（同样的内容在 {} 处出现）", kept.repeated) } else { String::new() };
    let place = format!("{}{repeated}", kept.place);
    let context = format!("{}【{}】{}", kept.before, kept.text, kept.after);
    let cells = [
        &*number(kept.identity),
        &kept.unit,
        &kept.column,
        &kept.title,
        &kept.url,
        &kept.published,
        &place,
        &kept.text,
        &context,
        &kept.message,
        &kept.suggestion,
        &kept.basis,
        kept.severity.label(),
        family_label(&kept.family),
        kept.standing.label(),
        if state.owner.is_empty() { owner } else { &state.owner },
        &state.deadline,
        &state.state,
        &state.closed,
        &state.note,
    ];
    rows.push(workbook, &cells)
}

fn units(sheet: &mut Worksheet, looks: &Looks, overview: &Overview) -> Result<(), XlsxError> {
    sheet.set_name("单位汇总")?;
    let header = [
        "名次",
        "单位",
        "类型",
        "主管单位",
        "文章（篇）",
        "字数",
        "严重",
        "错误",
        "警告",
        "每万字错误",
        "上次每万字错误",
        "转载有问题（篇）",
        "转载（篇）",
        "转载无审核记录（篇）",
        "转载未注明来源（篇）",
        "重复发布（篇）",
        "未发布（篇）",
        "新增",
        "上次已有",
        "再次出现",
        "已消除",
        "单项否决",
    ];
    for (column, name) in header.iter().enumerate() {
        sheet.write_with_format(0, column as u16, *name, &looks.header)?;
    }
    for (place, unit) in overview.units.iter().enumerate() {
        let at = place as u32 + 1;
        let UnitFigures { figures, changes, .. } = unit;
        sheet.write(at, 0, at)?;
        for (column, text) in [(1, &unit.name), (2, &unit.kind), (3, &unit.department)] {
            sheet.write_string(at, column, text)?;
        }
        let numbers = [
            (4, figures.articles),
            (5, figures.characters),
            (6, figures.count(Severity::Veto)),
            (7, figures.count(Severity::Error)),
            (8, figures.count(Severity::Warning)),
            (11, figures.reposts_at_fault),
            (12, figures.reposts),
            (13, figures.unreviewed),
            (14, figures.unsourced),
            (15, figures.repeated),
            (16, figures.drafts),
            (17, changes.new),
            (18, changes.known),
            (19, changes.reappeared),
            (20, changes.gone),
        ];
        for (column, number) in numbers {
            sheet.write(at, column, number)?;
        }
        sheet.write_with_format(at, 9, figures.rate(), &looks.number)?;
        if let Some(rate) = unit.rate_before {
            sheet.write_with_format(at, 10, rate, &looks.number)?;
        }
        sheet.write(at, 21, if unit.has_veto() { "有" } else { "" })?;
    }
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_column_width(1, 24)?.set_column_width(3, 20)?;
    sheet.autofilter(0, 0, (overview.units.len() as u32).max(1), header.len() as u16 - 1)?;
    Ok(())
}

fn issues(sheet: &mut Worksheet, looks: &Looks, overview: &Overview) -> Result<(), XlsxError> {
    sheet.set_name("网站和账号问题")?;
    for (column, name) in ["单位", "问题", "说明", "依据", "单项否决"].iter().enumerate() {
        sheet.write_with_format(0, column as u16, *name, &looks.header)?;
    }
    let all = overview.units.iter().flat_map(|unit| unit.issues.iter().map(move |issue| (unit, issue)));
    let mut rows = 0;
    for (unit, issue) in all {
        rows += 1;
        let veto = if issue.is_veto { "是" } else { "" };
        let cells = [&unit.name, &issue.label, &issue.message, &issue.basis, veto];
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string_with_format(rows, column as u16, *cell, &looks.wrap)?;
        }
    }
    sheet.set_column_width(0, 24)?.set_column_width(1, 16)?.set_column_width(2, 50)?.set_column_width(3, 40)?;
    sheet.set_freeze_panes(1, 0)?.autofilter(0, 0, rows.max(1), 4)?;
    Ok(())
}

fn copies(sheet: &mut Worksheet, looks: &Looks, overview: &Overview) -> Result<(), XlsxError> {
    sheet.set_name("相同的文章")?;
    for (column, name) in
        ["标题", "篇数", "单位数", "单位", "最早", "最近", "应注明来源而未注明（篇）"].iter().enumerate()
    {
        sheet.write_with_format(0, column as u16, *name, &looks.header)?;
    }
    for (row, copies) in overview.copies.iter().enumerate() {
        let row = row as u32 + 1;
        let named = copies.named.join("、");
        for (column, text) in [(0, &copies.title), (3, &named), (4, &copies.first), (5, &copies.last)] {
            sheet.write_string_with_format(row, column, text, &looks.wrap)?;
        }
        for (column, count) in [(1, copies.articles), (2, copies.units), (6, copies.unsourced)] {
            sheet.write(row, column, count)?;
        }
    }
    sheet.set_column_width(0, 44)?.set_column_width(3, 44)?.set_column_width(4, 11)?.set_column_width(5, 11)?;
    sheet.set_freeze_panes(1, 0)?.autofilter(0, 0, overview.copies.len() as u32, 6)?;
    Ok(())
}

fn guide(sheet: &mut Worksheet, overview: &Overview) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?;
    let mut lines = vec![
        format!("{}：文字检查整改台账", overview.title),
        "一行是一处问题。请填写“责任人”“整改时限”“状态”“销号时间”“备注”，其他各列不要改，“编号”尤其不能改。"
            .to_string(),
        format!("“状态”从这几种里选：{}。", STATES.join("、")),
        "填好以后，下次巡检加上 --ledger 这份表格，填写的内容会接着用；已经改掉的问题列在“本次已消除”。".to_string(),
        "这里的数字只来自文字检查，不是正式的检查合格率；每一处都要由人核对。".to_string(),
    ];
    if !overview.complete {
        lines.insert(1, "注意：这次巡检中途停止，台账不完整。".to_string());
    }
    for (at, line) in lines.iter().enumerate() {
        sheet.write_string(at as u32, 0, line)?;
    }
    sheet.set_column_width(0, 110)?;
    Ok(())
}

/// The states in a ledger that people filled in. Rows without a number are passed over.
pub fn read_states(path: &Path) -> Result<Vec<(i64, State)>, InspectError> {
    let name = path.display();
    let rows = read_table(path).map_err(|message| InspectError(format!("台账 {name}：{message}")))?;
    let rows = rows.ok_or_else(|| InspectError(format!("台账 {name} 应是 .xlsx 或 .csv 表格")))?;
    let header = rows.first().map(Vec::as_slice).unwrap_or_default();
    let column = |name: &str| header.iter().position(|cell| cell.trim() == name);
    let (Some(number), Some(state)) = (column("编号"), column("状态")) else {
        return Err(InspectError(format!("台账 {name} 的第一张表里没有“编号”和“状态”这两列，认不出是整改台账")));
    };
    let (owner, deadline, closed, note) = (column("责任人"), column("整改时限"), column("销号时间"), column("备注"));
    let states = rows[1..].iter().filter_map(|row| {
        let cell = |column: Option<usize>| {
            column.and_then(|column| row.get(column)).map(|cell| cell.trim().to_string()).unwrap_or_default()
        };
        let identity = u64::from_str_radix(&cell(Some(number)), 16).ok()?.cast_signed();
        let state = State {
            state: cell(Some(state)),
            owner: cell(owner),
            deadline: cell(deadline),
            closed: cell(closed),
            note: cell(note),
        };
        Some((identity, state))
    });
    Ok(states.collect())
}
