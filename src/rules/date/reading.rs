//! What date rules share in reading a text: numbers in either script, the neighbourhood of a place, the year that a
//! statement is made about. It judges nothing.

use crate::document::{Article, DateMention, Enclosure};
use crate::rules::Context;
use crate::span::{Span, Text};

/// The places in prose where a trigger word of the rule stands.
pub(super) fn places<'a>(article: &'a Article, context: &Context<'a>) -> impl Iterator<Item = u32> + use<'a> {
    context.places().iter().copied().filter(|place| article.is_prose(*place))
}

/// The dates of an article whose neighbours fit and that lie in prose.
pub(super) fn dates(article: &Article, fits: fn(&DateMention) -> bool) -> impl Iterator<Item = &DateMention> {
    article.dates().iter().filter(move |date| date.is_prose && fits(date))
}

/// A text without the bracket of one to so many characters that it begins with, if it does.
pub(super) fn skip_bracket(text: &str, most: usize) -> &str {
    let Some(inside) = text.strip_prefix(['（', '(']) else {
        return text;
    };
    let close = inside.char_indices().take(most + 1).find(|(_, c)| matches!(c, '（' | '(' | '）' | ')'));
    match close {
        Some((at, '）' | ')')) if at > 0 => inside[at..].strip_prefix(['）', ')']).unwrap_or(text),
        _ => text,
    }
}

/// A text without the first of the words that it begins with, if any.
pub(super) fn skip<'a>(text: &'a str, words: &[&str]) -> &'a str {
    words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text)
}

/// The one or two digits that a text begins with, as a number, and the rest.
pub(super) fn two_digits(text: &str) -> Option<(i16, &str)> {
    let length = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    Some((text[..length].parse().ok()?, &text[length..]))
}

/// A text without the time of day that it begins with, if it does: 9时, 9:30, 9时30分.
pub(super) fn skip_clock(text: &str) -> &str {
    let Some(rest) = two_digits(text).and_then(|(_, rest)| rest.strip_prefix(['时', '点', ':', '：'])) else {
        return text;
    };
    two_digits(rest).map_or(rest, |(_, rest)| rest.strip_prefix('分').unwrap_or(rest))
}

/// A text without the connector of a range that it begins with: 至, 到, one dash or two.
pub(super) fn strip_connector(text: &str) -> Option<&str> {
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '―' | '~' | '～');
    let rest = text.strip_prefix(|c| is_dash(c) || matches!(c, '至' | '到'))?;
    Some(if text.starts_with(is_dash) { rest.strip_prefix(is_dash).unwrap_or(rest) } else { rest })
}

/// A text without the weekday in brackets that it begins with, if it does.
pub(super) fn skip_weekday(text: &str) -> &str {
    let day = text.strip_prefix(['（', '(']).and_then(|day| day.strip_prefix("星期").or(day.strip_prefix('周')));
    let close = day.and_then(|day| day.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天']));
    close.and_then(|close| close.strip_prefix(['）', ')'])).unwrap_or(text)
}

/// The last characters of a text.
pub(super) fn tail(text: &str, characters: usize) -> &str {
    let from = text.char_indices().rev().take(characters).last().map_or(text.len(), |(at, _)| at);
    &text[from..]
}

/// The first characters of a text.
pub(super) fn head(text: &str, characters: usize) -> &str {
    &text[..text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)]
}

/// Whether a span is somebody's words or part of a title.
pub(super) fn is_quoted(article: &Article, span: Span<Text>) -> bool {
    article.is_inside(span, Enclosure::Quote) || article.is_inside(span, Enclosure::Book)
}

/// Whether a date with its year is written in a stretch of text.
pub(super) fn has_year(article: &Article, stretch: Span<Text>) -> bool {
    let dates = article.dates();
    let from = dates.partition_point(|date| date.span.start < stretch.start);
    dates[from..].iter().take_while(|date| date.span.start < stretch.end).any(|date| date.year.is_some())
}

/// 75, 七十五, 一百零五, 二〇二四; `None` for what is no number.
pub(super) fn numeral(text: &str) -> Option<i16> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|digit| digit == c || c == '零' && digit == '〇');
    if text.chars().count() > 1 && text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0i16, |number, c| number.checked_mul(10)?.checked_add(digit(c)? as i16));
    }
    let (mut total, mut ones) = (0i16, None);
    for c in text.chars() {
        let unit = match c {
            '千' => 1000,
            '百' => 100,
            '十' => 10,
            '两' => {
                ones = Some(2);
                continue;
            }
            _ => {
                ones = Some(digit(c)? as i16).filter(|digit| *digit > 0);
                continue;
            }
        };
        total = total.checked_add(ones.take().unwrap_or(1).checked_mul(unit)?)?;
    }
    (!text.is_empty()).then_some(total + ones.unwrap_or(0))
}

/// A year that a sentence speaks of, as written or counted from the publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Written(i16),
    /// 今年 and the like: years after the publication's.
    Counted(i16),
}

impl Year {
    /// Its number, where the year of publication is known if it is needed.
    pub fn number(self, published: Option<i16>) -> Option<i16> {
        match self {
            Self::Written(year) => Some(year),
            Self::Counted(shift) => published?.checked_add(shift),
        }
    }
}

