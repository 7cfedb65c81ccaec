//! A well-known document with a number that is not its own, and one title with two numbers in an article. Which number
//! belongs to which document is data (`documents.tsv`).

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::document::Article;
use crate::finding::{Applicability, Severity};
use crate::rules::{Context, Rule, RuleMeta};
use crate::span::{Span, Text};

static META: LazyLock<RuleMeta> = LazyLock::new(|| {
    RuleMeta::new(
        "format/document-number-mismatch",
        "发文字号与标题不配",
        Severity::Error,
        "字号写错，读者按字号找到的是另一份文件；引用的依据对不上，公文就不严谨。",
        "中国政府网公布的国务院及国务院办公厅文件",
        include_str!("rule.md"),
    )
});

/// A title and the number in brackets behind it.
static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"》 ?[（(](?P<number>{NUMBER_PATTERN}|(?:中华人民共和国)?国务院令第?[0-9]{{2,3}}号)")).expect("constant pattern")
});

/// A number by itself.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| Regex::new(NUMBER_PATTERN).expect("constant pattern"));

const NUMBER_PATTERN: &str = r"[一-龥]{2,12} ?[〔\[(（［﹝【] ?[0-9]{4} ?[〕\])）］﹞】] ?第?[0-9]{1,4} ?号";

/// Paragraphs among which a document has its own number.
const FIRST_BLOCKS: usize = 8;

/// Codes of the central organs; the same title under another code is another document.
const CENTRAL: [&str; 9] = ["国发", "国办发", "国办函", "国函", "国办秘函", "国办发明电", "中发", "中办发", "国务院令"];

/// Orders that changed many regulations at once: right behind any of them.
const OMNIBUS: [u16; 20] =
    [588, 628, 638, 645, 648, 653, 666, 676, 687, 690, 693, 698, 703, 709, 710, 714, 732, 752, 764, 777];

/// Organs that stand before 关于 in the titles of the table's documents.
const CENTRAL_ORGANS: [&str; 8] =
    ["", "国务院", "国务院办公厅", "中共中央国务院", "中共中央、国务院", "中共中央", "中共中央办公厅国务院办公厅", "中共中央办公厅、国务院办公厅"];

/// Characters of a number in its brackets, the end of the title before it included.
const NUMBER: usize = 48;
/// Bytes of a title.
const TITLE: usize = 400;
/// Titles shorter than this are too general for a comparison inside an article.
const LONG_TITLE: usize = 8;

struct Table {
    /// Title without marks → its numbers.
    numbers: HashMap<String, Vec<&'static str>>,
    /// Number → titles.
    titles: HashMap<&'static str, Vec<&'static str>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { numbers: HashMap::new(), titles: HashMap::new() };
    for line in include_str!("documents.tsv").lines().skip(1) {
        let Some((numbers, title)) = line.split_once('\t') else {
            continue;
        };
        for number in numbers.split('|') {
            table.numbers.entry(plain(title)).or_default().push(number);
            table.titles.entry(number).or_default().push(title);
        }
    }
    table
});

struct DocumentNumberMismatch;

pub(super) fn rule() -> Box<dyn Rule> {
    Box::new(DocumentNumberMismatch)
}

impl Rule for DocumentNumberMismatch {
    fn metas(&self) -> &[RuleMeta] {
        std::slice::from_ref(&META)
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["》（", "》("]
    }

