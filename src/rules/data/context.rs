//! Evaluates the conditions of dictionary entries on an article. Their page is `dictionaries/README.md`.

use crate::dictionary::condition::{self, CharClass, Condition, Kind};
use crate::document::{Article, Enclosure};
use crate::span::{Span, Text};

/// Whether an expression holds for a hit. The empty expression does not hold.
pub(super) fn holds(expression: &str, article: &Article, span: Span<Text>) -> bool {
    condition::holds(expression, |condition| holds_here(condition, article, span))
}

fn holds_here(condition: &Condition<'_>, article: &Article, span: Span<Text>) -> bool {
    let any = |test: &dyn Fn(&str) -> bool| condition.values().any(test);
    let block = article.block_at(span.start);
    let anywhere = |scope: Span<Text>| {
        let (before, after) = around(article, scope, span);
        any(&|value| holds_text(before, value) || holds_text(after, value))
    };
    match condition.kind {
        Kind::Left => block.is_some_and(|block| {
            let (before, _) = around(article, block.text, span);
            let neighbour = before.chars().next_back();
            condition.may_touch(neighbour)
                && any(&|value| match CharClass::from_value(value) {
                    Some(class) => class.holds(neighbour),
                    None => before.ends_with(value),
                })
        }),
        Kind::Right => block.is_some_and(|block| {
            let (_, after) = around(article, block.text, span);
            let neighbour = after.chars().next();
            condition.may_touch(neighbour)
                && any(&|value| match CharClass::from_value(value) {
                    Some(class) => class.holds(neighbour),
                    None => after.starts_with(value),
                })
        }),
        Kind::Clause => anywhere(article.clause(span)),
        Kind::ClauseListed => condition.groups().is_some_and(|[one, other]| {
            let (before, after) = around(article, article.clause(span), span);
            [before, after].into_iter().any(|text| is_listed(text, &one, &other))
        }),
        Kind::Sentence => anywhere(article.sentence(span)),
        Kind::Paragraph => block.is_some_and(|block| anywhere(block.text)),
        Kind::Article => {
            let title = article.title().unwrap_or_default();
            anywhere(Span::of(0..article.text.len())) || any(&|value| holds_text(title, value))
        }
        Kind::In => any(&|value| enclosure(value).is_some_and(|enclosure| article.is_inside(span, enclosure))),
        Kind::Region => any(&|value| block.is_some_and(|block| block.region.name() == value)),
        Kind::Column => any(&|value| article.meta.column.as_deref().is_some_and(|column| column.contains(value))),
        Kind::Source => any(&|value| article.meta.source.as_deref().is_some_and(|source| source.contains(value))),
        Kind::DateBefore => any(&|value| has_date_before(article, article.sentence(span), value)),
    }
}

/// What stands before and behind a hit in a scope around it.
fn around(article: &Article, scope: Span<Text>, span: Span<Text>) -> (&str, &str) {
    let before = Span::new(scope.start, span.start.max(scope.start));
    let after = Span::new(span.end.min(scope.end), scope.end);
    (article.slice(before), article.slice(after))
}

/// Not a general search, which would prepare longer than it takes to look through most scopes: the last byte of a Han
/// character is the one that few others share.
fn holds_text(text: &str, value: &str) -> bool {
    let (text, value) = (text.as_bytes(), value.as_bytes());
    let Some((last, before)) = value.split_last() else { return true };
    memchr::memchr_iter(*last, text).any(|at| text[..at].ends_with(before))
}

/// What stands between the words of a list.
const JOINTS: [char; 4] = ['、', '和', '与', '及'];

/// Whether a word of one group stands in a list right beside one of another.
fn is_listed<'v>(
    text: &str,
    one: &(impl Iterator<Item = &'v str> + Clone),
    other: &(impl Iterator<Item = &'v str> + Clone),
) -> bool {
    text.match_indices(JOINTS).any(|(at, joint)| {
        let (before, after) = (&text[..at], &text[at + joint.len()..]);
        let (ends, starts) = (|value: &str| before.ends_with(value), |value: &str| after.starts_with(value));
        one.clone().any(ends) && other.clone().any(starts) || other.clone().any(ends) && one.clone().any(starts)
    })
}

fn enclosure(name: &str) -> Option<Enclosure> {
    match name {
        "book" => Some(Enclosure::Book),
        "quote" => Some(Enclosure::Quote),
        "paren" => Some(Enclosure::Paren),
        _ => None,
    }
}

fn has_date_before(article: &Article, scope: Span<Text>, limit: &str) -> bool {
    let Ok(limit) = limit.parse::<jiff::civil::Date>() else {
        return false;
    };
    let dates = article.dates();
    let first = dates.partition_point(|date| date.span.start < scope.start);
    let inside = dates[first..].iter().take_while(|date| date.span.end <= scope.end);
    inside.filter_map(|date| date.first_day()).any(|day| day < limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_listed_side_by_side_in_either_order() {
        let listed = |text| is_listed(text, &["香港", "台湾"].into_iter(), &["日本", "越南"].into_iter());
        assert!(
            listed("来自香港、日本、泰国") && listed("越南和台湾") && listed("日本及香港") && listed("台湾与越南的")
        );
        assert!(!listed("香港、澳门和日本") && !listed("香港的日本企业") && !listed("日本、越南") && !listed(""));
    }

    #[test]
    fn texts_are_found_by_their_last_byte() {
        for (text, value, found) in
            [("大多以农业", "大多", true), ("大多以农业", "农业", true), ("大多以", "大都", false), ("", "大", false)]
        {
            assert_eq!(holds_text(text, value), found, "{text} {value}");
        }
    }
}
