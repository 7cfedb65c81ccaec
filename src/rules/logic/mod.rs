//! Numbers that contradict each other: counts against lists, sums, shares, growth, ranges.

mod quantity;

rules! {
    count_mismatch,
    growth_mismatch,
    list_count,
    percent_as_points,
    ratio_mismatch,
    remainder_mismatch,
    reversed_range,
    same_quantity,
    shrink_multiple,
    sum_mismatch,
}
