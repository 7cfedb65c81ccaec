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
    match condition.kind {
        Kind::Left => any(&|value| beside(article, span, value, true)),
        Kind::Right => any(&|value| beside(article, span, value, false)),
        Kind::Clause => any(&|value| elsewhere(article, article.clause(span), span, value)),
        Kind::Sentence => any(&|value| elsewhere(article, article.sentence(span), span, value)),
        Kind::Paragraph => any(&|value| block.is_some_and(|block| elsewhere(article, block.text, span, value))),
        Kind::Article => {
            let whole = Span::of(0..article.text.len());
            any(&|value| {
                elsewhere(article, whole, span, value) || article.title().is_some_and(|title| title.contains(value))
            })
        }
        Kind::In => any(&|value| enclosure(value).is_some_and(|enclosure| article.is_inside(span, enclosure))),
        Kind::Region => any(&|value| block.is_some_and(|block| block.region.name() == value)),
        Kind::Column => any(&|value| article.meta.column.as_deref().is_some_and(|column| column.contains(value))),
        Kind::Source => any(&|value| article.meta.source.as_deref().is_some_and(|source| source.contains(value))),
        Kind::DateBefore => any(&|value| has_date_before(article, article.sentence(span), value)),
    }
}

fn enclosure(name: &str) -> Option<Enclosure> {
    match name {
        "book" => Some(Enclosure::Book),
        "quote" => Some(Enclosure::Quote),
        "paren" => Some(Enclosure::Paren),
        _ => None,
    }
}

/// Whether `value` — a text or a class of characters — stands directly before or behind the hit, in its block.
fn beside(article: &Article, span: Span<Text>, value: &str, left: bool) -> bool {
    let Some(block) = article.block_at(span.start) else {
        return false;
    };
    let side = if left { block.text.start..span.start } else { span.end..block.text.end.max(span.end) };
    let side = article.slice(Span::new(side.start, side.end));
    match CharClass::from_value(value) {
        Some(class) => class.holds(if left { side.chars().next_back() } else { side.chars().next() }),
        None if left => side.ends_with(value),
        None => side.starts_with(value),
    }
}

/// Whether `value` stands in `scope` outside the hit.
fn elsewhere(article: &Article, scope: Span<Text>, span: Span<Text>, value: &str) -> bool {
    let before = Span::new(scope.start, span.start.max(scope.start));
    let after = Span::new(span.end.min(scope.end), scope.end);
    article.slice(before).contains(value) || article.slice(after).contains(value)
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
