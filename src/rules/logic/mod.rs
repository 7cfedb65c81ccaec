//! Numbers that contradict each other: counts against lists, sums, shares, growth, ranges.

mod quantity;

rules! {
    age_mismatch,
    count_mismatch,
    growth_mismatch,
    list_count,
    parts_mismatch,
    percent_as_points,
    point_order,
    ratio_mismatch,
    remainder_mismatch,
    reversed_range,
    same_quantity,
    share_sum,
    shrink_multiple,
    sum_mismatch,
    title_mismatch,
}
