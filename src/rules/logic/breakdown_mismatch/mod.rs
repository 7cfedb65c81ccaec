//! A row of figures that breaks a total down which stands before it, in its own sentence or further up: 总投资8600万元，
//! 一期5200万元，二期3900万元; 5家企业捐款48万元 and the five sums a sentence later. The row must be complete by what it names
//! or counts, or miss the total narrowly. Totals behind 共 are `sum_mismatch`'s, two parts behind 其中 `parts_mismatch`'s.

use std::sync::LazyLock;

use memchr::memmem;

use super::parts_mismatch::PAIRS;
use super::quantity::{is_plain, is_vague, scale, written};
use crate::document::{Article, Block, Number, ONE, Region, count_at};
use crate::finding::Severity;
use crate::rules::number::tail;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/breakdown-mismatch",
        "分列的各项与前面的总数不符",
        Severity::Warning,
        "前面写了总数，后面一项一项列出，加起来却不等于总数，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// Kinds of which all together leave nothing out.
const WHOLE_SETS: [&[&str]; 6] = [
    &["第一产业", "第二产业", "第三产业"],
    &["一期", "二期", "三期"],
    &["一季度", "二季度", "三季度", "四季度"],
    &["上半年", "下半年"],
    &["省级", "市级", "县级"],
    &["一等奖", "二等奖", "三等奖"],
];
/// What says that a row is no plain breakdown: compared, overlapping, open, of several times.
const DOUBTFUL: [&str; 38] = [
    "等", "其余", "其他", "另", "剩余", "不含", "以上", "以下", "新增", "同比", "比上年", "比去年", "增长", "下降", "占", "每", "累计", "约", "左右", "最", "平均",
    "人均", "上年", "去年", "目标", "计划", "至少", "不少于", "不超过", "不低于", "奖励", "补助", "补贴标准", "罚款", "年产", "缴纳", "主要", "均",
];
/// What says that a figure stands for all of something.
const TOTALS: [&str; 9] = ["总", "共", "全", "合计", "累计", "完成", "实现", "投资", "支出"];
/// One in the last digit of figures in 万 and in 亿.
const TEN_THOUSANDS: i128 = 10_000 * ONE;
const HUNDRED_MILLIONS: i128 = 100_000_000 * ONE;
/// Figures of one row at most, and bytes from one to the next.
const MOST: usize = 20;
const GAP: usize = 60;
/// Characters of the name of a kind: 精品民宿.
const KIND: usize = 6;
/// Numbers before a row among which its total is looked for.
const AHEAD: usize = 6;

struct BreakdownMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(BreakdownMismatch)
}

impl Rule for BreakdownMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        // Years between the figures (2023年7亿元、2024年8亿元) are a part of their names.
        let is_year = |number: &Number| number.behind == '年' && number.integer().is_some();
        let numbers: Vec<Number> = article.numbers().iter().filter(|number| !is_year(number)).copied().collect();
        let numbers = numbers.as_slice();
        let mut at = 0;
        while at + 1 < numbers.len() {
            let row = row(article, numbers, at);
            // The total may be the first of what looks like a row: 总长36公里，一期20公里，二期16公里.
            let led = row > 2 && is_greatest(&numbers[at..at + row]);
            let found = if led { fault(article, numbers, at + 1, row - 1) } else { None };
            if let Some((total, sum)) = found.or_else(|| fault(article, numbers, at, row)) {
                report(article, total, sum, context);
            }
            at += row;
        }
        staged(article, context);
    }
}

/// Whether the first figure of a row is greater than all the others.
fn is_greatest(row: &[Number]) -> bool {
    let amount = |number: &Number| number.value.map(|value| value.amount);
    row[1..].iter().all(|other| amount(other) < amount(&row[0]))
}

fn report(article: &Article, total: &Number, sum: i128, context: &mut Context<'_>) {
    let unit = article.unit(total);
    let (name, factor) = scale(article, total);
    let said = article.slice(total.span);
    let message = format!("后面分列的各项相加是{}{name}{unit}，与这里的{said}{unit}不符，请核对", written(sum / factor));
    context.report(context.finding(total.span, message).confidence(0.8));
}

