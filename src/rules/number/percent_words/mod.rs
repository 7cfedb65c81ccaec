//! 百分之 before Arabic digits: 百分之30; and the sign behind a Chinese numeral: 二十%.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure, count_at};
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/percent-words",
        "“百分之”与阿拉伯数字混用",
        Severity::Warning,
        "百分数要么全用阿拉伯数字（30%），要么全用汉字（百分之三十），不能混写。",
        "GB/T 15835—2011《出版物上数字用法》",
        include_str!("rule.md"),
    )
});

/// Characters of Chinese numerals, and how many a numeral has at most.
const NUMERALS: &str = "零〇一二三四五六七八九十百点两";
const LONGEST: usize = 7;
/// What begins a percentage, or ends one written in two ways.
const SIGNED: [&str; 24] = [
    "百分之", "千分之", "零%", "一%", "二%", "三%", "四%", "五%", "六%", "七%", "八%", "九%", "十%", "零％", "一％", "二％", "三％", "四％", "五％", "六％", "七％", "八％",
    "九％", "十％",
];

const WORDS: [(&str, &str); 2] = [("百分之", "%"), ("千分之", "‰")];

struct PercentWords;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(PercentWords)
}

impl Rule for PercentWords {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &SIGNED
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for place in context.places().iter().filter(|place| article.is_prose(**place)) {
            let text = article.after(Span::point(*place));
            if signed(article, *place, context) {
                continue;
            }
            let Some((word, sign)) = WORDS.iter().find(|(word, _)| text.starts_with(word)) else {
                continue;
            };
            let Some(number) = article.number_from(*place + word.len() as u32).filter(|number| number.span == number.digits) else {
                continue;
            };
            let span = Span::new(*place, number.span.end);
            if !article.is_inside(span, Enclosure::Book) {
                let right = format!("{}{sign}", article.slice(number.span));
                let message = format!("“{word}”后面不用阿拉伯数字，应写作{right}");
                context.report(context.finding(span, message).confidence(0.9).suggest(vec![right], Applicability::Unsafe));
            }
        }
    }
}

/// Reports a Chinese numeral before the sign, of which one character and the sign stand at a place: 二十%.
fn signed(article: &Article, place: u32, context: &mut Context<'_>) -> bool {
    let at = Span::point(place);
    let (before, text) = (article.before(at), article.after(at));
    let mut rest = text.chars();
    let (Some(last), Some('%' | '％')) = (rest.next(), rest.next()) else {
        return false;
    };
    let numeral: usize = before.chars().rev().take(LONGEST).take_while(|c| NUMERALS.contains(*c)).map(char::len_utf8).sum();
    let lead = &before[..before.len() - numeral];
    let end = place + (last.len_utf8() + text[last.len_utf8()..].chars().next().map_or(0, char::len_utf8)) as u32;
    let span = Span::new(place - numeral as u32, end);
    if let Some(words) = lead.strip_suffix("百分之") {
        let span = Span::new(place - (before.len() - words.len()) as u32, end);
        context.report(context.finding(span, "“百分之”和百分号重复，只用一种").confidence(0.9));
        return true;
    }
    // 几十%, 第三%: another slip, or no number.
    if lead.ends_with(['之', '第', '几', '数']) || lead.ends_with(|c: char| c.is_ascii_digit()) || article.is_inside(span, Enclosure::Book) {
        return true;
    }
    let number = format!("{}{last}", &before[lead.len()..]);
    let right = count_at(&number).filter(|(_, length)| *length == number.len()).map(|(count, _)| format!("{count}%"));
    let message = match &right {
        Some(right) => format!("百分号前用阿拉伯数字，应写作{right}"),
        None => "百分号前用阿拉伯数字".to_string(),
    };
    let finding = context.finding(span, message).confidence(0.9);
    context.report(match right {
        Some(right) => finding.suggest(vec![right], Applicability::Unsafe),
        None => finding,
    });
    true
}
