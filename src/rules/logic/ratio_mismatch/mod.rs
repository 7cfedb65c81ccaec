//! A percentage that its own fraction does not give: 合格率98%（50/60）, 抽检60批次、合格50批次，合格率98%.

use std::sync::LazyLock;

use super::quantity::{bounds, is_vague, share_fits};
use crate::document::{Article, Number, ONE, Value};
use crate::finding::Severity;
use crate::rules::number::{EachNumber, head, tail};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/ratio-mismatch",
        "百分数与所给数据不符",
        Severity::Error,
        "百分数与同一处给出的两个数算出来的不一样，必有一个是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits: |number| number.percent || matches!(number.behind, '∶' | ':' | '：'), look })
}

fn look(article: &Article, percent: &Number, context: &mut Context<'_>) {
    if !percent.percent {
        return incomes(article, percent, context);
    }
    let Some((part, whole, certain)) = fraction(article, percent).or_else(|| of_target(article, percent)).or_else(|| told(article, percent)) else {
        return;
    };
    let (Some(shown), Some(of), Some(all)) = (percent.value, bounds(&part), bounds(&whole)) else {
        return;
    };
    let fits = share_fits(shown, of, all) || all.0 <= 0;
    if fits || is_vague(article, percent) || article.slice(percent.span).ends_with('‰') {
        return;
    }
    let tenths = (of.0 + of.1) * 10_000 / (all.0 + all.1);
    let message = format!(
        "{}÷{}约为{}.{:02}%，不是{}，请核对",
        article.slice(part.span),
        article.slice(whole.span),
        tenths / 100,
        tenths % 100,
        article.slice(percent.span),
    );
    let severity = if certain { Severity::Error } else { Severity::Warning };
    context.report(context.finding(percent.span, message).severity(severity).confidence(if certain { 0.95 } else { 0.8 }));
}

/// The fraction in brackets beside a percentage: 98%（59/60）, 59/60（98%）.
fn fraction(article: &Article, percent: &Number) -> Option<(Number, Number, bool)> {
    let after = head(article, percent.span.end);
    if let Some(open) = after.chars().next().filter(|c| matches!(c, '（' | '(')) {
        let (part, whole) = quotient(article, percent.span.end + open.len_utf8() as u32)?;
        let ends = head(article, whole.span.end).starts_with(['）', ')']);
        return ends.then_some((part, whole, true));
    }
    let open = tail(article, percent.span.start).chars().next_back().filter(|c| matches!(c, '（' | '('))?;
    let end = percent.span.start - open.len_utf8() as u32;
    let numbers = article.numbers();
    let whole = numbers.partition_point(|number| number.span.end < end);
    let (part, whole) = (numbers.get(whole.checked_sub(1)?)?, numbers.get(whole)?);
    let joined = whole.span.end == end && article.slice(Span::new(part.span.end, whole.span.start.max(part.span.end))) == "/";
    (joined && after.starts_with(['）', ')']) && is_share(part, whole)).then_some((*part, *whole, true))
}

fn quotient(article: &Article, at: u32) -> Option<(Number, Number)> {
    let part = article.number_from(at)?;
    let whole = head(article, part.span.end).starts_with('/').then(|| article.number_from(part.span.end + 1))??;
    is_share(part, whole).then_some((*part, *whole))
}

/// Whether two numbers can be a part and its whole, and no date.
fn is_share(part: &Number, whole: &Number) -> bool {
    let plain = part.integer().zip(whole.integer());
    plain.is_some_and(|(part, whole)| part <= whole && whole > 0)
}

/// Whether a text ends with a share of the whole: 占, 占总数的比例为. `led`: what stands before the 占.
fn is_share_of(before: &str, led: &str) -> bool {
    let wholes = ["总数", "总量", "总人数", "总户数", "全部", "总", "比", ""];
    let ends = |rest: &str| {
        let rest = rest.strip_prefix('的').unwrap_or(rest);
        let rest = rest.strip_prefix("比例").or(rest.strip_prefix("比重")).unwrap_or(rest);
        matches!(rest, "" | "为" | "是" | "达")
    };
    let lead = before.rsplit_once('占').map(|(_, rest)| rest).filter(|rest| !rest.starts_with('全'));
    // 占排查总数的: what the whole is of stands before its number, too.
    let named = |rest: &str| {
        let whole = rest.char_indices().map(|(at, _)| at).take(5).find(|at| rest[*at..].strip_prefix("总数").is_some_and(ends));
        whole.is_some_and(|at| at > 0 && led.contains(&rest[..at]))
    };
    lead.is_some_and(|rest| wholes.iter().any(|whole| rest.strip_prefix(whole).is_some_and(ends)) || named(rest))
}

