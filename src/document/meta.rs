//! What is known of an article besides its text. Inputs fill what their format has.

use jiff::civil::{Date, DateTime};

/// A publication date, with the time where the format gives one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    pub date: Date,
    pub time: Option<DateTime>,
}

impl Published {
    /// Reads the notations that exports use: `2023-02-01 10:19[:00]`, `2023-02-01T10:19:00[+08:00|Z]`, `2023/2/1`,
    /// `2023年2月1日 10:19`, `20230201`, `Wed, 01 Feb 2023 10:19:00 +0800`, seconds or milliseconds since 1970 (in the time of Beijing).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() >= 10 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::from_unix(text.parse().ok()?);
        }
        if let Ok(stamp) = text.parse::<jiff::Timestamp>() {
            return Some(Self::at(stamp.to_zoned(beijing()).datetime()));
        }
        let mail = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
        if let (true, Ok(stamp)) = (text.is_ascii(), mail.parse_timestamp(text)) {
            return Some(Self::at(stamp.to_zoned(beijing()).datetime()));
        }
        let numbers: Vec<i16> = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .take(6)
            .filter_map(|part| part.get(..part.len().min(8))?.parse::<i32>().ok())
            .flat_map(|number| if number > 9999 { split_compact(number) } else { vec![number] })
            .filter_map(|number| i16::try_from(number).ok())
            .collect();
        let part = |at: usize| numbers.get(at).and_then(|number| i8::try_from(*number).ok());
        let date = Date::new(*numbers.first()?, part(1)?, part(2)?).ok().filter(|date| date.year() >= 1949)?;
        let time = part(3).zip(part(4)).and_then(|(hour, minute)| {
            jiff::civil::Time::new(hour, minute, part(5).unwrap_or(0), 0).ok().map(|time| date.to_datetime(time))
        });
        Some(Self { date, time })
    }

    /// From seconds or milliseconds since 1970; zero and absurd values are no date.
    pub fn from_unix(number: i64) -> Option<Self> {
        let seconds = if number > 100_000_000_000 { number / 1000 } else { number };
        let stamp = jiff::Timestamp::from_second(seconds).ok().filter(|_| seconds > 0)?;
        Some(Self::at(stamp.to_zoned(beijing()).datetime()))
    }

    pub fn on(date: Date) -> Self {
        Self { date, time: None }
    }

    fn at(time: DateTime) -> Self {
        Self { date: time.date(), time: Some(time) }
    }
}

/// `20230201` as its three numbers.
fn split_compact(number: i32) -> Vec<i32> {
    vec![number / 10_000, number / 100 % 100, number % 100]
}

/// The date in China, wherever the computer stands. Other than the computer's own zone, it takes no search of a database.
pub fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(beijing()).date()
}

fn beijing() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::fixed(jiff::tz::offset(8))
}

/// One stage of a review record.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct Review {
    /// As written: 初审, 复审, 终审, 审核, 一校 …
    pub stage: String,
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub at: Option<String>,
}

/// Metadata of an article. `None` means that nothing is given; whether the format has a field at all is said by
/// `has_published` and `has_source`, so that only a field left empty is a fault.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    pub id: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub published: Option<Published>,
    pub column: Option<String>,
    pub source: Option<String>,
    pub author: Option<String>,
    /// The site, account or department that publishes.
    pub unit: Option<String>,
    /// Stated by the platform: original (true) or repost (false).
    pub original: Option<bool>,
    pub reviews: Vec<Review>,
    /// What a store of reviews calls this very text by, where one is in use.
    pub record: Option<std::sync::Arc<str>>,
    /// Not published, as content systems keep it (`draft` of Hugo and of RFC 5023): a draft, one that waits for review, one
    /// that was taken back or lies in the recycle bin.
    pub is_draft: bool,
    pub has_published: bool,
    pub has_source: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn reads_the_notations_of_exports() {
        for text in [
            "2023-02-01 10:19",
            "2023-02-01T10:19:00+08:00",
            "2023-02-01T02:19:00Z",
            "2023/2/1 10:19:30",
            "2023年2月1日 10:19",
            "Wed, 01 Feb 2023 10:19:00 +0800",
            "Wed, 1 Feb 2023 02:19:00 GMT",
            "1675217940",
            "1675217940000",
        ] {
            let published = Published::parse(text).unwrap();
            assert_eq!(published.date, date(2023, 2, 1), "{text}");
            assert_eq!(published.time.unwrap().hour(), 10, "{text}");
        }
        assert_eq!(Published::parse("20230201"), Some(Published::on(date(2023, 2, 1))));
        for text in ["", "null", "0", "2023-13-01", "昨天", "99999999999999999999"] {
            assert_eq!(Published::parse(text), None, "{text}");
        }
    }
}
