//! JSON values as stretches of the file: checked by `serde_json`, never built, so that every string keeps its place
//! and nesting costs no stack. Scanning goes on up to a fault, so that what lies before it is not lost.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::string;
use crate::input::inner::Inner;
use crate::span::{Decoded, Span};

const BROKEN_OFF: &str = "内容到这里就断了，可能没有导出完整";

/// Where and why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    pub at: usize,
    /// For the user.
    pub why: &'static str,
}

/// A value of `text`.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Value<'a> {
    /// The value that begins at `start`.
    pub fn at(text: &'a str, start: usize) -> Result<Self, Fault> {
        let mut deserializer = serde_json::Deserializer::from_str(&text[start..]);
        match <&RawValue>::deserialize(&mut deserializer) {
            Ok(raw) => Ok(Self { text, start, end: start + raw.get().len() }),
            Err(error) => Err(fault(text, start, &error)),
        }
    }

    /// As [`Value::at`], with nothing but blanks behind the value.
    pub fn whole(text: &'a str, start: usize) -> Result<Self, Fault> {
        let value = Self::at(text, start)?;
        let rest = skip_blanks(text, value.end);
        if rest < text.len() { Err(Fault { at: rest, why: "一条记录之后还有多余的内容" }) } else { Ok(value) }
    }

    pub fn start(self) -> usize {
        self.start
    }

    pub fn end(self) -> usize {
        self.end
    }

    pub fn raw(self) -> &'a str {
        &self.text[self.start..self.end]
    }

    pub fn is_array(self) -> bool {
        self.raw().starts_with('[')
    }

    pub fn is_object(self) -> bool {
        self.raw().starts_with('{')
    }

    /// A string, a number, nothing …
    pub fn is_plain(self) -> bool {
        !self.is_array() && !self.is_object()
    }

    /// The elements of an array; none of anything else.
    pub fn elements(self) -> Elements<'a> {
        Elements::new(&self.text[..self.end], self.start)
    }

    /// The members of an object; none of anything else.
    pub fn members(self) -> Members<'a> {
        Members::new(&self.text[..self.end], self.start)
    }

    /// Lays a string without its escapes; `None` for other values.
    pub fn lay(self, inner: &mut Inner) -> Option<Span<Decoded>> {
        let content = self.raw().strip_prefix('"')?.strip_suffix('"')?;
        let start = inner.begin();
        string::unescape(content, self.start + 1, inner);
        Some(inner.since(start))
    }

    /// A plain value, or the first plain one of an array, as text; `None` for nothing.
    pub fn scalar(self) -> Option<String> {
        let value = if self.is_array() { self.elements().next()? } else { self };
        let mut inner = Inner::default();
        let text = match value.lay(&mut inner) {
            Some(span) => inner.slice(span),
            None if value.is_plain() && value.raw() != "null" => value.raw(),
            None => "",
        };
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_string())
    }

    /// What one segment of a path leads to: a member, an element by its number, all elements by `*`.
    pub fn step(self, segment: &str) -> Vec<Value<'a>> {
        if self.is_object() {
            let named = self.members().filter(|member| member.key == segment);
            return named.filter_map(|member| member.value).last().into_iter().collect();
        }
        match segment.parse() {
            Ok(number) => self.elements().nth(number).into_iter().collect(),
            Err(_) if segment == "*" => self.elements().collect(),
            Err(_) => Vec::new(),
        }
    }
}

/// What `serde_json` says of the text from `start` on.
fn fault(text: &str, start: usize, error: &serde_json::Error) -> Fault {
    let rest = &text.as_bytes()[start..];
    let line = match error.line().checked_sub(2) {
        Some(before) => memchr::memchr_iter(b'\n', rest).nth(before).map_or(0, |at| at + 1),
        None => 0,
    };
    // The column is that of the byte in question, 1-based, but for control characters of the one before it.
    let control = error.to_string().starts_with("control character");
    let at = (start + line + error.column()).saturating_sub(usize::from(!control)).min(text.len());
    let why = if error.is_eof() {
        BROKEN_OFF
    } else if control {
        "引号里有没有转义的换行或控制字符（换行应写作 \\n）"
    } else {
        "这里不合 JSON 的写法"
    };
    Fault { at: text.floor_char_boundary(at), why }
}

/// The first offset from `at` on that is not blank.
pub fn skip_blanks(text: &str, at: usize) -> usize {
    // A byte-order mark in the middle comes from files put together.
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{feff}');
    text.len() - text[at..].trim_start_matches(blank).len()
}

/// Elements of the array at an offset, up to its end or a fault.
#[derive(Debug)]
pub struct Elements<'a>(Sequence<'a>);

