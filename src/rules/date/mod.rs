//! Dates and times: impossible, contradictory, past due.

rules! {
    deadline_passed,
    impossible,
    promise_overdue,
    published_missing,
    published_too_early,
    reversed_range,
    weekday_mismatch,
}
