//! A total that its parts do not add up to: A 120个、B 31个，共161个. Only plain rows of the same unit are added up.

use std::sync::LazyLock;

use super::parts_mismatch::{PAIRS, exclude};
use super::quantity::{is_vague, scale, written};
use crate::document::{Article, Number, ONE};
use crate::finding::Severity;
use crate::rules::number::{EachNumber, head, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/sum-mismatch",
        "分项之和与总数不符",
        Severity::Error,
        "分项加起来与总数对不上，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What stands right before a total.
const TOTALS: [&str; 12] = [
    "共", "共计", "合计", "总计", "总共", "一共", "共有", "合计为", "总计为", "总数为", "共计为", "总数达",
];
/// The same for a whole that what stands before it need not make up: only two kinds that leave nothing out do.
const WHOLES: [&str; 5] = ["总人口", "总人数", "总户数", "总人口为", "总人数为"];
/// What is done with all of it, between 共 and the total: 共评出10名.
const DONE: [&str; 14] =
    ["评出", "选出", "评选", "评选出", "产生", "发放", "收到", "收集", "设", "设立", "建成", "种植", "出动", "检查"];
/// What makes the parts no plain row: overlapping, compared, repeated, of several times.
const NOT_A_ROW: [&str; 22] = [
    "其中", "占", "比", "同比", "增", "减", "上年", "去年", "每", "平均", "人均", "累计", "至", "到", "约", "不含", "另",
    "外", "扣", "退", "剩", "余",
];
/// A part and its name are no longer, in bytes.
const PART: u32 = 60;
const MOST_PARTS: usize = 40;
/// Bytes from a number to what follows its unit, blanks included.
const LONGEST_UNIT: usize = 20;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits, look })
}

/// Whether a unit may stand behind a number.
fn fits(total: &Number) -> bool {
    total.percent && matches!(total.before, '计' | '为' | '达') || !total.percent && matches!(total.behind, ' ' | '\u{4e00}'..='\u{9fff}')
}

fn look(article: &Article, total: &Number, context: &mut Context<'_>) {
    if total.percent {
        return rates(article, total, context);
    }
    let may_be_named = matches!(total.before, '共' | '计' | '有' | '为' | '达' | '出' | '放' | '到' | '集' | '选' | '生' | '成' | '植' | '动' | '查' | '设' | '立' | '口' | '数');
    if !may_be_named && !promises_parts(article, total) || article.unit(total).is_empty() {
        return;
    }
    let unit = article.unit(total);
    let before = tail(article, total.span.start);
    let clause = before.rsplit(['，', '。', '；', '、', ',']).next().unwrap_or(before);
    // 共有教师350人（男120人、女230人） names what is counted.
    let named = is_total(before);
    if !(named || clause.contains(['共', '总'])) || is_vague(article, total) {
        return;
    }
    let numbers = article.numbers();
    let place = numbers.partition_point(|number| number.span.start < total.span.start);
    let sentence = article.sentence(total.span);
    let behind = behind(article, total, &numbers[place + 1..], unit, sentence.end);
    let parts = if behind.is_empty() && named { ahead(article, total, &numbers[..place], unit, sentence.start) } else { behind };
    let (Some(sum), Some(value)) = (sum(&parts), total.value) else {
        return;
    };
    if total.before == '共' && parts.iter().all(|part| is_of_others(article, part, total)) {
        return;
    }
    let of_whole = WHOLES.iter().any(|word| before.ends_with(word));
    if of_whole && !is_all(article, &parts) {
        return;
    }
    let step = parts.iter().filter_map(|part| part.value).map(|value| value.step).chain([value.step]).max();
    // Rounded figures may miss by half a digit each.
    let rounded = step.filter(|step| *step != ONE).unwrap_or(0) * (parts.len() as i128 + 1) / 2;
    let greatest = parts.iter().filter_map(|part| part.value).map(|part| part.amount).max().unwrap_or(0);
    if (sum - value.amount).abs() <= rounded || value.amount < greatest || adds_up_in_part(&parts, value.amount) {
        return;
    }
    let (name, scale) = scale(article, total);
    let sum = written(sum / scale);
    let message = format!("各项相加是{sum}{name}{unit}，与总数{}{unit}不符，请核对", article.slice(total.span));
    context.report(context.finding(total.span, message).confidence(0.92));
}

