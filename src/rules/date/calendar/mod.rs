//! The calendar that date rules compare with: lunar months, solar terms, festivals, working days. Tables of facts and
//! what follows from them; it reads no text and reports nothing.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::ToSpan;

/// A day of the lunar calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lunar {
    pub year: i16,
    pub month: u8,
    pub leap: bool,
    pub day: u8,
}

/// One lunar year: its first day and the length of its months, the leap month behind the one whose number it has.
struct LunarYear {
    first: Date,
    long: Vec<bool>,
    leap: Option<u8>,
}

static LUNAR: LazyLock<HashMap<i16, LunarYear>> = LazyLock::new(|| {
    let row = |line: &str| {
        let mut fields = line.split('\t');
        let (year, first, months) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?, fields.next()?);
        let long = months.chars().map(|length| length == '大').collect();
        Some((year, LunarYear { first, long, leap: fields.next().and_then(|leap| leap.parse().ok()) }))
    };
    include_str!("lunar.tsv").lines().skip(1).filter_map(row).collect()
});

static TERMS: LazyLock<HashMap<(i16, &'static str), Date>> = LazyLock::new(|| {
    let mut lines = include_str!("terms.tsv").lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split('\t').skip(1).collect();
    let mut terms = HashMap::new();
    for line in lines {
        let mut fields = line.split('\t').filter_map(|field| field.parse::<i16>().ok());
        let Some(year) = fields.next() else { continue };
        for (number, (name, day)) in names.iter().zip(fields).enumerate() {
            let month = i8::try_from(number / 2 + 1).unwrap_or(1);
            terms.extend(Date::new(year, month, day as i8).ok().map(|date| ((year, *name), date)));
        }
    }
    terms
});

#[derive(Debug, Clone, Copy)]
enum Kind {
    Fixed(i8, i8),
    Lunar(u8, u8),
    /// The last day of the lunar year.
    Eve,
    Term(&'static str),
    /// A month and which of its Sundays.
    Sunday(i8, i8),
}

static FESTIVALS: LazyLock<HashMap<&'static str, Kind>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut fields = line.split('\t');
        let (name, kind, day) = (fields.next()?, fields.next()?, fields.next().unwrap_or_default());
        let number = |range: std::ops::Range<usize>| day.get(range).and_then(|part| part.parse::<i8>().ok());
        let pair = || Some((number(0..2)?, number(2..4)?));
        let kind = match kind {
            "fixed" => pair().map(|(month, day)| Kind::Fixed(month, day))?,
            "lunar" => pair().map(|(month, day)| Kind::Lunar(month as u8, day as u8))?,
            "sunday" => pair().map(|(month, nth)| Kind::Sunday(month, nth))?,
            "term" => Kind::Term(day),
            _ => Kind::Eve,
        };
        Some((name, kind))
    };
    include_str!("festivals.tsv").lines().skip(1).filter_map(row).collect()
});

/// The names of festivals by their first characters, and by their last ones.
static BY_FIRST: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| names_by(|name| name.chars().next()));
static BY_LAST: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| names_by(|name| name.chars().next_back()));

fn names_by(key: fn(&str) -> Option<char>) -> HashMap<char, Vec<&'static str>> {
    let mut names: HashMap<char, Vec<&'static str>> = HashMap::new();
    for name in FESTIVALS.keys() {
        names.entry(key(name).unwrap_or_default()).or_default().push(name);
    }
    names
}

/// The longest festival that a text begins with.
pub(super) fn festival_at(text: &str) -> Option<&'static str> {
    let names = BY_FIRST.get(&text.chars().next()?)?;
    names.iter().copied().filter(|name| text.starts_with(name)).max_by_key(|name| name.len())
}

/// The longest festival that a text ends with.
pub(super) fn festival_before(text: &str) -> Option<&'static str> {
    let names = BY_LAST.get(&text.chars().next_back()?)?;
    names.iter().copied().filter(|name| text.ends_with(name)).max_by_key(|name| name.len())
}

/// Whether a text names a festival.
pub(super) fn names_festival(text: &str) -> bool {
    text.char_indices().any(|(at, _)| festival_at(&text[at..]).is_some())
}

/// Whether a festival is on the same day of every year.
pub(super) fn is_fixed(festival: &str) -> bool {
    matches!(FESTIVALS.get(festival), Some(Kind::Fixed(..)))
}

/// The day of a festival in a year; `None` outside the tables.
pub(super) fn festival(name: &str, year: i16) -> Option<Date> {
    match *FESTIVALS.get(name)? {
        Kind::Fixed(month, day) => Date::new(year, month, day).ok(),
        Kind::Lunar(month, day) => {
            let day = Lunar { year, month, leap: false, day };
            gregorian(day)
        }
        Kind::Eve => LUNAR.get(&year)?.first.yesterday().ok(),
        Kind::Term(term) => TERMS.get(&(year, term)).copied(),
        Kind::Sunday(month, nth) => Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, Weekday::Sunday).ok(),
    }
}

impl LunarYear {
    /// The months in order: number, whether it is the leap one, whether it has thirty days.
    fn months(&self) -> impl Iterator<Item = (u8, bool, bool)> {
        self.long.iter().enumerate().map(|(at, long)| {
            let at = at as u8;
            match self.leap {
                Some(leap) if at == leap => (leap, true, *long),
                Some(leap) if at > leap => (at, false, *long),
                _ => (at + 1, false, *long),
            }
        })
    }
}

