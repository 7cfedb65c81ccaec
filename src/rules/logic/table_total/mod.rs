//! The row of totals of a table that its column does not add up to. Tables with subtotals, columns of rates and of other
//! figures that are not added up, and tables whose rows cannot be told for certain are left alone.

use std::sync::LazyLock;

use super::quantity::written;
use crate::document::{Article, Block, Cell, ONE, Value};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/table-total",
        "表格合计与各行之和不符",
        Severity::Warning,
        "表格里合计一行的数不等于上面各行相加，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// How a row of totals is named.
const TOTALS: [&str; 6] = ["合计", "总计", "共计", "合 计", "总 计", "汇总"];
/// Rows that are parts of others.
const INNER: [&str; 4] = ["小计", "其中", "合计", "总计"];
/// Columns that are not added up.
const RATES: [&str; 18] = [
    "率", "比", "均", "单价", "年", "序号", "名次", "排名", "编号", "电话", "代码", "日期", "时间", "占", "%", "得分", "成绩", "标准",
];
/// How a column of shares of the column to its left is named.
const SHARES: [&str; 6] = ["占比", "占比（%）", "占比(%)", "比重", "所占比例", "百分比"];
/// A table is no longer, in cells.
const MOST: usize = 2000;

struct TableTotal;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TableTotal)
}

impl Rule for TableTotal {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [&TOTALS[..], &SHARES].concat());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let heads = context.triggered(article);
        for head in heads.iter().filter(|head| SHARES.contains(&article.block_text(head).trim())) {
            if let Some(cell) = head.cell {
                shares(article, head, cell, context);
            }
        }
        for block in context.triggered(article).iter().filter(|block| block.cell.is_none()) {
            below(article, block, context);
        }
        for label in context.triggered(article) {
            let named = TOTALS.contains(&article.block_text(label).trim());
            if let Some(cell) = label.cell.filter(|cell| named && cell.is_first) {
                total(article, label, cell, context);
            }
        }
    }
}

/// What a cell of a column says.
enum Entry {
    Number(Value),
    /// A stroke for nothing.
    Nothing,
    Text,
}

/// The cells of the table that a block stands in; none where there are too many of them.
fn table<'a>(article: &'a Article, label: &Block, cell: Cell) -> Vec<(&'a Block, Cell)> {
    let inside = |block: &'a Block| Some((block, block.cell.filter(|other| other.table == cell.table)?));
    let (before, behind) = article.blocks.split_at((label.paragraph as usize - 1).min(article.blocks.len()));
    let before = before.iter().rev().map_while(inside).take(MOST + 1);
    let mut cells: Vec<(&Block, Cell)> = before.collect();
    cells.reverse();
    cells.extend(behind.iter().map_while(inside).take(MOST + 1));
    if cells.len() > MOST { Vec::new() } else { cells }
}

/// Looks at each figure of the row of totals that begins with a cell.
fn total(article: &Article, block: &Block, label: Cell, context: &mut Context<'_>) {
    let cells = table(article, block, label);
    let several = cells.windows(2).any(|pair| pair[0].1 == pair[1].1);
    let is_inner = |block: &Block| INNER.iter().any(|word| article.block_text(block).trim_start().starts_with(word));
    if several || cells.iter().any(|(block, cell)| cell.row != label.row && is_inner(block)) {
        return;
    }
    let figures = cells.iter().filter(|(_, cell)| cell.row == label.row && *cell != label);
    let columns: Vec<Column<'_>> = figures.filter_map(|(block, cell)| Column::read(article, &cells, block, *cell)).collect();
    let fitting = columns.iter().any(|column| column.missed() == 0);
    for column in columns.iter().filter(|column| column.missed() > column.slack()) {
        // A column that misses by far is none that is added up.
        if fitting || column.missed() * 10 <= column.total.amount {
            let said = article.block_text(column.block).trim();
            let message = format!("这一列各行相加是{}，与合计{said}不符，请核对", written(column.sum));
            context.report(context.finding(column.block.text, message).confidence(0.85));
        }
    }
}

/// Looks at the total that the paragraph right below a table tells: 以上补贴资金共计159500元. Of the columns that may be
/// meant, those whose heads say an amount of money, just one may give figures.
fn below(article: &Article, block: &Block, context: &mut Context<'_>) {
    let Some(last) = article.blocks.get((block.paragraph as usize).wrapping_sub(2)) else {
        return;
    };
    let Some(cell) = last.cell else {
        return;
    };
    let text = article.block_text(block);
    let start = ["以上", "上述", "上表"].iter().find_map(|word| text.find(word)).filter(|at| *at <= "经核算，".len());
    let said = start.and_then(|start| TOTALS[..3].iter().find_map(|word| text[start..].find(word).map(|at| start + at + word.len())));
    let Some(total) = said.and_then(|at| article.number_from(block.text.start + at as u32)).filter(|total| article.unit(total) == "元") else {
        return;
    };
    let cells = table(article, last, cell);
    let money: Vec<&(&Block, Cell)> = cells.iter().filter(|(head, cell)| cell.row == cells[0].1.row && is_money(article.block_text(head))).collect();
    let [(_, column)] = money[..] else {
        return;
    };
    let inner = cells.iter().any(|(cell, _)| INNER.iter().any(|word| article.block_text(cell).trim_start().starts_with(word)));
    let rows = cells.iter().filter(|(_, other)| other.behind == column.behind && other.row > column.row);
    let figures: Option<Vec<Value>> = rows.map(|(block, _)| number(article, block)).collect();
    let (Some(figures), Some(value)) = (figures.filter(|figures| figures.len() > 1 && !inner), total.value) else {
        return;
    };
    let sum: i128 = figures.iter().map(|value| value.amount).sum();
    // A head may say 万元; a sum that is far off is of something else.
    if sum != value.amount && (sum - value.amount).abs() * 4 <= value.amount && value.step == ONE {
        let message = format!("表中各行相加是{}元，与这里的{}元不符，请核对", written(sum), article.slice(total.span));
        context.report(context.finding(total.span, message).confidence(0.85));
    }
}

