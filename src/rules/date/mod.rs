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
    recent_mismatch,
    relative_mismatch,
    relative_stale,
    reversed_range,
    session_mismatch,
    signed_too_early,
    stale_profile,
    ten_days_mismatch,
    time_of_day,
    two_dates,
    validity_mismatch,
    weekday_mismatch,
}
