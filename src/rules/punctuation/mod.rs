//! Punctuation after GB/T 15834-2011: pairs, repeated and misplaced marks, forms, widths, blanks. All rules share the
//! marks that the article finds once. Sequence numbers are the family `format`'s.

mod blanks;
mod line;
mod neighbours;
mod pairs;
mod widths;

use super::Context;
use crate::finding::Finding;

rules! {
    approximate_number,
    attachment_mark,
    blank_inside,
    book_title_misused,
    clause_comma,
    dash_form,
    double_colon,
    doubled_stop,
    ellipsis_form,
    etc_ellipsis,
    half_stop,
    half_width,
    interrupted_list,
    invisible_character,
    lead_in_end,
    list_item_end,
    listed_quotes,
    listed_conjunction,
    mark_before_closing,
    misplaced_mark,
    missing_end,
    mixed_width,
    nested_book_title,
    nested_quote,
    quote_colon,
    quote_direction,
    range_mark,
    repeated_mark,
    run_in_heading,
    shared_unit,
    single_quote,
    straight_quote,
    title_end,
    unpaired_book_title,
    unpaired_bracket,
    unpaired_quote,
}

/// The norm that the whole family follows.
const NORM: &str = "《标点符号用法》（GB/T 15834—2011）";

/// Findings of one rule in one article at most: past that, the text is no article.
const LIMIT: usize = 40;

/// Reports a finding, unless the rule has reported too many in this article.
fn report(context: &mut Context<'_>, finding: Finding) {
    if context.reported() < LIMIT {
        context.report(finding);
    }
}
