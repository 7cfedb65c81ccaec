//! Shares of one whole that are more, or less, than the whole: 三次产业结构比为12:40:49, 满意占65%，基本满意占28%，不满意占16%.
//! Answers of which several may be given, and shares of other wholes, are told apart.

use std::sync::LazyLock;

use super::quantity::{is_vague, written};
use crate::document::{Article, Number, ONE};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "logic/share-sum",
        "各部分占比之和不是百分之百",
        Severity::Warning,
        "同一个总体分成的各部分，占比相加应是100%；超出或者不足，必有一个数是错的。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保内容准确无误",
        include_str!("rule.md"),
    )
});

/// What introduces a ratio of parts that make up the whole.
const STRUCTURES: [&str; 4] = ["产业结构", "产业比例", "产业占比", "产业比重"];
/// What introduces shares of one whole.
const WHOLES: [&str; 17] = [
    "青年占", "老人占", "儿童占", "女性占", "本科占", "不满意占", "学生占","年龄结构", "学历结构", "年龄看", "学历看", "性别看", "构成看", "结构看", "问卷", "测评", "分布看"];
/// Several answers may have been given, the shares are changes, or they are of other wholes.
const DOUBTFUL: [&str; 16] = ["多选", "可选", "其中", "以上的", "同比", "环比", "提高", "下降", "增长", "上升", "累计", "合计", "分别比", "点", "约", "各"];
/// What is not so, right behind what is so: 合格率为96.5%，不合格率为4.5%.
const COMPLEMENTS: [(&str, &str); 9] = [
    ("合格率", "不合格率"),
    ("达标率", "不达标率"),
    ("出勤率", "缺勤率"),
    ("参与率", "未参与率"),
    ("参评率", "未参评率"),
    ("完成率", "未完成率"),
    ("通过率", "未通过率"),
    ("满意率", "不满意率"),
    ("满意度", "不满意率"),
];
/// Between these stands 基本满意, too: only more than the whole they cannot be.
const NOT_ALL: &str = "不满意率";
/// What is weighted to make up a result, in the clause of each weight.
const WEIGHTED: [&str; 5] = ["笔试", "面试", "实操", "技能测试", "试讲"];
/// Who bears a part of a cost, those who get no money from the state last: only with one of these are the shares all.
const BEARERS: [&str; 16] = [
    "中央", "省级", "市级", "县级", "区级", "镇级", "财政", "集体", "保险", "政府", "农户", "个人", "企业", "自筹", "自付", "单位",
];
const LAST_BEARERS: &[&str] = &["农户", "个人", "企业", "自筹", "自付", "单位"];
/// What is said of such a share, where its rule begins to look.
const BORNE: [&str; 5] = ["承担", "负担", "自筹", "自付", "自缴"];
const WHOLE: i128 = 100 * ONE;
/// Bytes from the words to the ratio.
const NEAR: u32 = 60;
const MOST: usize = 12;

struct ShareSum;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(ShareSum)
}

impl Rule for ShareSum {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [&STRUCTURES[..], &WHOLES, &WEIGHTED[..1], &COMPLEMENTS.map(|(_, not)| not), &BORNE].concat());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut done = 0;
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let text = article.after(Span::point(*place));
            let found = if text.starts_with(WEIGHTED[0]) {
                weights(article, *place).into_iter().collect()
            } else if BORNE.iter().any(|word| text.starts_with(word)) {
                borne(article, *place).into_iter().collect()
            } else if STRUCTURES.iter().any(|word| text.starts_with(word)) {
                ratios(article, *place)
            } else if COMPLEMENTS.iter().any(|(_, not)| text.starts_with(not)) {
                let words = COMPLEMENTS.iter().filter(|(_, not)| text.starts_with(not));
                words.into_iter().find_map(|words| complements(article, *place, *words)).into_iter().collect()
            } else {
                shares(article, *place).into_iter().collect()
            };
            for parts in found {
                if parts.first().is_some_and(|first| first.span.start >= done) {
                    done = parts.last().map_or(done, |last| last.span.end);
                    judge(&parts, context);
                }
            }
        }
    }
}

/// The ratios of three near a place: 由10:40:50调整为9.5:40.2:50.3.
fn ratios(article: &Article, place: u32) -> Vec<Vec<&Number>> {
    let numbers = article.numbers();
    let from = numbers.partition_point(|number| number.span.start < place);
    let end = article.sentence(Span::point(place)).end;
    let mut found = Vec::new();
    let mut last = place;
    for three in numbers[from..].windows(3).take(MOST) {
        let joined = |pair: &[Number]| matches!(article.slice(Span::new(pair[0].span.end, pair[1].span.start)), ":" | "：" | "∶");
        let goes_on = article.slice(Span::new(three[2].span.end, end.max(three[2].span.end))).starts_with([':', '：', '∶', '.']);
        if three[2].span.end <= end && three[0].span.start.saturating_sub(last) <= NEAR && three.windows(2).all(joined) && !goes_on {
            found.push(three.iter().collect());
            last = three[2].span.end;
        }
    }
    found
}

