//! A growth that its two values do not give: 由100万元增长到150万元，增长60%.

use std::sync::LazyLock;

use super::quantity::{bounds, is_vague, scale, share_fits, written};
use crate::document::{Article, Number, ONE};
use crate::finding::Severity;
use crate::rules::number::{EachNumber, head, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/growth-mismatch",
        "增减幅度与前后数值不符",
        Severity::Error,
        "前后两个数已经给出，增减的幅度算得出来，写的与算的不一样，必有一个是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What a value does between its two figures, and what by.
const VERBS: [&str; 20] = [
    "增长", "增加", "提高", "上升", "提升", "扩大", "发展", "增", "升", "涨", "下降", "减少", "降低", "压缩", "缩短", "缩减", "回落",
    "降", "减", "跌",
];
const NAMES: [&str; 24] = [
    "增长", "增加", "提高", "上升", "提升", "增幅", "涨幅", "上涨", "扩大", "下降", "减少", "降低", "降幅", "减幅", "缩短", "压缩",
    "缩减", "回落", "偏多", "偏少", "多", "少", "增", "减",
];
/// Those of them that say that the value has become greater, and those that say that it has become less.
const UP: [&str; 10] = ["增长", "增加", "提高", "上升", "提升", "增幅", "涨幅", "上涨", "扩大", "偏多"];
const DOWN: [&str; 9] = ["下降", "减少", "降低", "降幅", "减幅", "压缩", "缩减", "回落", "偏少"];

/// Whether a text leads from one value to the other, the first one's unit taken off: 增长到, （2020年）提高至2024年的.
fn leads_to(gap: &str) -> bool {
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let is_end = |c: char| is_han(c) || c.is_ascii_digit();
    let is_lead = |c: &char| is_end(*c) || matches!(c, '（' | '）' | '(' | ')');
    let leads = gap.char_indices().take(8).take_while(|(_, c)| is_lead(c)).map(|(at, c)| at + c.len_utf8());
    [0].into_iter().chain(leads).any(|at| {
        let rests = VERBS.iter().chain(&["变"]).filter_map(|verb| gap[at..].strip_prefix(verb)?.strip_prefix(['到', '至', '为']));
        rests.into_iter().any(|rest| {
            let rest = rest.strip_prefix('了').unwrap_or(rest);
            rest.chars().count() <= 9 && rest.chars().all(is_end)
        })
    })
}

/// What a growth is over, where the first value is last year's.
const YEAR_ON_YEAR: [&str; 9] =
    ["同比", "比上年同期", "比去年同期", "较上年同期", "较去年同期", "比上年", "比去年", "较上年", "较去年"];
/// What names last year, and what this year.
const LAST: [&str; 4] = ["去年同期", "上年同期", "去年", "上年"];
/// The same where it stands behind this year's value.
const LAST_ASIDE: [&str; 9] = ["去年同期", "上年同期", "去年", "上年", "前年", "上季度", "上月", "上届", "上期"];
const THIS: [&str; 2] = ["今年", "本年"];

/// Whether a text leads from the second value to the growth, the unit taken off: ，增长了.
fn grows_by(gap: &str) -> bool {
    let Some(rest) = gap.strip_prefix(['，', ',', '（', '(', '；']) else {
        return false;
    };
    let rest = ["累计", "共", "总共", "净", "总体"].iter().chain(&YEAR_ON_YEAR).find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let rest = rest.find('率').filter(|at| *at <= 12).map_or(rest, |at| &rest[at + "率".len()..]);
    let Some(link) = NAMES.iter().find_map(|name| rest.strip_prefix(name)) else {
        return false;
    };
    let link = link.strip_prefix('率').or(link.strip_prefix("幅度")).unwrap_or(link);
    matches!(link, "" | "了" | "为" | "达" | "达到")
}

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber {
        meta: &META,
        triggers: &["长到", "长至", "加到", "加至", "高到", "高至", "升到", "升至", "增至", "大到", "大至", "展到", "涨至", "涨到", "降到", "降至", "降为", "低到", "低至", "少到", "少至", "缩到", "缩至", "短到", "短至", "减到", "减至", "落到", "落至", "跌至", "变为", "增为", "短为", "少为", "减为", "，较", "，比", "，上年", "，去年", "（去年", "（上年", "，上季度", "，上月", "，上届", "（较", "（比", "，同比", "，增长", "，下降", "，减少", "，增加"],
        fits: |_| true,
        look,
    })
}

