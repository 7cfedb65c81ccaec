//! A year of two digits before a month or another part of the year: 24年7月18日. Lengths of time (服役24年) and years
//! of other eras are told apart.

use std::sync::LazyLock;

use regex::Regex;

use super::{EachNumber, head, stands_alone, tail};
use crate::document::{Article, Number};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/short-year",
        "年份缩写",
        Severity::Warning,
        "年份写成两位，归档多年以后分不清是哪个世纪，也容易与年数混淆。",
        "GB/T 15835—2011《出版物上数字用法》：四位数字表示的年份不应简写为两位数字",
        include_str!("rule.md"),
    )
});

/// What shows that the two digits are a year.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^年(?:(?P<day>[01]?[0-9]月[0-3]?[0-9][日号])|(?P<part>[上下]半年|第?[一二三四1-4]季度)|(?P<month>[01]?[0-9]月)(?:份|底|初|末|[上中下]旬|以来|起|[，。；、）)至到动开建竣投召印出启成施实公发上]|$)|(?P<end>[年]?[底初末])(?:[，。；、）)前至到建开竣完实投]|$))";
    Regex::new(pattern).expect("constant pattern")
});

/// Eras whose years have two digits.
const ERAS: [&str; 37] = [
    "民国", "宣统", "光绪", "同治", "咸丰", "道光", "嘉庆", "乾隆", "雍正", "康熙", "顺治", "崇祯", "天启", "万历", "隆庆",
    "嘉靖", "正德", "弘治", "成化", "正统", "宣德", "永乐", "洪武", "至正", "至元", "贞观", "开元", "明治", "大正", "昭和",
    "平成", "令和", "公元前", "公元", "主体", "檀纪", "佛历",
];

/// Words of clauses that speak of a length of time.
const LENGTHS: [&str; 22] = [
    "有期徒刑", "刑期", "服刑", "工龄", "党龄", "服役", "任期", "学制", "历时", "历经", "为期", "期限", "长达", "累计",
    "工作", "从教", "从警", "坚守", "近", "满", "约", "达",
];
/// Years up to so many after the present belong to this century.
const AHEAD: i16 = 15;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits, look })
}

fn fits(number: &Number) -> bool {
    number.behind == '年' && number.span.len() == 2
}

/// What 年 of such a year goes on with.
fn goes_on(after: &str) -> bool {
    after.chars().nth(1).is_some_and(|c| c.is_ascii_digit() || "上下第一二三四年底初末".contains(c))
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let after = head(article, number.span.end);
    if !goes_on(after) {
        return;
    }
    let before = tail(article, number.span.start);
    let (Some(found), Some(short)) = (YEAR.captures(after), number.integer()) else {
        return;
    };
    let clause = before.rsplit(['，', '。', '；', '：']).next().unwrap_or(before);
    let dated = ["于", "截至", "截止", "自"].iter().any(|word| before.ends_with(word));
    let certain = dated || found.name("day").or(found.name("part")).is_some();
    let length = !certain && LENGTHS.iter().any(|word| clause.contains(word));
    let joined = before.ends_with(|c: char| "第〇零一二三四五六七八九十百千、-—–－~～至到前过用".contains(c));
    if length || joined || ERAS.iter().any(|era| before.ends_with(era)) || !stands_alone(article, number) {
        return;
    }
    let year = i16::try_from(short).unwrap_or_default();
    let century = if 2000 + year <= context.as_of_year() + AHEAD { 2000 } else { 1900 };
    let right = (century + year).to_string();
    let message = format!("年份应写全四位：{right}年");
    context.report(context.finding(number.span, message).suggest(vec![right], Applicability::Unsafe));
}