/// Stages that are told with several figures each: 总投资86万元：一期投资52万元，改造3公里；二期投资39万元，改造2公里.
fn staged(article: &Article, context: &mut Context<'_>) {
    const STAGES: [&str; 3] = ["一期", "二期", "三期"];
    let text = article.text.as_bytes();
    for at in memmem::find_iter(text, STAGES[1].as_bytes()).take(MOST) {
        let sentence = article.sentence(Span::of(at..at + STAGES[1].len()));
        let slice = article.slice(sentence);
        let Some(first) = slice.find(STAGES[0]).filter(|first| sentence.start as usize + first < at) else {
            continue;
        };
        let places = STAGES.iter().filter_map(|stage| slice.find(stage)).map(|place| sentence.start + place as u32);
        let places: Vec<u32> = places.collect();
        let numbers = article.numbers();
        let from = numbers.partition_point(|number| number.span.start < sentence.start);
        let to = numbers.partition_point(|number| number.span.end <= sentence.end);
        let inside = &numbers[from..to];
        let Some(total) = inside.iter().rev().find(|number| number.span.end < places[0] && is_total(article, number)) else {
            continue;
        };
        let ends = places.iter().skip(1).copied().chain([sentence.end]);
        let part = |(start, end): (&u32, u32)| {
            let unit = article.unit(total);
            inside.iter().find(|number| number.span.start > *start && number.span.end <= end && article.unit(number) == unit && is_plain(number))
        };
        let parts: Option<Vec<Number>> = places.iter().zip(ends).map(|pair| part(pair).copied()).collect();
        let Some(parts) = parts.filter(|_| slice[first..].matches(STAGES[0]).count() == 1) else {
            continue;
        };
        let sum: i128 = parts.iter().filter_map(|part| part.value).map(|value| value.amount).sum();
        let Some(value) = total.value else { continue };
        let vague = parts.iter().chain([total]).any(|number| is_vague(article, number) || number.percent);
        let doubtful = ["同比", "三期", "年产", "新增"].iter().any(|word| places.len() < 3 && slice.contains(word));
        if !vague && !doubtful && (sum - value.amount).abs() > slack(&parts, total) && sum < value.amount * 2 {
            report(article, total, sum, context);
        }
    }
}

/// How many numbers from a place on stand in a row: of one unit, each with a name of its own behind one mark.
fn row(article: &Article, numbers: &[Number], at: usize) -> usize {
    let Some(first) = numbers.get(at) else {
        return 0;
    };
    let is_item = |number: &Number| {
        number.is_prose && number.value.is_some() && !number.percent && matches!(number.before, '\u{4e00}'..='\u{9fff}' | '）' | ')' | '、' | '”') && is_plain(number)
    };
    if !is_item(first) {
        return 1;
    }
    let unit = article.unit(first);
    if unit.is_empty() || matches!(unit, "年" | "月" | "日" | "天" | "岁" | "期" | "号" | "级" | "倍" | "小时" | "分钟") {
        return 1;
    }
    let joined = |pair: &[Number]| {
        let gap = Span::new(pair[0].span.end, pair[1].span.start.max(pair[0].span.end));
        is_item(&pair[1]) && (gap.end - gap.start) as usize <= GAP && article.unit(&pair[1]) == unit && is_gap(article.slice(gap), unit)
    };
    1 + numbers[at..].windows(2).take(MOST).take_while(|pair| joined(pair)).count()
}

/// Whether a text leads from one figure of a row to the next: its unit, one mark, and a name.
fn is_gap(gap: &str, unit: &str) -> bool {
    let Some(rest) = gap.strip_prefix(unit).and_then(|rest| rest.strip_prefix(['、', '，', '；', ',', ';'])) else {
        return false;
    };
    let mut depth = 0;
    rest.chars().all(|c| {
        depth += i32::from(matches!(c, '（' | '(')) - i32::from(matches!(c, '）' | ')'));
        matches!(c, '0'..='9' | '\u{4e00}'..='\u{9fff}' | '“' | '”' | '（' | '）' | '(' | ')' | '《' | '》') || depth > 0 && c == '、'
    })
}

