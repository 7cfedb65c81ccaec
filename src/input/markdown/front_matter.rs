//! Front matter: YAML between lines of `---`, TOML between lines of `+++`, at the very start of a file. Read into
//! flat entries with their places, so that a title can be linted where it stands.

use saphyr_parser::{Event, Parser};
use toml::de::{DeTable, DeValue};

use crate::input::record::Values;
use crate::span::{Decoded, Span};

/// Longer front matter is none: the closing line is missing.
const LIMIT: usize = 64 << 10;
/// How deep entries may be nested.
const MAX_DEPTH: usize = 32;

/// A plain value. Entries of arrays have the name of the array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Names with `/` between.
    pub name: String,
    pub text: String,
    pub span: Span<Decoded>,
}

/// The entries, and where the body begins.
#[derive(Debug, Default)]
pub struct FrontMatter {
    entries: Vec<Entry>,
    pub body: usize,
}

/// Front matter that cannot be read.
#[derive(Debug)]
pub struct Fault {
    pub at: usize,
    pub why: String,
    /// Where the body begins all the same.
    pub body: usize,
}

impl FrontMatter {
    pub fn skipped(body: usize) -> Self {
        Self { entries: Vec::new(), body }
    }

    /// The first entry of a name that has text.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name && !entry.text.trim().is_empty())
    }
}

impl Values for FrontMatter {
    fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = self.entry(name)?.text.trim();
        (!matches!(text, "null" | "~")).then(|| text.to_string())
    }
}

/// A text cut into front matter and body.
struct Cut<'a> {
    yaml: bool,
    matter: &'a str,
    at: usize,
    body: usize,
}

fn cut(text: &str) -> Option<Cut<'_>> {
    let mut lines = text[..text.floor_char_boundary(LIMIT)].split_inclusive('\n');
    let first = lines.next()?;
    let fence = first.trim_end();
    let yaml = match fence {
        "---" => true,
        "+++" => false,
        _ => return None,
    };
    let mut end = first.len();
    for line in lines {
        let content = line.trim_end();
        if content == fence || yaml && content == "..." {
            return Some(Cut { yaml, matter: &text[first.len()..end], at: first.len(), body: end + line.len() });
        }
        end += line.len();
    }
    None
}

/// Whether a text begins with front matter, rather than with a line drawn across the page.
pub fn is_at_start(text: &str) -> bool {
    cut(text).is_some_and(|cut| has_entries(&cut))
}

fn has_entries(cut: &Cut<'_>) -> bool {
    let mark = if cut.yaml { ':' } else { '=' };
    let named = |line: &str| line.split_once(mark).is_some_and(|(name, _)| !name.trim().contains(char::is_whitespace));
    cut.matter.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).is_some_and(|line| {
        named(line) || !cut.yaml && line.starts_with('[')
    })
}

/// Reads the front matter of a text; without any, all of it is body.
pub fn read(text: &str) -> Result<FrontMatter, Fault> {
    let Some(cut) = cut(text).filter(has_entries) else {
        return Ok(FrontMatter::default());
    };
    let entries = match cut.yaml {
        true => simple(&cut).map_or_else(|| yaml(&cut), Ok),
        false => toml(&cut),
    }?;
    Ok(FrontMatter { entries, body: cut.body })
}

/// The place of a value: of its characters where they stand there as they are, else of the whole.
fn entry(cut: &Cut<'_>, name: String, text: String, range: std::ops::Range<usize>) -> Entry {
    let written = cut.matter.get(range.clone()).unwrap_or_default();
    let (start, length) = match written.find(text.as_str()) {
        Some(inside) => (range.start + inside, text.len()),
        None => (range.start, written.len()),
    };
    Entry { name, text, span: Span::of(cut.at + start..cut.at + start + length) }
}

/// The entries of YAML that is nothing but lines of `name: words`, as generators and exports write it: many times faster
/// than by a parser. `None`: there is something else in it.
fn simple(cut: &Cut<'_>) -> Option<Vec<Entry>> {
    let (mut entries, mut at) = (Vec::new(), 0);
    for line in cut.matter.split_inclusive('\n') {
        let content = line.strip_suffix("\r\n").or(line.strip_suffix('\n'))?;
        let (name, value) = content.split_once(": ")?;
        let text = value.trim_matches(' ');
        if !is_simple_name(name) || !is_simple_value(text) {
            return None;
        }
        entries.push(entry(cut, name.to_string(), text.to_string(), at + name.len()..at + content.len()));
        at += line.len();
    }
    (!entries.is_empty()).then_some(entries)
}