    fn check(&self, article: &Article, context: &mut Context<'_>) {
        let mut seen: HashMap<(String, String), (String, Span<Text>)> = HashMap::new();
        // Most brackets behind titles hold something else.
        let numbered = |place: &u32| article.after(Span::point(*place)).chars().take(NUMBER).any(|c| c == '号');
        if !context.places().iter().any(numbered) {
            return;
        }
        for pair in pairs(article) {
            if let Some(right) = pair.wrong() {
                let title = pair.title;
                let message = format!("《{title}》的字号是{}，不是{}", right.join("或"), pair.number);
                let suggestions = right.iter().map(ToString::to_string).collect();
                let severity = if pair.code == "国务院令" { Severity::Warning } else { Severity::Error };
                let finding = context.finding(pair.place, message).severity(severity);
                context.report(finding.suggest(suggestions, Applicability::Manual));
            } else if let Some(titles) = pair.stranger() {
                let message = format!("{}是《{}》的字号，请核对", pair.number, titles.join("》《"));
                context.report(context.finding(pair.place, message).severity(Severity::Warning).confidence(0.8));
            } else if pair.title.chars().count() >= LONG_TITLE {
                let key = (plain(pair.title), pair.code.to_string());
                match seen.get(&key) {
                    Some((first, _)) if *first != pair.number => {
                        let message = format!("同一标题前面写的是{first}，这里写的是{}，请核对", pair.number);
                        context.report(context.finding(pair.place, message).severity(Severity::Warning).confidence(0.8));
                    }
                    Some(_) => {}
                    None => {
                        seen.insert(key, (pair.number, pair.place));
                    }
                }
            }
        }
    }
}

/// A document with the number that an article gives it, for those who compare articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// Who issued it: 某政办发.
    pub code: String,
    /// In the right form, whatever the brackets: 某政办发〔2024〕3号.
    pub number: String,
    pub title: String,
    /// Letters and digits of the title without the organ before 关于 and without 关于印发…的通知.
    pub matter: String,
}

/// The documents that an article cites with their numbers, and the one that it is itself where its number stands in a
/// paragraph of its own.
pub fn cited(article: &Article) -> Vec<Cited> {
    let cite = |title: &str, code: &str, number: String| Cited {
        code: code.to_string(),
        number,
        title: title.to_string(),
        matter: matter(title),
    };
    let own = article.prose().take(FIRST_BLOCKS).find_map(|block| {
        let number = article.block_text(block);
        let is_number = number.len() <= NUMBER * 3 && NUMBERED.find(number)?.len() == number.len();
        let (code, number) = is_number.then(|| normal(number))?;
        Some(cite(article.title()?, code, number))
    });
    let has_pairs = article.text.contains("》（") || article.text.contains("》(");
    let cited = has_pairs.then(|| pairs(article)).into_iter().flatten();
    own.into_iter().chain(cited.map(|pair| cite(pair.title, pair.code, pair.number))).collect()
}

/// What a document is about, by its title.
fn matter(title: &str) -> String {
    let rest = title.find("关于").map_or(title, |at| &title[at..]);
    let spread = ["关于印发", "关于公布", "关于发布", "关于转发"].iter().find_map(|start| rest.strip_prefix(start));
    plain(spread.and_then(|rest| rest.strip_suffix("的通知")).unwrap_or(rest))
}

/// Whether two titles, by what they are about, are those of one document: many are cited in short.
pub fn is_same_matter(one: &str, other: &str) -> bool {
    one == other || one.contains(other) || other.contains(one)
}

/// A title and the number given for it.
struct Pair<'a> {
    title: &'a str,
    code: &'a str,
    /// In the right form, whatever the brackets.
    number: String,
    place: Span<Text>,
}

impl Pair<'_> {
    /// The numbers of this document if the one given is not among them.
    fn wrong(&self) -> Option<&'static [&'static str]> {
        let right = TABLE.numbers.get(&plain(core(self.title)?))?;
        let known = right.contains(&self.number.as_str()) || self.is_omnibus();
        let same_kind = CENTRAL.contains(&self.code) && (self.code == "国务院令") == right[0].starts_with("国务院令");
        (!known && same_kind).then_some(right.as_slice())
    }

    /// The titles that the number belongs to if this one has nothing in common with them.
    fn stranger(&self) -> Option<&'static [&'static str]> {
        let titles = TABLE.titles.get(self.number.as_str()).filter(|_| self.code != "国务院令")?;
        let related = titles.iter().any(|title| likeness(&plain(title), &plain(self.title)) >= 0.3);
        (!related).then_some(titles.as_slice())
    }

    fn is_omnibus(&self) -> bool {
        let digits = self.number.trim_start_matches("国务院令第").trim_end_matches('号');
        self.code == "国务院令" && digits.parse::<u16>().is_ok_and(|number| OMNIBUS.contains(&number))
    }
}

