//! An article of a law that the law does not have: 《行政处罚法》第九十条. How many articles a law has since when is data
//! (`laws.tsv`); a row without a number says that the count is not known from then on.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::document::Article;
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta, kept};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "phrasing/law-article-range",
        "引用的法律条文不存在",
        Severity::Error,
        "法律没有这么多条，说明条号写错了，或者引用的是修订前后另一个版本；依据错了，文件就站不住。",
        "国家法律法规数据库公布的法律文本",
        include_str!("rule.md"),
    )
});

/// A further article of the same law.
static NEXT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:之[一二三四五六七八九十])?(?:第[一二三四五六七八九十]{1,3}[款项]|第[（(][一二三四五六七八九十]+[）)]项)*[、和与及至到或—，以]{1,2}第(?P<number>[零〇一二三四五六七八九十百千]{1,9}|[0-9]{1,4})条";
    Regex::new(pattern).expect("constant pattern")
});

/// The text speaks of another edition than the one in force.
const HISTORY: [&str; 14] =
    ["原", "旧", "修订前", "修正前", "修改前", "当时", "时任", "曾", "此前", "废止", "年修", "年版", "版）", "草案"];
/// Bytes of a law's name.
const NAME: usize = 150;
/// Articles in a row that are followed.
const ROW: usize = 12;

/// The editions of a law, oldest first.
type Editions = Vec<(Date, Option<u32>)>;

static LAWS: LazyLock<HashMap<&'static str, Editions>> = LazyLock::new(|| {
    let mut laws: HashMap<&str, Editions> = HashMap::new();
    for line in include_str!("laws.tsv").lines().skip(1) {
        let mut cells = line.split('\t');
        if let (Some(law), Some(Ok(since)), Some(articles)) =
            (cells.next(), cells.next().map(str::parse::<Date>), cells.next())
        {
            laws.entry(law).or_default().push((since, articles.parse().ok()));
        }
    }
    laws
});

struct LawArticleRange;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(LawArticleRange)
}

impl Rule for LawArticleRange {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &TRIGGERS
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        for (block, places) in context.triggered_places(article) {
            let text = article.block_text(block);
            for place in places.iter().filter(|_| block.region.is_prose()) {
                let Some((law, number)) = citation(text, (place - block.text.start) as usize) else { continue };
                let from = text.floor_char_boundary(law.saturating_sub(NAME));
                if let Some((name, editions)) = law_before(&text[from..law]) {
                    judge(article, context, name, editions, block.text.part(number));
                }
            }
        }
    }
}

/// How a title, or the bracket behind it, ends, and what joins it to the number of an article.
const ENDS: [&str; 6] = ["》", "法", "例", "典", "）", ")"];
const JOINTS: [&str; 4] = ["第", "的第", "中第", "中的第"];

static TRIGGERS: LazyLock<Vec<&str>> =
    LazyLock::new(|| kept(ENDS.iter().flat_map(|end| JOINTS.map(|joint| [end, joint].concat()))));

/// Where the name of a law ends and the number of an article of it stands, of which the trigger word begins at `at`.
fn citation(text: &str, at: usize) -> Option<(usize, Range<usize>)> {
    let end = ENDS.iter().find(|end| text[at..].starts_with(**end))?;
    let lead = &text[..at + end.len()];
    let number = JOINTS.iter().find_map(|joint| text[lead.len()..].strip_prefix(joint))?;
    let length = number_length(number).filter(|length| number[*length..].starts_with('条'))?;
    let start = text.len() - number.len();
    let law = without_brackets(lead);
    let mut last = law.chars().rev();
    let is_law = match last.next() {
        Some('》') => true,
        Some('法' | '例' | '典') => last.next().is_some_and(|c| matches!(c, '\u{4e00}'..='\u{9fff}')),
        _ => false,
    };
    is_law.then(|| (law.len(), start..start + length))
}

/// The length of the number that a text begins with.
fn number_length(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).take(LONGEST.0 + 1).count();
    let numerals = text.chars().take_while(|c| "零〇一二三四五六七八九十百千".contains(*c)).take(LONGEST.1 + 1).count();
    let is_number = (1..=LONGEST.0).contains(&digits) || (1..=LONGEST.1).contains(&numerals);
    is_number.then_some(digits + numerals * "一".len())
}

/// Digits and numerals of a number at most.
const LONGEST: (usize, usize) = (4, 9);

/// A text without the brackets at its end, of which the second says how the law is called from there on.
fn without_brackets(text: &str) -> &str {
    match bracket(text) {
        Some((before, inside)) if inside.starts_with("以下") => bracket(before).map_or(before, |(before, _)| before),
        Some((before, _)) => before,
        None => text,
    }
}

/// What stands before and in the short bracket that ends a text.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_suffix(['）', ')'])?;
    let (open, _) = inside.char_indices().rev().take(BRACKET + 1).find(|(_, c)| matches!(c, '（' | '(' | '）' | ')'))?;
    let content = inside[open..].strip_prefix(['（', '('])?;
    Some((&text[..open], content))
}

/// Characters in a bracket at most.
const BRACKET: usize = 40;