/// Whether the head of a column says that its figures are sums of money.
fn is_money(head: &str) -> bool {
    let named = ["金额", "资金", "补贴", "补助", "奖金", "款"].iter().any(|word| head.contains(word));
    named && !RATES.iter().any(|word| head.contains(word)) && !head.contains("万")
}

/// Looks at each share of a column against the figures to its left: where they give all the shares but one, that is
/// wrong.
fn shares(article: &Article, head: &Block, cell: Cell, context: &mut Context<'_>) {
    let cells = table(article, head, cell);
    let is_inner = |block: &Block| INNER.iter().any(|word| article.block_text(block).trim_start().starts_with(word));
    let rows: Vec<(&Block, Value, Value)> = cells
        .iter()
        .filter(|(_, other)| other.behind == cell.behind && other.row > cell.row)
        .filter_map(|(block, other)| {
            let label = cells.iter().find(|(_, first)| first.row == other.row && first.is_first)?;
            let share = article.number_from(block.text.start).filter(|number| number.span.end == block.text.end)?;
            let (left, _) = cells.iter().find(|(_, left)| left.row == other.row && left.behind == cell.behind + 1)?;
            (!is_inner(label.0)).then_some(())?;
            Some((*block, share.value?, number(article, left)?))
        })
        .collect();
    let total: i128 = rows.iter().map(|(_, _, value)| value.amount).sum();
    if rows.len() < 3 || total <= 0 || total > ONE * ONE * 1000 {
        return;
    }
    let fits = |share: &Value, value: &Value| (share.amount - value.amount * 100 * ONE / total).abs() <= share.step;
    let wrong: Vec<_> = rows.iter().filter(|(_, share, value)| !fits(share, value)).collect();
    if let [(block, _, value)] = wrong[..] {
        let tenths = value.amount * 1000 / total;
        let message = format!("按左边一列的数，占比约为{}.{}%，与这里写的不符，请核对", tenths / 10, tenths % 10);
        context.report(context.finding(block.text, message).confidence(0.85));
    }
}

/// A column with its total.
struct Column<'a> {
    block: &'a Block,
    total: Value,
    sum: i128,
    /// One in the last digit of the figure with the fewest.
    step: i128,
    parts: usize,
}

impl<'a> Column<'a> {
    fn read(article: &Article, cells: &[(&'a Block, Cell)], block: &'a Block, cell: Cell) -> Option<Self> {
        let total = number(article, block)?;
        let column = cells.iter().filter(|(_, other)| other.behind == cell.behind);
        let (above, below): (Vec<_>, Vec<_>) = column.filter(|(_, other)| other.row != cell.row).partition(|(_, other)| other.row < cell.row);
        let head = above.iter().rev().find(|(block, _)| matches!(entry(article, block), Entry::Text));
        let body = |(_, other): &&(&Block, Cell)| head.is_none_or(|(_, head)| other.row > head.row);
        let mut parts: Vec<Value> = above.iter().filter(body).filter_map(|(block, _)| number(article, block)).collect();
        if parts.is_empty() && below.iter().all(|(block, _)| !matches!(entry(article, block), Entry::Text)) {
            // The total stands first.
            parts = below.iter().filter_map(|(block, _)| number(article, block)).collect();
        }
        let rate = head.is_none_or(|(head, _)| RATES.iter().any(|word| article.block_text(head).contains(word)));
        if rate || parts.len() < 2 {
            return None;
        }
        let step = parts.iter().map(|value| value.step).chain([total.step]).max()?;
        Some(Self { block, total, sum: parts.iter().map(|value| value.amount).sum(), step, parts: parts.len() })
    }

    fn missed(&self) -> i128 {
        (self.sum - self.total.amount).abs()
    }

    /// What rounding may explain.
    fn slack(&self) -> i128 {
        if self.step == ONE { 0 } else { self.step * (self.parts as i128 + 1) / 2 }
    }
}

/// What a cell says.
fn entry(article: &Article, block: &Block) -> Entry {
    let text = article.block_text(block);
    if matches!(text.trim(), "" | "-" | "—" | "——" | "/" | "－") {
        return Entry::Nothing;
    }
    let number = article.number_from(block.text.start).filter(|number| number.digits == block.text);
    number.and_then(|number| number.value).map_or(Entry::Text, Entry::Number)
}

/// The figure of a cell.
fn number(article: &Article, block: &Block) -> Option<Value> {
    match entry(article, block) {
        Entry::Number(value) => Some(value),
        Entry::Nothing | Entry::Text => None,
    }
}
