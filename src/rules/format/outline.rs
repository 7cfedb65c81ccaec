//! The numbered paragraphs of an article: 一、（一）1.（1）①. What a number should be is the rules' matter.

use crate::document::{Article, Block, Region};
use crate::span::Span;
use crate::span::Text;

/// The levels of a document, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// 一、
    Han,
    /// （一）
    HanBracketed,
    /// 1.
    Arabic,
    /// （1）
    ArabicBracketed,
    /// ①
    Circled,
}

impl Level {
    /// The number as this level writes it, with the mark that belongs to it.
    pub fn written(self, number: u32) -> String {
        match self {
            Self::Han => format!("{}、", han(number)),
            Self::HanBracketed => format!("（{}）", han(number)),
            Self::Arabic => format!("{number}."),
            Self::ArabicBracketed => format!("（{number}）"),
            Self::Circled => char::from_u32(0x245f + number).map_or(String::new(), String::from),
        }
    }
}

/// A paragraph that begins with a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'a> {
    pub level: Level,
    pub number: u32,
    /// The number in its brackets.
    pub numeral: Span<Text>,
    /// The mark behind it, empty where there is none.
    pub mark: &'a str,
    /// The paragraph.
    pub block: Span<Text>,
}

impl Item<'_> {
    /// Number and mark.
    pub fn marker(&self) -> Span<Text> {
        Span::new(self.numeral.start, self.numeral.end + crate::span::offset(self.mark.len()))
    }
}

/// How a numbered paragraph begins that is not the first.
pub(super) const TRIGGERS: &[&str] = &[
    "\n一", "\n二", "\n三", "\n四", "\n五", "\n六", "\n七", "\n八", "\n九", "\n十", "\n（",
    "\n(", "\n1", "\n2", "\n3", "\n4", "\n5", "\n6", "\n7", "\n8", "\n9", "\n①", "\n②", "\n③",
    "\n④", "\n⑤", "\n⑥", "\n⑦", "\n⑧", "\n⑨", "\n⑩", "\n⑪", "\n⑫", "\n⑬", "\n⑭", "\n⑮", "\n⑯",
    "\n⑰", "\n⑱", "\n⑲", "\n⑳",
];

/// The numbered paragraphs of the body, in order.
pub(super) fn items(article: &Article) -> Vec<Item<'_>> {
    article.blocks.iter().filter_map(|block| item(article, block)).collect()
}

/// The same for a rule that waits for [`TRIGGERS`].
pub(super) fn items_at<'a>(article: &'a Article, places: &[u32]) -> Vec<Item<'a>> {
    let breaks = places.iter().filter(|place| article.text.as_bytes()[**place as usize] == b'\n');
    let behind = breaks.filter_map(|place| article.block_at(place + 1));
    article.blocks.first().into_iter().chain(behind).filter_map(|block| item(article, block)).collect()
}

/// A block as an item. The first line of a text may be one and look like a title.
fn item<'a>(article: &'a Article, block: &Block) -> Option<Item<'a>> {
    if !matches!(block.region, Region::Body | Region::Title) {
        return None;
    }
    let text = article.block_text(block);
    let (level, number, length) = numeral(text)?;
    let mark = mark(&text[length..]);
    let numeral = block.text.part(0..length);
    let is_item = is_item(level, mark, &text[length + mark.len()..]);
    is_item.then_some(Item { level, number, numeral, mark, block: block.text })
}

