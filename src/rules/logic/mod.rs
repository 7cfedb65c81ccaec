//! Numbers that contradict each other or the words around them: counts against lists, sums, shares, growth, ranges, order.

mod quantity;

rules! {
    age_mismatch,
    balance_mismatch,
    count_mismatch,
    direction_mismatch,
    duration_mismatch,
    growth_mismatch,
    list_count,
    negative_decrease,
    over_whole,
    part_over_whole,
    parts_mismatch,
    percent_as_points,
    person_mismatch,
    point_order,
    product_mismatch,
    rank_mismatch,
    ratio_mismatch,
    remainder_mismatch,
    reversed_extremes,
    reversed_range,
    same_quantity,
    scale_mismatch,
    share_sum,
    shrink_multiple,
    sum_mismatch,
    table_total,
    title_mismatch,
}