/// What a rate right before its percentage is of: 合格 of 合格率为.
fn rate(before: &str) -> Option<&str> {
    let (verb, link) = before.rsplit_once('率')?;
    let link = link.strip_prefix(['已', '均', '仅']).unwrap_or(link);
    let start = verb.char_indices().rev().nth(1)?.0;
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let links = matches!(link, "" | "为" | "是" | "达到" | "达" | "高达");
    (links && verb[start..].chars().all(is_han)).then_some(&verb[start..])
}

/// A percentage of a whole that stands right before it: 完成12亿元，占全年目标20亿元的60%; 新增1.2万人，完成目标1万人的120%.
fn of_target(article: &Article, percent: &Number) -> Option<(Number, Number, bool)> {
    let before = tail(article, percent.span.start).strip_suffix('的')?;
    let numbers = article.numbers();
    let at = numbers.partition_point(|number| number.span.start < percent.span.start);
    let [.., part, whole] = numbers.get(..at)? else {
        return None;
    };
    let unit = article.unit(whole);
    let near = !unit.is_empty() && before.ends_with(unit) && article.slice(Span::new(whole.span.end, percent.span.start)).len() == unit.len() + "的".len();
    let sentence = article.sentence(percent.span);
    let between = article.slice(Span::new(part.span.end, whole.span.start.max(part.span.end)));
    let link = between.strip_prefix(article.unit(part)).unwrap_or(between).strip_prefix(['，', ','])?;
    let led = ["占", "完成", "达到", "为", "是"].iter().any(|verb| link.starts_with(verb)) && !link.contains(['，', '；', '、']);
    let targeted = ["目标", "任务", "计划", "总", "预算"].iter().any(|word| link.contains(word));
    let same = article.unit(part) == unit && !part.percent && !whole.percent && part.span.start >= sentence.start;
    let plain = !is_vague(article, part) && !is_vague(article, whole) && link.len() <= 45;
    // A target is what it is, however round.
    let exact = Number { value: whole.value.map(|value| Value { step: ONE, ..value }), ..*whole };
    (near && led && targeted && same && plain).then_some((*part, exact, true))
}

/// Part and whole as the sentence tells them: 抽检60批次，合格59批次，合格率98%; 60人中女性20人，占33%.
fn told(article: &Article, percent: &Number) -> Option<(Number, Number, bool)> {
    let before = tail(article, percent.span.start);
    let rate = rate(before);
    let sentence = article.sentence(percent.span);
    let text = article.slice(Span::new(sentence.start, percent.span.start));
    let led = text.rsplit_once('占').map_or("", |(led, _)| led);
    if rate.is_none() && !is_share_of(before, led) {
        return None;
    }
    let numbers = article.numbers();
    let from = numbers.partition_point(|number| number.span.start < sentence.start);
    let to = numbers.partition_point(|number| number.span.start < percent.span.start);
    let all: Vec<&Number> = numbers[from..to].iter().filter(|number| is_count(article, number)).collect();
    // Of several figures those of the unit of the last one are a part and its whole.
    let unit = article.unit(all.last()?);
    let mut counted: Vec<&Number> = if all.len() > 2 { all.iter().copied().filter(|number| article.unit(number) == unit).collect() } else { all };
    // What else the whole consists of may stand between: 城镇人口25万人，乡村人口20万人，城镇化率为55.6%.
    let urban = counted.iter().position(|number| is_urban(before, tail(article, number.span.start)));
    if let Some(urban) = urban {
        counted.truncate(urban + 1);
    }
    let [.., whole, part] = counted[..] else {
        return None;
    };
    if counted.len() > 2 && !(rate.is_some() && article.slice(Span::new(whole.span.end, part.span.start)).contains("其中")) {
        return None;
    }
    let lead = tail(article, part.span.start);
    if let Some(left) = left_over(article, whole, part, rate, text) {
        return Some(left);
    }
    let among = || rate.is_some_and(|verb| {
        let done = verb.char_indices().next_back().map_or(verb, |(at, _)| &verb[at..]);
        let clause = lead.rsplit(['，', '、', '；']).next().unwrap_or(lead);
        clause.starts_with("其中") && clause.contains(done)
    });
    let named = lead.ends_with("实到") || among() || rate.is_none_or(|verb| lead.trim_end_matches(['了', '的', '数', '有']).ends_with(verb) || is_urban(before, lead));
    let doubtful = ["同比", "环比", "增", "减", "比上", "平均", "累计", "以上", "不", "未", "另", "各", "每", "分别", "超"];
    let plain = !doubtful.iter().any(|word| text.contains(word));
    // Shares in a row (占65%，占58%) are no whole with its part.
    let same = !whole.percent && !part.percent && article.unit(whole) == article.unit(part) && !is_vague(article, whole) && !is_vague(article, part);
    let smaller = whole.value.zip(part.value).is_some_and(|(whole, part)| part.amount <= whole.amount && part.amount > 0);
    let near = percent.span.start - part.span.end <= if urban.is_some() { 72 } else { 36 };
    (named && plain && same && smaller && near).then_some((*part, *whole, rate.is_some()))
}

