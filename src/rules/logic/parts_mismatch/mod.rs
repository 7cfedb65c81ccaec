//! Parts of a whole that 其中 or 中 names and that do not make it up: 36家，其中公办12家、民办23家. Parts may overlap or be
//! some of many; so only parts that exclude each other, and those that miss the whole narrowly, are looked at. Plain
//! sums without such a word are `sum_mismatch`'s.

use std::sync::LazyLock;

use super::quantity::{is_plain, is_vague, scale, written};
use crate::document::{Article, Number, ONE};
use crate::finding::Severity;
use crate::rules::number::{head, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/parts-mismatch",
        "“其中”各项之和与总数不符",
        Severity::Warning,
        "总数下面分列的各项互不交叉，加起来却不等于总数，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What leads to the parts. They follow a mark: 36家，其中; 12个县（市、区）中，.
const LEADS: [&str; 8] = ["，其中", "（其中", "。其中", ",其中", "(其中", "中，", "；其中", "中,"];
/// Bytes between the whole and what leads to its parts.
const NEAR: u32 = 48;
/// Kinds that exclude each other and leave nothing out.
pub(super) const PAIRS: [(&str, &str); 22] = [
    ("男", "女"),
    ("公办", "民办"),
    ("公立", "民营"),
    ("城镇", "农村"),
    ("城镇", "乡村"),
    ("城市", "农村"),
    ("合格", "不合格"),
    ("完成", "未完成"),
    ("已", "未"),
    ("贫困", "非贫困"),
    ("国有", "非国有"),
    ("本科", "专科"),
    ("省内", "省外"),
    ("市内", "市外"),
    ("县内", "县外"),
    ("境内", "境外"),
    ("线上", "线下"),
    ("行政村", "社区"),
    ("有效", "无效"),
    ("立案", "不予立案"),
    ("通过", "未通过"),
    ("采纳", "未采纳"),
];
/// Kinds that exclude each other and may leave something out: only more than the whole they cannot be.
const KINDS: [(&str, &str); 12] = [
    ("省级", "市级"),
    ("市级", "县级"),
    ("省级", "县级"),
    ("中央", "省级"),
    ("中央", "地方"),
    ("财政", "自筹"),
    ("政府", "社会"),
    ("一等奖", "二等奖"),
    ("小学", "初中"),
    ("初中", "高中"),
    ("小麦", "玉米"),
    ("工业", "农业"),
];
/// What says that the parts are some of many, overlap, or are of other wholes.
const DOUBTFUL: [&str; 30] = [
    "等", "其余", "其他", "另", "剩余", "不含", "以上", "以下", "包括", "包含", "新增", "同比", "比上年", "增长", "占", "每", "累计", "分别", "约",
    "含", "以来", "至", "到", "还有", "主要", "均", "各", "岁", "兼", "平均",
];
/// What says that a figure is a whole, and what says that it is none: an average, a difference.
const TOTALS: [&str; 6] = ["共", "总", "现有", "计", "全", "应到"];
const AVERAGES: [&str; 16] =
    ["单产", "均", "单价", "最", "亩产", "气温", "增", "减", "比", "降", "净", "多", "少", "升", "每", "标准"];
const MOST_PARTS: usize = 12;

struct PartsMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PartsMismatch)
}

impl Rule for PartsMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &LEADS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let Some(whole) = whole(article, *place) else {
                continue;
            };
            let more = |part: &&Number| part.value.zip(whole.value).is_some_and(|(part, whole)| part.amount > whole.amount);
            let greater = part(article, whole, *place).filter(more).or_else(|| later(article, whole, *place).find(more));
            if let Some(part) = greater {
                let message = format!("“其中”的{}比总数{}还大，请核对", article.slice(part.span), article.slice(whole.span));
                context.report(context.finding(part.span, message).confidence(0.8));
            } else if let Some(parts) = parts(article, whole, *place) {
                judge(article, whole, &parts, context);
            }
        }
    }
}