fn look(article: &Article, first: &Number, context: &mut Context<'_>) {
    let lead = tail(article, first.span.start);
    let clause = lead.rsplit(['，', '。', '；', ',', '（', '(']).next().unwrap_or(lead);
    if let Some((growth, message)) = by_amount(article, first, clause) {
        context.report(context.finding(growth.span, message).severity(Severity::Warning).confidence(0.85));
        return;
    }
    let found = match clause.chars().next() {
        Some('比' | '较') => compared(article, first, clause),
        _ if LAST_ASIDE.iter().any(|word| clause.trim_end_matches(['为', '是']).strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with("而"))) => {
            aside(article, first).or_else(|| side_by_side(article, first, clause))
        }
        _ if clause.contains(['由', '从']) || has_verb_behind(article, first) => led(article, first, clause),
        _ => side_by_side(article, first, clause),
    };
    let Some((second, growth)) = found else {
        return;
    };
    let alike = article.unit(second) == article.unit(first) && first.percent == second.percent;
    if !alike || [first, second, growth].into_iter().any(|number| is_vague(article, number)) {
        return;
    }
    if let Some(message) = turned(article, first, second, growth) {
        context.report(context.finding(growth.span, message).severity(Severity::Warning).confidence(0.9));
    } else if let Some((message, certain)) = fault(article, first, second, growth, article.unit(first)) {
        let severity = if certain { Severity::Error } else { Severity::Warning };
        context.report(context.finding(growth.span, message).severity(severity).confidence(0.95));
    }
}

/// The second value and the growth, where the text leads from the first value: 由100万元增长到150万元，增长50%, or
/// 增长50%，由100万元增长到150万元.
fn led<'a>(article: &'a Article, first: &Number, clause: &str) -> Option<(&'a Number, &'a Number)> {
    let (second, _) = next(article, first).filter(|(_, to)| to.contains(['到', '至', '为']) && leads_to(to))?;
    let last_year = LAST.iter().any(|word| clause.contains(word));
    let over_it = |by: &str| last_year || !YEAR_ON_YEAR.iter().any(|word| by.contains(word));
    let behind = next(article, second).filter(|(_, by)| by.starts_with(['，', ',', '（', '(', '；']) && grows_by(by) && over_it(by));
    behind.map(|(growth, _)| (second, growth)).or_else(|| {
        let growth = before(article, first)?;
        let link = article.slice(Span::new(growth.span.end, first.span.start));
        let link = link.strip_prefix(article.unit(growth)).unwrap_or(link);
        let told = link.starts_with("，由") || link.starts_with("，从") || link.starts_with("（由");
        (told && ends_with_growth(tail(article, growth.span.start))).then_some((second, growth))
    })
}

/// Whether a word that leads to a second value follows: 去年的80亿元增加到今年的100亿元.
fn has_verb_behind(article: &Article, first: &Number) -> bool {
    let after = head(article, first.span.end);
    let rest = after.strip_prefix(article.unit(first)).unwrap_or(after);
    VERBS.iter().any(|verb| rest.starts_with(verb))
}

/// The same where last year's value and this year's stand side by side: 去年同期为200件，今年为150件，下降25%;
/// 2023年接待50万人次，2024年接待65万人次，同比增长30%.
fn side_by_side<'a>(article: &'a Article, first: &Number, clause: &str) -> Option<(&'a Number, &'a Number)> {
    let (before, one) = in_year(clause, &LAST)?;
    let (second, to) = next(article, first)?;
    let (after, two) = in_year(to.strip_prefix(['，', ',', '；'])?, &THIS)?;
    let follows = before == 0 && after == 0 || before > 0 && after == before + 1;
    let (growth, by) = next(article, second)?;
    let named_alike = one == two || one.is_empty() || two.is_empty();
    (follows && named_alike && grows_by(by)).then_some((second, growth))
}

/// The year that a text begins with, 0 for one by such a word, and what is counted behind it.
fn in_year<'a>(text: &'a str, words: &[&str]) -> Option<(i32, &'a str)> {
    let word = words.iter().find_map(|word| text.strip_prefix(word)).map(|rest| (0, rest));
    let (year, rest) = word.or_else(|| Some((year_at(text)?, text.get(4..)?.strip_prefix('年')?)))?;
    Some((year, rest.trim_matches(['的', '为', '是', '达', '全'])))
}