/// The total that a row does not make up, with what it makes up.
fn fault<'a>(article: &Article, numbers: &'a [Number], at: usize, length: usize) -> Option<(&'a Number, i128)> {
    let parts = numbers.get(at..at + length).filter(|_| length > 1)?;
    let text = row_text(article, parts)?;
    if DOUBTFUL.iter().any(|word| text.contains(word)) || parts.iter().any(|part| is_vague(article, part)) {
        return None;
    }
    let amounts: Vec<i128> = parts.iter().filter_map(|part| part.value).map(|value| value.amount).collect();
    let (sum, greatest) = (amounts.iter().sum::<i128>(), amounts.iter().copied().max()?);
    let unit = article.unit(&parts[0]);
    let ahead = &numbers[at.saturating_sub(AHEAD)..at];
    let may_be = |total: &&Number| {
        let value = total.value.filter(|value| value.amount > greatest);
        value.is_some() && !total.percent && article.unit(total) == unit && is_plain(total) && !is_vague(article, total)
    };
    let candidates: Vec<&Number> = ahead.iter().rev().filter(may_be).collect();
    let total = *candidates.first()?;
    let value = total.value?;
    let slack = slack(parts, total);
    let is_sum = |number: &Number| number.value.is_some_and(|value| (value.amount - sum).abs() <= slack);
    // Some figure of the text is the sum: the row breaks that one down.
    let told = numbers.iter().skip(at.saturating_sub(4 * AHEAD)).take(8 * AHEAD + length).any(|number| article.unit(number) == unit && is_sum(number));
    let nested = amounts.iter().any(|amount| sum - amount == value.amount || sum - amount == *amount);
    let near = is_near(article, total, &parts[0]);
    if told || nested || !near || (sum - value.amount).abs() <= slack {
        return None;
    }
    let missed = (sum - value.amount).abs();
    let names = names(article, parts);
    let between = article.slice(Span::new(total.span.end, parts[0].span.start));
    let lead = between.rsplit(['。', '；', '\n']).next().unwrap_or(between);
    let of_other_times = ["去年", "上年", "前年", "往年", "此前", "同期"].iter().any(|word| lead.contains(word));
    if of_other_times || is_of_others(between, unit, length) || names.iter().any(|name| name.ends_with(['共', '计', '总'])) {
        return None;
    }
    let both = length == 2 && are_of_one_end(&names) && is_counted(article, total, &parts[0], length);
    let complete = is_whole_set(&names) || length > 2 && is_counted(article, total, &parts[0], length);
    let narrow = length > 2 && missed * 10 <= value.amount && (between.contains("其中") || is_total(article, total));
    let told = between.strip_prefix(unit).is_some_and(|rest| rest.starts_with("，其中") || rest.starts_with("（其中"));
    let complete = both || complete && !(told && length == 2);
    let paired = length == 2 && missed * 10 <= value.amount && between.contains("其中") && of_one_kind(&names);
    let plausible = missed * 2 <= value.amount;
    (plausible && (complete || narrow || paired)).then_some((total, sum))
}

/// The text of a row from the beginning of the first name to the end of what follows the last figure in its clause.
fn row_text<'a>(article: &'a Article, parts: &[Number]) -> Option<&'a str> {
    let (first, last) = (parts.first()?, parts.last()?);
    let start = article.clause(first.span).start;
    let end = article.clause(last.span).end;
    Some(article.slice(Span::new(start.min(first.span.start), end.max(last.span.end))))
}

/// What rounding may explain: half a digit of each figure that shows a point. Figures like 48万 are exact more often
/// than not.
fn slack(parts: &[Number], total: &Number) -> i128 {
    let half = |number: &Number| {
        let step = number.value.map_or(0, |value| value.step);
        if has_point(number) { step / 2 } else if step > ONE { step / 6 } else { 0 }
    };
    parts.iter().chain([total]).map(half).sum()
}

/// Whether a figure shows a point: its last digit is no whole one of its scale.
fn has_point(number: &Number) -> bool {
    number.value.is_some_and(|value| !matches!(value.step, ONE | TEN_THOUSANDS | HUNDRED_MILLIONS))
}

