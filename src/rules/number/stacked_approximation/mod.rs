//! Two words for "about" on one number (约30余人), and words that contradict each other (超过50人左右).

use std::sync::LazyLock;

use memchr::memmem;
use regex::{Captures, Regex};

use super::tail;
use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/stacked-approximation",
        "约数词叠用",
        Severity::Warning,
        "“约”“近”“超过”与“余”“多”“左右”“以上”叠用，意思重复，有的还互相矛盾。",
        "GB/T 15835—2011《出版物上数字用法》、《现代汉语词典》",
        include_str!("rule.md"),
    )
});

/// A number that leads up to a word behind it, with the word before it if there is one.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?P<pre>.)??(?P<head>大约|约|将近|接近|近|超过|超|逾|不少于|不低于|至少|最少|不超过|不多于|至多|最多|不足)?(?P<link>[有为达占需用]|达到)?(?P<number>[0-9][0-9.,]*[十百千万亿]*%?|[一二三四五六七八九十百千万亿两半]+)(?P<more>[余多])?(?P<unit>\p{Han}{0,3}?)$";
    Regex::new(pattern).expect("constant pattern")
});

/// The words behind a number.
const TAILS: [&str; 7] = ["余", "多", "左右", "上下", "以上", "以下", "以内"];
const ABOUT: [&str; 3] = ["大约", "约", "不足"];
const NEARLY: [&str; 3] = ["近", "将近", "接近"];
const OVER: [&str; 3] = ["超过", "超", "逾"];
const AT_LEAST: [&str; 4] = ["不少于", "不低于", "至少", "最少"];
const AT_MOST: [&str; 4] = ["不超过", "不多于", "至多", "最多"];
/// Words that end like one of the above: 节约30余万元, 最近30多年.
const LONGER: &str = "节预公契条签相制履合违邀简俭爽践失隐集特誓盟和守订最附临靠新邻就亲切贴远赶高不未";
/// 近 before a length of time means the last of it: 近30多年来.
const TIMES: [&str; 8] = ["年", "天", "日", "个月", "个多月", "月", "周", "代"];

struct StackedApproximation;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(StackedApproximation)
}

impl Rule for StackedApproximation {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["余", "多", "左右", "上下", "以上", "以下", "以内"]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for tail in TAILS {
            for at in memmem::find_iter(article.text.as_bytes(), tail) {
                look(article, at, tail, context);
            }
        }
    }
}

fn look(article: &Article, at: usize, word: &str, context: &mut Context<'_>) {
    let behind_number = matches!(word, "余" | "多");
    let counts = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千万亿两%".contains(c);
    if behind_number && !article.text[..at].ends_with(counts) {
        return;
    }
    let before = tail(article, at as u32);
    let Some(found) = LEAD.captures(before) else {
        return;
    };
    let after = &article.text[at + word.len()..];
    let start = found.name("head").or(found.name("number")).map_or(0, |first| first.start());
    let span = Span::of(at - (before.len() - start)..at + word.len());
    let is_prose = article.block_at(span.start).is_some_and(|block| block.region.is_prose());
    let Some(message) = fault(&found, word, after) else {
        return;
    };
    if is_prose && !article.is_inside(span, Enclosure::Book) {
        let right = article.slice(Span::new(span.start, span.end - word.len() as u32)).to_string();
        context.report(context.finding(span, message).suggest(vec![right], Applicability::Manual));
    }
}

fn fault(found: &Captures<'_>, word: &str, after: &str) -> Option<String> {
    let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
    let (head, unit) = (part("head"), part("unit"));
    let more = part("more");
    if head.is_empty() || part("pre").contains(|c| LONGER.contains(c)) {
        let doubled = !more.is_empty() && word == "左右" && part("number").ends_with(|c: char| !"一两".contains(c));
        return doubled.then(|| format!("“{more}”与“{word}”意思重复，删去一个"));
    }
    let is = |words: &[&str]| words.contains(&head);
    let time = TIMES.iter().any(|time| unit.starts_with(time) || after.starts_with(time));
    let repeats = match word {
        "余" | "多" => unit.is_empty() && (is(&ABOUT) || is(&NEARLY) && !(head == "近" && time) || is(&OVER)),
        // The dictionary of redundancy has 大约…左右.
        "左右" | "上下" => {
            head != "大约" && (is(&ABOUT) || is(&NEARLY) && !(head == "近" && time) || is(&OVER) || is(&AT_LEAST) || is(&AT_MOST))
        }
        "以上" => is(&OVER) || is(&AT_LEAST) || head == "约",
        _ => is(&AT_MOST),
    };
    let verb = if matches!(word, "余" | "多" | "左右") { "叠用，意思重复或矛盾" } else { "重复或矛盾" };
    repeats.then(|| format!("“{head}”与“{word}”{verb}，删去一个"))
}
