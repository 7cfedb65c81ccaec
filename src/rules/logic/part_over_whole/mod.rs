//! A part that is more than the whole it is of, both told by their own words: 应到35人，实到38人; 发出选票120张，收回125张.

use std::sync::LazyLock;

use super::quantity::{is_plain, is_vague};
use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::number::tail;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/part-over-whole",
        "部分比全部还多",
        Severity::Warning,
        "实到的不会比应到的多，收回的不会比发出的多，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What names a part, and what names the whole before it.
const PAIRS: [(&str, &str); 17] = [
    ("实到", "应到"),
    ("收回", "发出"),
    ("办结", "受理"),
    ("办结", "收到"),
    ("收回", "发放"),
    ("回收", "发放"),
    ("回收", "发出"),
    ("到会", "应到"),
    ("整改", "发现问题"),
    ("整改", "发现隐患"),
    ("整改", "排查隐患"),
    ("有效票", "收回"),
    ("有效问卷", "收回"),
    ("有效问卷", "回收"),
    ("合格", "抽检"),
    ("合格", "抽查"),
    ("参加考试", "报名"),
];
/// What names those that are done, and right behind it those that are not: together no more than all of them.
const DONE: [&str; 8] = ["办结", "整改", "处置", "完成", "销号", "解决", "化解", "竣工"];
const NOT_DONE: [&str; 12] =
    ["阶段性办结", "正在办理", "正在整改", "正在处置", "正在推进", "尚未办结", "未办结", "未整改", "未完成", "办理中", "整改中", "在建"];
/// What says that amounts of other times are among them.
const DOUBTFUL: [&str; 8] = ["累计", "上年", "往年", "历年", "结转", "此前", "去年", "不合格"];
/// Bytes between the whole and its part.
const NEAR: u32 = 60;

struct PartOverWhole;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PartOverWhole)
}

impl Rule for PartOverWhole {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["名中", "人中", "户中", "家中的", "驾驶人中", "职工中", "党员中", "学生中", "干部中", "代表中", "村中的", "镇中的", "企业中的", "学校中的", "实到", "办结", "收回", "回收", "到会", "整改", "有效票", "有效问卷", "合格", "参加考试", "阶段性", "正在", "未办结", "未整改", "未完成", "办理中", "整改中", "在建"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let numbers = article.numbers();
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let next = numbers.partition_point(|number| number.span.start < *place);
            if is_of_them(article, *place, context) || are_too_many(article, *place, context) {
                continue;
            }
            let Some([whole, part]) = next.checked_sub(1).and_then(|last| numbers.get(last..next + 1)) else {
                continue;
            };
            if is_over(article, *place, whole, part) {
                let message = format!("全部是{}，其中的一部分却是{}，请核对", article.slice(whole.span), article.slice(part.span));
                context.report(context.finding(part.span, message).confidence(0.85));
            }
        }
    }
}

/// Reports more of some people than there are: 5名驾驶人中的7人.
fn is_of_them(article: &Article, place: u32, context: &mut Context<'_>) -> bool {
    let text = article.after(Span::point(place));
    let Some(at) = text.find('中').filter(|at| *at <= "驾驶人".len() && !text[..*at].contains(['，', '。'])) else {
        return false;
    };
    let middle = place + at as u32;
    let numbers = article.numbers();
    let next = numbers.partition_point(|number| number.span.start < middle);
    let Some([whole, part]) = next.checked_sub(1).and_then(|last| numbers.get(last..next + 1)) else {
        return false;
    };
    let after = Span::new(middle + "中".len() as u32, part.span.start);
    let lead = article.slice(Span::new(whole.span.end, middle));
    let is_people = |number: &Number| matches!(article.unit(number), "人" | "名" | "户" | "位" | "个" | "家" | "所");
    let near = matches!(article.slice(after), "" | "的" | "有" | "，" | "，有") && lead.chars().count() <= 7 && !lead.contains(['，', '。', '、']);
    let more = whole.integer().zip(part.integer()).is_some_and(|(whole, part)| part > whole);
    let found = near && more && is_people(whole) && is_people(part) && (article.unit(whole) == article.unit(part) || !matches!(article.unit(part), "个" | "家" | "所")) && is_plain(whole) && is_plain(part) && !is_vague(article, whole);
    if found {
        let message = format!("全部是{}，其中的一部分却是{}，请核对", article.slice(whole.span), article.slice(part.span));
        context.report(context.finding(part.span, message).confidence(0.85));
    }
    found
}

