//! Times as the store keeps them, in UTC to the second (`2026-11-23T11:48:21Z`: comparable as texts), and as people read them.

use jiff::{SignedDuration, Timestamp};

pub fn now() -> String {
    written(Timestamp::now())
}

pub fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// So long after a time.
pub fn after(time: Timestamp, span: SignedDuration) -> String {
    written(time.checked_add(span).unwrap_or(Timestamp::MAX))
}

/// In the time of this machine, to the minute.
pub fn shown(written: &str) -> String {
    let time = written.parse::<Timestamp>().map(|time| time.to_zoned(jiff::tz::TimeZone::system()));
    time.map_or_else(|_| written.to_string(), |time| time.strftime("%Y-%m-%d %H:%M").to_string())
}
