//! Ranges of numbers: the second number of 3～5, with what joins the two. Ranges of dates are not looked for.

use super::{head, stands_alone};
use crate::document::{Article, Number};

const CONNECTORS: [&str; 8] = ["～", "~", "—", "–", "－", "-", "至", "到"];

/// Whether a connector stands behind a number.
pub(in crate::rules) fn is_lower(number: &Number) -> bool {
    matches!(number.behind, '～' | '~' | '—' | '–' | '－' | '-' | '至' | '到')
}

/// The upper end of a range whose lower one is a number without unit.
pub(in crate::rules) fn upper<'a>(article: &'a Article, lower: &Number) -> Option<&'a Number> {
    let after = head(article, lower.span.end);
    let connector = CONNECTORS.iter().find(|connector| after.starts_with(**connector))?;
    article.number_from(lower.span.end + connector.len() as u32)
}

/// Whether a number is the plain lower end of a range: neither scaled nor part of a date, a row, another range.
pub(super) fn is_plain_lower(article: &Article, lower: &Number) -> bool {
    let before = super::tail(article, lower.span.start);
    let goes_on = before.ends_with(|c: char| "年月第-—–－~～、:：至到".contains(c));
    lower.integer() != Some(0) && lower.span == lower.digits && !lower.percent && !goes_on && stands_alone(article, lower)
}