/// Reports that the done and the others, named at a place, are more than all: 56个问题，已办结51个，阶段性办结7个.
fn are_too_many(article: &Article, place: u32, context: &mut Context<'_>) -> bool {
    let text = article.after(Span::point(place));
    let Some(word) = NOT_DONE.iter().find(|word| text.starts_with(**word)) else {
        return false;
    };
    let numbers = article.numbers();
    let next = numbers.partition_point(|number| number.span.start < place);
    let Some([whole, done, rest]) = next.checked_sub(2).and_then(|first| numbers.get(first..next + 1)) else {
        return false;
    };
    let lead = tail(article, done.span.start);
    let named = DONE.iter().any(|verb| lead.trim_end_matches(['了', '的', '有']).ends_with(verb)) && !lead.ends_with("未完成");
    let unit = article.unit(whole);
    let between = article.slice(Span::new(done.span.end, place));
    let beside = matches!(between.strip_prefix(unit).unwrap_or(between), "，" | "、" | "；" | "，其余");
    let joined = rest.span.start.saturating_sub(place) as usize <= word.len() + "的有".len();
    let same = !unit.is_empty() && [done, rest].iter().all(|number| article.unit(number) == unit);
    let plain = [whole, done, rest].into_iter().all(|number| is_plain(number) && !number.percent && !is_vague(article, number));
    let sentence = article.slice(Span::new(article.sentence(whole.span).start, rest.span.end));
    let near = article.sentence(whole.span) == article.sentence(rest.span);
    let more = whole.integer().zip(done.integer()).zip(rest.integer());
    let sum = more.filter(|((whole, done), rest)| done <= whole && done + rest > *whole).map(|((_, done), rest)| done + rest);
    let Some(sum) = sum.filter(|_| named && beside && joined && same && plain && near && !DOUBTFUL[..6].iter().any(|word| sentence.contains(word))) else {
        return false;
    };
    let message = format!("前面说一共{}{unit}，这两项加起来却是{sum}{unit}，请核对", article.slice(whole.span));
    context.report(context.finding(rest.span, message).confidence(0.85));
    true
}

/// Whether the part that the word at a place names is more than the number before it, which its own word names.
fn is_over(article: &Article, place: u32, whole: &Number, part: &Number) -> bool {
    let more = whole.value.zip(part.value).is_some_and(|(whole, part)| part.amount > whole.amount);
    let unit = article.unit(whole);
    if !more || unit.is_empty() || article.unit(part) != unit || part.span.start - whole.span.end > NEAR {
        return false;
    }
    let sentence = article.sentence(whole.span);
    let text = article.after(Span::point(place));
    let lead = tail(article, whole.span.start);
    let clause = lead.rsplit(['，', '。', '；', '、']).next().unwrap_or(lead);
    let told = PAIRS.iter().any(|(one, all)| text.starts_with(one) && clause.contains(all));
    let between = article.slice(Span::new(place, part.span.start));
    let near = sentence.end >= part.span.end && between.len() <= "参加考试的代表有".len() && !between.contains(['，', '。', '、', '；', '率']);
    let plain = [whole, part].into_iter().all(|number| is_plain(number) && !number.percent && !is_vague(article, number));
    let text = article.slice(Span::new(sentence.start, part.span.end));
    told && near && plain && !DOUBTFUL.iter().any(|word| text.contains(word))
}