impl<'a> Elements<'a> {
    pub fn new(text: &'a str, start: usize) -> Self {
        Self(Sequence::new(text, start, b'[', b']'))
    }

    /// Where the array ends, or the fault; to be asked once there are no more elements.
    pub fn end(&self) -> Result<usize, Fault> {
        self.0.fault.map_or(Ok(self.0.at), Err)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        self.0.advance().then(|| self.0.value()).flatten()
    }
}

/// A member of an object; without a value where a fault stands there, which ends the object.
#[derive(Debug)]
pub struct Member<'a> {
    pub key: String,
    /// Where the value begins.
    pub start: usize,
    pub value: Option<Value<'a>>,
}

/// Members of the object at an offset, up to its end or a fault.
#[derive(Debug)]
pub struct Members<'a>(Sequence<'a>);

impl<'a> Members<'a> {
    pub fn new(text: &'a str, start: usize) -> Self {
        Self(Sequence::new(text, start, b'{', b'}'))
    }

    /// As [`Elements::end`].
    pub fn end(&self) -> Result<usize, Fault> {
        self.0.fault.map_or(Ok(self.0.at), Err)
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Member<'a>> {
        if !self.0.advance() {
            return None;
        }
        let key = self.0.value()?;
        let mut inner = Inner::default();
        let Some(span) = key.lay(&mut inner) else {
            return self.0.fail(key.start, "字段名应写在英文双引号里");
        };
        self.0.at = skip_blanks(self.0.text, self.0.at);
        if self.0.byte() != Some(b':') {
            return self.0.fail(self.0.at, "字段名后面缺少英文冒号");
        }
        self.0.at = skip_blanks(self.0.text, self.0.at + 1);
        let (key, start) = (inner.slice(span).to_string(), self.0.at);
        Some(Member { key, start, value: self.0.value() })
    }
}

/// What arrays and objects have in common: parts with commas between, an end.
#[derive(Debug)]
struct Sequence<'a> {
    text: &'a str,
    at: usize,
    close: u8,
    first: bool,
    done: bool,
    fault: Option<Fault>,
}

impl<'a> Sequence<'a> {
    fn new(text: &'a str, start: usize, open: u8, close: u8) -> Self {
        let done = text.as_bytes().get(start) != Some(&open);
        Self { text, at: if done { start } else { start + 1 }, close, first: true, done, fault: None }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fail<T>(&mut self, at: usize, why: &'static str) -> Option<T> {
        let why = if at >= self.text.len() { BROKEN_OFF } else { why };
        self.fault = Some(Fault { at, why });
        self.done = true;
        None
    }

    /// Goes to the next part; false at the end.
    fn advance(&mut self) -> bool {
        if self.done {
            return false;
        }
        self.at = skip_blanks(self.text, self.at);
        if self.byte() == Some(self.close) {
            self.at += 1;
            self.done = true;
            return false;
        }
        if !self.first {
            if self.byte() != Some(b',') {
                return self.fail(self.at, "这里缺少英文逗号，或者括号没有配对").unwrap_or(false);
            }
            self.at = skip_blanks(self.text, self.at + 1);
        }
        self.first = false;
        true
    }

    fn value(&mut self) -> Option<Value<'a>> {
        match Value::at(self.text, self.at) {
            Ok(value) => {
                self.at = value.end;
                Some(value)
            }
            Err(fault) => {
                self.fault = Some(fault);
                self.done = true;
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_up_to_the_fault() {
        let text = r#"[{"a":1}, "b" ,[2]  {"#;
        let mut elements = Elements::new(text, 0);
        assert_eq!(elements.by_ref().map(Value::raw).collect::<Vec<_>>(), [r#"{"a":1}"#, r#""b""#, "[2]"]);
        assert_eq!(elements.end().unwrap_err().at, text.rfind('{').unwrap());

        let text = "{\"a\":1,\n\"乙\":[1,2";
        let mut members = Members::new(text, 0);
        assert_eq!(members.by_ref().map(|member| member.value.is_some()).collect::<Vec<_>>(), [true, false]);
        assert!(members.end().unwrap_err().why.contains("断了"));
    }

    #[test]
    fn a_raw_line_break_in_a_string_is_named() {
        let text = "[\"甲\",\n  \"乙\n丙\"]";
        let mut elements = Elements::new(text, 0);
        assert_eq!(elements.by_ref().count(), 1);
        let fault = elements.end().unwrap_err();
        assert_eq!(&text[fault.at..], "\n丙\"]");
        assert!(fault.why.contains("控制字符"));
    }

    #[test]
    fn nesting_costs_no_stack() {
        for text in ["[".repeat(100_000), format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))] {
            let mut elements = Elements::new(&text, 0);
            let _ = elements.by_ref().count();
            let _ = elements.end();
        }
    }
}