/// Judges the article at `at` and those listed behind it.
fn judge(article: &Article, context: &mut Context<'_>, name: &str, editions: &Editions, at: Span<Text>) {
    let mut at = at;
    for _ in 0..ROW {
        if let Some(number) = count(article.slice(at)) {
            compare(article, context, name, editions, at, number);
        }
        let behind = at.end as usize + "条".len();
        let Some(next) = article.text.get(behind..).and_then(|rest| NEXT.captures(near(rest))) else {
            return;
        };
        let Some(number) = next.name("number") else {
            return;
        };
        at = Span::of(behind + number.start()..behind + number.end());
    }
}

/// The beginning of a text, as far as a row of articles may need.
fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(text.len().min(120))]
}

fn compare(article: &Article, context: &mut Context<'_>, name: &str, editions: &Editions, at: Span<Text>, number: u32) {
    let place = Span::new(at.start - 3, at.end + 3);
    let day = context.as_of();
    // An edition whose length is not known may be meant.
    if editions.iter().any(|(since, articles)| articles.is_none() && *since <= day) {
        return;
    }
    let most = editions.iter().filter_map(|(_, articles)| *articles).max().unwrap_or(u32::MAX);
    let what = article.slice(place);
    if number > most {
        let message = format!("《{name}》共{most}条，没有{what}，请核对");
        context.report(context.finding(place, message));
        return;
    }
    let Some((since, Some(count))) = editions.iter().rev().find(|(since, _)| *since <= day) else {
        return;
    };
    let sentence = article.slice(article.sentence(place));
    let history = HISTORY.iter().any(|word| sentence.contains(word)) || has_year_before(sentence, *since);
    if number > *count && context.published.is_some() && !history {
        let message = format!(
            "{}起施行的《{name}》共{count}条，没有{what}，请核对引用的是哪个版本",
            crate::document::written(*since)
        );
        context.report(context.finding(place, message).severity(Severity::Warning).confidence(0.85));
    }
}

/// Whether a sentence names a year before the edition came into force.
fn has_year_before(sentence: &str, since: Date) -> bool {
    sentence.match_indices('年').any(|(at, _)| {
        let digits = at.checked_sub(4).and_then(|from| sentence.get(from..at));
        digits.and_then(|digits| digits.parse::<i16>().ok()).is_some_and(|year| year >= 1949 && year <= since.year())
    })
}

/// The law whose name ends a text, in 《》 or without.
fn law_before(text: &str) -> Option<(&'static str, &'static Editions)> {
    let get = |name: &str| LAWS.get_key_value(name).map(|(name, editions)| (*name, editions));
    if let Some(inside) = text.strip_suffix('》') {
        let title = &inside[inside.rfind('《')? + "《".len()..];
        let title = title.strip_prefix("中华人民共和国").unwrap_or(title);
        return get(title.split(['（', '(']).next().unwrap_or(title));
    }
    // Without 《》 the name must begin at a boundary: 合伙企业法 is no 企业法.
    let mut names = text.char_indices().rev().map(|(at, _)| at).take(24).filter(|at| text.len() - at >= 6);
    names.find_map(|at| get(&text[at..]).filter(|_| is_boundary(&text[..at])))
}

/// Whether a name without marks may begin behind this text.
fn is_boundary(before: &str) -> bool {
    let leads = [
        "中华人民共和国",
        "根据",
        "依据",
        "依照",
        "按照",
        "违反",
        "我国",
        "适用",
        "触犯",
        "符合",
        "和",
        "及",
        "与",
        "以",
    ];
    !before.ends_with(|c: char| matches!(c, '\u{4e00}'..='\u{9fff}')) || leads.iter().any(|lead| before.ends_with(lead))
}

/// 一百零三, 103, 一〇三.
fn count(text: &str) -> Option<u32> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |c: char| "零一二三四五六七八九".chars().position(|digit| digit == c || digit == '零' && c == '〇');
    let digits: Option<Vec<usize>> = text.chars().map(digit).collect();
    if let Some(digits) = digits {
        return u32::try_from(digits.iter().fold(0usize, |sum, digit| sum.saturating_mul(10).saturating_add(*digit)))
            .ok();
    }
    let (mut total, mut ones) = (0u32, 0u32);
    for c in text.chars() {
        match c {
            '十' => (total, ones) = (total + ones.max(1) * 10, 0),
            '百' => (total, ones) = (total + ones * 100, 0),
            '千' => (total, ones) = (total + ones * 1000, 0),
            _ => ones = u32::try_from(digit(c)?).ok()?,
        }
    }
    Some(total + ones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_in_order() {
        let rows: usize = LAWS.values().map(Vec::len).sum();
        assert_eq!(rows, include_str!("laws.tsv").lines().count() - 1);
        assert!(LAWS.len() >= 150);
        for (law, editions) in LAWS.iter() {
            assert!(editions.is_sorted(), "{law}");
        }
    }

    #[test]
    fn numerals_are_read() {
        for (text, number) in
            [("十", 10), ("一百零三", 103), ("二十", 20), ("一千二百六十", 1260), ("88", 88), ("一〇三", 103)]
        {
            assert_eq!(count(text), Some(number), "{text}");
        }
    }
}