/// The year in figures that a text begins with.
fn year_at(text: &str) -> Option<i32> {
    text.get(..4).filter(|year| year.starts_with("20") && year.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

/// The same where last year's value stands behind this year's: 完成9.6亿元，上年为8亿元，同比增长20%.
fn aside<'a>(article: &'a Article, first: &Number) -> Option<(&'a Number, &'a Number)> {
    let second = before(article, first)?;
    let link = article.slice(Span::new(second.span.end, first.span.start));
    let link = link.strip_prefix(article.unit(second))?;
    let marks = link.matches(['，', '（', '(', ',']).count();
    let (growth, by) = next(article, first)?;
    let by = by.strip_prefix(['）', ')']).unwrap_or(by);
    (marks == 1 && link.len() <= 36 && link.starts_with(['，', '（', '(', ',']) && grows_by(by)).then_some((second, growth))
}

/// The same where the second value is compared with the first: 达到150万元，比上年的100万元增长50%.
fn compared<'a>(article: &'a Article, first: &Number, clause: &str) -> Option<(&'a Number, &'a Number)> {
    let (growth, by) = next(article, first)?;
    let second = before(article, first)?;
    let link = article.slice(Span::new(second.span.end, first.span.start));
    let link = link.strip_prefix(article.unit(second)).unwrap_or(link);
    let near = link.len() <= clause.len() + "，".len() && link.ends_with(clause);
    let named = NAMES.iter().find_map(|name| by.strip_prefix(name)).is_some_and(|rest| matches!(rest, "" | "了" | "近"));
    let ended = clause.ends_with('的') || clause.ends_with("同期");
    (near && ended && named).then_some((second, growth))
}

/// A growth in percent that the value and its own growth do not give: 产量125万吨，比上年增加25万吨，增长30%. Not of
/// money, whose growth is often told at constant prices or on another basis.
fn by_amount<'a>(article: &'a Article, by: &Number, clause: &str) -> Option<(&'a Number, String)> {
    let verb = YEAR_ON_YEAR.iter().find_map(|lead| clause.strip_prefix(lead))?.trim_end_matches('了');
    let unit = article.unit(by);
    let counted = !unit.is_empty() && !unit.ends_with('元') && !by.percent;
    let (up, growth) = match verb {
        "增加" | "增长" | "增产" | "净增" | "净增加" | "增" | "多" => (true, next(article, by)?),
        "减少" | "下降" | "减产" | "减" | "少" => (false, next(article, by)?),
        _ => return None,
    };
    let (growth, link) = growth;
    let total = before(article, by)?;
    let joined = article.slice(Span::new(total.span.end, by.span.start)).strip_prefix(unit)?.strip_prefix(['，', '（', ','])? == clause;
    let alike = counted && joined && article.unit(total) == unit && !total.percent && growth.percent && grows_by(link);
    if !alike || [total, by, growth].into_iter().any(|number| is_vague(article, number)) {
        return None;
    }
    let (all, part) = (bounds(total)?, bounds(by)?);
    let earlier = if up { (all.0 - part.1, all.1 - part.0) } else { (all.0 + part.0, all.1 + part.1) };
    if earlier.0 <= 0 || share_fits(growth.value?, part, earlier) {
        return None;
    }
    let rate = (part.0 + part.1) * 10_000 / (earlier.0 + earlier.1);
    let message = format!("由总数和增减的数算出的幅度约为{}.{:02}%，不是{}，请核对", rate / 100, rate % 100, article.slice(growth.span));
    Some((growth, message))
}

/// Whether a text ends in what a growth follows, none that is an average or a plan.
fn ends_with_growth(text: &str) -> bool {
    let clause = text.rsplit(['，', '。', '；']).next().unwrap_or(text);
    let clause = clause.strip_suffix('了').or(clause.strip_suffix('达')).unwrap_or(clause);
    NAMES.iter().any(|name| clause.ends_with(name)) && !["年均", "平均", "累计"].iter().any(|word| clause.contains(word))
}

/// The last number before one in its sentence, years and months passed over.
fn before<'a>(article: &'a Article, number: &Number) -> Option<&'a Number> {
    let numbers = article.numbers();
    let place = numbers.partition_point(|other| other.span.start < number.span.start);
    let counts = |other: &&Number| !matches!(article.unit(other), "年" | "月" | "日");
    let found = numbers[..place].iter().rev().take(4).find(counts)?;
    (article.sentence(number.span).start <= found.span.start).then_some(found)
}