/// The whole before the words that lead to parts at a place.
fn whole(article: &Article, place: u32) -> Option<&Number> {
    let numbers = article.numbers();
    let next = numbers.partition_point(|number| number.span.start < place);
    let mut whole = numbers.get(next.checked_sub(1)?)?;
    // 财政收入12.6亿元，同比增长8.5%，其中: by how much it grew is passed over.
    let grown = ["增长", "下降", "增幅", "降幅"].iter().any(|word| tail(article, whole.span.start).ends_with(word));
    if whole.percent && grown && whole.span.end == place {
        let before = numbers.get(next.checked_sub(2)?)?;
        let between = article.slice(Span::new(before.span.end, whole.span.start));
        let joined = between.len() <= NEAR as usize && !between.contains(['。', '；', '\n']) && between.matches('，').count() == 1;
        whole = Some(before).filter(|_| joined)?;
        return (!article.unit(whole).is_empty() && !whole.percent && is_plain(whole) && !is_vague(article, whole)).then_some(whole);
    }
    let unit = article.unit(whole);
    let counts = !unit.is_empty() && !matches!(unit, "年" | "月" | "日" | "天");
    let near = whole.span.end <= place && place - whole.span.end <= NEAR;
    let joined = near && !article.slice(Span::new(whole.span.end, place)).contains(['。', '；', '\n', '，']);
    (counts && joined && !whole.percent && is_plain(whole) && !is_vague(article, whole)).then_some(whole)
}

/// The one part that 其中 names at a place, where the same things are counted: 党员45名，其中女党员52名.
fn part<'a>(article: &'a Article, whole: &Number, place: u32) -> Option<&'a Number> {
    let numbers = article.numbers();
    let part = numbers.get(numbers.partition_point(|number| number.span.start < place))?;
    let lead = article.slice(Span::new(place, part.span.start));
    let near = lead.contains("其中") && lead.len() <= NEAR as usize && !lead.chars().skip(1).any(|c| "，。；：\n".contains(c));
    // An average may be exceeded, a difference too; a bracket gives some other figure.
    let clause = article.slice(article.clause(whole.span));
    let total = TOTALS.iter().any(|word| clause.contains(word));
    let average = !total && !is_of_one_name(article, whole, part) || AVERAGES.iter().any(|word| clause.contains(word) || lead.contains(word));
    let unit = article.unit(whole);
    let bracket = article.slice(Span::new(whole.span.end, place)).contains(['）', ')']);
    let same = !average && !bracket && article.unit(part) == unit && !part.percent && is_plain(part) && !is_vague(article, part);
    // 3个县，其中12个乡镇…: something else is counted.
    let noun = |number: &Number| {
        let after = head(article, number.span.end);
        after.strip_prefix(unit).unwrap_or(after).chars().next().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
    };
    (near && same && noun(part).is_none() && noun(whole).is_none()).then_some(part)
}

/// The parts that 其中 names behind the first one, in a plain row of the same things.
fn later<'a>(article: &'a Article, whole: &Number, place: u32) -> impl Iterator<Item = &'a Number> + use<'a> {
    let numbers = article.numbers();
    let rest = rest(article, place);
    let text = article.slice(rest);
    let unit = article.unit(whole).to_string();
    let plain = article.after(Span::point(place)).contains("其中") && !DOUBTFUL.iter().chain(&AVERAGES).any(|word| text.contains(word)) && !is_nested(text);
    let clause = article.slice(article.clause(whole.span));
    let named = TOTALS.iter().chain(&["查处", "发生", "受理"]).any(|word| clause.contains(word));
    let from = numbers.partition_point(|number| number.span.start < rest.start);
    let row = numbers[from..].iter().take_while(move |number| number.span.end <= rest.end && article.unit(number) == unit && !number.percent && is_plain(number));
    row.take(MOST_PARTS).skip(1).filter(move |number| plain && named && !is_vague(article, number))
}

/// Whether what two numbers count ends in the same word: 财政收入 and 税收收入.
fn is_of_one_name(article: &Article, whole: &Number, part: &Number) -> bool {
    let name = |number: &Number| {
        let before = tail(article, number.span.start).trim_end_matches(['达', '到', '为', '完', '成', '共']);
        let start = before.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
        before[start..].chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).then_some(&before[start..])
    };
    name(whole).is_some_and(|name| name.chars().count() == 2) && name(whole) == name(part)
}