/// The Gregorian day of a lunar one; the lunar year is named by the Gregorian year that it begins in. `None` where
/// there is no such day or no table.
pub(super) fn gregorian(lunar: Lunar) -> Option<Date> {
    let year = LUNAR.get(&lunar.year)?;
    let mut days = i64::from(lunar.day) - 1;
    for (month, leap, long) in year.months() {
        let length = if long { 30 } else { 29 };
        if (month, leap) == (lunar.month, lunar.leap) {
            return (1..=length).contains(&lunar.day).then(|| year.first.checked_add(days.days()).ok()).flatten();
        }
        days += i64::from(length);
    }
    None
}

/// The lunar day of a Gregorian one.
pub(super) fn lunar(date: Date) -> Option<Lunar> {
    let (number, year) =
        [date.year(), date.year() - 1].into_iter().find_map(|number| Some((number, LUNAR.get(&number)?)).filter(|(_, year)| year.first <= date))?;
    let mut rest = (date - year.first).get_days();
    for (month, leap, long) in year.months() {
        let length = if long { 30 } else { 29 };
        if rest < length {
            return Some(Lunar { year: number, month, leap, day: rest as u8 + 1 });
        }
        rest -= length;
    }
    None
}

/// A lunar day as it is written: 八月十五, 闰六月初三.
pub(super) fn lunar_name(lunar: Lunar) -> String {
    const DIGITS: [&str; 11] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let month = match lunar.month {
        1 => "正",
        11 => "十一",
        12 => "腊",
        month => DIGITS[usize::from(month).min(10)],
    };
    let ones = DIGITS[usize::from(lunar.day % 10)];
    let day = match lunar.day {
        1..=10 => format!("初{}", DIGITS[usize::from(lunar.day)]),
        11..=19 => format!("十{ones}"),
        20..=29 => format!("二十{ones}"),
        _ => "三十".to_string(),
    };
    format!("{}{month}月{day}", if lunar.leap { "闰" } else { "" })
}

/// Days off on weekdays and working days at weekends, and the years for which they are known.
struct Workdays {
    years: HashSet<i16>,
    off: HashSet<Date>,
    work: HashSet<Date>,
}

static WORKDAYS: LazyLock<Workdays> = LazyLock::new(|| {
    let mut days = Workdays { years: HashSet::new(), off: HashSet::new(), work: HashSet::new() };
    for line in include_str!("workdays.tsv").lines().skip(1) {
        let mut fields = line.split('\t');
        let Some(year) = fields.next().and_then(|year| year.parse::<i16>().ok()) else { continue };
        let mut dates = || {
            let list = fields.next().unwrap_or_default().split(' ');
            let date = |day: &str| Date::new(year, day.get(..2)?.parse().ok()?, day.get(2..)?.parse().ok()?).ok();
            list.filter_map(date).collect::<Vec<_>>()
        };
        days.years.insert(year);
        days.off.extend(dates());
        days.work.extend(dates());
    }
    days
});

/// The longest stretch whose working days are counted.
const LONGEST: i32 = 400;

/// How many working days lie from one day to another, both counted; `None` where the days off are not known.
pub(super) fn working_days(from: Date, to: Date) -> Option<i32> {
    let known = |date: Date| WORKDAYS.years.contains(&date.year());
    if to < from || (to - from).get_days() > LONGEST || !known(from) || !known(to) {
        return None;
    }
    let is_working = |date: &Date| match date.weekday() {
        Weekday::Saturday | Weekday::Sunday => WORKDAYS.work.contains(date),
        _ => !WORKDAYS.off.contains(date),
    };
    let days = from.series(1.day()).take_while(|date| *date <= to);
    i32::try_from(days.filter(is_working).count()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn festivals_and_lunar_days_of_known_years() {
        assert_eq!(festival("春节", 2024), Some(date(2024, 2, 10)));
        assert_eq!(festival("中秋节", 2024), Some(date(2024, 9, 17)));
        assert_eq!(festival("端午节", 2025), Some(date(2025, 5, 31)));
        assert_eq!(festival("除夕", 2025), Some(date(2025, 1, 28)));
        assert_eq!(festival("清明节", 2023), Some(date(2023, 4, 5)));
        assert_eq!(festival("全国助残日", 2024), Some(date(2024, 5, 19)));
        assert_eq!(lunar(date(2025, 8, 22)), Some(Lunar { year: 2025, month: 6, leap: true, day: 29 }));
        for number in 0..20_000 {
            let day = date(1951, 1, 1).checked_add(i64::from(number).days()).unwrap();
            assert_eq!(lunar(day).and_then(gregorian), Some(day));
        }
    }

    #[test]
    fn names_are_found_at_ends() {
        assert_eq!(festival_at("中秋节假期"), Some("中秋节"));
        assert_eq!(festival_before("一年一度的端午"), Some("端午"));
        assert_eq!(festival_at("某节"), None);
        assert_eq!(lunar_name(Lunar { year: 2025, month: 6, leap: true, day: 21 }), "闰六月二十一");
    }

    #[test]
    fn working_days_know_the_days_off() {
        assert_eq!(working_days(date(2024, 7, 15), date(2024, 7, 19)), Some(5));
        // The National Day of 2024 with a working Sunday before it.
        assert_eq!(working_days(date(2024, 9, 29), date(2024, 10, 8)), Some(3));
        assert_eq!(working_days(date(1990, 1, 1), date(1990, 1, 5)), None);
    }
}
