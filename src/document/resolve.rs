//! Which day a written date means: a year that is not written is taken from the words around it or from the
//! publication date. Nothing is resolved by what today is.

use jiff::civil::Date;

use super::Article;
use super::dates::{DateMention, Precision};
use crate::span::{Span, Text};

/// The day that a mention means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    pub date: Date,
    /// The year is not written with the date but was worked out.
    pub assumed: bool,
}

/// A date without a year is taken for the one nearest to the publication if that lies within so many days.
const NEAREST_REACH: i32 = 180;
/// How many dates back a year is looked for.
const CARRIED_OVER: usize = 8;

/// Words that say the year of the date behind them, counted from the year of publication; `None`: it cannot be known.
const YEAR_WORDS: [(&str, Option<i16>); 12] = [
    ("今年", Some(0)),
    ("本年", Some(0)),
    ("明年", Some(1)),
    ("去年", Some(-1)),
    ("前年", Some(-2)),
    ("每年", None),
    ("历年", None),
    ("次年", None),
    ("翌年", None),
    ("当年", None),
    ("同年", None),
    ("年", None),
];

impl Article {
    /// The dates in prose.
    pub fn prose_dates(&self) -> impl Iterator<Item = &DateMention> {
        self.dates().iter().filter(|date| date.is_prose)
    }

    /// The day that a mention means. Without a written year: the year that 今年 or 去年 before it says, that of the
    /// date before it in its sentence, else the one nearest to the publication. `None` where that is not certain.
    pub fn resolve(&self, mention: &DateMention, published: Option<Date>) -> Option<Resolved> {
        if mention.precision() != Precision::Day || mention.lunar {
            return None;
        }
        if mention.year.is_some() {
            return mention.date().map(|date| Resolved { date, assumed: false });
        }
        let sentence = self.sentence(mention.span);
        let before = self.slice(Span::new(sentence.start, mention.span.start));
        let date = match YEAR_WORDS.iter().find(|(word, _)| before.ends_with(word)) {
            Some((_, shift)) => mention.day_in(published?.year().checked_add((*shift)?)?),
            None => match self.carried_year(mention, sentence) {
                Some(year) => mention.day_in(year),
                None => mention.nearest_to(published?),
            },
        };
        date.map(|date| Resolved { date, assumed: true })
    }

    /// The year of the last date before a mention in its sentence.
    fn carried_year(&self, mention: &DateMention, sentence: Span<Text>) -> Option<i16> {
        let end = self.dates().partition_point(|date| date.span.start < mention.span.start);
        let before = self.dates()[..end].iter().rev().take_while(|date| date.span.start >= sentence.start);
        before.take(CARRIED_OVER).find_map(|date| date.year)
    }
}

impl DateMention {
    /// The day in a year, whatever year is written.
    pub fn day_in(&self, year: i16) -> Option<Date> {
        Date::new(year, i8::try_from(self.month?).ok()?, i8::try_from(self.day?).ok()?).ok()
    }

    fn nearest_to(&self, day: Date) -> Option<Date> {
        let distance = |date: &Date| (*date - day).get_days().abs();
        let years = [-1, 0, 1].into_iter().filter_map(|shift| self.day_in(day.year().checked_add(shift)?));
        years.min_by_key(distance).filter(|date| distance(date) <= NEAREST_REACH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, Region};
    use jiff::civil::date;

    /// What the last date of a text means in an article published on 2024-12-20.
    fn last(text: &str) -> Option<(Date, bool)> {
        let mut builder = ArticleBuilder::new();
        builder.block(Region::Body);
        builder.push(text, 0);
        let article = builder.finish(None);
        let resolved = article.resolve(article.dates().last()?, Some(date(2024, 12, 20)))?;
        Some((resolved.date, resolved.assumed))
    }

    #[test]
    fn a_missing_year_is_worked_out() {
        assert_eq!(last("2023年5月1日"), Some((date(2023, 5, 1), false)));
        assert_eq!(last("请于1月10日前"), Some((date(2025, 1, 10), true)));
        assert_eq!(last("12月10日，"), Some((date(2024, 12, 10), true)));
        assert_eq!(last("2023年5月1日至5月9日"), Some((date(2023, 5, 9), true)));
        assert_eq!(last("去年1月10日"), Some((date(2023, 1, 10), true)));
    }

    #[test]
    fn what_is_uncertain_stays_so() {
        for text in ["每年1月10日", "2月30日", "6月21日", "农历六月二十一日", "2024年5月"] {
            assert_eq!(last(text), None, "{text}");
        }
    }
}