/// The parts that follow the words at a place in the sentence.
fn parts<'a>(article: &'a Article, whole: &Number, place: u32) -> Option<Vec<&'a Number>> {
    let numbers = article.numbers();
    let next = numbers.partition_point(|number| number.span.start < place);
    let rest = rest(article, place);
    let parts: Vec<&Number> = numbers[next..].iter().take_while(|number| number.span.end <= rest.end).take(MOST_PARTS + 1).collect();
    let unit = article.unit(whole);
    let same = |part: &&Number| article.unit(part) == unit && !part.percent && part.value.is_some() && !is_vague(article, part);
    let plain = (2..=MOST_PARTS).contains(&parts.len()) && parts.iter().all(same);
    let text = article.slice(rest);
    (plain && !DOUBTFUL.iter().any(|word| text.contains(word)) && !is_nested(text)).then_some(parts)
}

/// What follows the words that lead to parts, up to the end of the sentence.
fn rest(article: &Article, place: u32) -> Span<Text> {
    let text = article.after(Span::point(place));
    let lead = LEADS.iter().find(|lead| text.starts_with(**lead)).map_or(0, |lead| lead.len());
    let end = text[lead..].find(['。', '；', '！', ';']).map_or(text.len(), |at| lead + at);
    Span::of(place as usize + lead..place as usize + end)
}

/// Whether parts have parts of their own.
fn is_nested(text: &str) -> bool {
    text.contains("其中") || text.contains('（') || text.contains('(')
}

fn judge(article: &Article, whole: &Number, parts: &[&Number], context: &mut Context<'_>) {
    let amounts: Vec<i128> = parts.iter().filter_map(|part| part.value).map(|value| value.amount).collect();
    let (Some(value), sum) = (whole.value, amounts.iter().sum::<i128>()) else {
        return;
    };
    let exact = value.step == ONE && parts.iter().all(|part| part.value.is_some_and(|value| value.step == ONE));
    let missed = (sum - value.amount).abs();
    // One part may be the sum of the others.
    let nested = amounts.iter().any(|amount| sum - amount == value.amount || sum - amount == *amount || *amount > value.amount);
    // Rounded figures may miss by half a digit each.
    let step = parts.iter().filter_map(|part| part.value).map(|value| value.step).chain([value.step]).max().unwrap_or(ONE);
    let rounded = if exact { 0 } else { step * (parts.len() as i128 + 1) / 2 };
    if missed <= rounded || nested {
        return;
    }
    let over = sum > value.amount && parts.len() == 2 && exclude(article, parts, &KINDS);
    let narrow = (exact || missed > rounded * 2) && parts.len() > 2 && missed * 10 <= value.amount && value.amount >= 10 * ONE;
    if narrow || over || parts.len() == 2 && exclude(article, parts, &PAIRS) {
        let unit = article.unit(whole);
        let (scale, factor) = scale(article, whole);
        let message = format!("分列的各项相加是{}{scale}{unit}，与总数{}{unit}不符，请核对", written(sum / factor), article.slice(whole.span));
        context.report(context.finding(whole.span, message).confidence(0.8));
    }
}

/// Whether two parts are of kinds that exclude each other.
pub(super) fn exclude(article: &Article, parts: &[&Number], kinds: &[(&str, &str)]) -> bool {
    let [first, second] = parts else {
        return false;
    };
    let between = article.slice(Span::new(first.span.end, second.span.start));
    let (own, next) = between.split_at(between.find(['，', '、', ',']).unwrap_or(0));
    let one = format!("{}{own}", clause_before(article, first));
    let two = format!("{next}{}", clause_behind(article, second));
    kinds.iter().any(|(a, b)| {
        let told = |a, b| tells(&one, a, b) && tells(&two, b, a);
        told(a, b) || told(b, a)
    })
}

/// Whether a text tells of one kind and not of the other, whose word may hold its own (合格, 不合格).
fn tells(text: &str, word: &str, other: &str) -> bool {
    text.contains(word) && !(other.contains(word) && text.contains(other))
}

/// What stands before a number in its clause.
fn clause_before<'a>(article: &'a Article, number: &Number) -> &'a str {
    article.slice(Span::new(article.clause(number.span).start, number.span.start))
}

/// What stands behind a number in its clause.
fn clause_behind<'a>(article: &'a Article, number: &Number) -> &'a str {
    let after = head(article, number.span.end);
    &after[..after.find(['，', '。', '；', '、', '\n']).unwrap_or(after.len())]
}
