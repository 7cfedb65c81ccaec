//! What "today" is to the rules, and on which other days they would have said the same: a result can be used again
//! until a day comes that changes it.

use std::cell::Cell;

use jiff::civil::Date;

/// A span of days, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub from: Date,
    pub until: Date,
}

impl Days {
    pub const ALL: Self = Self { from: Date::MIN, until: Date::MAX };

    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }

    /// The days that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), until: self.until.min(other.until) }
    }
}

/// Today. It notes what was asked of it.
#[derive(Debug)]
pub struct Today {
    day: Date,
    same: Cell<Days>,
}

impl Today {
    pub fn new(day: Date) -> Self {
        Self { day, same: Cell::new(Days::ALL) }
    }

    /// The day itself: what is made of it holds on this day only. Where a comparison will do, ask for that.
    pub fn day(&self) -> Date {
        self.narrow(Days { from: self.day, until: self.day });
        self.day
    }

    pub fn year(&self) -> i16 {
        self.narrow(Days { from: self.day.first_of_year(), until: self.day.last_of_year() });
        self.day.year()
    }

    /// Whether a day is over.
    pub fn is_past(&self, date: Date) -> bool {
        match date.tomorrow() {
            Ok(next) => self.has_come(next),
            Err(_) => false,
        }
    }

    /// Whether it is that day or a later one.
    pub fn has_come(&self, date: Date) -> bool {
        let is_here = self.day >= date;
        self.narrow(match (is_here, date.yesterday()) {
            (true, _) => Days { from: date, ..Days::ALL },
            (false, Ok(before)) => Days { until: before, ..Days::ALL },
            (false, Err(_)) => Days::ALL,
        });
        is_here
    }

    /// The days on which all answers so far would have been the same.
    pub fn same(&self) -> Days {
        self.same.get()
    }

    fn narrow(&self, days: Days) {
        self.same.set(self.same.get().and(days));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_say_how_long_they_hold() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let today = Today::new(date("2024-07-01"));
        assert!(today.is_past(date("2024-05-31")) && !today.is_past(date("2024-12-31")));
        assert_eq!(today.same(), Days { from: date("2024-06-01"), until: date("2024-12-31") });
        assert!(!today.has_come(date("2024-08-01")) && today.has_come(date("2024-07-01")));
        assert_eq!(today.same(), Days { from: date("2024-07-01"), until: date("2024-07-31") });
        assert_eq!(today.year(), 2024);
        assert_eq!(today.same().until, date("2024-07-31"));
        today.day();
        assert!(today.same().contains(date("2024-07-01")) && !today.same().contains(date("2024-07-02")));
        assert!(!Today::new(Date::MAX).is_past(Date::MAX) && Today::new(Date::MIN).has_come(Date::MIN));
    }
}
