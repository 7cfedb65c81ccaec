//! What date rules share in reading a text: numbers in either script, the neighbourhood of a place, the year that a
//! statement is made about. It judges nothing.

use std::sync::LazyLock;

use regex::Regex;

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

/// What a year, or a date, has behind it when it is said to be the time of what follows: 2024年10月1日是, 今年正值.
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?P<year>[0-9]{4}年|[二一][〇零九][〇零一二三四五六七八九]{2}年|今年|明年|去年|今天|今日)(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?(?:[（(][^（）()]{0,14}[）)])?(?:上午|下午)?(?:这天|当天|，)?(?:正?是|也是|又是|将是|恰是|系|为|正值|恰逢|适逢|喜逢|欣逢|又逢|正逢|时值|即?将?迎来|喜迎)(?:了|我国|我们|我县|我市|我省|全国|全党|中国|伟大的?|党的?|一年一度的?)*$";
    Regex::new(pattern).expect("constant pattern")
});

/// The year that a text says what stands behind it is of: 2024年是…, 今年9月10日是….
pub(super) fn said_year(before: &str) -> Option<Year> {
    let says = before.contains(['是', '系', '为', '值', '逢', '迎']) && before.contains(['年', '今']);
    let found = Some(before).filter(|_| says).and_then(|before| SAID.captures(before))?;
    let word = found.name("year")?.as_str();
    Some(match word {
        "今年" | "今天" | "今日" => Year::Counted(0),
        "明年" => Year::Counted(1),
        "去年" => Year::Counted(-1),
        _ => Year::Written(numeral(word.trim_end_matches('年'))?),
    })
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
        assert_eq!(said_year("2024年，学习"), None);
    }
}
