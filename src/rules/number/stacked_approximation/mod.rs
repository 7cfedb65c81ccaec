//! Two words for "about" on one number (约30余人), and words that contradict each other (超过50人左右).

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{pairs, tail};
use crate::document::{Article, Enclosure};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

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
    let pattern = r"(?P<pre>.)??(?P<head>大约|约|将近|接近|近|超过|超|逾|不少于|不低于|至少|最少|不超过|不多于|至多|最多|不足)?(?P<link>[有为达占需用]|达到)?(?P<number>[0-9][0-9.,]*[十百千万亿]*%?|[一二三四五六七八九十百千万亿两半]+)(?P<more>[余多])?(?P<unit>[一-鿿]{0,3}?|[A-Za-z℃²³/]{1,5})$";
    Regex::new(pattern).expect("constant pattern")
});

/// What a number ends with.
const COUNTS: &str = "0123456789一二三四五六七八九十百千万亿两%";
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
        static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| [&pairs(COUNTS, "余多"), &TAILS[2..]].concat());
        &WORDS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places() {
            // 余 and 多 stand behind a number, whose last character the place is.
            let count = article.text[*place as usize..].chars().next().filter(|c| COUNTS.contains(*c));
            let at = *place as usize + count.map_or(0, char::len_utf8);
            if let Some(tail) = TAILS.into_iter().find(|tail| article.text[at..].starts_with(tail)) {
                look(article, at, tail, context);
            }
        }
    }
}

/// Whether a text may end as [`LEAD`] says and with something stacked: a word for "about" before a number, or 余 and
/// 多 behind one. Costs far less than the pattern.
fn may_lead(before: &str, word: &str) -> bool {
    let mut number_follows = false;
    for c in before.chars().rev() {
        match c {
            '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' => number_follows = true,
            '十' | '百' | '千' | '万' | '亿' | '两' | '半' => number_follows = true,
            '有' | '为' | '达' | '占' | '需' | '用' | '到' => {}
            '约' | '近' | '超' | '过' | '逾' | '于' | '少' | '多' | '足' if number_follows => return true,
            _ => number_follows = false,
        }
    }
    word == "左右" && before.chars().rev().take(4).any(|c| matches!(c, '余' | '多'))
}

fn look(article: &Article, at: usize, word: &str, context: &mut Context<'_>) {
    let before = tail(article, at as u32);
    if let Some(span) = doubled(article, at, word, before) {
        let message = "“多”与“余”意思重复，删去一个";
        context.report(context.finding(span, message).suggest(vec![word.to_string()], Applicability::Manual));
        return;
    }
    let Some(found) = Some(before).filter(|before| may_lead(before, word)).and_then(|before| LEAD.captures(before)) else {
        return;
    };
    let after = &article.text[at + word.len()..];
    let start = found.name("head").or(found.name("number")).map_or(0, |first| first.start());
    let span = Span::of(at - (before.len() - start)..at + word.len());
    let Some(message) = fault(&found, word, after) else {
        return;
    };
    if article.is_prose(span.start) && !article.is_inside(span, Enclosure::Book) {
        let right = article.slice(Span::new(span.start, span.end - word.len() as u32)).to_string();
        context.report(context.finding(span, message).suggest(vec![right], Applicability::Manual));
    }
}

/// 多余 behind a number in digits, with what is counted behind it: 200多余名.
fn doubled(article: &Article, at: usize, word: &str, before: &str) -> Option<Span<Text>> {
    let other = match word {
        "多" => "余",
        "余" => "多",
        _ => return None,
    };
    let rest = article.text[at + word.len()..].strip_prefix(other)?;
    let counted = before.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(['名', '人', '户', '家', '个', '亩', '元', '件', '万', '次', '项']);
    (counted && article.is_prose(at as u32)).then(|| Span::of(at..at + word.len() + other.len()))
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
