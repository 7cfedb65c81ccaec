//! The register of units (名录): a table of sites, accounts and departments with the columns that offices use. It says who
//! should be there, who answers for it, and what was closed when.

use std::path::Path;

use jiff::civil::Date;

use super::InspectError;
use crate::document::Published;
use crate::source::read_table;

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registered {
    pub name: String,
    /// 网站、微信公众号、微博 …
    pub kind: String,
    /// The organ in charge.
    pub department: String,
    pub owner: String,
    /// Domains, numbers of accounts, names of folders.
    pub signs: Vec<String>,
    pub columns: Vec<String>,
    /// The day on which it was closed.
    pub closed: Option<Date>,
    /// Whether it is closed, whenever that was.
    pub is_closed: bool,
}

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    pub units: Vec<Registered>,
}

/// What a column of the table holds, by its usual names.
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Name, &["名称", "单位", "单位名称", "网站名称", "账号名称", "公众号", "站点名称"]),
    (Column::Kind, &["类型", "类别", "平台", "种类"]),
    (Column::Department, &["主管单位", "主办单位", "所属单位", "所属部门", "部门", "主管部门"]),
    (Column::Owner, &["责任人", "负责人", "联系人", "管理员"]),
    (Column::Sign, &["域名", "网址", "首页网址", "账号", "账号标识", "账号ID", "ID", "文件夹", "网站标识码", "标识码"]),
    (Column::Sections, &["栏目", "栏目名称", "应更新栏目"]),
    (Column::Status, &["状态", "运行状态"]),
    (Column::Closed, &["关停日期", "关停时间", "注销日期", "注销时间"]),
];

/// The header is one of the first rows: some tables have a title above it.
const ROWS_TO_HEADER: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Kind,
    Department,
    Owner,
    Sign,
    Sections,
    Status,
    Closed,
}

impl Register {
    /// Reads a register. The error is for the user.
    pub fn read(path: &Path) -> Result<Self, InspectError> {
        let name = path.display();
        let rows = read_table(path).map_err(|message| InspectError(format!("名录 {name}：{message}")))?;
        let rows = rows.ok_or_else(|| InspectError(format!("名录 {name} 应是 .xlsx、.csv 或 .tsv 表格")))?;
        Self::of_rows(&rows).ok_or_else(|| {
            InspectError(format!("名录 {name} 里找不到单位名称这一列；表头应有“名称”，可以有类型、主管单位、责任人、域名、账号、栏目、状态、关停日期"))
        })
    }

    fn of_rows(rows: &[Vec<String>]) -> Option<Self> {
        let header = rows
            .iter()
            .take(ROWS_TO_HEADER)
            .position(|row| row.iter().any(|cell| column(cell) == Some(Column::Name)))?;
        let columns: Vec<Option<Column>> = rows[header].iter().map(|cell| column(cell)).collect();
        let units = rows[header + 1..].iter().filter_map(|row| Registered::of_row(row, &columns)).collect();
        Some(Self { units })
    }
}

fn column(cell: &str) -> Option<Column> {
    let cell = cell.trim();
    COLUMNS
        .iter()
        .find(|(_, names)| names.iter().any(|name| cell.eq_ignore_ascii_case(name)))
        .map(|(column, _)| *column)
}

impl Registered {
    fn of_row(row: &[String], columns: &[Option<Column>]) -> Option<Self> {
        let mut unit = Self::default();
        for (cell, column) in row.iter().zip(columns) {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            match column {
                Some(Column::Name) if unit.name.is_empty() => unit.name = cell.to_string(),
                // A second column of that kind (单位名称 beside 网站名称) is the organ in charge.
                Some(Column::Name | Column::Department) => unit.department = cell.to_string(),
                Some(Column::Kind) => unit.kind = cell.to_string(),
                Some(Column::Owner) => unit.owner = cell.to_string(),
                Some(Column::Sign) => unit.signs.extend(parts(cell).map(|sign| sign_of(&sign))),
                Some(Column::Sections) => unit.columns.extend(parts(cell)),
                Some(Column::Status) => {
                    unit.is_closed |= ["关停", "注销", "停用"].iter().any(|word| cell.contains(word))
                }
                Some(Column::Closed) => unit.closed = Published::parse(cell).map(|published| published.date),
                None => {}
            }
        }
        unit.is_closed |= unit.closed.is_some();
        (!unit.name.is_empty()).then_some(unit)
    }
}

/// The members of a list in a cell.
fn parts(cell: &str) -> impl Iterator<Item = String> {
    cell.split(['、', '，', ',', ';', '；', '\n', ' '])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_string)
}

/// An address without scheme and path; anything else as it is.
pub fn sign_of(text: &str) -> String {
    let host = text.split_once("://").map_or(text, |(_, rest)| rest);
    host.split(['/', '?', ':']).next().unwrap_or(host).trim_start_matches("www.").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_is_read_by_the_names_of_its_columns() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_string()).collect::<Vec<_>>();
        let rows = [
            row(&["某市政府网站和政务新媒体名录"]),
            row(&["序号", "网站名称", "单位名称", "域名", "应更新栏目", "状态", "关停日期", "负责人"]),
            row(&[
                "1",
                "某县人民政府",
                "某县政府办公室",
                "https://www.Example.gov.cn/",
                "通知公告、要闻动态",
                "正常",
                "",
                "张某",
            ]),
            row(&["2", "某局网站", "某局", "ju.example.gov.cn", "", "已关停", "2024-03-01", ""]),
            row(&["", "", "", "", "", "", "", ""]),
        ];
        let register = Register::of_rows(&rows).unwrap();
        assert_eq!(register.units.len(), 2);
        let first = &register.units[0];
        assert_eq!((first.name.as_str(), first.department.as_str()), ("某县人民政府", "某县政府办公室"));
        assert_eq!(
            (&first.signs, &first.columns),
            (&vec!["example.gov.cn".to_string()], &row(&["通知公告", "要闻动态"]))
        );
        assert!(!first.is_closed && register.units[1].is_closed);
        assert_eq!(register.units[1].closed, Some(jiff::civil::date(2024, 3, 1)));
        assert_eq!(Register::of_rows(&[row(&["甲", "乙"])]), None);
    }
}
