//! Documents by number and by title across articles: one number with two titles, one title with two numbers. Several
//! articles that say the same are taken to be right against one that says otherwise.

use std::collections::BTreeMap;

use super::Remark;
use crate::inspect::InspectError;
use crate::inspect::store::Store;
use crate::inspect::traces::Citation;
use crate::rules::archive;
use crate::rules::format::document_number_mismatch::is_same_matter;

/// Articles that must say the same at least, for another one to be asked about.
const WITNESSES: usize = 2;
/// Characters of a title that says which document it is.
const LONG_TITLE: usize = 10;

/// What is to be said of documents.
pub(super) fn find(store: &Store) -> Result<Vec<Remark>, InspectError> {
    let mut remarks = Vec::new();
    store.cited_twice("number", |number, citations| {
        let title = |citation: &Citation| citation.matter.clone();
        for (citation, right, count) in outvoted(citations, title, is_same_matter) {
            let message = format!(
                "{number}在其他{count}篇文章里是《{}》的字号，这里写的是《{}》，请核对",
                right.title, citation.title
            );
            remarks.push(citation.remark(message, number));
        }
    })?;
    store.cited_twice("matter", |matter, citations| {
        let number = |citation: &Citation| citation.number.clone();
        let is_known = matter.chars().count() >= LONG_TITLE;
        for (citation, right, count) in
            outvoted(citations, number, |one, other| !is_slip(one, other)).into_iter().filter(|_| is_known)
        {
            let message = format!(
                "《{}》的字号在其他{count}篇文章里是{}，这里写的是{}，请核对",
                citation.title, right.number, citation.number
            );
            remarks.push(citation.remark(message, &citation.title));
        }
    })?;
    Ok(remarks)
}

impl Citation {
    fn remark(&self, message: String, other: &str) -> Remark {
        Remark {
            article: self.article,
            rule: &archive::DOCUMENT_NUMBER,
            message,
            text: self.number.clone(),
            other: other.to_string(),
        }
    }
}

/// The citations that say otherwise than most, each with one of those that are right and how many articles these are. None
/// where nearly as many say the one as the other. `agree`: whether two readings are no contradiction.
fn outvoted<'a>(
    citations: &'a [Citation],
    reading: impl Fn(&Citation) -> String,
    agree: impl Fn(&str, &str) -> bool,
) -> Vec<(&'a Citation, &'a Citation, usize)> {
    let mut readings: BTreeMap<String, Vec<&Citation>> = BTreeMap::new();
    for citation in citations {
        readings.entry(reading(citation)).or_default().push(citation);
    }
    let Some((right, most)) = readings.iter().max_by_key(|(_, citations)| citations.len()) else { return Vec::new() };
    let is_outvoted = |(other, few): &(&String, &Vec<&'a Citation>)| {
        most.len() >= WITNESSES && most.len() >= few.len() * WITNESSES && *other != right && !agree(other, right)
    };
    let wrong = readings.iter().filter(is_outvoted).flat_map(|(_, few)| few);
    wrong.map(|citation| (*citation, most[0], most.len())).collect()
}

/// Whether one number may be written by mistake for another: of one organ, and the same but for the year or the serial. A
/// document of each year has both of its own.
fn is_slip(one: &str, other: &str) -> bool {
    let parts = |number: &str| {
        let (code, rest) = number.split_once('〔')?;
        let (year, serial) = rest.split_once('〕')?;
        Some([code.to_string(), year.to_string(), serial.to_string()])
    };
    let (Some(one), Some(other)) = (parts(one), parts(other)) else { return false };
    one[0] == other[0] && (one[1] == other[1] || one[2] == other[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citation(article: i64, number: &str) -> Citation {
        Citation { article, number: number.to_string(), title: "甲".to_string(), matter: "甲".to_string() }
    }

    #[test]
    fn most_are_right_and_nobody_against_one() {
        let wrong = |numbers: &[&str]| {
            let citations: Vec<Citation> =
                numbers.iter().enumerate().map(|(at, number)| citation(at as i64, number)).collect();
            let found = outvoted(&citations, |citation| citation.number.clone(), |one, other| !is_slip(one, other));
            found.into_iter().map(|(citation, _, count)| (citation.article, count)).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&["甲政发〔2024〕3号", "甲政发〔2024〕3号", "甲政发〔2024〕8号"]), [(2, 2)]);
        assert_eq!(wrong(&["甲政发〔2024〕3号", "甲政发〔2024〕8号"]), []);
        // Of another year and serial, or of another organ, it is another document.
        assert_eq!(wrong(&["甲政发〔2024〕3号", "甲政发〔2024〕3号", "甲政发〔2023〕8号", "乙政发〔2024〕3号"]), []);
    }
}