/// Rates in a row that their total does not add up: 单位缴16%，个人缴8%，合计25%.
fn rates(article: &Article, total: &Number, context: &mut Context<'_>) {
    let before = tail(article, total.span.start);
    if !is_total(before) || before.ends_with("共有") {
        return;
    }
    let numbers = article.numbers();
    let place = numbers.partition_point(|number| number.span.start < total.span.start);
    let sentence = article.sentence(total.span);
    let from = numbers.partition_point(|number| number.span.start < sentence.start);
    let mut end = total.span.start;
    let row = numbers[from..place].iter().rev().take_while(|number| {
        let near = number.percent && end - number.span.end <= PART;
        end = number.span.start;
        near
    });
    let parts: Vec<Number> = row.take(MOST_PARTS).copied().collect();
    let (Some(first), Some(sum), Some(value)) = (parts.last(), sum(&parts), total.value) else {
        return;
    };
    let text = article.slice(Span::new(article.clause(first.span).start, total.span.start)).replace("比例", "").replace("占比", "");
    let doubtful = NOT_A_ROW.iter().any(|word| text.contains(word)) || parts.iter().chain([total]).any(|number| is_vague(article, number));
    // Rounded shares may miss by half a digit each; whole rates are what they are.
    let step = parts.iter().filter_map(|part| part.value).map(|value| value.step).chain([value.step]).min().unwrap_or(ONE);
    let slack = if step < ONE { step * (parts.len() as i128 + 1) / 2 } else { 0 };
    if parts.len() > 1 && !doubtful && (sum - value.amount).abs() > slack && sum < value.amount * 2 && !adds_up_in_part(&parts, value.amount) {
        let message = format!("各项相加是{}%，与合计{}不符，请核对", written(sum), article.slice(total.span));
        context.report(context.finding(total.span, message).confidence(0.85));
    }
}

/// Whether a text ends in what a total follows.
fn is_total(before: &str) -> bool {
    let done = DONE.iter().find_map(|verb| before.strip_suffix(verb));
    TOTALS.iter().chain(&WHOLES).any(|word| before.ends_with(word)) || done.is_some_and(|before| before.ends_with(['共', '计']))
}

/// Whether a part and the total count different things by one measure word: 6个镇、3个街道共120个村.
fn is_of_others(article: &Article, part: &Number, total: &Number) -> bool {
    let noun = |number: &Number| {
        let after = head(article, number.span.end);
        let after = after.strip_prefix(article.unit(number)).unwrap_or(after);
        after.chars().next().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}') && *c != '共')
    };
    noun(part).zip(noun(total)).is_some_and(|(part, total)| part != total)
}

/// Whether the parts of a row, the last first, are of two kinds that leave nothing out.
fn is_all(article: &Article, parts: &[Number]) -> bool {
    matches!(parts, [second, first] if exclude(article, &[first, second], &PAIRS))
}

/// Whether two units count the same: people go by several.
fn is_same_unit(one: &str, other: &str) -> bool {
    const PEOPLE: [&str; 3] = ["人", "名", "位"];
    one == other || PEOPLE.contains(&one) && PEOPLE.contains(&other)
}

