//! Approximate figures in Arabic digits: 3、4十人, 3、4天, 10几个. Enumerations (3、4号楼) are told apart.

use std::sync::LazyLock;

use super::{EachNumber, head, stands_alone, tail};
use crate::document::{Article, Number, numeral};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/approximate-figure",
        "概数用了阿拉伯数字",
        Severity::Warning,
        "概数用阿拉伯数字会被读成确数或并列的编号。",
        "GB/T 15835—2011《出版物上数字用法》：汉字数字连用表示的概数、含“几”的概数应采用汉字数字",
        include_str!("rule.md"),
    )
});

/// What is counted behind an approximate pair.
const COUNTED: [&str; 30] = [
    "十", "百", "千", "万", "亿", "天", "个", "人", "名", "位", "次", "家", "户", "岁", "小时", "分钟", "公里", "里路",
    "斤", "公斤", "米", "倍", "吨", "亩", "件", "年时间", "年后", "年前", "年来", "种",
];
/// What stands before numbers that are members of a row.
const ROWS: &str = "第、图表件例条款项组题步章节号级期档月年日版册卷页楼栋排线-—–~～至到（(：:。；;.";
/// What makes 几 the beginning of a word.
const WORDS: &str = "率何乎许经度";

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits, look })
}

fn fits(number: &Number) -> bool {
    number.behind == '几' || number.behind == '、' && number.span.len() == 1 || matches!(number.before, '几' | '数')
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    let after = head(article, number.span.end);
    if matches!(number.before, '几' | '数') {
        return tens(article, number, context);
    }
    if let Some(rest) = after.strip_prefix('几') {
        several(article, number, rest, context);
    } else {
        pair(article, number, after, context);
    }
}

/// 几10家, 数100名.
fn tens(article: &Article, number: &Number, context: &mut Context<'_>) {
    let Some(value) = number.integer().filter(|value| matches!(value, 10 | 100 | 1000)) else {
        return;
    };
    let before = tail(article, number.span.start);
    let lead = &before[..before.len() - "几".len()];
    // 人数10 and 系数10 are names with their values; 第几10 is nothing.
    let begins = lead.is_empty() || lead.ends_with(|c| "，。；：、！？了有达来过近的着和与用花“（".contains(c));
    if !begins || article.unit(number).is_empty() {
        return;
    }
    let span = Span::new(number.span.start - "几".len() as u32, number.span.end);
    let word = match value {
        10 => "十",
        100 => "百",
        _ => "千",
    };
    let right = format!("{}{word}", number.before);
    let finding = context.finding(span, "带“几”“数”的概数要用汉字数字");
    context.report(finding.suggest(vec![right], Applicability::Safe));
}

/// 10几个, 20几岁.
fn several(article: &Article, number: &Number, rest: &str, context: &mut Context<'_>) {
    let Some(value) = number.integer().filter(|value| value % 10 == 0 && (10..1000).contains(value)) else {
        return;
    };
    if rest.starts_with(|c| WORDS.contains(c)) || !stands_alone(article, number) {
        return;
    }
    let span = Span::new(number.span.start, number.span.end + "几".len() as u32);
    let right = numeral(value).map(|numeral| format!("{numeral}几"));
    let finding = context.finding(span, "带“几”的概数要用汉字数字");
    context.report(finding.suggest(right.into_iter().collect(), Applicability::Safe));
}

/// 3、4天, 3、4十人.
fn pair(article: &Article, number: &Number, after: &str, context: &mut Context<'_>) {
    let second = after["、".len()..].bytes().next().filter(u8::is_ascii_digit);
    let (Some(first), Some(second)) = (number.integer(), second.map(|byte| u64::from(byte - b'0'))) else {
        return;
    };
    let rest = &after["、0".len()..];
    let counted = COUNTED.iter().any(|unit| rest.starts_with(unit)) && !rest.starts_with("个月") || rest.starts_with("个月的");
    let before = tail(article, number.span.start);
    let row = before.is_empty() || before.ends_with(|c| ROWS.contains(c));
    if first == 0 || second != first + 1 || !counted || row || !stands_alone(article, number) {
        return;
    }
    let span = Span::new(number.span.start, number.span.end + "、0".len() as u32);
    let right = numeral(first).zip(numeral(second)).map(|(first, second)| format!("{first}{second}"));
    let finding = context.finding(span, "相邻两个数连用表示概数，要用汉字数字，中间不加顿号").confidence(0.85);
    context.report(finding.suggest(right.into_iter().collect(), Applicability::Unsafe));
}