/// Whether a row follows its total in a way that `parts_mismatch` (，其中) or `sum_mismatch` (a bracket, a colon) reads.
fn is_of_others(between: &str, unit: &str, length: usize) -> bool {
    let rest = between.strip_prefix(unit).unwrap_or(between);
    let led = ["，其中", "（其中", "。其中", "；其中"].iter().any(|lead| rest.starts_with(lead));
    led && length > 2 || rest.starts_with(['（', '(', '：', ':'])
}

/// Whether a total stands in the sentence of a row, the one before, or the paragraph before.
fn is_near(article: &Article, total: &Number, first: &Number) -> bool {
    let between = article.slice(Span::new(total.span.end, first.span.start));
    let ends = between.matches(['。', '；', '！', '？']).count() + between.matches('\n').count();
    let in_text = |number: &Number| article.block_at(number.span.start).is_some_and(is_text);
    ends <= 2 && between.len() <= 450 && in_text(total)
}

fn is_text(block: &Block) -> bool {
    matches!(block.region, Region::Body | Region::Title | Region::Summary) && block.cell.is_none()
}

/// The name before each figure of a row.
fn names<'a>(article: &'a Article, parts: &[Number]) -> Vec<&'a str> {
    let name = |part: &Number| {
        let before = tail(article, part.span.start);
        before.rsplit(['、', '，', '；', '。', '：', ',', ';', ':']).next().unwrap_or(before)
    };
    parts.iter().map(name).collect()
}

/// Whether names are all the kinds that there are.
fn is_whole_set(names: &[&str]) -> bool {
    let of_set = |set: &&[&str]| names.len() > 1 && names.len() <= set.len() && names.iter().zip(set.iter()).all(|(name, kind)| name.contains(kind));
    let of_pair = |(one, two): &(&str, &str)| matches!(names, [a, b] if a.contains(one) && b.contains(two) || a.contains(two) && b.contains(one));
    WHOLE_SETS.iter().any(of_set) && (names.len() != 2 || !names[0].contains("省级") && !names[0].contains("一等奖")) || PAIRS.iter().any(of_pair)
}

/// Whether two names end in the same two characters before their figures: 精品民宿, 普通民宿.
fn of_one_kind(names: &[&str]) -> bool {
    let end = |name: &str| name.char_indices().rev().nth(1).map(|(at, _)| name[at..].to_string());
    let is_short = |name: &str| name.trim_start_matches("其中").chars().count() <= KIND;
    matches!(names, [a, b] if is_short(a) && is_short(b) && end(a).is_some() && end(a) == end(b) && a != b)
}

/// Whether two names end alike, as names of places and organs of one kind do: 竹坝村, 桥口村.
fn are_of_one_end(names: &[&str]) -> bool {
    let end = |name: &str| name.chars().next_back().filter(|c| "村镇乡县区市局院校厂站所园社组".contains(*c));
    matches!(names, [one, other] if end(one).is_some() && end(one) == end(other) && one != other)
}

/// Whether what is counted before a row are as many as it has figures: 5家企业共捐款48万元.
fn is_counted(article: &Article, total: &Number, first: &Number, length: usize) -> bool {
    let sentence = article.sentence(total.span);
    let text = article.slice(Span::new(sentence.start, first.span.start.max(sentence.start)));
    let count = |at: usize| {
        let lead = text[..at].chars().next_back();
        let begins = lead.is_none_or(|c| !c.is_ascii_digit() && !"第.一二三四五六七八九十百".contains(c));
        let counted = count_at(&text[at..]).filter(|(count, _)| begins && *count as usize == length);
        counted.is_some_and(|(_, length)| text[at + length..].starts_with(['家', '个', '所', '类', '种', '门', '项', '组', '支', '镇', '村', '大']))
    };
    text.char_indices().filter(|(_, c)| c.is_ascii_digit() || "二两三四五六七八九十".contains(*c)).any(|(at, _)| count(at))
}

/// Whether the clause of a figure says that it is of all.
fn is_total(article: &Article, total: &Number) -> bool {
    let clause = article.slice(article.clause(total.span));
    TOTALS.iter().any(|word| clause.contains(word))
}
