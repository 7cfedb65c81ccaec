//! One thing with two dates in one article: a document that takes effect on two days, a deadline given twice.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Article, DateMention, Enclosure};
use crate::finding::Severity;
use crate::rules::date::reading::{dates, head, skip, tail};
use crate::rules::{Context, Rule, RuleMeta};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "date/two-dates",
        "同一件事前后两个日期",
        Severity::Info,
        "同一个文件的施行日期、同一次活动的截止日期，前后写的不一样，读者无从照办。",
        "《政府网站发展指引》（国办发〔2017〕47号）：确保信息内容准确",
        include_str!("rule.md"),
    )
});

/// 本办法自…起施行: which document.
static TAKES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<what>本(?:办法|规定|细则|条例|意见|方案|公告|通告|通知|标准|规则|规范|决定|措施))(?:自|从)$").expect("constant pattern")
});
/// What there is one label of in a notice, with 时间 or 日期, and with 时间 alone.
const LABELLED: [&str; 8] = ["报名", "投标", "申报", "征集", "开标", "投票", "缴费", "意见反馈"];
const TIMED: [&str; 4] = ["开标", "笔试", "面试", "体检"];
/// The label's date begins a range, so that a second one may differ.
const RANGE: [char; 6] = ['至', '到', '—', '-', '～', '起'];

struct TwoDates;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(TwoDates)
}

impl Rule for TwoDates {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut known: HashMap<&str, &DateMention> = HashMap::new();
        for mention in dates(article, fits) {
            let Some(what) = what(article, mention) else {
                continue;
            };
            let Some(first) = known.get(what) else {
                known.insert(what, mention);
                continue;
            };
            if differ(first, mention) {
                let message = format!("{what}前面写“{}”，这里写“{}”，请核对", article.slice(first.span), article.slice(mention.span));
                context.report(context.finding(mention.span, message).confidence(0.75));
            }
        }
    }
}

/// Whether a date, told by what stands before it, may be one of a document or behind a label.
fn fits(mention: &DateMention) -> bool {
    let labelled = matches!(mention.before, '自' | '从' | '间' | '期' | '为' | '是' | '于' | '：' | ':');
    labelled && mention.day.is_some()
}

/// What a date is the date of.
fn what<'a>(article: &'a Article, mention: &DateMention) -> Option<&'a str> {
    let (before, after) = (tail(article.before(mention.span), 20), head(article.after(mention.span), 12));
    let found = match mention.before {
        '自' | '从' if before.contains('本') && takes_effect(after) => TAKES.captures(before)?.name("what")?.as_str(),
        '自' | '从' => return None,
        _ if takes_effect(after) || after.starts_with(RANGE) => return None,
        _ => label(before)?,
    };
    let quoted = article.is_inside(mention.span, Enclosure::Quote) || article.is_inside(mention.span, Enclosure::Book);
    (!quoted).then_some(found)
}

/// The label that a text ends with: 报名截止时间.
fn label(before: &str) -> Option<&str> {
    let mut label = before;
    while let Some(shorter) = ["为", "是", "定于", "：", ":"].iter().find_map(|link| label.strip_suffix(link)) {
        label = shorter;
    }
    let name = label.strip_suffix("时间").or(label.strip_suffix("日期"))?;
    let lead = name.strip_suffix("截止").unwrap_or(name);
    let lead = lead.strip_suffix("文件递交").unwrap_or(lead);
    let start = |lead: &str, words: &[&str]| words.iter().find_map(|word| Some(lead.strip_suffix(word)?.len()));
    let timed = || start(name, &TIMED).filter(|_| label.ends_with("时间"));
    start(lead, &LABELLED).or_else(timed).map(|start| &label[start..])
}

/// Whether a text goes on as behind the day on which a document takes effect.
fn takes_effect(after: &str) -> bool {
    let deed = skip(skip(after, &["起"]), &["正式"]);
    ["施行", "实施", "执行", "生效"].iter().any(|word| deed.starts_with(word))
}

/// Whether two dates cannot be the same day.
fn differ(first: &DateMention, second: &DateMention) -> bool {
    let years = first.year.zip(second.year).is_some_and(|(a, b)| a != b);
    years || (first.month, first.day) != (second.month, second.day)
}