fn is_simple_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() < 100
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Whether a value of YAML is the characters that are written: it begins with none that says otherwise, and neither a
/// comment nor another value is in it.
fn is_simple_value(text: &str) -> bool {
    let unusual = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff0}'..);
    text.starts_with(|c: char| !c.is_ascii_punctuation())
        && !text.ends_with(':')
        && ![": ", " #"].iter().any(|sign| text.contains(sign))
        && !text.contains(unusual)
}

/// Where in the document the events of YAML are.
enum Level {
    /// In a mapping; with the name whose value comes next.
    Mapping(Option<String>),
    Sequence,
}

fn yaml(cut: &Cut<'_>) -> Result<Vec<Entry>, Fault> {
    // Events give places in characters.
    let mut bytes: Vec<usize> = cut.matter.char_indices().map(|(at, _)| at).collect();
    bytes.push(cut.matter.len());
    let byte = |index: usize| bytes.get(index).copied().unwrap_or(cut.matter.len());
    let (mut entries, mut levels) = (Vec::new(), Vec::new());
    for event in Parser::new_from_str(cut.matter) {
        let (event, span) = event.map_err(|error| Fault {
            at: cut.at + byte(error.marker().index()),
            why: "这一行不合 YAML 的写法（含有英文冒号、井号、引号的标题要放在一对引号里）".to_string(),
            body: cut.body,
        })?;
        match event {
            Event::Scalar(text, ..) => {
                if let Some(Level::Mapping(name @ None)) = levels.last_mut() {
                    *name = Some(text.into_owned());
                    continue;
                }
                let range = byte(span.start.index())..byte(span.end.index());
                entries.push(entry(cut, path(&levels), text.into_owned(), range));
                close_value(&mut levels);
            }
            Event::Alias(_) => close_value(&mut levels),
            Event::MappingStart(..) | Event::SequenceStart(..) if levels.len() >= MAX_DEPTH => {
                return Err(Fault { at: cut.at, why: "嵌套太深".to_string(), body: cut.body });
            }
            Event::MappingStart(..) => levels.push(Level::Mapping(None)),
            Event::SequenceStart(..) => levels.push(Level::Sequence),
            Event::MappingEnd | Event::SequenceEnd => {
                levels.pop();
                close_value(&mut levels);
            }
            _ => {}
        }
    }
    Ok(entries)
}

fn path(levels: &[Level]) -> String {
    let names = levels.iter().filter_map(|level| match level {
        Level::Mapping(name) => name.as_deref(),
        Level::Sequence => None,
    });
    names.collect::<Vec<_>>().join("/")
}

/// After a value a mapping waits for the next name. A mapping used as a name has none.
fn close_value(levels: &mut [Level]) {
    if let Some(Level::Mapping(name)) = levels.last_mut() {
        *name = if name.is_some() { None } else { Some(String::new()) };
    }
}

fn toml(cut: &Cut<'_>) -> Result<Vec<Entry>, Fault> {
    let table = DeTable::parse(cut.matter).map_err(|error| Fault {
        at: cut.at + error.span().map_or(0, |span| span.start),
        why: "这一行不合 TOML 的写法（文字要放在英文双引号里）".to_string(),
        body: cut.body,
    })?;
    let mut entries = Vec::new();
    toml_table(cut, table.get_ref(), "", MAX_DEPTH, &mut entries);
    Ok(entries)
}

fn toml_table(cut: &Cut<'_>, table: &DeTable<'_>, path: &str, depth: usize, entries: &mut Vec<Entry>) {
    for (key, value) in table.iter() {
        let separator = if path.is_empty() { "" } else { "/" };
        let name = format!("{path}{separator}{}", key.get_ref());
        toml_value(cut, value.get_ref(), value.span(), &name, depth, entries);
    }
}

