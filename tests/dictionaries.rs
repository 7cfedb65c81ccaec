//! Every bundled dictionary: form, order, duplicates, cycles, sentences, reach of its entries, and that every
//! sensitive entry has a public basis.

use shenjiao::cli::dict::sentences;
use shenjiao::dictionary::{Contradiction, Dictionary, between, bundled_in_full, condition, validate};
use shenjiao::finding::FAMILIES;

fn each(test: impl Fn(&Dictionary) -> Vec<String>) {
    let dictionaries = bundled_in_full();
    assert!(dictionaries.len() >= 10);
    let faults: Vec<String> = dictionaries.iter().flat_map(test).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn entries_are_sorted_distinct_and_lead_nowhere_back() {
    each(|dictionary| {
        validate(dictionary).into_iter().map(|(row, fault)| format!("{}:{row} {fault}", dictionary.id)).collect()
    });
}

#[test]
fn dictionaries_agree() {
    let faults = between(bundled_in_full());
    let named =
        |fault: &Contradiction| format!("{}:{} {}", bundled_in_full()[fault.dictionary].id, fault.row, fault.message);
    let faults: Vec<String> = faults.iter().map(named).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn good_sentences_are_silent_and_bad_ones_fire() {
    each(|dictionary| {
        let enough = dictionary.good.len() >= 10 && dictionary.bad.len() >= 10;
        let mut faults = sentences(dictionary);
        faults.extend((!enough).then(|| format!("{}: fewer than 10 sentences", dictionary.id)));
        faults
    });
}

#[test]
fn heads_are_whole() {
    each(|dictionary| {
        let family = dictionary.rule.split('/').next().unwrap_or_default();
        let known = FAMILIES.iter().any(|(id, _)| *id == family);
        let whole = [&dictionary.title, &dictionary.message, &dictionary.why, &dictionary.basis, &dictionary.licence];
        let fault = !known || whole.iter().any(|text| text.is_empty());
        fault.then(|| format!("{}: family or a text is missing", dictionary.id)).into_iter().collect()
    });
}

#[test]
fn conditions_parse() {
    each(|dictionary| {
        let conditions = dictionary.entries.iter().flat_map(|entry| [&entry.unless, &entry.only]);
        let conditions = conditions.chain([&dictionary.unless]).filter(|condition| !condition.is_empty());
        conditions
            .filter_map(|text| condition::check(text).err().map(|fault| format!("{}: {fault}", dictionary.id)))
            .collect()
    });
}

/// Words are matched against folded text: a full-width letter or digit in a dictionary would never match.
#[test]
fn words_are_written_as_they_are_matched() {
    let folded =
        |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '\u{200b}' | '\u{a0}' | '\u{3000}');
    each(|dictionary| {
        let words =
            dictionary.entries.iter().map(|entry| &entry.wrong).chain(dictionary.allow.iter().map(|allow| &allow.text));
        words.filter(|word| word.contains(folded)).map(|word| format!("{}: {word}", dictionary.id)).collect()
    });
}

#[test]
fn the_mission_has_its_words() {
    let of = |family: &str| {
        let of_family = bundled_in_full().iter().filter(|dictionary| dictionary.rule.starts_with(family));
        of_family.map(|dictionary| dictionary.entries.len()).sum::<usize>()
    };
    assert!(of("typo/") >= 2500, "typo: {}", of("typo/"));
    assert!(of("phrasing/") >= 500, "phrasing: {}", of("phrasing/"));
    assert!(of("sensitive/") >= 200, "sensitive: {}", of("sensitive/"));
}
