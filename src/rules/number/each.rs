//! What the rules share that look at one number after the other: the frame, and the few characters on either side.
//! What is wrong with a number is the rules' own.

use std::sync::LazyLock;

use crate::document::{Article, Enclosure, Number};
use crate::rules::{Context, Rule, RuleMeta};

/// Bytes on either side of a number that are looked at.
const REACH: usize = 60;

/// A rule that looks at each number in prose by itself.
pub(in crate::rules) struct EachNumber {
    pub meta: &'static LazyLock<RuleMeta>,
    pub triggers: &'static [&'static str],
    /// Which numbers are looked at, told by the characters on either side: rules are many and most numbers are right.
    pub fits: fn(&Number) -> bool,
    pub look: fn(&Article, &Number, &mut Context<'_>),
}

impl Rule for EachNumber {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(self.meta)
    }

    fn triggers(&self) -> &'static [&'static str] {
        self.triggers
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let places = Some(context.places()).filter(|_| !self.triggers.is_empty());
        let mut near = Near { places: places.unwrap_or_default() };
        for number in article.prose_numbers().filter(|number| (self.fits)(number)) {
            if places.is_none() || near.is_at(number) {
                (self.look)(article, number, context);
            }
        }
    }
}

/// Tells the numbers that have one of some places within [`REACH`]; asked for the numbers in their order.
struct Near<'a> {
    places: &'a [u32],
}

impl Near<'_> {
    fn is_at(&mut self, number: &Number) -> bool {
        let reach = REACH as u32;
        let passed = self.places.iter().take_while(|place| **place + reach < number.span.start).count();
        self.places = &self.places[passed..];
        self.places.first().is_some_and(|place| *place <= number.span.end + reach)
    }
}

/// The numbers in prose that have a trigger word of the rule within the reach of [`tail`] and [`head`].
pub(in crate::rules) fn near_triggers<'a>(article: &'a Article, context: &Context<'a>) -> impl Iterator<Item = &'a Number> + use<'a> {
    let mut near = Near { places: context.places() };
    article.prose_numbers().filter(move |number| near.is_at(number))
}

/// The end of what stands before a place, in its block.
pub(in crate::rules) fn tail(article: &Article, at: u32) -> &str {
    let before = &article.text[..at as usize];
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(REACH))..];
    near.rsplit('\n').next().unwrap_or(near)
}

/// The beginning of what stands behind a place, in its block.
pub(in crate::rules) fn head(article: &Article, at: u32) -> &str {
    let after = &article.text[at as usize..];
    let near = &after[..after.floor_char_boundary(REACH)];
    near.split('\n').next().unwrap_or(near)
}

/// Whether a number is no part of a code, an address, a version or the name of another's work.
pub(in crate::rules) fn stands_alone(article: &Article, number: &Number) -> bool {
    let before = tail(article, number.span.start);
    let joins = |c: char| c.is_ascii_alphanumeric() || "._/#=&?@".contains(c);
    let coded = before.ends_with(joins)
        || before.strip_suffix('-').is_some_and(|rest| rest.ends_with(char::is_alphabetic));
    !coded && !article.is_inside(number.span, Enclosure::Book)
}