fn toml_value(
    cut: &Cut<'_>,
    value: &DeValue<'_>,
    range: std::ops::Range<usize>,
    name: &str,
    depth: usize,
    entries: &mut Vec<Entry>,
) {
    let text = match value {
        DeValue::Table(table) if depth > 0 => return toml_table(cut, table, name, depth - 1, entries),
        DeValue::Array(array) if depth > 0 => {
            for element in array.iter() {
                toml_value(cut, element.get_ref(), element.span(), name, depth - 1, entries);
            }
            return;
        }
        DeValue::Table(_) | DeValue::Array(_) => return,
        DeValue::String(text) => text.to_string(),
        // Numbers, dates and the like, as they are written.
        _ => cut.matter.get(range.clone()).unwrap_or_default().to_string(),
    };
    entries.push(entry(cut, name.to_string(), text, range));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entries(text: &str) -> Vec<(String, String, String)> {
        let front = read(text).unwrap();
        front.entries.into_iter().map(|e| (e.name, e.text, text[e.span.range()].to_string())).collect()
    }

    fn of(name: &str, text: &str, written: &str) -> (String, String, String) {
        (name.to_string(), text.to_string(), written.to_string())
    }

    proptest! {
        #[test]
        fn simple_front_matter_is_read_as_by_the_parser(pieces in prop::collection::vec(prop::sample::select(vec![
            "title", "date", "a-b", "a_1", ": ", ": ", ": ", ":", "\n", "\n", "\n", "\r\n", " ", "  ", "\t", "要闻", "一 二", "2025-02-01 10:19", "#", " #",
            "-", "- ", "'", "\"", "|", "[", "]", "{", "~", "null", "&", "*", "%", "“", "\u{a0}", "\u{3000}", "\u{85}", "\u{2028}", "\u{feff}", "é", "：", "?", "!", ",",
        ]), 0..16)) {
            let text = format!("---\ntitle: 一\n{}\n---\n", pieces.concat());
            let Some(cut) = cut(&text) else { return Ok(()) };
            if let Some(entries) = simple(&cut) {
                prop_assert_eq!(entries, yaml(&cut).map_err(|fault| TestCaseError::fail(format!("{text:?}: {fault:?}")))?);
            }
        }
    }

    #[test]
    fn reads_yaml_with_places() {
        let text = "---\r\n# 说明\r\ntitle: \"甲：乙\"\r\ndate: 2023-02-01 10:19:00\r\nauthor:\r\n  name: 张三\r\ncategories:\r\n- 通知\r\n- 公告\r\ntags: [安全, 'it''s']\r\n---\r\n正文";
        assert_eq!(entries(text), [
            of("title", "甲：乙", "甲：乙"),
            of("date", "2023-02-01 10:19:00", "2023-02-01 10:19:00"),
            of("author/name", "张三", "张三"),
            of("categories", "通知", "通知"),
            of("categories", "公告", "公告"),
            of("tags", "安全", "安全"),
            of("tags", "it's", "'it''s'"),
        ]);
        assert_eq!(&text[read(text).unwrap().body..], "正文");
    }

    #[test]
    fn reads_toml_with_places() {
        let text = "+++\ntitle = \"甲\"\ndate = 2023-02-01T10:19:00+08:00\ntags = [\"安全\"]\n[author]\nname = '张三'\n+++\n正文";
        let mut found = entries(text);
        found.sort();
        assert_eq!(found, [
            of("author/name", "张三", "张三"),
            of("date", "2023-02-01T10:19:00+08:00", "2023-02-01T10:19:00+08:00"),
            of("tags", "安全", "安全"),
            of("title", "甲", "甲"),
        ]);
    }

    #[test]
    fn a_line_across_the_page_is_no_front_matter() {
        for text in ["---\n\n今天天气\n\n---\n", "---\ntitle: 甲\n", "--- \n一 句 话: 好\n---\n", ""] {
            assert_eq!(read(text).unwrap().body, 0, "{text:?}");
        }
    }

    #[test]
    fn faults_have_a_place_and_cost_no_stack() {
        let text = "---\ntitle: 甲\nsource: \"未完\ndate: 1\n---\n正文";
        let fault = read(text).unwrap_err();
        assert_eq!(&text[fault.body..], "正文");
        let _ = read(&format!("---\na: {}\n---\n", "[".repeat(50_000)));
        let _ = read(&format!("+++\na = {}\n+++\n", "[".repeat(50_000)));
    }
}