/// What says that the time before it is that of what follows, longer ones first: 2024年10月1日是, 今年正值.
const SAID: [&str; 21] = [
    "即将迎来", "将迎来", "即迎来", "迎来", "喜迎", "正是", "也是", "又是", "将是", "恰是", "正值", "恰逢", "适逢", "喜逢", "欣逢",
    "又逢", "正逢", "时值", "是", "系", "为",
];
/// What may stand between that and what follows.
const WHOSE: [&str; 15] = [
    "了", "我国", "我们", "我县", "我市", "我省", "全国", "全党", "中国", "伟大的", "伟大", "党的", "党", "一年一度的", "一年一度",
];

/// A text without the first of the words that it ends with, if any.
fn skip_back<'a>(text: &'a str, words: &[&str]) -> &'a str {
    words.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text)
}

/// A text without the digits and the mark behind them that it ends with, if it does: 10月.
fn skip_marked_back<'a>(text: &'a str, marks: &[char]) -> &'a str {
    let Some(number) = text.strip_suffix(marks) else {
        return text;
    };
    match number.bytes().rev().take(2).take_while(u8::is_ascii_digit).count() {
        0 => text,
        digits => &number[..number.len() - digits],
    }
}

/// A text without the bracket that it ends with, if it does.
fn skip_bracket_back(text: &str) -> &str {
    const LONGEST: usize = 14;
    let Some(inside) = text.strip_suffix(['）', ')']) else {
        return text;
    };
    let open = inside.char_indices().rev().take(LONGEST + 1).find(|(_, c)| "（）()".contains(*c));
    open.filter(|(_, c)| matches!(c, '（' | '(')).map_or(text, |(at, _)| &text[..at])
}

/// The year that a text says what stands behind it is of: 2024年是…, 今年9月10日是….
pub(super) fn said_year(before: &str) -> Option<Year> {
    let mut text = before;
    while let Some(shorter) = WHOSE.iter().find_map(|word| text.strip_suffix(word)) {
        text = shorter;
    }
    SAID.iter().find_map(|verb| {
        let time = skip_back(text.strip_suffix(verb)?, &["这天", "当天", "，"]);
        let time = skip_bracket_back(skip_back(time, &["上午", "下午"]));
        let month = skip_marked_back(time, &['日', '号']);
        let year = if month.len() < time.len() && !month.ends_with('月') { time } else { skip_marked_back(month, &['月']) };
        year_before(year)
    })
}

/// The year that a text ends with: 2024年, 二〇二四年, 今年, 今天.
fn year_before(text: &str) -> Option<Year> {
    let word = |(word, shift): &(&str, i16)| text.ends_with(word).then_some(Year::Counted(*shift));
    if let Some(counted) = [("今年", 0), ("今天", 0), ("今日", 0), ("明年", 1), ("去年", -1)].iter().find_map(word) {
        return Some(counted);
    }
    let lead = text.strip_suffix('年')?;
    let digits = lead.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
    if digits == 4 {
        return Some(Year::Written(lead[lead.len() - 4..].parse().ok()?));
    }
    let written = &lead[lead.char_indices().rev().nth(3)?.0..];
    let is_year = written.chars().zip(["二一", "〇零九", YEAR_DIGITS, YEAR_DIGITS]).all(|(c, known)| known.contains(c));
    is_year.then(|| numeral(written).map(Year::Written)).flatten()
}

const YEAR_DIGITS: &str = "〇零一二三四五六七八九";

/// The year of the full date that a text ends with: 2024年9月10日，我国.
pub(super) fn dated_year(before: &str) -> Option<i16> {
    let date = skip_back(skip_back(skip_back(before, &["我国"]), &["在", "是"]), &["，", ","]);
    let date = skip_bracket_back(skip_back(date, &["上午", "下午"]));
    let month = skip_marked_back(date, &['日']);
    let year = skip_marked_back(month, &['月']);
    let whole = month.len() < date.len() && year.len() < month.len() && year.strip_suffix('年')?.ends_with(|c: char| c.is_ascii_digit());
    match year_before(year).filter(|_| whole)? {
        Year::Written(year) => Some(year),
        Year::Counted(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_either_script() {
        for (text, number) in [("75", 75), ("七十五", 75), ("一百零五", 105), ("十", 10), ("二〇二四", 2024), ("一百", 100), ("两", 2), ("一百二十", 120)] {
            assert_eq!(numeral(text), Some(number), "{text}");
        }
        for text in ["", "几", "十几", "99999"] {
            assert_eq!(numeral(text), None, "{text}");
        }
    }

    #[test]
    fn the_year_that_is_said() {
        assert_eq!(said_year("，2024年10月1日是我国"), Some(Year::Written(2024)));
        assert_eq!(said_year("今年恰逢"), Some(Year::Counted(0)));
        assert_eq!(said_year("二〇二四年是"), Some(Year::Written(2024)));
        assert_eq!(said_year("今年9月10日（星期二）恰逢我国"), Some(Year::Counted(0)));
        assert_eq!(said_year("2024年，学习"), None);
        assert_eq!(dated_year("2024年9月10日，"), Some(2024));
        assert_eq!(dated_year("2024年9月，"), None);
    }
}
