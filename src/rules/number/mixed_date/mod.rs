//! Arabic digits and Chinese numerals mixed in one date: 8月十五日, 2024年七月十八日, 二〇二四年7月18日.

use std::sync::LazyLock;

use super::{EachNumber, head, stands_alone, tail};
use crate::document::{Article, Number};
use crate::finding::Severity;
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::Span;

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "number/mixed-date",
        "一个日期里混用两种数字",
        Severity::Warning,
        "一个日期要么全用阿拉伯数字，要么全用汉字。",
        "GB/T 15835—2011《出版物上数字用法》：同类别同形式原则",
        include_str!("rule.md"),
    )
});

const NUMERALS: &str = "一二三四五六七八九十";
/// What stands before a month in Chinese numerals that is no part of such a date: 正月, 第三月.
const OTHERS: &str = "正闰腊冬第";

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(EachNumber { meta: &META, triggers: &[], fits, look })
}

fn fits(number: &Number) -> bool {
    match number.behind {
        '年' => number.digits.len() == 4,
        '月' | '日' => number.span.len() <= 2,
        _ => false,
    }
}

/// Whether a Chinese numeral stands behind the mark behind a number, or before the mark before it.
fn touches_numeral(article: &Article, number: &Number) -> bool {
    let is_numeral = |c: char| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '〇' | '○' | '零');
    let (start, end) = (number.span.start as usize, number.span.end as usize);
    let goes_on = article.text[end + number.behind.len_utf8()..].starts_with(is_numeral);
    goes_on || matches!(number.before, '年' | '月') && article.text[..start - number.before.len_utf8()].ends_with(is_numeral)
}

fn look(article: &Article, number: &Number, context: &mut Context<'_>) {
    if !touches_numeral(article, number) {
        return;
    }
    let behind = rest(head(article, number.span.end)).map(|length| Span::new(number.span.start, number.span.end + length));
    let ahead = || {
        let length = (number.behind != '年').then(|| beginning(tail(article, number.span.start))).flatten()?;
        Some(Span::new(number.span.start - length, number.span.end + "日".len() as u32))
    };
    let Some(span) = behind.or_else(ahead) else {
        return;
    };
    let before = tail(article, number.span.start);
    let lunar = ["农历", "阴历", "旧历", "夏历"].iter().any(|name| before.contains(name));
    if !lunar && stands_alone(article, number) {
        context.report(context.finding(span, "一个日期里的数字写法要统一，公历日期宜全用阿拉伯数字"));
    }
}

/// The length of the rest of a date that began in digits: 年七月十八日, 年七月18日, 月十八日.
fn rest(after: &str) -> Option<u32> {
    let is_numeral = |c: char| NUMERALS.contains(c);
    let day = match after.strip_prefix('年') {
        Some(month) => run(month, 2, is_numeral)?.strip_prefix('月')?,
        None => after.strip_prefix('月')?,
    };
    let is_day = |c: char| is_numeral(c) || after.starts_with('年') && c.is_ascii_digit();
    let end = run(day, 3, is_day)?.strip_prefix(['日', '号'])?;
    Some((after.len() - end.len()) as u32)
}

/// A text without the one to so many characters of a kind that it begins with.
fn run(text: &str, most: usize, is_kind: impl Fn(char) -> bool) -> Option<&str> {
    let length = text.chars().take(most).take_while(|c| is_kind(*c)).map(char::len_utf8).sum();
    (length > 0).then(|| &text[length..])
}

/// The length of the beginning of a date that goes on in digits: 二〇二四年, 七月.
fn beginning(before: &str) -> Option<u32> {
    let trailing = |text: &str, numerals: &str| text.len() - text.trim_end_matches(|c| numerals.contains(c)).len();
    if let Some(year) = before.strip_suffix('年') {
        let start = year.char_indices().rev().nth(3)?.0;
        let whole = year[start..].starts_with(['一', '二']) && trailing(year, "〇○零一二三四五六七八九") >= year.len() - start;
        return whole.then_some((before.len() - start) as u32);
    }
    let month = before.strip_suffix('月')?;
    let length = trailing(month, NUMERALS);
    let fits = (1..=2).contains(&(length / '一'.len_utf8()));
    let lead = &month[..month.len() - length];
    (fits && !lead.ends_with(|c| OTHERS.contains(c))).then_some((length + '月'.len_utf8()) as u32)
}