/// The parts before a total: the row of numbers of its unit that it ends.
fn ahead(article: &Article, total: &Number, numbers: &[Number], unit: &str, start: u32) -> Vec<Number> {
    let mut parts: Vec<Number> = Vec::new();
    let mut end = total.span.start;
    let mut commas = false;
    for number in numbers.iter().rev().take(MOST_PARTS) {
        let gap = number.span.start.max(start)..end;
        let near = number.span.start >= start && gap.end - gap.start <= PART + unit.len() as u32;
        if !near || !is_same_unit(article.unit(number), unit) || number.percent || is_vague(article, number) {
            // A number of another kind inside the row makes it no row; dates stand before it.
            let between = article.slice(Span::new(number.span.end, end.max(number.span.end)));
            let inside = near && !parts.is_empty() && is_counted(article, number) && !between.contains(['，', ',']);
            if inside { return Vec::new() } else { break }
        }
        // 完成作品41件，评出一等奖3件、二等奖6件: what stands before the row is none of its parts.
        let wide = article.slice(Span::new(number.span.end, end)).contains(['，', ',']);
        if parts.len() > 1 && wide && !commas {
            break;
        }
        commas |= wide && !parts.is_empty();
        end = number.span.start;
        parts.push(*number);
    }
    let Some(first) = parts.last() else {
        return Vec::new();
    };
    let row = article.slice(Span::new(article.clause(first.span).start.max(start), total.span.start));
    let row = row.strip_prefix("其中").unwrap_or(row);
    let listed = row.contains(['、', '，', ',', '和']);
    if parts.len() < 2 || !listed || NOT_A_ROW.iter().any(|word| row.contains(word)) { Vec::new() } else { parts }
}

/// Whether a number counts something, and is no year or day.
fn is_counted(article: &Article, number: &Number) -> bool {
    !matches!(article.unit(number), "年" | "月" | "日" | "")
}

/// Whether a bracket or a colon stands behind a total and its unit.
fn promises_parts(article: &Article, total: &Number) -> bool {
    let after = &article.text[total.span.end as usize..];
    let near = &after.as_bytes()[..after.len().min(LONGEST_UNIT)];
    let is_mark = |bytes: &[u8]| matches!(bytes, [b'(' | b':', ..] | [0xef, 0xbc, 0x88 | 0x9a]);
    if !near.windows("（".len()).any(is_mark) {
        return false;
    }
    let unit = article.unit(total);
    after.trim_start().strip_prefix(unit).is_some_and(|after| after.starts_with(['：', ':', '（', '(']))
}

/// The parts behind a total that promises all of them: 共161个：A 120个、B 31个, 共161个（A 120个、B 31个）.
fn behind(article: &Article, total: &Number, numbers: &[Number], unit: &str, end: u32) -> Vec<Number> {
    let after = head(article, total.span.end);
    let after = after.trim_start().strip_prefix(unit).unwrap_or(after);
    let close = match after.chars().next() {
        Some('：' | ':') => None,
        Some('（' | '(') => Some(['）', ')']),
        _ => return Vec::new(),
    };
    let rest = &article.text[total.span.end as usize..end as usize];
    let length = close.map_or(rest.len(), |close| rest.find(close).unwrap_or(0));
    let row = &rest[..length];
    let end = total.span.end + length as u32;
    let parts: Vec<Number> = numbers.iter().take_while(|number| number.span.end <= end).take(MOST_PARTS).copied().collect();
    let plain = parts.iter().all(|part| article.unit(part) == unit && !part.percent && !is_vague(article, part));
    let listed = row.contains('、') || row.contains('，');
    let doubtful = NOT_A_ROW.iter().any(|word| row.contains(word)) || row.contains('等') || row.contains('含');
    if parts.len() < 2 || !plain || !listed || doubtful { Vec::new() } else { parts }
}

fn sum(parts: &[Number]) -> Option<i128> {
    if parts.is_empty() {
        return None;
    }
    parts.iter().map(|part| part.value.map(|value| value.amount)).sum()
}

/// Whether some of the parts, next to each other, make the total, or one part is the sum of the rest: the row has
/// another structure then.
fn adds_up_in_part(parts: &[Number], total: i128) -> bool {
    let amounts: Vec<i128> = parts.iter().filter_map(|part| part.value).map(|value| value.amount).collect();
    let whole: i128 = amounts.iter().sum();
    let nested = amounts.iter().any(|amount| whole - amount == *amount || whole - amount == total);
    let from_total = (2..amounts.len()).any(|count| amounts[..count].iter().sum::<i128>() == total);
    nested || from_total
}