/// The number that follows shortly, with what stands between it and the unit of the one before.
fn next<'a>(article: &'a Article, number: &Number) -> Option<(&'a Number, &'a str)> {
    let numbers = article.numbers();
    let mut place = numbers.partition_point(|other| other.span.start < number.span.end);
    // 由2020年的100万元增长到2024年的150万元: years are passed over.
    while numbers.get(place).is_some_and(|next| matches!(article.unit(next), "年" | "月")) {
        place += 1;
    }
    let next = numbers.get(place)?;
    let gap = head(article, number.span.end).get(..(next.span.start - number.span.end) as usize)?;
    Some((next, gap.trim_start().strip_prefix(article.unit(number)).unwrap_or(gap)))
}

/// What is wrong where the word says that the value has grown and the values say that it has not, or the other way round.
fn turned(article: &Article, first: &Number, second: &Number, growth: &Number) -> Option<String> {
    let before = tail(article, growth.span.start);
    let clause = before.rsplit(['，', '。', '；', ',', '（', '(']).next().unwrap_or(before);
    let last = |words: &[&str]| words.iter().filter_map(|word| clause.rfind(word)).max();
    let (up, down) = (last(&UP), last(&DOWN));
    let (from, to) = (first.value?, second.value?);
    let wrong = up > down && to.amount < from.amount || down > up && to.amount > from.amount;
    let (now, then) = (article.slice(second.span), article.slice(first.span));
    let said = if up > down { "增加" } else { "减少" };
    (wrong && growth.span.start > first.span.end && growth.span.start > second.span.end).then(|| format!("由{then}到{now}，与这里说的{said}相反，请核对"))
}

fn fault(article: &Article, first: &Number, second: &Number, growth: &Number, unit: &str) -> Option<(String, bool)> {
    let (mut from, mut to, by) = (bounds(first)?, bounds(second)?, growth.value?);
    // 2万 beside 2.6万 leaves out a nought behind the point.
    let finer = |one: &Number, other: &Number| one.span != one.digits && one.value.zip(other.value).is_some_and(|(one, other)| one.step == other.step * 10 && one.step > ONE);
    let exact = |number: &Number, other: &Number| number.value.zip(other.value).map(|(value, other)| (value.amount - other.step / 2, value.amount + other.step / 2));
    let is_finer = finer(first, second) || finer(second, first);
    if finer(first, second) {
        from = exact(first, second)?;
    } else if finer(second, first) {
        to = exact(second, first)?;
    }
    let behind = head(article, growth.span.end);
    let (least, greatest) = (to.0 - from.1, to.1 - from.0);
    let (low, high) = if greatest < 0 { (-greatest, -least) } else { (least, greatest) };
    if growth.percent && !first.percent {
        if from.0 <= 0 || (low < 0 && high > 0) || share_fits(by, (low, high), from) {
            return None;
        }
        let rate = (low + high) * 10_000 / (from.0 + from.1);
        let rate = format!("{}.{:02}%", rate / 100, rate % 100);
        return Some((format!("由这两个数算出的幅度约为{rate}，不是{}，请核对", article.slice(growth.span)), !is_finer));
    }
    if article.unit(growth) == "倍" && !first.percent {
        let (least, greatest) = (low * ONE / from.1.max(1), high * ONE / from.0.max(1));
        let fits = by.amount + by.step > least && by.amount - by.step < greatest;
        return (!fits && from.0 > 0).then(|| {
            let times = (low + high) * 10 / (from.0 + from.1).max(1);
            (format!("由这两个数算出的是增减约{}.{}倍，不是{}倍，请核对", times / 10, times % 10, article.slice(growth.span)), true)
        });
    }
    let points = first.percent && behind.starts_with("个百分点");
    let counted = !first.percent && !growth.percent && !unit.is_empty() && article.unit(growth) == unit;
    let shown = (second.value?.amount - first.value?.amount).abs();
    let step = by.step.max(first.value?.step).max(second.value?.step);
    if !(points || counted) || (shown - by.amount).abs() < step {
        return None;
    }
    // What rounding of the two values may explain is not certain.
    let slack = if by.step == ONE && !points { 0 } else { by.step };
    let certain = by.amount + slack < low || by.amount - slack > high;
    // In the growth's own scale.
    let (scale, factor) = scale(article, growth);
    let name = if points { "个百分点" } else { unit };
    let difference = written(shown / factor);
    Some((format!("由这两个数算出的差是{difference}{scale}{name}，与这里写的不符，请核对"), certain))
}
