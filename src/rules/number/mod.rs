//! Numbers, units and the way they are written.

mod each;
mod range;
mod words;

pub(in crate::rules) use each::{EachNumber, head, near_triggers, stands_alone, tail};
pub(in crate::rules) use range::{is_lower, upper};
pub(in crate::rules) use words::pairs;

rules! {
    approximate_figure,
    bounds_overlap,
    decimal_mark,
    doubled_unit,
    fraction,
    fractional_count,
    full_width_digit,
    half_day_clock,
    lunar_arabic,
    mixed_date,
    mixed_decade,
    mixed_numeral,
    mixed_scale,
    mixed_unit,
    ordinal_mixed,
    ordinal_split,
    percent_words,
    percentage_point,
    ph_symbol,
    range_percent,
    range_scale,
    short_year,
    stacked_approximation,
    thousands_separator,
    two,
    unit_name,
    unit_symbol,
    weekday_digit,
    year_zero,
}