/// The number that a text begins with: level, value and bytes.
fn numeral(text: &str) -> Option<(Level, u32, usize)> {
    let first = text.chars().next().filter(|first| begins_number(*first))?;
    if matches!(first, '①'..='⑳') {
        return Some((Level::Circled, first as u32 - 0x245f, first.len_utf8()));
    }
    if matches!(first, '（' | '(') {
        let rest = &text[first.len_utf8()..];
        let (number, length, is_han) = plain(rest)?;
        let close = rest[length..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
        let level = if is_han { Level::HanBracketed } else { Level::ArabicBracketed };
        return Some((level, number, first.len_utf8() + length + close.len_utf8()));
    }
    let (number, length, is_han) = plain(text)?;
    Some((if is_han { Level::Han } else { Level::Arabic }, number, length))
}

/// Whether a number may begin so: a paragraph of a hundred does.
fn begins_number(first: char) -> bool {
    let han = matches!(first, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    han || first.is_ascii_digit() || matches!(first, '（' | '(' | '①'..='⑳')
}

/// A number below a hundred: value, bytes, whether it is in Han numerals.
fn plain(text: &str) -> Option<(u32, usize, bool)> {
    let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let number = text[..digits].parse().ok().filter(|number| (1..100).contains(number))?;
        return (!text.starts_with('0')).then_some((number, digits, false));
    }
    let length: usize = text.chars().take(4).take_while(|c| "一二三四五六七八九十".contains(*c)).map(char::len_utf8).sum();
    value(&text[..length]).map(|number| (number, length, true))
}

/// 十二 → 12.
fn value(text: &str) -> Option<u32> {
    let digit = |text: &str| {
        let mut chars = text.chars();
        let number = chars.next().and_then(|c| "一二三四五六七八九".chars().position(|digit| digit == c))?;
        chars.next().is_none().then_some(number as u32 + 1)
    };
    match text.split_once('十') {
        None => digit(text),
        Some(("", "")) => Some(10),
        Some(("", ones)) => Some(10 + digit(ones)?),
        Some((tens, "")) => Some(digit(tens)? * 10),
        Some((tens, ones)) => Some(digit(tens)? * 10 + digit(ones)?),
    }
}

/// The number in Han numerals.
pub(super) fn han(number: u32) -> String {
    let digit = |number: u32| "〇一二三四五六七八九".chars().nth(number as usize).filter(|_| number > 0);
    let tens = if number < 20 { None } else { digit(number / 10 % 10) };
    let ten = (number >= 10).then_some('十');
    tens.into_iter().chain(ten).chain(digit(number % 10)).collect()
}

/// The mark that a text begins with.
fn mark(text: &str) -> &str {
    let length = text.chars().next().filter(|c| matches!(c, '、' | '.' | '．' | '，' | ',' | '：' | ':')).map_or(0, char::len_utf8);
    &text[..length]
}

/// Whether what begins with a number is an item: 一、二线城市, 1.5万 and 2024年 are none.
fn is_item(level: Level, mark: &str, rest: &str) -> bool {
    let next = rest.trim_start().chars().next();
    let goes_on = next.is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十（(第".contains(c));
    match level {
        Level::Han | Level::Arabic => !mark.is_empty() && !matches!(mark, ":" | "：") && next.is_some() && !goes_on,
        _ => next.is_some() && (mark.is_empty() || !goes_on),
    }
}

/// Two neighbours of one list: items of one level with no shallower one between them.
pub(super) struct Step<'a> {
    pub before: Item<'a>,
    pub item: Item<'a>,
    /// How many items in a row counted up to `before`, itself included.
    pub run: u32,
    /// The number of the next item of the list.
    pub next: Option<u32>,
}

/// Members of sentences that make an article one of lists.
const MEMBERS: usize = 2;

/// Whether the numbers of an article may have gaps on purpose: the headlines of a bulletin and the members of a
/// sentence of a statute, both ended by semicolons, are often given in extracts.
pub(super) fn is_extract(article: &Article, items: &[Item<'_>]) -> bool {
    let members = items.iter().filter(|item| article.slice(item.block).ends_with(['；', ';']));
    members.take(MEMBERS).count() == MEMBERS
}

/// The steps of all lists.
pub(super) fn steps<'a>(items: &[Item<'a>]) -> Vec<Step<'a>> {
    let mut last: [Option<(usize, u32)>; 5] = [None; 5];
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut open: [Option<usize>; 5] = [None; 5];
    for (at, item) in items.iter().enumerate() {
        let level = item.level as usize;
        for deeper in level + 1..5 {
            (last[deeper], open[deeper]) = (None, None);
        }
        if let Some(step) = open[level].take() {
            steps[step].next = Some(item.number);
        }
        let run = match last[level] {
            Some((before, run)) => {
                open[level] = Some(steps.len());
                steps.push(Step { before: items[before], item: *item, run, next: None });
                if items[before].number + 1 == item.number { run + 1 } else { 1 }
            }
            None => 1,
        };
        last[level] = Some((at, run));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written() {
        for (text, number) in [("一、", 1), ("十、", 10), ("十二、", 12), ("二十、", 20), ("三十五、", 35)] {
            assert_eq!(numeral(text).map(|found| found.1), Some(number), "{text}");
            assert_eq!(Level::Han.written(number), text);
        }
        assert_eq!(numeral("（3）").map(|found| (found.0, found.1)), Some((Level::ArabicBracketed, 3)));
        assert_eq!(Level::Circled.written(2), "②");
        assert_eq!(numeral("十十、"), None);
    }

    #[test]
    fn not_every_number_is_an_item() {
        assert!(is_item(Level::Han, "、", "加强领导"));
        assert!(!is_item(Level::Han, "、", "二线城市"));
        assert!(!is_item(Level::Arabic, ".", "5万"));
        assert!(!is_item(Level::Arabic, "", "年"));
        assert!(is_item(Level::HanBracketed, "", "加强领导"));
        assert!(!is_item(Level::HanBracketed, "、", "（二）项"));
    }
}
