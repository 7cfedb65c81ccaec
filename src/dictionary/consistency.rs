//! Whether dictionaries contradict themselves or each other: order, repeated words, corrections that lead back, words
//! that are allowed and refused at once. Every fault names both rows. Whether a row is well formed is `format`'s.

use std::collections::HashMap;

use super::format::{Dictionary, Entry};

/// A fault of one of the dictionaries that were looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Which dictionary.
    pub dictionary: usize,
    /// 1-based row of its `entries.tsv`.
    pub row: u32,
    pub message: String,
}

/// Faults among the entries of one dictionary, by row.
pub fn validate(dictionary: &Dictionary) -> Vec<(u32, String)> {
    let mut faults: Vec<(u32, String)> = unsorted(dictionary).collect();
    faults.extend(contradictions(&[dictionary]).into_iter().map(|fault| (fault.row, fault.message)));
    for entry in &dictionary.entries {
        if let Some(allow) = dictionary.allow.iter().find(|allow| allow.text == entry.wrong) {
            let message = format!("“{}”又是 allow.tsv 第 {} 行的放行词，永远不会报出", entry.wrong, allow.row);
            faults.push((entry.row, message));
        }
    }
    faults
}

/// Faults between dictionaries that are used together; those inside each are `validate`'s.
pub fn between(dictionaries: &[Dictionary]) -> Vec<Contradiction> {
    let all: Vec<&Dictionary> = dictionaries.iter().collect();
    if all.len() < 2 { Vec::new() } else { contradictions(&all) }
}

fn unsorted(dictionary: &Dictionary) -> impl Iterator<Item = (u32, String)> {
    let pairs = dictionary.entries.windows(2).filter(|pair| pair[1].wrong < pair[0].wrong);
    pairs.map(|pair| (pair[1].row, format!("没有按 wrong 排序：“{}”应在“{}”之前", pair[1].wrong, pair[0].wrong)))
}

/// An entry and the number of its dictionary.
type Placed<'d> = (usize, &'d Entry);

/// Words that two rows judge for the same days, and corrections that another row refuses. With several dictionaries
/// only what lies between two of them.
fn contradictions(dictionaries: &[&Dictionary]) -> Vec<Contradiction> {
    let alone = dictionaries.len() == 1;
    let mut faults = Vec::new();
    let mut by_wrong: HashMap<&str, Vec<Placed<'_>>> = HashMap::new();
    let entries =
        || dictionaries.iter().enumerate().flat_map(|(at, one)| one.entries.iter().map(move |entry| (at, entry)));
    let name = |(at, entry): Placed<'_>| match alone {
        true => format!("第 {} 行", entry.row),
        false => format!("词库 {} 第 {} 行", dictionaries[at].id, entry.row),
    };
    for (at, entry) in entries() {
        let same = by_wrong.entry(&entry.wrong).or_default();
        let clash = |(other_at, other): &&Placed<'_>| {
            other.overlaps(entry) && (alone || *other_at != at && is_unconditional(other) && is_unconditional(entry))
        };
        if let Some(other) = same.iter().find(clash) {
            let message = format!("“{}”与{}重复，而且时段重叠", entry.wrong, name(*other));
            faults.push(Contradiction { dictionary: at, row: entry.row, message });
        }
        same.push((at, entry));
    }
    for (at, entry) in entries() {
        for right in entry.alternatives() {
            let back = |(other_at, other): &&Placed<'_>| {
                other.overlaps(entry) && is_unconditional(other) && (alone || *other_at != at)
            };
            if let Some(other) = by_wrong.get(right).and_then(|same| same.iter().find(back)) {
                let message = format!("“{}”的改法“{right}”又是{}的错误写法", entry.wrong, name(*other));
                faults.push(Contradiction { dictionary: at, row: entry.row, message });
            }
        }
    }
    faults
}

/// Whether an entry is meant wherever its word stands.
fn is_unconditional(entry: &Entry) -> bool {
    entry.only.is_empty()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::format::{AllowEntry, Boundary, parse_head, parse_rows};
    use super::*;

    fn dictionary(id: &str, rows: &[&str], allow: &[&str]) -> Dictionary {
        let head = format!(
            "id = \"{id}\"\nrule = \"typo/{id}\"\ntitle = \"\"\nseverity = \"error\"\nmessage = \"\"\nwhy = \"\"\nbasis = \"\""
        );
        let (mut dictionary, _) = parse_head(Path::new(id), &head).unwrap();
        let table =
            ["wrong right since until only"].iter().chain(rows).map(|row| row.split(' ').map(str::to_string).collect());
        let mut errors = Vec::new();
        dictionary.entries = parse_rows(Path::new(id), table, Boundary::Any, &mut errors);
        assert_eq!(errors, []);
        dictionary.allow = (2..).zip(allow).map(|(row, text)| AllowEntry { text: text.to_string(), row }).collect();
        dictionary
    }

    fn messages(dictionary: &Dictionary) -> Vec<String> {
        validate(dictionary).into_iter().map(|(row, message)| format!("{row}：{message}")).collect()
    }

    #[test]
    fn both_rows_are_named() {
        let circle = dictionary("a", &["其它 其他", "布署 部署", "部署 布署"], &[]);
        let expected = ["3：“布署”的改法“部署”又是第 4 行的错误写法", "4：“部署”的改法“布署”又是第 3 行的错误写法"];
        assert_eq!(messages(&circle), expected);
        let allowed = dictionary("a", &["布署 部署"], &["排兵布阵", "布署"]);
        assert_eq!(messages(&allowed), ["2：“布署”又是 allow.tsv 第 3 行的放行词，永远不会报出"]);
    }

    #[test]
    fn validity_counts() {
        let apart = ["银监会 银保监会 2018-04-08 2023-05-17", "银监会 金融监管总局 2023-05-18"];
        assert_eq!(messages(&dictionary("a", &apart, &[])), Vec::<String>::new());
        let overlapping = ["银监会 银保监会 2018-04-08 2023-05-18", "银监会 金融监管总局 2023-05-18"];
        assert_eq!(messages(&dictionary("a", &overlapping, &[])), ["3：“银监会”与第 2 行重复，而且时段重叠"]);
    }

    #[test]
    fn dictionaries_used_together_must_agree() {
        let one = dictionary("one", &["布署 部署", "截止 截至   clause:目前"], &[]);
        let other = dictionary("other", &["部署 布署", "截止 截至"], &[]);
        let faults = between(&[one.clone(), other]);
        let named: Vec<(usize, u32, &str)> =
            faults.iter().map(|fault| (fault.dictionary, fault.row, fault.message.as_str())).collect();
        assert_eq!(
            named,
            [
                (0, 2, "“布署”的改法“部署”又是词库 other 第 2 行的错误写法"),
                (1, 2, "“部署”的改法“布署”又是词库 one 第 2 行的错误写法"),
            ]
        );
        let repeated = between(&[one, dictionary("third", &["布署 部署"], &[])]);
        assert_eq!(repeated[0].message, "“布署”与词库 one 第 2 行重复，而且时段重叠");
    }
}