fn pairs(article: &Article) -> impl Iterator<Item = Pair<'_>> {
    PAIR.captures_iter(&article.text).filter_map(|found| {
        let number = found.name("number")?;
        let end = found.get(0)?.start();
        let place = Span::of(number.range());
        article.block_at(place.start).filter(|block| block.region.is_prose())?;
        let from = article.text.floor_char_boundary(end.saturating_sub(TITLE));
        let title = title_before(&article.text[from..end])?;
        let (code, number) = normal(number.as_str());
        Some(Pair { title, code, number, place })
    })
}

/// What stands behind the 《 that the 》 at the end of a text belongs to.
fn title_before(text: &str) -> Option<&str> {
    let mut depth = 1u32;
    for (at, c) in text.char_indices().rev() {
        match c {
            '》' => depth += 1,
            '《' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            return text.get(at + c.len_utf8()..);
        }
    }
    None
}

/// A number in the right form, and its code.
fn normal(number: &str) -> (&str, String) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = number.trim_start_matches("中华人民共和国");
    if number.starts_with("国务院令") {
        return ("国务院令", format!("国务院令第{}号", digits(number)));
    }
    let code_end = number.find(|c: char| !matches!(c, '\u{4e00}'..='\u{9fff}')).unwrap_or(number.len());
    let (code, rest) = number.split_at(code_end);
    let digits = digits(rest);
    let (year, serial) = digits.split_at(digits.len().min(4));
    (code, format!("{code}〔{year}〕{}号", serial.trim_start_matches('0')))
}

/// The title as the table has it; `None` for the document of another organ with the same matter.
fn core(title: &str) -> Option<&str> {
    let title = title.trim_start_matches("中华人民共和国");
    let Some((organ, _)) = title.split_once("关于") else {
        return Some(title);
    };
    let rest = &title[organ.len()..];
    if !CENTRAL_ORGANS.contains(&organ.trim_end_matches(['印', '发']).trim()) && !organ.ends_with("办公厅") {
        return None;
    }
    let spread = rest.strip_prefix("关于印发").or(rest.strip_prefix("关于公布")).or(rest.strip_prefix("关于发布"));
    Some(spread.and_then(|rest| rest.strip_suffix("的通知")).unwrap_or(rest))
}

/// Letters, digits and Han only.
fn plain(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Share of the pairs of characters of the shorter title that the longer one has too.
fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        chars.windows(2).map(|pair| (pair[0], pair[1])).collect::<std::collections::HashSet<_>>()
    };
    let (one, other) = (pairs(one), pairs(other));
    let least = one.len().min(other.len());
    if least == 0 { 0.0 } else { one.intersection(&other).count() as f64 / least as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let rows = include_str!("documents.tsv").lines().count() - 1;
        assert!(rows >= 150);
        assert_eq!(TABLE.numbers.len(), rows, "a title stands twice");
        for number in TABLE.titles.keys() {
            assert_eq!(normal(number).1, *number);
            assert!(CENTRAL.contains(&normal(number).0), "{number}");
        }
    }

    #[test]
    fn titles_are_read() {
        assert_eq!(core("国务院办公厅关于印发政府网站发展指引的通知"), Some("政府网站发展指引"));
        assert_eq!(core("某省人民政府关于加强数字政府建设的意见"), None);
        assert_eq!(title_before("《关于转发《甲》的通知"), Some("关于转发《甲》的通知"));
    }
}