/// A rate and the one beside it of all the others, where they are more than the whole or must be all of it.
fn complements<'a>(article: &'a Article, place: u32, (rate, not): (&str, &str)) -> Option<Vec<&'a Number>> {
    let numbers = article.numbers();
    let next = numbers.partition_point(|number| number.span.start < place);
    let [first, second] = numbers.get(next.checked_sub(1)?..=next)? else {
        return None;
    };
    let named = |number: &Number, name: &str| {
        let before = &article.text[..number.span.start as usize];
        let links = ["", "为", "达", "是", "仅", "达到", "只有", "仅为"];
        links.iter().any(|link| before.strip_suffix(link).is_some_and(|before| before.ends_with(name)))
    };
    let between = article.slice(Span::new(first.span.end, place));
    let beside = matches!(between, "，" | "、" | "；" | "，而" | "，则");
    let plain = first.percent && second.percent && !is_vague(article, first) && !is_vague(article, second);
    let over = first.value.zip(second.value).is_some_and(|(a, b)| a.amount + b.amount > WHOLE);
    (beside && plain && named(first, rate) && named(second, not) && (over || not != NOT_ALL)).then(|| vec![first, second])
}

/// The shares that a sentence lists behind the words at a place, each with a 占.
fn shares(article: &Article, place: u32) -> Option<Vec<&Number>> {
    let sentence = article.sentence(Span::point(place));
    let rest = Span::new(sentence.start, sentence.end);
    let text = article.slice(rest);
    let numbers = article.numbers();
    let from = numbers.partition_point(|number| number.span.start < sentence.start);
    let parts: Vec<&Number> = numbers[from..].iter().take_while(|number| number.span.end <= rest.end).take(MOST + 1).filter(|number| number.percent).collect();
    let led = |part: &&Number| article.text[..part.span.start as usize].ends_with(['占', '为', '的']);
    let doubtful = DOUBTFUL.iter().any(|word| text.contains(word)) || is_several(article, place);
    let plain = (3..=MOST).contains(&parts.len()) && parts.iter().all(led) && !parts.iter().any(|part| is_vague(article, part));
    // Less than the whole may be some of the parts.
    let more = parts.iter().filter_map(|part| part.value).map(|value| value.amount).sum::<i128>() > WHOLE;
    (plain && more && !doubtful).then_some(parts)
}

/// The shares of a cost around a place, each behind the name of who bears it: 中央财政补贴50%、省级财政补贴30%、农户承担20%.
fn borne(article: &Article, place: u32) -> Option<Vec<&Number>> {
    let sentence = article.sentence(Span::point(place));
    let numbers = article.numbers();
    let from = numbers.partition_point(|number| number.span.start < sentence.start);
    let inside = numbers[from..].iter().take_while(|number| number.span.end <= sentence.end);
    let bearer = |part: &Number| {
        let before = crate::rules::number::tail(article, part.span.start);
        let item = before.rsplit(['，', '、', '；', '。', '：', '%', '（']).next().unwrap_or(before);
        let item = item.strip_prefix("其中").unwrap_or(item);
        let names: Vec<_> = BEARERS.iter().copied().filter(|name| item.contains(name)).collect();
        (!names.is_empty() && !DOUBTFUL.iter().any(|word| item.contains(word))).then_some((item, names))
    };
    let parts: Vec<&Number> = inside.filter(|number| number.percent).take(MOST).collect();
    let named: Option<Vec<_>> = parts.iter().map(|part| bearer(part)).collect();
    let named = named?;
    let of_state = named.iter().filter(|(_, names)| !names.iter().any(|name| LAST_BEARERS.contains(name))).count();
    let last = named.last()?.1.iter().any(|name| LAST_BEARERS.contains(name));
    let distinct = named.iter().enumerate().all(|(at, (item, _))| named[..at].iter().all(|(other, _)| other != item));
    let near = parts.windows(2).all(|pair| pair[1].span.start - pair[0].span.end <= NEAR);
    let exact = !parts.iter().any(|part| is_vague(article, part));
    (parts.len() > 2 && of_state > 1 && last && distinct && near && exact).then_some(parts)
}

/// The weights of the tests that a sentence lists: 笔试成绩占60%，面试成绩占40%.
fn weights(article: &Article, place: u32) -> Option<Vec<&Number>> {
    let sentence = article.sentence(Span::point(place));
    let numbers = article.numbers();
    let from = numbers.partition_point(|number| number.span.start < sentence.start);
    let parts: Vec<&Number> = numbers[from..].iter().take_while(|number| number.span.end <= sentence.end).take(MOST).filter(|number| number.percent).collect();
    let weighted = |part: &&Number| {
        let before = crate::rules::number::tail(article, part.span.start);
        let item = before.rsplit(['，', '、', '；', '。', '：', '%', '按']).next().unwrap_or(before);
        WEIGHTED.iter().any(|word| item.contains(word)) && !item.contains(['过', '少', '高', '低'])
    };
    let text = article.slice(sentence);
    let told = text.contains('占') || text.contains("比例") || text.contains("权重");
    (told && (2..=3).contains(&parts.len()) && parts.iter().all(weighted)).then_some(parts)
}

/// Whether several answers may have been given.
fn is_several(article: &Article, place: u32) -> bool {
    article.block_at(place).is_some_and(|block| article.block_text(block).contains("多选"))
}

fn judge(parts: &[&Number], context: &mut Context<'_>) {
    let values: Vec<_> = parts.iter().filter_map(|part| part.value).collect();
    let sum: i128 = values.iter().map(|value| value.amount).sum();
    let step = values.iter().map(|value| value.step).max().unwrap_or(ONE);
    // Rounded figures may miss by half a digit each; a ratio of small numbers (1:2:3) is no share.
    let missed = (sum - WHOLE).abs();
    if missed <= step * parts.len() as i128 / 2 || !(WHOLE * 8 / 10..=WHOLE * 3 / 2).contains(&sum) {
        return;
    }
    let span: Span<Text> = Span::new(parts[0].span.start, parts[parts.len() - 1].span.end);
    let message = format!("各部分占比相加是{}%，不是100%，请核对", written(sum));
    context.report(context.finding(span, message).confidence(0.85));
}