/// 城乡居民收入比为2.1∶1 against the two incomes of the sentence.
fn incomes(article: &Article, number: &Number, context: &mut Context<'_>) {
    let before = tail(article, number.span.start);
    let led = ["收入比为", "收入比值为", "收入比由", "收入之比为"].iter().any(|word| before.ends_with(word));
    let one = ["∶1", ":1", "：1"].iter().any(|one| head(article, number.span.end).starts_with(one));
    if !led || !one {
        return;
    }
    let sentence = article.sentence(number.span);
    let numbers = article.numbers();
    let from = numbers.partition_point(|other| other.span.start < sentence.start);
    let to = numbers.partition_point(|other| other.span.start < number.span.start);
    let sums: Vec<i128> = numbers[from..to].iter().filter(|other| article.unit(other) == "元").filter_map(|other| Some(other.value?.amount)).collect();
    let ([a, b], Some(shown)) = (&sums[..], number.value) else {
        return;
    };
    let (less, more) = (*a.min(b), *a.max(b));
    if less > 0 && (more * ONE / less - shown.amount).abs() > shown.step {
        let hundredths = more * 100 / less;
        let message = format!("这两个数之比约为{}.{:02}∶1，与这里写的不符，请核对", hundredths / 100, hundredths % 100);
        context.report(context.finding(number.span, message).severity(Severity::Warning).confidence(0.85));
    }
}

/// Whether a rate is that of urban dwellers and a number theirs.
fn is_urban(before: &str, lead: &str) -> bool {
    let is_rate = before.rsplit_once('率').is_some_and(|(before, _)| before.ends_with("城镇化"));
    is_rate && (lead.ends_with("城镇人口") || lead.ends_with("城镇常住人口"))
}

/// What is left of a whole where the number told is of those that are not so: 抽检80批次，不合格4批次，合格率95%.
fn left_over(article: &Article, whole: &Number, part: &Number, rate: Option<&str>, text: &str) -> Option<(Number, Number, bool)> {
    let rate = rate.filter(|rate| matches!(*rate, "合格" | "通过" | "达标" | "满意"))?;
    let clause = article.slice(article.clause(part.span));
    let (all, not) = (whole.value?, part.value?);
    let doubtful = ["同比", "平均", "累计", "另", "各", "分别"].iter().any(|word| text.contains(word));
    let counts = all.step == ONE && not.step == ONE && not.amount < all.amount && article.unit(whole) == article.unit(part);
    let named = clause.contains(&format!("不{rate}")) || clause.contains(&format!("未{rate}"));
    let left = Number { value: Some(Value { amount: all.amount - not.amount, ..all }), span: whole.span, ..*part };
    (named && counts && !doubtful).then_some((left, *whole, false))
}

/// Whether a number counts things: no date, no other percentage. A number of something else makes the sentence no
/// plain one, so all that count are kept.
fn is_count(article: &Article, number: &Number) -> bool {
    !matches!(article.unit(number), "年" | "月" | "日")
}
