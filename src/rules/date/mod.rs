//! Dates and times: impossible, contradictory, past due.

mod calendar;
mod reading;

rules! {
    anniversary_mismatch,
    deadline_passed,
    festival_mismatch,
    guide_this_year,
    impossible,
    lunar_mismatch,
    months_mismatch,
    ordinal_mismatch,
    period_length,
    plan_period_mismatch,
    promise_overdue,
    published_missing,
    published_too_early,
    relative_mismatch,
    relative_stale,
    reversed_range,
    session_mismatch,
    signed_too_early,
    stale_profile,
    time_of_day,
    two_dates,
    weekday_mismatch,
}
